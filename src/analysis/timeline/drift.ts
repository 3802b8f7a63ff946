import { theilSen } from './order-statistics.ts';

/** Anchors nearer together than this say more about their noise than about the clocks. */
const MIN_SPAN_NS = 1e10;

/** Slope of the difference of two clocks (ns) over the time of one of them (ns), in parts per million; null for too short a span. */
export function driftPpm(time: readonly number[], difference: readonly number[]): number | null {
  const first = time[0] ?? 0;
  const last = time[time.length - 1] ?? 0;
  if (last - first < MIN_SPAN_NS) return null;
  const slope = theilSen(time, difference);
  return slope === null ? null : slope.estimate * 1e6;
}
