import { useEffect, useState } from 'react';
import { ALL_WORDS } from '../../base/words/all.ts';
import { learnWords } from '../../base/words/book.ts';
import { OnDemand } from '../../ui/on-demand.tsx';
import { useAction, useApp, useSay, useView } from '../context.ts';
import { BrokenBanner } from '../native/BrokenBanner.tsx';
import { DetailsPane } from './DetailsPane.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { LensBar } from './LensBar.tsx';
import { NoSource } from './NoSource.tsx';
import { PartialBanner } from './PartialBanner.tsx';
import type { WorkplaceProps } from './page.ts';
import { SourcesPanel } from './SourcesPanel.tsx';
import { useMedia, useNarrow } from './use-width.ts';
import css from './Workplace.module.css';

learnWords(ALL_WORDS);

const NOTHING = {};

/** Everything between header and footer once a file was read: lens bar, sources, view, details. Fetched when the page has painted. */
export default function Workplace({ pages, stage, onSummary, onLensEnd }: WorkplaceProps) {
  const t = useSay();
  const { view } = useApp();
  const narrow = useNarrow();
  const shown = useView((s) => s.view);
  const wanted = useView((s) => s.preferences.detailsOpen[s.view] ?? false);
  const [drawer, setDrawer] = useState(false);
  const coarse = useMedia('(pointer: coarse)');
  const picked = useView((s) => (s.selection === null || s.selection.name === '' ? null : s.selection));
  // Under a finger there is no tooltip: what is tapped opens its figures.
  useEffect(() => {
    if (coarse && narrow && picked !== null) setDrawer(true);
  }, [coarse, narrow, picked]);
  const lens = useView((s) => s.lens);
  const id = stage === 'refused' ? 'report' : shown;
  const page = pages[id];
  const open = narrow ? drawer : wanted;
  const toggle = () =>
    narrow
      ? setDrawer(!drawer)
      : view.prefer({ detailsOpen: { ...view.store.getState().preferences.detailsOpen, [shown]: !wanted } });
  useAction('toggle-details', () => {
    toggle();
    return true;
  });

  const details = page?.details;
  const hasLens = stage === 'view' && id !== 'report';
  return (
    <>
      {hasLens && id !== 'maps' ? (
        <LensBar
          details={details === undefined ? null : open}
          onDetails={toggle}
          onEnd={id === 'timeline' ? onLensEnd : null}
        />
      ) : null}
      <div className={css.body}>
        <SourcesPanel onSummary={onSummary} />
        <main id="view" className={css.view} aria-label={t(`shell.view.${id}`)}>
          {hasLens ? <h1 className="sr-only">{t(`shell.view.${id}`)}</h1> : null}
          {hasLens ? <PartialBanner /> : null}
          {hasLens && id !== 'maps' && id !== 'timeline' ? <BrokenBanner /> : null}
          <ErrorBoundary resetKey={`${id} ${JSON.stringify(lens)}`}>
            {stage === 'none' ? (
              <NoSource />
            ) : page === undefined ? null : (
              <OnDemand key={id} part={page.body} give={NOTHING} />
            )}
          </ErrorBoundary>
        </main>
        {hasLens && open && details !== undefined ? (
          <DetailsPane onFold={toggle}>
            <ErrorBoundary resetKey={`${id} ${JSON.stringify(lens)}`}>
              <OnDemand part={details} give={NOTHING} />
            </ErrorBoundary>
          </DetailsPane>
        ) : null}
      </div>
    </>
  );
}
