import { lazy, Suspense, useEffect, useState } from 'react';
import { OnDemand } from '../../ui/on-demand.tsx';
import { ToastHost } from '../../ui/ToastHost.tsx';
import { useAction, useApp, useSay, useSession, useView } from '../context.ts';
import { DropLayer } from '../drop/DropLayer.tsx';
import { Opening } from '../drop/Opening.tsx';
import { Welcome } from '../drop/Welcome.tsx';
import { DetailsPane } from './DetailsPane.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { LensBar } from './LensBar.tsx';
import { NoSource } from './NoSource.tsx';
import { PartialBanner } from './PartialBanner.tsx';
import type { Pages } from './page.ts';
import css from './Shell.module.css';
import { SourcesPanel } from './SourcesPanel.tsx';
import { SlotContext } from './slots.tsx';
import { useMedia, useNarrow } from './use-width.ts';

const HelpDialog = lazy(() => import('./HelpDialog.tsx'));

interface ShellProps {
  readonly pages: Pages;
}

/** The frame: header, lens bar, sources, view, details, footer, and what lies over them. */
export function Shell({ pages }: ShellProps) {
  const [facts, setFacts] = useState<HTMLElement | null>(null);
  const [hints, setHints] = useState<HTMLElement | null>(null);
  const [summary, setSummary] = useState<HTMLElement | null>(null);
  return (
    <SlotContext.Provider value={{ facts, hints, summary }}>
      <DropLayer>
        <div className={css.shell}>
          <Header />
          <Middle pages={pages} onSummary={setSummary} />
          <Footer onFacts={setFacts} onHints={setHints} />
        </div>
        <ToastHost />
        <Help />
      </DropLayer>
    </SlotContext.Provider>
  );
}

type Stage = 'welcome' | 'opening' | 'refused' | 'none' | 'view';

/** What the middle of the page shows: a view needs a lens that names at least one open source. */
function useStage(): Stage {
  const lensed = useView((s) => s.lens.compare !== null || s.lens.sources.length > 0);
  const inReport = useView((s) => s.view === 'report');
  const inMaps = useView((s) => s.view === 'maps');
  return useSession((s) => {
    if (s.files.length === 0) return 'welcome';
    if (s.sources.length > 0 && (lensed || inReport || inMaps)) return 'view';
    if (s.files.some((f) => f.status === 'reading' || f.status === 'waiting')) return inReport ? 'view' : 'opening';
    return s.sources.length === 0 ? 'refused' : 'none';
  });
}

interface MiddleProps extends ShellProps {
  readonly onSummary: (place: HTMLElement | null) => void;
}

function Middle({ pages, onSummary }: MiddleProps) {
  const t = useSay();
  const { view } = useApp();
  const stage = useStage();
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

  if (stage === 'welcome') return <Welcome />;
  if (stage === 'opening') return <Opening />;
  const details = page?.details;
  const hasLens = stage === 'view' && id !== 'report';
  return (
    <>
      {hasLens && id !== 'maps' ? <LensBar details={details === undefined ? null : open} onDetails={toggle} /> : null}
      <div className={css.body}>
        <SourcesPanel onSummary={onSummary} />
        <main id="view" className={css.view} aria-label={t(`shell.view.${id}`)}>
          {hasLens ? <h1 className="sr-only">{t(`shell.view.${id}`)}</h1> : null}
          {hasLens ? <PartialBanner /> : null}
          <ErrorBoundary resetKey={`${id} ${JSON.stringify(lens)}`}>
            {stage === 'none' ? <NoSource /> : page === undefined ? null : <OnDemand key={id} part={page.body} />}
          </ErrorBoundary>
        </main>
        {hasLens && open && details !== undefined ? (
          <DetailsPane onFold={toggle}>
            <ErrorBoundary resetKey={`${id} ${JSON.stringify(lens)}`}>
              <OnDemand part={details} />
            </ErrorBoundary>
          </DetailsPane>
        ) : null}
      </div>
    </>
  );
}

function Help() {
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  useAction('help', () => {
    setState('open');
    return true;
  });
  if (state === 'never') return null;
  return (
    <Suspense fallback={null}>
      <HelpDialog open={state === 'open'} onClose={() => setState('closed')} />
    </Suspense>
  );
}
