import { type ReactNode, useState } from 'react';
import { LAYER_LABEL } from '../../model/seam.ts';
import { copyText } from '../../ui/copy-text.ts';
import { MenuAt, type MenuEntry } from '../../ui/Menu.tsx';
import { type AppParts, type Say, useApp, useSay } from '../context.ts';
import { type FrameTarget, filterFrame, sandwich, stackText, zoomTo } from './frame-actions.ts';

interface OpenMenu {
  readonly target: FrameTarget;
  readonly at: { readonly x: number; readonly y: number };
}

/** The menu of a frame or of a table row; `open` it at client pixels and put `menu` into the page. */
export function useFrameMenu(): {
  readonly open: (target: FrameTarget, at: { readonly x: number; readonly y: number }) => void;
  readonly menu: ReactNode;
} {
  const app = useApp();
  const t = useSay();
  const [shown, setShown] = useState<OpenMenu | null>(null);
  return {
    open: (target, at) => setShown({ target, at }),
    menu: (
      <MenuAt
        label={shown === null ? '' : shown.target.name}
        at={shown === null ? null : shown.at}
        items={shown === null ? [] : entries(app, t, shown.target)}
        onClose={() => setShown(null)}
      />
    ),
  };
}

function entries(app: AppParts, t: Say, target: FrameTarget): MenuEntry[] {
  const { name, path } = target;
  const filter = (verb: Parameters<typeof filterFrame>[2]) => () => filterFrame(app, target, verb);
  const { shape, merge } = app.view.store.getState().lens;
  const onlyC = () => {
    filterFrame(app, target, 'focus');
    app.view.addFilter({ verb: 'tagfocus', value: `${LAYER_LABEL}=^c-heap$` });
  };
  return [
    { label: t('views.menu.focus'), hint: 'f', onSelect: filter('focus') },
    { label: t('views.menu.ignore'), hint: 'd', onSelect: filter('ignore') },
    { label: t('views.menu.hide'), hint: 'm', onSelect: filter('hide') },
    { label: t('views.menu.showFrom'), onSelect: filter('show_from') },
    ...(merge ? [{ label: t('seam.onlyC'), onSelect: onlyC } satisfies MenuEntry] : []),
    { label: t('views.menu.sandwich'), onSelect: () => sandwich(app, name) },
    'line',
    ...(path === null
      ? []
      : [{ label: t('views.menu.zoom'), hint: 'Enter', onSelect: () => zoomTo(app, path) } satisfies MenuEntry]),
    {
      label: t('views.menu.find'),
      onSelect: () => app.view.setLens({ search: name }),
    },
    'line',
    {
      label: t('views.menu.copyName'),
      hint: 'Ctrl C',
      onSelect: () => void copyText(target.rawName === '' ? name : target.rawName),
    },
    ...(path === null
      ? []
      : [
          {
            label: t('views.menu.copyStack'),
            hint: 'Ctrl Shift C',
            onSelect: () => void copyText(stackText(path, shape === 'bottomup')),
          } satisfies MenuEntry,
        ]),
  ];
}
