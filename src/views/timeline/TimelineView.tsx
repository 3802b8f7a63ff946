import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { showRange } from '../../draw/time-scale.ts';
import { hitTrack } from '../../draw/timeline-hit.ts';
import type { DrawnMark, MarkRole } from '../../draw/timeline-marks.ts';
import { markAt } from '../../draw/timeline-marks.ts';
import type { TimelineAnswer, TrackInfo } from '../../model/timeline-answers.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { useAction, useApp, useSay, useSession, useView } from '../context.ts';
import { markPainted, usePending, useReading } from '../flame/marks.ts';
import { ViewFailed } from '../shell/ErrorBoundary.tsx';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import frame from '../shell/ViewFrame.module.css';
import { AXIS_HEIGHT, AxisRow, ticksOf } from './AxisRow.tsx';
import { Brush } from './Brush.tsx';
import { type BrushTarget, listenBrush, type PlotArea, type TimeSpan } from './brush-drag.ts';
import { type Chosen, EventCard } from './EventCard.tsx';
import { LowerPane } from './LowerPane.tsx';
import { MARKS_HEIGHT, MARKS_TRACK, MarksRow } from './MarksRow.tsx';
import { axisLens } from './moments.ts';
import { HEAD, LABELS, RIGHT } from './plot-canvas.tsx';
import { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';
import { type Hover, TimelineTooltip } from './TimelineTooltip.tsx';
import { TrackRow } from './TrackRow.tsx';
import { listenZoom } from './time-zoom.ts';
import { useTimeline } from './use-timeline.ts';
import { clockTime, wallZeroOf } from './when.ts';

const HEIGHTS: Partial<Record<TrackInfo['kind'], number>> = { pauses: 76, heap: 92, memory: 92 };
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

/** Marks with their names and what they are to the comparison. */
function useMarks(answer: TimelineAnswer): readonly DrawnMark[] {
  const sources = useSession((s) => s.sources);
  const compare = useView((s) => s.lens.compare);
  const shown = useView((s) => s.lens.sources);
  return useMemo(() => {
    const titles = new Map(sources.map((s) => [s.facts.key, s.title]));
    const role = (key: string): MarkRole =>
      compare?.base === key
        ? 'base'
        : compare?.after === key
          ? 'after'
          : compare === null && shown.includes(key)
            ? 'shown'
            : 'none';
    return answer.marks.map((mark) => ({
      ...mark,
      title: (titles.get(mark.key) ?? '').replace(/\.(?:pb|gz|txt|zst)(?=\.|$| ·)/g, ''),
      role: role(mark.key),
    }));
  }, [answer, sources, compare, shown]);
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
  const app = useApp();
  const { view } = app;
  const stage = useStage();
  const reading = useReading();
  const timeRange = useView((s) => s.lens.timeRange);
  const sources = useSession((s) => s.sources);
  const marks = useMarks(answer);
  const [width, setWidth] = useState(0);
  const [room, setRoom] = useState(640);
  const [split, setSplit] = useState<number | null>(null);
  const [heights, setHeights] = useState<Readonly<Record<string, number>>>({});
  const [draft, setDraft] = useState<TimeSpan | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
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
    stage.show(
      answer,
      answer.tracks.map((track) => track.id),
    );
  }, [stage, answer]);
  stage.onPainted = () => {
    if (reading()) return;
    const drawn = new Set(answer.sources.map((s) => s.key));
    markPainted({
      sources: drawn.size,
      samples: answer.tracks.reduce((n, track) => n + track.rows, 0),
      nodes: answer.tracks.length,
    });
  };

  const boxOf = (id: string) => {
    const row = content.current?.querySelector<HTMLElement>(`[data-track="${CSS.escape(id)}"]`);
    return row === null || row === undefined ? null : { top: row.offsetTop, height: row.clientHeight };
  };
  const pick = (x: number, y: number): { id: string; y: number; height: number } | null => {
    for (const id of [MARKS_TRACK, ...answer.tracks.map((track) => track.id)]) {
      const box = boxOf(id);
      if (box !== null && y >= box.top && y < box.top + box.height)
        return x < area.left ? null : { id, y: y - box.top, height: box.height };
    }
    return null;
  };
  const target = useRef<BrushTarget | null>(null);
  target.current = {
    draft: setDraft,
    commit(next) {
      setDraft(null);
      if (next.to > next.from) view.setLens({ timeRange: next });
    },
    tap(x, y) {
      const at = pick(x, y);
      if (at === null) return setChosen(null);
      if (at.id === MARKS_TRACK) {
        const mark = marks[markAt(x, area, marks, stage.window)];
        return setChosen(mark === undefined ? null : { kind: 'mark', key: mark.key });
      }
      setActive(at.id);
      setChosen(eventAt(at.id, x, at.y, at.height));
    },
    hover(x, y, event) {
      const at = pick(x, y);
      const place = { x: event.clientX, y: event.clientY };
      if (at === null || x > area.left + area.width) return setHover(null);
      if (at.id === MARKS_TRACK) {
        const mark = marks[markAt(x, area, marks, stage.window)];
        return setHover(mark === undefined ? null : { kind: 'mark', mark, ...place });
      }
      const info = answer.tracks.find((track) => track.id === at.id);
      const picture = stage.pictures.get(at.id);
      if (info === undefined || picture === undefined) return setHover(null);
      const hit = hitTrack(x, at.y, { ...area, height: at.height }, info, picture, stage.window);
      setHover(hit.event === null && hit.values.length === 0 ? null : { kind: 'track', info, hit, ...place });
    },
    leave: () => setHover(null),
    take: () => false,
  };
  useEffect(() => {
    const element = content.current;
    if (element === null) return;
    const brush: BrushTarget = {
      draft: (r) => target.current?.draft(r),
      tap: (x, y, e) => target.current?.tap(x, y, e),
      commit: (r) => target.current?.commit(r),
      hover: (x, y, e) => target.current?.hover(x, y, e),
      leave: () => target.current?.leave(),
      take: (e) => target.current?.take(e) ?? false,
    };
    const stops = [listenBrush(element, () => area, stage, brush), listenZoom(element, () => area, stage)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [stage, area]);

  const eventAt = (id: string, x: number, y: number, height: number): Chosen | null => {
    const info = answer.tracks.find((track) => track.id === id);
    const picture = stage.pictures.get(id);
    if (info === undefined || picture === undefined) return null;
    const { event, time } = hitTrack(x, y, { ...area, height }, info, picture, stage.window);
    const px = (stage.window.to - stage.window.from) / area.width;
    if (event === null)
      return { kind: 'event', track: id, row: -1, at: time, range: { from: time - 6 * px, to: time + 6 * px } };
    return {
      kind: 'event',
      track: id,
      row: event.row,
      at: event.begin,
      range: { from: event.begin - px, to: event.end + px },
    };
  };
  const step = (direction: 1 | -1): boolean => {
    const at = chosen?.kind === 'mark' ? marks.findIndex((m) => m.key === chosen.key) : -1;
    const middle = (stage.window.from + stage.window.to) / 2;
    const near = marks.findIndex((m) => m.end >= middle);
    const next = at >= 0 ? at + direction : direction > 0 ? near : (near < 0 ? marks.length : near) - 1;
    const mark = marks[at < 0 && next < 0 ? 0 : next];
    if (mark === undefined) return false;
    stage.reveal(mark.end);
    setChosen({ kind: 'mark', key: mark.key });
    return true;
  };
  useAction('next-snapshot', () => step(1));
  useAction('previous-snapshot', () => step(-1));
  useAction('escape', () => {
    if (chosen !== null) setChosen(null);
    else if (range !== null) {
      setDraft(null);
      view.setLens({ timeRange: null });
    } else return false;
    return true;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      (event.target as HTMLElement).closest('[data-track]') === null
    )
      return;
    const done = key(event);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const key = (event: KeyboardEvent): boolean => {
    switch (event.code) {
      case 'ArrowLeft':
      case 'KeyA':
        stage.pan(-0.1);
        return true;
      case 'ArrowRight':
      case 'KeyD':
        stage.pan(0.1);
        return true;
      case 'ArrowUp':
      case 'KeyW':
        stage.zoom(0.8);
        return true;
      case 'ArrowDown':
      case 'KeyS':
        stage.zoom(1.25);
        return true;
      case 'Digit0':
      case 'Home':
        stage.fit();
        return true;
      case 'KeyB':
        view.setLens({ timeRange: { from: stage.window.from, to: stage.window.to } });
        return true;
      case 'Enter': {
        if (active === MARKS_TRACK) return step(1);
        const at = (stage.window.from + stage.window.to) / 2;
        setChosen({ kind: 'event', track: active, row: -1, at, range: stage.window });
        return true;
      }
      default:
        return false;
    }
  };

  const several = new Set(answer.tracks.map((track) => track.source)).size > 1;
  const total = AXIS_HEIGHT + MARKS_HEIGHT + answer.tracks.reduce((sum, track) => sum + heightOf(track, heights), 0);
  const initial = Math.min(total + 2, Math.round(room * TRACKS_SHARE));
  const most = Math.max(LEAST_TRACKS, room - LEAST_TRACKS);
  const resolution = Math.max(1, (stage.window.to - stage.window.from) / 2000);
  const clock = wallZero === null ? t('timeline.noWall') : `${clockTime(wallZero, 0)} +`;
  return (
    <div ref={page} className={css.page}>
      <div className={css.tracks} style={{ height: Math.min(most, split ?? initial) }}>
        <div
          ref={content}
          role="application"
          aria-label={t('shell.view.timeline')}
          className={css.content}
          onKeyDown={onKeyDown}
          onDoubleClick={() =>
            range === null
              ? stage.fit()
              : stage.look(range.from - 0.1 * (range.to - range.from), range.to + 0.1 * (range.to - range.from))
          }
        >
          <AxisRow stage={stage} width={width} wallZero={wallZero} corner={clock} />
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
        size={Math.min(most, split ?? initial)}
        min={LEAST_TRACKS}
        max={most}
        initial={initial}
        onResize={setSplit}
      />
      <LowerPane
        answer={answer}
        marks={marks}
        track={answer.tracks.find((track) => track.id === active)}
        titleOf={titleOf}
        onRow={(time) => stage.reveal(time)}
      />
      {hover === null ? null : <TimelineTooltip hover={hover} resolution={resolution} wallZero={wallZero} />}
      {chosen === null ? null : (
        <EventCard
          key={JSON.stringify(chosen)}
          chosen={chosen}
          info={chosen.kind === 'event' ? answer.tracks.find((track) => track.id === chosen.track) : undefined}
          marks={marks}
          wallZero={wallZero}
          resolution={resolution}
          onClose={() => setChosen(null)}
        />
      )}
      <FooterFacts>
        {range === null
          ? t('timeline.facts', { sources: answer.sources.length, tracks: answer.tracks.length })
          : showRange(range.from, range.to)}
      </FooterFacts>
      <FooterHints>{t('timeline.hints')}</FooterHints>
    </div>
  );
}
