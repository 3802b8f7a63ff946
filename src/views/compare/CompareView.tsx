import { useMemo, useRef, useState } from 'react';
import { groupDigits } from '../../base/units.ts';
import type { CompareWeights } from '../../model/call-tree.ts';
import type { CompareMode } from '../../model/lens.ts';
import { DropDown } from '../../ui/DropDown.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { FlamePane } from '../flame/FlamePane.tsx';
import { useSelectionActions } from '../flame/frame-actions.ts';
import { markPainted, usePending, useReading } from '../flame/marks.ts';
import { ChangeLegend } from '../flame/OriginLegend.tsx';
import { type ShownFlame, useFlame } from '../flame/use-flame.ts';
import { useSearch } from '../flame/use-search.ts';
import { NotALeak } from '../native/NotALeak.tsx';
import { ChangeSummary, HowToRead } from '../shell/ChangeSummary.tsx';
import { FooterFacts, FooterHints, SourcesSummary } from '../shell/slots.tsx';
import { useLensSources } from '../shell/use-lens-sources.ts';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { TableTwin } from '../table/TableTwin.tsx';
import css from './CompareView.module.css';
import { SideBySide } from './SideBySide.tsx';

/** Modes in the order of the toolbar: the answer first, then where it comes from. */
const MODES: readonly CompareMode[] = ['growth', 'envelope', 'shrink', 'side'];
const ORDERS = ['growth', 'name', 'size'] as const;
const PICTURE_SHARE = 0.55;
const MIN = 120;

/** Two profiles as one picture: what grew, what shrank, what is gone, with the same figures as a table below. */
export default function CompareView() {
  const t = useSay();
  const { view } = useApp();
  const compare = useView((s) => s.lens.compare);
  const order = useView((s) => s.order);
  const lens = useAskedLens();
  const answered = useFlame(compare === null ? null : lens);
  const sources = useLensSources();
  const reading = useReading();
  const shown = answered.answer;
  const weights = shown?.weights.kind === 'compare' ? shown.weights : null;
  const matches = useSearch(shown, compare === null || compare.mode === 'side' ? 'envelope' : compare.mode);
  const sums = useMemo(() => (weights === null ? null : sumsOf(weights)), [weights]);
  const target = useView((s) => s.lens.unit);
  useSelectionActions();
  usePending('compare', answered.pending);

  const [height, setHeight] = useState<number | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const room = place.current?.clientHeight ?? 640;
  const initial = Math.round(room * PICTURE_SHARE);

  if (compare === null) return <EmptyState title={t('views.compare.none')}>{t('views.compare.noneText')}</EmptyState>;
  const { mode } = compare;
  const onPainted = () => {
    if (answered.pending || reading() || shown === undefined) return;
    const once = new Set(sources);
    markPainted({
      sources: once.size,
      samples: [...once].reduce((sum, s) => sum + s.facts.samples, 0),
      nodes: shown.picture.tree.nodes,
    });
  };
  return (
    <ViewFrame
      answered={answered}
      toolbar={
        <>
          <Segmented
            label={t('views.compare.mode')}
            value={mode}
            options={MODES.map((value) => ({
              value,
              label: t(`views.compare.${value}`),
              title: t(`views.compare.${value}.hint`),
            }))}
            onChange={(next) => view.setLens({ compare: { ...compare, mode: next }, root: [] })}
          />
          <DropDown
            kind="quiet"
            label={t('views.order')}
            value={order}
            options={ORDERS.map((value) => ({ value, label: t(`views.order.${value}`) }))}
            onChange={(value) => view.setOrder(value)}
          />
          {mode === 'side' ? (
            <span className={css.scale}>
              {t('views.compare.scale')} <b>{t('views.compare.common', { unit: shown?.sampleType.unit ?? '' })}</b>
            </span>
          ) : null}
        </>
      }
      legend={<ChangeLegend veiled={weights?.veiled != null} />}
    >
      <div ref={place} className={css.page}>
        <div
          className={css.picture}
          style={height === null ? { flexBasis: `${PICTURE_SHARE * 100}%` } : { flexBasis: height }}
        >
          {shown === undefined || sums === null ? null : mode === 'side' ? (
            <SideBySide shown={shown} before={sums.before} after={sums.after} matches={matches} onPainted={onPainted} />
          ) : (
            <One shown={shown} mode={mode} sums={sums} matches={matches} onPainted={onPainted} />
          )}
        </div>
        <Splitter
          label={t('views.resizePanes')}
          between="rows"
          side="before"
          size={height ?? initial}
          min={MIN}
          max={Math.max(MIN, room - MIN)}
          initial={initial}
          onResize={setHeight}
        />
        <div className={css.table}>
          <TableTwin />
        </div>
      </div>
      <NotALeak shown={shown} folded />
      {sums === null || shown === undefined ? null : (
        <SourcesSummary>
          <ChangeSummary {...sums} unit={shown.sampleType.unit} target={target} />
          {mode === 'envelope' ? <HowToRead /> : null}
        </SourcesSummary>
      )}
      {shown === undefined ? null : (
        <FooterFacts>{t('views.compare.matched', { count: groupDigits(shown.kept) })}</FooterFacts>
      )}
      <FooterHints>{t('views.compare.hints')}</FooterHints>
    </ViewFrame>
  );
}

interface Sums {
  readonly before: number;
  readonly after: number;
  readonly grew: number;
  readonly shrank: number;
}

function sumsOf(weights: CompareWeights): Sums {
  const last = (prefix: Float64Array) => prefix[prefix.length - 1] ?? 0;
  return {
    before: last(weights.before),
    after: last(weights.after),
    grew: last(weights.grew),
    shrank: last(weights.shrank),
  };
}

interface OneProps {
  readonly shown: ShownFlame;
  readonly mode: Exclude<CompareMode, 'side'>;
  readonly sums: Sums;
  readonly matches: Uint8Array | null;
  readonly onPainted: () => void;
}

function One({ shown, mode, sums, matches, onPainted }: OneProps) {
  const t = useSay();
  const { view } = useApp();
  const { type } = shown.sampleType;
  const nothing = (mode === 'growth' && sums.grew === 0) || (mode === 'shrink' && sums.shrank === 0);
  if (nothing) {
    const other = mode === 'growth' ? 'shrink' : 'growth';
    const { compare } = view.store.getState().lens;
    const has = other === 'growth' ? sums.grew > 0 : sums.shrank > 0;
    return (
      <EmptyState
        title={t(`views.compare.${mode}.empty`)}
        actions={
          has && compare !== null ? (
            <button
              type="button"
              className={css.link}
              onClick={() => view.setLens({ compare: { ...compare, mode: other } })}
            >
              {t(`views.compare.${other}.show`)}
            </button>
          ) : null
        }
      >
        {t(has ? `views.compare.${mode}.emptyText` : 'views.compare.equal')}
      </EmptyState>
    );
  }
  return (
    <div className={css.canvas}>
      <FlamePane
        shown={shown}
        shape="down"
        mode={mode}
        colour="change"
        label={t('views.compareLabel', { mode: t(`views.compare.${mode}`), type })}
        rootLabel={t('views.root', { type })}
        matches={matches}
        minimap={false}
        onPainted={onPainted}
      />
    </div>
  );
}
