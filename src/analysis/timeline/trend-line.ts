import type { TrendLine } from '../../model/timeline-answers.ts';
import { median, theilSen } from './order-statistics.ts';
import { type Points, warmUpOf } from './trend.ts';

const NS_PER_S = 1e9;

/** The slope of points without their warm-up as a line that can be drawn through them; null for too few. */
export function trendLine({ time, value }: Points): TrendLine | null {
  const skip = warmUpOf(time.length);
  const x = time.subarray(skip);
  const y = value.subarray(skip);
  const slope = theilSen(
    x.map((t) => t / NS_PER_S),
    y,
  );
  if (slope === null) return null;
  const perNs = slope.estimate / NS_PER_S;
  const level = median(y.map((v, i) => v - perNs * (x[i] as number)).filter((v) => !Number.isNaN(v)));
  const begin = x[0] as number;
  const end = x[x.length - 1] as number;
  return { slope: slope.estimate, low: slope.low, high: slope.high, begin, end, from: level + perNs * begin };
}
