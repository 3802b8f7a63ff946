import type { Mark, MarkKind } from '../model/timeline-answers.ts';
import { type TimeWindow, type TrackBox, timeToX } from './timeline-painter.ts';
import type { TimelineTheme } from './timeline-theme.ts';

export type MarkRole = 'base' | 'after' | 'shown' | 'none';

export interface DrawnMark extends Mark {
  readonly title: string;
  readonly role: MarkRole;
}

const PIN_WIDTH = 10;
const PIN_HEIGHT = 12;
const DIAMOND = 4.25;
/** How near a pointer must be. */
const REACH = 9;

/** Paints the pins of snapshots and the diamonds of reports, with names where there is room. */
export function paintMarks(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  marks: readonly DrawnMark[],
  window: TimeWindow,
  theme: TimelineTheme,
  chosen: string | null,
  named = true,
): void {
  const middle = Math.round(box.height / 2);
  const x = (t: number) => timeToX(t, window, box);
  const right = box.left + box.width;
  // Names: those of the comparison first, the others where they do not run into a neighbour.
  const taken: [number, number][] = marks.map((m) => [x(m.end) - 8, x(m.end) + 8]);
  for (const mark of marks) {
    const at = x(mark.end);
    const error = (mark.errorNs / (window.to - window.from)) * box.width;
    if (at + error < box.left - 20 || at - error > right + 20) continue;
    if (error > 1 && error < box.width / 2) {
      pen.fillStyle = theme.ink3;
      pen.globalAlpha = 0.16;
      pen.fillRect(at - error, 4, 2 * error, box.height - 8);
      pen.globalAlpha = 1;
    }
    const begin = x(mark.begin);
    if (at - begin > 2) {
      pen.fillStyle = theme.ink3;
      pen.fillRect(begin, middle - 1, at - begin, 2);
    }
    paintSign(pen, mark, at, middle, theme, mark.key === chosen);
  }
  if (!named) return;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  const order = [...marks].sort((a, b) => rank(a.role) - rank(b.role));
  for (const mark of order) {
    if (mark.kind !== 'heap' && mark.kind !== 'goroutine' && mark.role === 'none') continue;
    const at = x(mark.end);
    if (at < box.left || at > right) continue;
    const strong = mark.role === 'base' || mark.role === 'after';
    pen.font = `${strong ? 600 : 400} 11px ${theme.fontFamily}`;
    const from = at + 9;
    const to = from + pen.measureText(mark.title).width;
    if (to > right + 40 || taken.some(([a, b]) => a < to && b > from && !(a < at && b > at))) continue;
    taken.push([from, to + 6]);
    pen.fillStyle = strong ? theme.ink : theme.ink2;
    pen.fillText(mark.title, from, middle);
  }
}

const rank = (role: MarkRole): number => ['base', 'after', 'shown', 'none'].indexOf(role);

function paintSign(
  pen: CanvasRenderingContext2D,
  mark: DrawnMark,
  x: number,
  y: number,
  theme: TimelineTheme,
  chosen: boolean,
): void {
  const at = Math.round(x);
  pen.beginPath();
  outline(pen, mark.kind, at, y);
  if (mark.kind === 'memleak') {
    pen.fillStyle = theme.frames.origins.c.fill;
    pen.fill();
  } else {
    pen.fillStyle = mark.role === 'none' ? theme.canvas : theme.ink;
    pen.fill();
    pen.lineWidth = 1.25;
    pen.strokeStyle = mark.role === 'none' ? theme.ink2 : theme.ink;
    pen.stroke();
  }
  if (!chosen) return;
  pen.beginPath();
  pen.lineWidth = 2;
  pen.strokeStyle = theme.accent;
  pen.rect(at - 9, y - 10, 18, 20);
  pen.stroke();
}

/** Heap: a pin. Report of memleak: a diamond. Goroutines: a disc. Maps: a square. CPU and others: a bar. */
function outline(pen: CanvasRenderingContext2D, kind: MarkKind, x: number, y: number): void {
  if (kind === 'heap') {
    const left = x - PIN_WIDTH / 2;
    const top = y - PIN_HEIGHT / 2;
    pen.moveTo(left + 1, top);
    pen.lineTo(left + PIN_WIDTH - 1, top);
    pen.lineTo(left + PIN_WIDTH, top + 1);
    pen.lineTo(left + PIN_WIDTH, top + 7);
    pen.lineTo(x, top + PIN_HEIGHT);
    pen.lineTo(left, top + 7);
    pen.lineTo(left, top + 1);
    pen.closePath();
  } else if (kind === 'memleak') {
    pen.moveTo(x, y - DIAMOND);
    pen.lineTo(x + DIAMOND, y);
    pen.lineTo(x, y + DIAMOND);
    pen.lineTo(x - DIAMOND, y);
    pen.closePath();
  } else if (kind === 'goroutine') {
    pen.moveTo(x + 4.5, y);
    pen.arc(x, y, 4.5, 0, 2 * Math.PI);
  } else if (kind === 'maps') pen.rect(x - 4, y - 4, 8, 8);
  else pen.rect(x - 1.5, y - 6, 3, 12);
}

/** The mark under a pointer, the nearest one; -1 for none. */
export function markAt(
  x: number,
  box: Pick<TrackBox, 'left' | 'width'>,
  marks: readonly Mark[],
  window: TimeWindow,
): number {
  let best = -1;
  let reach = REACH;
  marks.forEach((mark, i) => {
    const away = Math.abs(timeToX(mark.end, window, box) - x);
    if (away <= reach) {
      reach = away;
      best = i;
    }
  });
  return best;
}
