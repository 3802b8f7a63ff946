import { lazy, Suspense, useState } from 'react';
import { anyTimes } from '../../state/policy.ts';
import { type LazyPart, OnDemand } from '../../ui/on-demand.tsx';
import { ToastHost } from '../../ui/ToastHost.tsx';
import { useAction, useSession, useView } from '../context.ts';
import { DropLayer } from '../drop/DropLayer.tsx';
import { Opening } from '../drop/Opening.tsx';
import { Welcome } from '../drop/Welcome.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import type { Pages, Stage, WorkplaceProps } from './page.ts';
import css from './Shell.module.css';
import { SlotContext } from './slots.tsx';

const NOTHING = {};

const HelpDialog = lazy(() => import('./HelpDialog.tsx'));

interface ShellProps {
  readonly pages: Pages;
  /** What stands between header and footer once a file was read. */
  readonly workplace: LazyPart<WorkplaceProps>;
  /** Stands in place of the footer while something has times. */
  readonly strip: LazyPart;
}

/** The frame: header, lens bar, sources, view, details, footer, and what lies over them. */
export function Shell({ pages, workplace, strip }: ShellProps) {
  const [facts, setFacts] = useState<HTMLElement | null>(null);
  const [hints, setHints] = useState<HTMLElement | null>(null);
  const [summary, setSummary] = useState<HTMLElement | null>(null);
  const [lensEnd, setLensEnd] = useState<HTMLElement | null>(null);
  return (
    <SlotContext.Provider value={{ facts, hints, summary, lensEnd }}>
      <DropLayer>
        <div className={css.shell}>
          <Header />
          <Middle pages={pages} workplace={workplace} onSummary={setSummary} onLensEnd={setLensEnd} />
          <Foot strip={strip} onFacts={setFacts} onHints={setHints} />
        </div>
        <ToastHost />
        <Help />
      </DropLayer>
    </SlotContext.Provider>
  );
}

interface FootProps extends Pick<ShellProps, 'strip'> {
  readonly onFacts: (place: HTMLElement | null) => void;
  readonly onHints: (place: HTMLElement | null) => void;
}

/** The footer, or the strip of the timeline where there is one. */
function Foot({ strip, onFacts, onHints }: FootProps) {
  const elsewhere = useView((s) => s.view === 'timeline' || s.view === 'report');
  const timed = useSession((s) => anyTimes(s.sources.map((x) => x.facts)));
  if (elsewhere || !timed) return <Footer onFacts={onFacts} onHints={onHints} />;
  return (
    <ErrorBoundary resetKey="strip">
      <OnDemand part={strip} give={NOTHING} />
    </ErrorBoundary>
  );
}

/** What the middle of the page shows: a view needs a lens that names at least one open source. */
function useStage(): Stage | 'welcome' | 'opening' {
  const lensed = useView((s) => s.lens.compare !== null || s.lens.sources.length > 0);
  const inReport = useView((s) => s.view === 'report');
  const ofOther = useView((s) => s.view === 'maps' || s.view === 'timeline');
  return useSession((s) => {
    if (s.files.length === 0) return 'welcome';
    if (s.sources.length > 0 && (lensed || inReport || ofOther)) return 'view';
    if (s.files.some((f) => f.status === 'reading' || f.status === 'waiting')) return inReport ? 'view' : 'opening';
    return s.sources.length === 0 ? 'refused' : 'none';
  });
}

interface MiddleProps extends Pick<ShellProps, 'pages' | 'workplace'> {
  readonly onSummary: (place: HTMLElement | null) => void;
  readonly onLensEnd: (place: HTMLElement | null) => void;
}

function Middle({ pages, workplace, onSummary, onLensEnd }: MiddleProps) {
  const stage = useStage();
  if (stage === 'welcome') return <Welcome />;
  if (stage === 'opening') return <Opening />;
  return (
    <ErrorBoundary resetKey={stage}>
      <OnDemand part={workplace} give={{ pages, stage, onSummary, onLensEnd }} />
    </ErrorBoundary>
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
