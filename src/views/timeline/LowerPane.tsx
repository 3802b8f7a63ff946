import { useMemo } from 'react';
import { showRange } from '../../draw/time-scale.ts';
import type { DrawnMark } from '../../draw/timeline-marks.ts';
import type { TimelineAnswer, TrackInfo } from '../../model/timeline-answers.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { ChangeLegend } from '../flame/OriginLegend.tsx';
import { useAnswer } from '../use-answer.ts';
import { ClocksPane } from './ClocksPane.tsx';
import { GcReportPane } from './GcReportPane.tsx';
import { GrowthPane } from './GrowthPane.tsx';
import { MarksTable } from './MarksTable.tsx';
import { axisLens } from './moments.ts';
import { RangeSummary } from './RangeSummary.tsx';
import css from './Timeline.module.css';
import { TrackTableGrid } from './TrackTableGrid.tsx';
import { wallZeroOf } from './when.ts';

const PANES = ['growth', 'report', 'table', 'clocks'] as const;
export type PaneId = (typeof PANES)[number];

interface LowerPaneProps {
  readonly answer: TimelineAnswer;
  readonly marks: readonly DrawnMark[];
  /** The track that has the focus: the one whose rows are listed. */
  readonly track: TrackInfo | undefined;
  /** The marks have it. */
  readonly marksChosen: boolean;
  readonly titleOf: (key: string) => string;
  readonly onRow: (time: number) => void;
  /** What was asked for; null: what fits the range. */
  readonly wanted: PaneId | null;
  readonly onPane: (pane: PaneId) => void;
}

/** Below the tracks: the report of the range, the rows of a track, the clocks. */
export function LowerPane({ answer, marks, track, marksChosen, titleOf, onRow, wanted, onPane }: LowerPaneProps) {
  const t = useSay();
  const { engine, view } = useApp();
  const timeRange = useView((s) => s.lens.timeRange);
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const question = useMemo(
    () => ({ lens: { ...axisLens({ timelines, align }), timeRange }, of: answer.sources.map((s) => s.key) }),
    [timelines, align, timeRange, answer],
  );
  const ranged = useAnswer(question, ({ lens }) => engine.timeRange({ lens }));
  const inside =
    timeRange === null
      ? []
      : marks.filter((m) => m.kind === 'heap' && m.end >= timeRange.from && m.end <= timeRange.to);
  const first = inside[0];
  const last = inside[inside.length - 1];
  const pair = first === undefined || last === undefined || first === last ? null : { base: first, after: last };
  const pane = wanted !== null && (wanted !== 'growth' || pair !== null) ? wanted : pair === null ? 'report' : 'growth';
  const listed = track ?? answer.tracks[0];
  const name = marksChosen
    ? t('timeline.track.marks')
    : listed === undefined
      ? ''
      : t(`timeline.track.${listed.kind === 'spans' ? 'regions' : listed.kind}`);
  return (
    <section className={css.pane} aria-label={t('timeline.pane')}>
      <div className={css.paneBar}>
        <Segmented
          label={t('timeline.pane')}
          value={pane}
          options={PANES.filter((id) => id !== 'growth' || pair !== null).map((value) => ({
            value,
            label: t(`timeline.pane.${value}`),
          }))}
          onChange={onPane}
        />
        <span className={css.paneText}>
          {pane === 'table' ? `${name} · ` : ''}
          {timeRange === null ? t('timeline.whole') : showRange(timeRange.from, timeRange.to)}
        </span>
        {pane === 'growth' ? <ChangeLegend veiled={false} /> : null}
        <span className={css.spacer} />
        {pair === null ? null : (
          <>
            <span className={css.paneText}>
              {t('timeline.pair', { base: pair.base.title, after: pair.after.title })}
            </span>
            <Button
              onClick={() => {
                const { lens } = view.store.getState();
                const compare = { base: pair.base.key, after: pair.after.key, mode: 'envelope' as const };
                view.go('compare', { ...lens, compare, sources: [pair.after.key], root: [] });
              }}
            >
              {t('timeline.openCompare')}
            </Button>
          </>
        )}
        {timeRange === null ? null : (
          <Button kind="quiet" onClick={() => view.setLens({ timeRange: null })}>
            {t('timeline.clear')}
          </Button>
        )}
      </div>
      <div className={css.paneBody}>
        {pane === 'growth' && pair !== null ? (
          <GrowthPane base={pair.base.key} after={pair.after.key} />
        ) : pane === 'report' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach that
          <section tabIndex={0} aria-label={t('timeline.pane.report')} className={css.scroll}>
            <GcReportPane
              answer={ranged.answer}
              title={titleOf}
              bendsOf={(key) => answer.tracks.find((x) => x.source === key && x.kind === 'heap')?.trend?.bends ?? []}
            />
          </section>
        ) : pane === 'clocks' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach that
          <section tabIndex={0} aria-label={t('timeline.pane.clocks')} className={css.scroll}>
            <ClocksPane answer={answer} titleOf={titleOf} />
          </section>
        ) : marksChosen ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach that
          <section tabIndex={0} aria-label={t('timeline.track.marks')} className={css.scroll}>
            <MarksTable marks={marks} wallZero={wallZeroOf(answer)} />
          </section>
        ) : listed === undefined ? (
          <EmptyState title={t('timeline.noRows')} />
        ) : (
          <TrackTableGrid
            key={listed.id}
            info={listed}
            name={t('timeline.tableLabel', { name })}
            range={timeRange}
            onRow={onRow}
          />
        )}
      </div>
      <RangeSummary answer={ranged.answer} range={timeRange} />
    </section>
  );
}
