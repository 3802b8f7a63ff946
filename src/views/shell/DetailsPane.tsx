import { PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { useApp, useSay, useView } from '../context.ts';
import css from './DetailsPane.module.css';
import { useNarrow } from './use-width.ts';

const MIN = 240;
const MAX = 480;
const INITIAL = 304;

interface DetailsPaneProps {
  readonly onFold: () => void;
  readonly children: ReactNode;
}

/** The panel at the right; a drawer over the view when the window is narrow, a sheet at the bottom under a finger. */
export function DetailsPane({ onFold, children }: DetailsPaneProps) {
  const t = useSay();
  const { view } = useApp();
  const narrow = useNarrow();
  const width = useView((s) => s.preferences.detailsWidth);
  return (
    <aside className={cx(css.place, narrow && css.drawer)} aria-label={t('shell.details')}>
      {narrow ? null : (
        <Splitter
          label={t('shell.resizeDetails')}
          between="columns"
          side="after"
          size={width}
          min={MIN}
          max={MAX}
          initial={INITIAL}
          onResize={(detailsWidth) => view.prefer({ detailsWidth })}
        />
      )}
      <div className={css.pane} style={narrow ? {} : { width }}>
        <header className={css.head}>
          <h2>{t('shell.details')}</h2>
          <IconButton label={t('shell.foldDetails')} icon={<PanelRight />} onClick={onFold} />
        </header>
        <div className={css.body}>{children}</div>
      </div>
    </aside>
  );
}
