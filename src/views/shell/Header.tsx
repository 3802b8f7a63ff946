import { CircleQuestionMark, Ellipsis, Monitor, Moon, Redo2, ShieldCheck, Sun, Undo2 } from 'lucide-react';
import { LANGUAGES } from '../../base/words/words.ts';
import type { Theme } from '../../state/view.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useApp, useSay, useView } from '../context.ts';
import css from './Header.module.css';
import { useForeignRequests } from './requests.ts';
import { useNarrow } from './use-width.ts';
import { ViewTabs } from './ViewTabs.tsx';

const THEMES: readonly { readonly id: Theme; readonly icon: typeof Sun }[] = [
  { id: 'system', icon: Monitor },
  { id: 'light', icon: Sun },
  { id: 'dark', icon: Moon },
];
const LANGUAGE_NAMES = { en: 'English', 'zh-CN': '简体中文' } as const;
const LANGUAGE_MARKS = { en: 'EN', 'zh-CN': '中文' } as const;

export function Header() {
  const t = useSay();
  const { actions } = useApp();
  const narrow = useNarrow();
  return (
    <header className={css.header}>
      <span className={css.brand}>
        <Mark />
        <span className={narrow ? 'sr-only' : css.name}>Leaklens</span>
      </span>
      <ViewTabs />
      <Offline narrow={narrow} />
      <UndoRedo />
      <ThemeMenu />
      {narrow ? null : <LanguageMenu />}
      <IconButton
        label={t('shell.help')}
        shortcut="?"
        icon={<CircleQuestionMark />}
        onClick={() => actions.run('help')}
      />
      {narrow ? <MoreMenu /> : null}
    </header>
  );
}

function Mark() {
  return (
    <svg aria-hidden width="18" height="18" viewBox="0 0 18 18" className={css.mark}>
      <rect className={css.bar1} x="1" y="2" width="16" height="4" rx="1" />
      <rect className={css.bar2} x="1" y="7.5" width="10.5" height="4" rx="1" />
      <rect className={css.bar3} x="1" y="13" width="6" height="4" rx="1" />
    </svg>
  );
}

function Offline({ narrow }: { readonly narrow: boolean }) {
  const t = useSay();
  const count = useForeignRequests();
  const text = t(count === 1 ? 'shell.offlineOne' : 'shell.offline', { count });
  return (
    <Tooltip text={t('shell.offlineWhy')}>
      <button type="button" className={css.offline} data-leak={count > 0 || undefined} aria-label={text}>
        <ShieldCheck />
        {narrow ? count : text}
      </button>
    </Tooltip>
  );
}

function UndoRedo() {
  const t = useSay();
  const { actions, history } = useApp();
  useView((s) => s);
  return (
    <>
      <IconButton
        label={t('shell.undo')}
        shortcut="Ctrl Z"
        icon={<Undo2 />}
        disabled={!history.canUndo()}
        onClick={() => actions.run('undo')}
      />
      <IconButton
        label={t('shell.redo')}
        shortcut="Ctrl Shift Z"
        icon={<Redo2 />}
        disabled={!history.canRedo()}
        onClick={() => actions.run('redo')}
      />
    </>
  );
}

function ThemeMenu() {
  const t = useSay();
  const { view } = useApp();
  const theme = useView((s) => s.preferences.theme);
  const density = useView((s) => s.preferences.density);
  const Icon = THEMES.find((x) => x.id === theme)?.icon ?? Monitor;
  const items: MenuEntry[] = [
    ...THEMES.map(({ id }) => ({
      label: t(`shell.theme.${id}`),
      checked: id === theme,
      onSelect: () => view.prefer({ theme: id }),
    })),
    'line',
    ...(['compact', 'comfortable'] as const).map((id) => ({
      label: t(`shell.density.${id}`),
      checked: id === density,
      onSelect: () => view.prefer({ density: id }),
    })),
  ];
  return <Menu align="end" trigger={<IconButton label={t('shell.theme')} icon={<Icon />} />} items={items} />;
}

function useLanguageItems(): readonly MenuEntry[] {
  const { view } = useApp();
  const language = useView((s) => s.preferences.language);
  return LANGUAGES.map((id) => ({
    label: LANGUAGE_NAMES[id],
    checked: id === language,
    onSelect: () => view.prefer({ language: id }),
  }));
}

function LanguageMenu() {
  const t = useSay();
  const language = useView((s) => s.preferences.language);
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet" aria-label={t('shell.language')} className={css.language}>
          {LANGUAGE_MARKS[language]}
        </Button>
      }
      items={useLanguageItems()}
    />
  );
}

/** What has no room in a narrow header. */
function MoreMenu() {
  const t = useSay();
  return (
    <Menu align="end" trigger={<IconButton label={t('shell.more')} icon={<Ellipsis />} />} items={useLanguageItems()} />
  );
}
