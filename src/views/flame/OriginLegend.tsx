import { type ReactElement, useMemo, useRef } from 'react';
import type { FlamePicture } from '../../contract/api.ts';
import type { KeyTable } from '../../model/call-tree.ts';
import { OriginSwatch } from '../../ui/OriginSwatch.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { useFitting } from '../shell/use-fitting.ts';
import { originsIn } from './frame-info.ts';
import css from './OriginLegend.module.css';

/** Origins in the picture: click hides one, Alt+click leaves only it. Hidden ones stay, to be brought back. */
export function OriginLegend({ picture }: { readonly picture: FlamePicture | undefined }) {
  return <OriginKeys keys={picture?.keys} />;
}

/** The same for any table of names. */
export function OriginKeys({ keys }: { readonly keys: KeyTable | undefined }) {
  const t = useSay();
  const { view } = useApp();
  const off = useView((s) => s.lens.originsOff);
  const present = useMemo(() => (keys === undefined ? [] : originsIn({ keys })), [keys]);
  const all = [...present, ...off.filter((origin) => !present.includes(origin))];
  const toggle = (origin: string, only: boolean) => {
    const others = all.filter((o) => o !== origin);
    const alone = others.every((o) => off.includes(o)) && !off.includes(origin);
    const next = only
      ? alone
        ? []
        : others
      : off.includes(origin)
        ? off.filter((o) => o !== origin)
        : [...off, origin];
    view.setLens({ originsOff: next, root: [] });
  };
  return (
    <LegendRow>
      {all.map((origin) => {
        const hidden = off.includes(origin);
        return (
          <li key={origin}>
            <button
              type="button"
              className={css.entry}
              aria-pressed={!hidden}
              title={t('views.legendHint')}
              onClick={(e) => toggle(origin, e.altKey)}
            >
              <OriginSwatch origin={origin} off={hidden} />
              <span className={hidden ? css.hidden : undefined}>{t(`shell.origin.${origin}`)}</span>
            </button>
          </li>
        );
      })}
    </LegendRow>
  );
}

const KINDS = ['own', 'third', 'standard', 'runtime'] as const;

/** How packages are coloured: only one's own code has a hue of full strength. */
export function PackageLegend() {
  const t = useSay();
  return (
    <LegendRow>
      {KINDS.map((kind) => (
        <li key={kind} className={css.entry}>
          <i aria-hidden className={`${css.swatch} ${css[kind]}`} />
          {t(`views.package.${kind}`)}
        </li>
      ))}
    </LegendRow>
  );
}

const CHANGES = ['same', 'grew', 'shrank', 'gone', 'noise'] as const;

/** Colours of a comparison. `noise` only once intervals are known. */
export function ChangeLegend({ veiled }: { readonly veiled: boolean }) {
  const t = useSay();
  return (
    <LegendRow>
      {CHANGES.filter((kind) => kind !== 'noise' || veiled).map((kind) => (
        <li key={kind} className={css.entry}>
          <i aria-hidden className={`${css.swatch} ${css[kind]}`} />
          {kind === 'grew' ? '▲ ' : kind === 'shrank' ? '▼ ' : ''}
          {t(`views.change.${kind}`)}
        </li>
      ))}
    </LegendRow>
  );
}

/** One line of entries; those without room are behind "+2", never cut off. */
function LegendRow({ children }: { readonly children: readonly ReactElement[] }) {
  const t = useSay();
  const row = useRef<HTMLUListElement>(null);
  const words = children.map((child) => child.key).join(' ');
  const fitting = useFitting(row, 1, `${words} ${t('views.legend')}`);
  const hidden = Math.max(0, children.length - fitting);
  return (
    <div className={css.row}>
      <ul ref={row} className={css.legend} aria-label={t('views.legend')}>
        {children}
      </ul>
      {hidden === 0 ? null : (
        <Popover
          label={t('views.legend')}
          trigger={
            <button type="button" className={css.more} aria-label={t('views.legendMore', { count: hidden })}>
              {t('shell.moreChips', { count: hidden })}
            </button>
          }
        >
          <ul className={css.list} aria-label={t('views.legend')}>
            {children}
          </ul>
        </Popover>
      )}
    </div>
  );
}
