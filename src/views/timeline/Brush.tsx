import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { showAmount } from '../../base/figures.ts';
import { showRange, showTime } from '../../draw/time-scale.ts';
import { useSay } from '../context.ts';
import { type PlotArea, type TimeSpan, visiblePart } from './brush-drag.ts';
import type { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';

interface BrushProps {
  readonly stage: TimelineStage;
  readonly area: PlotArea;
  readonly range: TimeSpan;
  readonly onDraft: (range: TimeSpan | null) => void;
  readonly onChange: (range: TimeSpan) => void;
  /** Height of the row in which the range is written. */
  readonly axisHeight: number;
}

type Part = 'from' | 'to' | 'all';
const STEP = 0.01;

/** The chosen range over all tracks: two edges with handles, the range and its length in the axis. */
export function Brush({ stage, area, range, onDraft, onChange, axisHeight }: BrushProps) {
  const t = useSay();
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ part: Part; x: number; range: TimeSpan } | null>(null);
  const shown = useRef(range);
  shown.current = range;

  useEffect(
    () =>
      stage.paint(() => {
        const element = box.current;
        const part = visiblePart(shown.current, stage.window);
        if (element === null) return;
        element.hidden = part === null;
        if (part === null) return;
        const from = Math.max(0, part.from);
        const to = Math.min(1, part.to);
        element.style.left = `${area.left + from * area.width}px`;
        element.style.width = `${Math.max(1, (to - from) * area.width)}px`;
        element.dataset.cutLeft = String(part.from < 0);
        element.dataset.cutRight = String(part.to > 1);
      }),
    [stage, area],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is where it is drawn
  useEffect(() => stage.draw(), [range, stage]);

  const moved = (part: Part, by: number, of: TimeSpan): TimeSpan => {
    if (part === 'all') return { from: of.from + by, to: of.to + by };
    const a = part === 'from' ? of.from + by : of.from;
    const b = part === 'to' ? of.to + by : of.to;
    return { from: Math.min(a, b), to: Math.max(a, b) };
  };
  const nsPerPx = () => (stage.window.to - stage.window.from) / area.width;
  const press = (part: Part) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    (event.currentTarget as HTMLElement).focus();
    drag.current = { part, x: event.clientX, range };
  };
  const move = (event: PointerEvent) => {
    const from = drag.current;
    if (from !== null) onDraft(moved(from.part, (event.clientX - from.x) * nsPerPx(), from.range));
  };
  const release = (event: PointerEvent) => {
    const from = drag.current;
    drag.current = null;
    if (from === null) return;
    onDraft(null);
    if (event.clientX !== from.x) onChange(moved(from.part, (event.clientX - from.x) * nsPerPx(), from.range));
  };
  const onKeyDown = (part: Part) => (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = (event.shiftKey ? 10 : 1) * STEP * (stage.window.to - stage.window.from);
    onChange(moved(part, direction * step, range));
  };
  const slider = (part: Part, value: number, className: string | undefined) => (
    <div
      role="slider"
      tabIndex={0}
      className={className}
      aria-label={t(`timeline.brush.${part}`)}
      aria-valuemin={Math.round(stage.extent.from)}
      aria-valuemax={Math.round(stage.extent.to)}
      aria-valuenow={Math.round(value)}
      aria-valuetext={part === 'all' ? showRange(range.from, range.to) : showTime(value, 1e6)}
      onPointerDown={press(part)}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => {
        drag.current = null;
        onDraft(null);
      }}
      onKeyDown={onKeyDown(part)}
    >
      {part === 'all' ? (
        <span className={css.brushText}>
          {showRange(range.from, range.to)} · {showAmount(Math.round(range.to - range.from), 'ns')}
        </span>
      ) : null}
    </div>
  );
  return (
    <div ref={box} className={css.brush}>
      <div className={css.brushAxis} style={{ height: axisHeight }}>
        {slider('all', range.from, css.brushBar)}
      </div>
      {slider('from', range.from, css.handleFrom)}
      {slider('to', range.to, css.handleTo)}
    </div>
  );
}
