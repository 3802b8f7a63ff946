import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { showAmount } from '../../base/figures.ts';
import { showRange } from '../../draw/time-scale.ts';
import type { TimelineAnswer, TrackInfo } from '../../model/timeline-answers.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { markPainted, usePending, useReading } from '../flame/marks.ts';
import { ViewFailed } from '../shell/ErrorBoundary.tsx';
import { FooterFacts, FooterHints, LensBarEnd } from '../shell/slots.tsx';
import { usePublishClocks } from '../shell/status.ts';
import frame from '../shell/ViewFrame.module.css';
import { AXIS_HEIGHT, AxisRow, ticksOf } from './AxisRow.tsx';
import { aligning } from './align.ts';
import { Brush } from './Brush.tsx';
import type { PlotArea, TimeSpan } from './brush-drag.ts';
import { type Chosen, EventCard } from './EventCard.tsx';
import { LowerPane, type PaneId } from './LowerPane.tsx';
import { MARKS_HEIGHT, MARKS_TRACK, MarksRow } from './MarksRow.tsx';
import { axisLens } from './moments.ts';
import { HEAD, LABELS, RIGHT } from './plot-canvas.tsx';
import { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';
import { type Hover, TimelineTooltip } from './TimelineTooltip.tsx';
import { TrackRow } from './TrackRow.tsx';
import { useClockLines } from './use-clock-lines.ts';
import { useHands } from './use-hands.ts';
import { useTimelineKeys } from './use-keys.ts';
import { useMarks } from './use-marks.ts';
import { useTimeline } from './use-timeline.ts';
import { clockTime, wallZeroOf } from './when.ts';

const HEIGHTS: Partial<Record<TrackInfo['kind'], number>> = { pauses: 76, heap: 92, layers: 92, memory: 92 };
const PLAIN_HEIGHT = 64;
const TRACKS_SHARE = 0.56;
const LEAST_TRACKS = 120;

function heightOf(info: TrackInfo, own: Readonly<Record<string, number>>): number {
  const lanes = info.scale === 'lanes' ? Math.min(160, Math.max(40, 14 + 14 * info.lanes.length)) : null;
  return own[info.id] ?? lanes ?? HEIGHTS[info.kind] ?? PLAIN_HEIGHT;
}

/** Everything that has a time, on one axis. */
export default function TimelineView() {
  const { answer, failure, pending } = useTimeline();
  usePending('timeline', pending);
  if (failure !== undefined) return <ViewFailed what={failure} details={failure} />;
  return (
    <div className={frame.frame}>
      <div className={frame.pending} data-on={pending || undefined} />
      {answer === undefined ? null : <Tracks answer={answer} />}
    </div>
  );
}

function useStage(): TimelineStage {
  const { engine, view } = useApp();
  const made = useRef<TimelineStage | null>(null);
  made.current ??= new TimelineStage((question) =>
    engine.tracks({ ...question, lens: axisLens(view.store.getState().lens) }, 'view'),
  );
  return made.current;
}

function Tracks({ answer }: { readonly answer: TimelineAnswer }) {
  const t = useSay();
  const { view } = useApp();
  const stage = useStage();
  const reading = useReading();
  const timeRange = useView((s) => s.lens.timeRange);
  const sources = useSession((s) => s.sources);
  const marks = useMarks(answer);
  const moving = useStore(aligning, (s) => s.dragging !== null);
  const [width, setWidth] = useState(0);
  const [room, setRoom] = useState(640);
  const [split, setSplit] = useState<number | null>(null);
  const [heights, setHeights] = useState<Readonly<Record<string, number>>>({});
  const [draft, setDraft] = useState<TimeSpan | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const wanted = useStore(aligning, (s) => s.wanted);
  const [pane, setPane] = useState<PaneId | null>(null);
  const [active, setActive] = useState<string>(answer.tracks[0]?.id ?? MARKS_TRACK);
  const page = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const wallZero = wallZeroOf(answer);
  const range = draft ?? timeRange;
  const area = useMemo(
    (): PlotArea => ({ left: HEAD + LABELS, width: Math.max(1, width - HEAD - LABELS - RIGHT) }),
    [width],
  );
  const titleOf = (key: string) => sources.find((s) => s.facts.key === key)?.title ?? key;
  const grid = () => ticksOf(stage, wallZero).at;

  useLayoutEffect(() => {
    const box = content.current;
    const whole = page.current;
    if (box === null || whole === null) return;
    const measure = () => {
      setWidth(box.clientWidth);
      setRoom(whole.clientHeight);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(whole);
    return () => observer.disconnect();
  }, []);
  useEffect(() => stage.resize(area.width), [stage, area]);
  useEffect(() => {
    const ids = answer.tracks.map((track) => track.id);
    stage.show(answer, ids);
  }, [stage, answer]);
  stage.onPainted = () => {
    if (reading()) return;
    const drawn = new Set(answer.sources.map((s) => s.key));
    const rows = answer.tracks.reduce((n, track) => n + track.rows, 0);
    markPainted({ sources: drawn.size, samples: rows, nodes: answer.tracks.length });
  };
  useHands({
    stage,
    area,
    content,
    answer,
    marks,
    onHover: setHover,
    onChoose: setChosen,
    onDraft: setDraft,
    onTrack: setActive,
  });
  useEffect(() => {
    if (!wanted) return;
    setPane('clocks');
    aligning.setState({ wanted: false });
  }, [wanted]);
  usePublishClocks(useClockLines(answer));
  const onKeyDown = useTimelineKeys({ stage, marks, chosen, active, onChoose: setChosen });
  const fitRange = () => {
    if (range === null) stage.fit();
    else stage.look(range.from - 0.1 * (range.to - range.from), range.to + 0.1 * (range.to - range.from));
  };

  const several = new Set(answer.tracks.map((track) => track.source)).size > 1;
  const total = AXIS_HEIGHT + MARKS_HEIGHT + answer.tracks.reduce((sum, info) => sum + heightOf(info, heights), 0);
  const initial = Math.min(total + 2, Math.round(room * TRACKS_SHARE));
  const most = Math.max(LEAST_TRACKS, room - LEAST_TRACKS);
  const size = Math.min(most, split ?? initial);
  const resolution = Math.max(1, (stage.window.to - stage.window.from) / 2000);
  return (
    <div ref={page} className={css.page}>
      <div className={css.tracks} style={{ height: size }}>
        <div
          ref={content}
          role="application"
          aria-label={t('shell.view.timeline')}
          className={cx(css.content, moving && css.aligning)}
          onKeyDown={onKeyDown}
          onDoubleClick={fitRange}
        >
          <AxisRow
            stage={stage}
            width={width}
            wallZero={wallZero}
            corner={wallZero === null ? t('timeline.noWall') : `${clockTime(wallZero, 0)} +`}
          />
          <MarksRow
            stage={stage}
            width={width}
            marks={marks}
            chosen={chosen?.kind === 'mark' ? chosen.key : null}
            unplaced={answer.unplaced.length}
            grid={grid}
            onFocus={() => setActive(MARKS_TRACK)}
          />
          {answer.tracks.map((info) => (
            <TrackRow
              key={info.id}
              stage={stage}
              info={info}
              source={answer.sources.find((s) => s.key === info.source)}
              title={several ? titleOf(info.source) : null}
              width={width}
              height={heightOf(info, heights)}
              marks={marks}
              grid={grid}
              onResize={(height) => setHeights((all) => ({ ...all, [info.id]: height }))}
              onFocus={() => setActive(info.id)}
            />
          ))}
          {range === null ? null : (
            <Brush
              stage={stage}
              area={area}
              range={range}
              axisHeight={AXIS_HEIGHT}
              onDraft={setDraft}
              onChange={(next) => view.setLens({ timeRange: next })}
            />
          )}
        </div>
      </div>
      <Splitter
        label={t('timeline.resizePanes')}
        between="rows"
        side="before"
        size={size}
        min={LEAST_TRACKS}
        max={most}
        initial={initial}
        onResize={setSplit}
      />
      <LowerPane
        answer={answer}
        marks={marks}
        track={answer.tracks.find((info) => info.id === active)}
        marksChosen={active === MARKS_TRACK}
        titleOf={titleOf}
        onRow={(time) => stage.reveal(time)}
        wanted={pane}
        onPane={setPane}
      />
      {hover === null ? null : <TimelineTooltip hover={hover} resolution={resolution} wallZero={wallZero} />}
      {chosen === null ? null : (
        <EventCard
          key={JSON.stringify(chosen)}
          chosen={chosen}
          answer={answer}
          marks={marks}
          wallZero={wallZero}
          resolution={resolution}
          onClose={() => setChosen(null)}
        />
      )}
      <AxisText answer={answer} titleOf={titleOf} onAlign={() => setPane('clocks')} />
      <FooterFacts>
        {range === null
          ? t('timeline.facts', { sources: answer.sources.length, tracks: answer.tracks.length })
          : showRange(range.from, range.to)}
      </FooterFacts>
      <FooterHints>{t('timeline.hints')}</FooterHints>
    </div>
  );
}

interface AxisTextProps {
  readonly answer: TimelineAnswer;
  readonly titleOf: (key: string) => string;
  readonly onAlign: () => void;
}

/** In the lens bar: whose clock the axis has, how well its wall time is known, and the way to move sources. */
function AxisText({ answer, titleOf, onAlign }: AxisTextProps) {
  const t = useSay();
  const { picked, dragging } = useStore(aligning);
  const reference = answer.sources.find((s) => s.key === answer.reference);
  const { wall } = answer;
  const error = wall === null || Number.isNaN(wall.errorNs) ? '?' : showAmount(Math.round(wall.errorNs), 'ns');
  const text =
    dragging !== null
      ? t('timeline.dragging', { name: titleOf(dragging) })
      : picked !== null
        ? t('timeline.picked')
        : reference?.clock === 'unix'
          ? t('timeline.axisIsWall', { name: titleOf(answer.reference) })
          : t('timeline.axisOf', {
              clock: reference === undefined ? '' : t(`timeline.clock.${reference.clock}`),
              name: titleOf(answer.reference),
              wall: wall === null ? t('timeline.noWall') : t('timeline.axisWall', { error }),
            });
  return (
    <LensBarEnd>
      <span className={css.axisText} title={text}>
        {text}
      </span>
      <Button onClick={onAlign}>{t('timeline.align')}</Button>
    </LensBarEnd>
  );
}
