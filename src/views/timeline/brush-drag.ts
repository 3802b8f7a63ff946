import { type TimeWindow, xToTime } from '../../draw/timeline-painter.ts';
import type { TimelineStage } from './stage.ts';

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** What a drag over the plot does, as it goes and at its end. */
export interface BrushTarget {
  /** The range while it is drawn; null when the drag was given up. */
  draft(range: TimeSpan | null): void;
  /** A press without a drag. */
  tap(x: number, y: number, event: PointerEvent): void;
  commit(range: TimeSpan): void;
  hover(x: number, y: number, event: PointerEvent): void;
  leave(): void;
  /** A drag that belongs to something else: true = taken. */
  take(event: PointerEvent): boolean;
}

const DRAG_FROM = 4;

export interface PlotArea {
  readonly left: number;
  readonly width: number;
}

/** Listens to presses and drags on the plots: a drag selects a range, Shift+drag is left to the panning. */
export function listenBrush(
  element: HTMLElement,
  area: () => PlotArea,
  stage: TimelineStage,
  target: BrushTarget,
): () => void {
  let start: { x: number; y: number; id: number } | null = null;
  let dragging = false;
  const at = (event: PointerEvent) => {
    const rect = element.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  const timeAt = (x: number): number => {
    const { left, width } = area();
    return xToTime(Math.min(left + width, Math.max(left, x)), stage.window, { left, width });
  };
  const rangeTo = (x: number): TimeSpan => {
    const a = timeAt(start?.x ?? x);
    const b = timeAt(x);
    return { from: Math.min(a, b), to: Math.max(a, b) };
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || event.shiftKey || event.ctrlKey || event.metaKey || !event.isPrimary) return;
    const { x, y } = at(event);
    const { left, width } = area();
    if (
      x < left ||
      x > left + width ||
      (event.target as Element).closest('button, [role=separator], [role=slider]') !== null
    )
      return;
    if (target.take(event)) return;
    start = { x, y, id: event.pointerId };
    dragging = false;
  };
  const move = (event: PointerEvent) => {
    const { x, y } = at(event);
    if (start === null || start.id !== event.pointerId) {
      target.hover(x, y, event);
      return;
    }
    if (!dragging && Math.abs(x - start.x) < DRAG_FROM) return;
    if (!dragging) {
      dragging = true;
      element.setPointerCapture(event.pointerId);
      target.leave();
    }
    target.draft(rangeTo(x));
  };
  const up = (event: PointerEvent) => {
    if (start === null || start.id !== event.pointerId) return;
    const { x, y } = at(event);
    if (dragging) target.commit(rangeTo(x));
    else target.tap(x, y, event);
    start = null;
    dragging = false;
  };
  const cancel = () => {
    if (dragging) target.draft(null);
    start = null;
    dragging = false;
  };
  const leave = () => target.leave();
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', cancel);
  element.addEventListener('pointerleave', leave);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', cancel);
    element.removeEventListener('pointerleave', leave);
  };
}

/** The part of a range that a window shows, as shares of its width; null when none of it. */
export function visiblePart(
  range: TimeSpan,
  window: TimeWindow,
): { readonly from: number; readonly to: number } | null {
  const span = window.to - window.from;
  const from = (range.from - window.from) / span;
  const to = (range.to - window.from) / span;
  return to < 0 || from > 1 ? null : { from, to };
}
