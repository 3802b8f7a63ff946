import type { Captures } from '../../model/timeline.ts';
import type { TrendLine } from '../../model/timeline-answers.ts';
import { median } from './order-statistics.ts';
import { type Points, trendOf } from './trend.ts';

const NS_PER_S = 1e9;
const MIN_POINTS = 4;

/** Dates of files are told to the second, and those of copies are all alike. */
const FILE_DATE_NS = 1e9;

/** False for points that stand where the dates of their files do, nearer to each other than such dates tell. */
export function isSpread({ time }: Points, captures: Captures | null): boolean {
  if (captures?.method !== 'file time') return true;
  return (time[time.length - 1] as number) - (time[0] as number) >= FILE_DATE_NS * (time.length - 1);
}

/** The trend of a quantity as it is drawn: one line through what was judged, and where the curve bends; null for few points. */
export function trendLine(points: Points, quantum = 0): TrendLine | null {
  const { time, value } = points;
  if (time.length < MIN_POINTS) return null;
  const { slope, warmUp, pieces } = trendOf(points, quantum);
  if (slope === null) return null;
  const begin = time[warmUp] as number;
  const rests: number[] = [];
  for (let i = warmUp; i < time.length; i++) {
    const rest = (value[i] as number) - (slope.estimate * (time[i] as number)) / NS_PER_S;
    if (!Number.isNaN(rest)) rests.push(rest);
  }
  return {
    slope: slope.estimate,
    low: slope.low,
    high: slope.high,
    begin,
    end: time[time.length - 1] as number,
    from: median(Float64Array.from(rests)) + (slope.estimate * begin) / NS_PER_S,
    bends: (pieces?.inflections ?? []).map(({ at, kind, f }) => ({ at: at * NS_PER_S, kind, f })),
  };
}
