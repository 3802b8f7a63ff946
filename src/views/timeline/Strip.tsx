import { type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { timeTicks } from '../../draw/time-scale.ts';
import { paintMarks } from '../../draw/timeline-marks.ts';
import { paintTrack, timeToX } from '../../draw/timeline-painter.ts';
import type { LayerRole, TimelineAnswer, TrackInfo, TrackKind, TrackPicture } from '../../model/timeline-answers.ts';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { useMedia, useNarrow } from '../shell/use-width.ts';
import { Brush } from './Brush.tsx';
import { type BrushTarget, listenBrush, type PlotArea, type TimeSpan } from './brush-drag.ts';
import { useClockText } from './ClocksPane.tsx';
import { axisLens } from './moments.ts';
import { type Paper, PlotCanvas } from './plot-canvas.tsx';
import css from './Strip.module.css';
import { TimelineStage } from './stage.ts';
import { useTrackHead } from './timeline-words.ts';
import { useMarks } from './use-marks.ts';
import { useTimeline } from './use-timeline.ts';
import { wallZeroOf } from './when.ts';

const HEIGHT = 64;
const LOW = 40;
const AXIS = 18;
const PX_PER_TICK = 180;
const EDGE = 12;
const OPENS_FROM = 24;

/** What tells most of a leak is what the strip shows. */
const CHIEF: readonly TrackKind[] = ['heap', 'layers', 'memory', 'goroutines', 'threads', 'pauses'];

/** Fewer are no curve. */
const LEAST_ROWS = 3;

function chiefOf(tracks: readonly TrackInfo[]): TrackInfo | undefined {
  for (const kind of CHIEF) {
    const found = tracks.find((t) => t.kind === kind && t.rows >= LEAST_ROWS);
    if (found !== undefined) return found;
  }
  return tracks[0];
}

/** Under every view while something has times: the chief track, the snapshots, the range. Drag it up to open the timeline. */
export default function Strip(): ReactNode {
  const { answer } = useTimeline();
  const chief = answer === undefined ? undefined : chiefOf(answer.tracks);
  return answer === undefined || chief === undefined ? null : <Shown answer={answer} chief={chief} />;
}

/** Layers that a low picture has room for. */
const BOLD: ReadonlySet<LayerRole> = new Set(['live', 'stack', 'total', 'pause', 'forced', 'heat']);

/** A track with only its bold layers, and their pictures. */
function boldOf(info: TrackInfo, picture: TrackPicture | undefined): [TrackInfo, TrackPicture | undefined] {
  const bold = <T,>(list: readonly T[]) => list.filter((_, i) => BOLD.has(info.layers[i]?.role ?? 'line'));
  const layers = bold(info.layers);
  if (layers.length === 0) return [info, picture];
  return [
    { ...info, layers, trend: null },
    picture === undefined ? undefined : { ...picture, layers: bold(picture.layers) },
  ];
}

function Shown({ answer, chief }: { readonly answer: TimelineAnswer; readonly chief: TrackInfo }) {
  const t = useSay();
  const { view, engine } = useApp();
  const height = useMedia('(max-width: 899px)') ? LOW : HEIGHT;
  const narrow = useNarrow();
  const sourcesWidth = useView((s) => (s.preferences.sourcesOpen ? s.preferences.sourcesWidth : 248));
  const timeRange = useView((s) => s.lens.timeRange);
  const title = useSession((s) => s.sources.find((x) => x.facts.key === chief.source)?.title ?? '');
  const marks = useMarks(answer);
  const made = useRef<TimelineStage | null>(null);
  made.current ??= new TimelineStage((question) =>
    engine.tracks({ ...question, lens: axisLens(view.store.getState().lens) }, 'strip'),
  );
  const stage = made.current;
  const content = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [draft, setDraft] = useState<TimeSpan | null>(null);
  const area = useMemo((): PlotArea => ({ left: EDGE, width: Math.max(1, width - 2 * EDGE) }), [width]);
  const range = draft ?? timeRange;
  const wallZero = wallZeroOf(answer);

  useLayoutEffect(() => {
    const box = content.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    setWidth(box.clientWidth);
    return () => observer.disconnect();
  }, []);
  useEffect(() => stage.resize(area.width), [stage, area]);
  useEffect(() => stage.show(answer, [chief.id]), [stage, answer, chief]);
  useEffect(() => {
    const element = content.current;
    if (element === null) return;
    const target: BrushTarget = {
      draft: setDraft,
      commit(next) {
        setDraft(null);
        if (next.to > next.from) view.setLens({ timeRange: next });
      },
      tap: () => undefined,
      hover: () => undefined,
      leave: () => undefined,
      take: () => false,
    };
    return listenBrush(element, () => area, stage, target);
  }, [stage, area, view]);

  const paint = ({ pen, theme, width: whole, height: tall }: Paper) => {
    const box = { left: EDGE, width: whole - 2 * EDGE, height: tall };
    const ticks = timeTicks(stage.window.from, stage.window.to, Math.max(2, whole / PX_PER_TICK), wallZero);
    pen.clearRect(0, 0, whole, tall);
    pen.save();
    pen.translate(0, AXIS - 4);
    const [bold, picture] = boldOf(chief, stage.pictures.get(chief.id));
    paintTrack(pen, { ...box, height: tall - AXIS + 4 }, bold, picture, {
      window: stage.window,
      gridX: [],
      theme,
      format: () => '',
      trend: '',
    });
    pen.restore();
    pen.font = `10.5px ${theme.fontFamily}`;
    pen.textBaseline = 'middle';
    pen.textAlign = 'left';
    pen.strokeStyle = theme.line;
    pen.fillStyle = theme.ink3;
    pen.lineWidth = 1;
    ticks.at.forEach((tick, i) => {
      const x = Math.round(timeToX(tick, stage.window, box)) + 0.5;
      pen.beginPath();
      pen.moveTo(x, 0);
      pen.lineTo(x, tall);
      pen.stroke();
      pen.fillText(ticks.labels[i] ?? '', x + 5, AXIS / 2);
    });
    paintMarks(pen, { ...box, height: Math.min(tall, 44) }, marks, stage.window, theme, null, false);
  };
  return (
    <section className={css.strip} style={{ height }} aria-label={t('timeline.strip')}>
      <Handle onOpen={() => view.show('timeline')} label={t('timeline.openTimeline')} />
      <div className={css.head} style={{ width: narrow ? 248 : sourcesWidth }}>
        <Heading chief={chief} title={title} answer={answer} low={height === LOW} />
      </div>
      <div ref={content} className={css.plot}>
        <PlotCanvas stage={stage} width={width} height={height - 1} label={t('timeline.stripLabel')} paint={paint} />
        {range === null ? null : (
          <Brush
            stage={stage}
            area={area}
            range={range}
            axisHeight={AXIS}
            onDraft={setDraft}
            onChange={(next) => view.setLens({ timeRange: next })}
          />
        )}
      </div>
    </section>
  );
}

interface HeadingProps {
  readonly chief: TrackInfo;
  readonly title: string;
  readonly answer: TimelineAnswer;
  readonly low: boolean;
}

function Heading({ chief, title, answer, low }: HeadingProps) {
  const t = useSay();
  const { view } = useApp();
  const { name } = useTrackHead(chief, null);
  const clockText = useClockText();
  const source = answer.sources.find((s) => s.key === chief.source);
  return (
    <>
      <button type="button" className={css.name} onClick={() => view.show('timeline')}>
        {t('shell.view.timeline')}
      </button>
      {low ? null : (
        <>
          <p title={title}>
            {name} · {title}
          </p>
          <p>
            {source === undefined
              ? ''
              : t('timeline.stripClock', { clock: t(`timeline.clock.${source.clock}`), how: clockText(source) })}
          </p>
        </>
      )}
    </>
  );
}

/** The upper edge: dragged up it opens the timeline. */
function Handle({ onOpen, label }: { readonly onOpen: () => void; readonly label: string }) {
  const start = useRef<number | null>(null);
  return (
    <button
      type="button"
      className={css.handle}
      aria-label={label}
      title={label}
      onClick={onOpen}
      onPointerDown={(event: PointerEvent) => {
        start.current = event.clientY;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event: PointerEvent) => {
        if (start.current === null || start.current - event.clientY < OPENS_FROM) return;
        start.current = null;
        onOpen();
      }}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}
