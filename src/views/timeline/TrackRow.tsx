import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { paintTrack, type TrackBox, timeToX } from '../../draw/timeline-painter.ts';
import type { AxisSource, Mark, TrackInfo } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import { HEAD, LABELS, type Paper, PlotCanvas, RIGHT } from './plot-canvas.tsx';
import type { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';
import { layerName, showTickValue, slopeText, useTrackHead } from './timeline-words.ts';

interface TrackRowProps {
  readonly stage: TimelineStage;
  readonly info: TrackInfo;
  readonly source: AxisSource | undefined;
  /** Name of its source where there are several. */
  readonly title: string | null;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly grid: () => readonly number[];
  readonly onResize: (height: number) => void;
  readonly onFocus: () => void;
}

export const LEAST_HEIGHT = 32;
export const MOST_HEIGHT = 320;
const STEP = 8;

/** One line of the timeline: its name, its scale, its picture. */
export function TrackRow({
  stage,
  info,
  source,
  title,
  width,
  height,
  marks,
  grid,
  onResize,
  onFocus,
}: TrackRowProps): ReactNode {
  const t = useSay();
  const { name, lines } = useTrackHead(info, title);
  const unrelated = source?.shift === null;
  const { trend } = info;
  // Where several quantities share a track the slope says whose it is.
  const chief = info.kind === 'heap' || info.kind === 'layers' ? undefined : info.layers.find((l) => l.role === 'live');
  const whose = chief === undefined ? '' : `${layerName(t, chief.name)} `;
  const trendText = trend === null ? '' : `▲ ${whose}${slopeText(trend.slope, trend.low, trend.high, info.unit)}`;
  const paint = ({ pen, theme, width: whole }: Paper) => {
    const box: TrackBox = { left: LABELS, width: whole - LABELS - RIGHT, height };
    paintTrack(pen, box, info, stage.pictures.get(info.id), {
      window: stage.windowOf(info.source),
      gridX: grid().map((tick) => timeToX(tick, stage.window, box)),
      theme,
      format: (value) => showTickValue(value, info.unit),
      trend: trendText,
    });
    paintMarkLines(pen, box, marks, stage, theme.ink3);
    if (source !== undefined) paintErrors(pen, box, source, stage, theme.ink3);
  };
  const warning = t('timeline.unrelated');
  const said = unrelated ? [...lines, warning] : lines;
  // A low track has room for little: first whose it is, then that it is not in place.
  const shown = [
    ...(title === null ? [] : [title]),
    ...(unrelated ? [warning] : []),
    ...lines.filter((l) => l !== title),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a track is no set of fields
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the window and step through its events
      tabIndex={0}
      data-track={info.id}
      aria-label={[name, ...said].join(', ')}
      className={css.track}
      style={{ height }}
      onFocus={onFocus}
    >
      <div className={css.head}>
        <h2>{name}</h2>
        {shown.slice(0, Math.max(1, Math.floor((height - 30) / 16))).map((line) => (
          <p key={line} title={line} className={unrelated && line === warning ? css.late : undefined}>
            {line}
          </p>
        ))}
      </div>
      <PlotCanvas
        stage={stage}
        width={Math.max(1, width - HEAD)}
        height={Math.max(1, height - 1)}
        label={t('timeline.trackLabel', { name, rows: info.rows })}
        paint={paint}
      />
      <Grip label={t('timeline.resize', { name })} height={height} onResize={onResize} />
    </div>
  );
}

function Grip({
  label,
  height,
  onResize,
}: {
  readonly label: string;
  readonly height: number;
  readonly onResize: (height: number) => void;
}) {
  const start = useRef<{ y: number; height: number } | null>(null);
  const set = (next: number) => onResize(Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, next))));
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (direction === 0) return;
    set(height + direction * STEP);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={LEAST_HEIGHT}
      aria-valuemax={MOST_HEIGHT}
      className={css.grip}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, height };
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerMove={(event: PointerEvent) => {
        if (start.current !== null) set(start.current.height + event.clientY - start.current.y);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
    />
  );
}

/** Where snapshots were taken, through every track. */
function paintMarkLines(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  marks: readonly Mark[],
  stage: TimelineStage,
  colour: string,
): void {
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.6;
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  pen.beginPath();
  for (const mark of marks) {
    if (mark.kind !== 'heap') continue;
    const x = Math.round(timeToX(mark.end, stage.window, box)) + 0.5;
    if (x < box.left || x > box.left + box.width) continue;
    pen.moveTo(x, 0);
    pen.lineTo(x, box.height);
  }
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/** How far the place of a source may be off, at both of its ends, once that is more than a pixel. */
function paintErrors(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  source: AxisSource,
  stage: TimelineStage,
  colour: string,
): void {
  const { window } = stage;
  const error = (source.errorNs / (window.to - window.from)) * box.width;
  // Where the error is larger than what is on screen the head says it.
  if (!(error > 1) || error > box.width / 2 || source.shift === null) return;
  pen.save();
  pen.beginPath();
  pen.rect(box.left, 0, box.width, box.height);
  pen.clip();
  pen.fillStyle = colour;
  pen.globalAlpha = 0.14;
  for (const t of [source.begin, source.end]) pen.fillRect(timeToX(t, window, box) - error, 0, 2 * error, box.height);
  pen.restore();
}
