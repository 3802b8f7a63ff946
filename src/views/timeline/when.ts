import { showTime } from '../../draw/time-scale.ts';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';

/** Milliseconds since 1970 of the axis's zero; null while it is not known. */
export function wallZeroOf(answer: TimelineAnswer | undefined): number | null {
  const wall = answer?.wall ?? null;
  return wall === null ? null : Number(BigInt(wall.unixNs) / 1_000_000n);
}

const two = (n: number, digits = 2): string => String(n).padStart(digits, '0');

/** Local clock time of a time on the axis: `01:40:00.112`. */
export function clockTime(wallZero: number, t: number): string {
  const date = new Date(wallZero + t / 1e6);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

/** A time on the axis, with the clock time where it is known. `resolution`: how fine it is worth to be written, ns. */
export function whenText(t: number, resolution: number, wallZero: number | null): string {
  const axis = showTime(t, resolution);
  return wallZero === null ? axis : `${axis} · ${clockTime(wallZero, t)}`;
}
