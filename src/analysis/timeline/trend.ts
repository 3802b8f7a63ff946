import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import { type Slope, theilSen } from './order-statistics.ts';
import { type Piecewise, piecewise } from './piecewise.ts';

/** How a quantity that is fit to be judged goes over time. x in seconds, values in the unit of the series. */
export interface Trend {
  readonly points: number;
  /** Points at the start that are not judged. */
  readonly warmUp: number;
  /** Per second, with its interval; null for too few points. */
  readonly slope: Slope | null;
  /** At each point (warm-up too) the smallest value from there on: a leak raises it, a sawtooth does not. */
  readonly floor: Float64Array;
  readonly pieces: Piecewise | null;
}

/** Points over time; ns. */
export interface Points {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

const NS_PER_S = 1e9;
/** Cycles at the start that are not judged: five, or a tenth. */
const WARM_UP = 5;

export function warmUpOf(points: number): number {
  return points <= 2 * WARM_UP ? 0 : Math.max(WARM_UP, Math.floor(points / 10));
}

/** At each value the smallest of it and all that follow. */
export function runningFloor(values: Float64Array): Float64Array {
  const floor = new Float64Array(values.length);
  let least = Number.POSITIVE_INFINITY;
  for (let i = values.length - 1; i >= 0; i--) {
    least = Math.min(least, values[i] as number);
    floor[i] = least;
  }
  return floor;
}

/** `quantum` is the step in which values are written (1 MiB in gctrace). */
export function trendOf({ time, value }: Points, quantum = 0): Trend {
  const skip = warmUpOf(time.length);
  const seconds = time.map((t) => t / NS_PER_S).subarray(skip);
  const judged = value.subarray(skip);
  return {
    points: time.length,
    warmUp: skip,
    slope: theilSen(seconds, judged),
    floor: runningFloor(value),
    pieces: piecewise(seconds, judged, quantum),
  };
}

/** The live heap right after each collection, which is what a leak raises; null where the source does not tell it. */
export function liveHeap({ gc }: Timeline): Points | null {
  const time: number[] = [];
  const value: number[] = [];
  for (let i = 0; i < gc.length; i++) {
    const live = gc.live[i] as number;
    const end = gc.end[i] as number;
    if (Number.isNaN(live) || Number.isNaN(end)) continue;
    time.push(end);
    value.push(live);
  }
  return time.length === 0 ? null : { time: Float64Array.from(time), value: Float64Array.from(value) };
}

/**
 * Quantities that rise and fall with every collection: their points are wherever the sample fell on the sawtooth, and a
 * slope of them says nothing.
 */
const SAWTOOTH: ReadonlySet<string> = new Set([
  'HeapAlloc',
  'Alloc',
  'HeapObjects',
  'HeapInuse',
  'HeapIdle',
  'Go in use',
  'live objects',
  'live object bytes',
  '/memory/classes/heap/objects:bytes',
  '/memory/classes/heap/unused:bytes',
  '/memory/classes/heap/free:bytes',
  '/gc/heap/objects:objects',
]);

/** Units of levels; counters that only ever rise have a slope, too, but it is no growth. */
const COUNTERS =
  /^(?:TotalAlloc|Lookups|Mallocs|Frees|NumGC|NumForcedGC|PauseTotalNs|VmHWM|MaxRSS)$|total:|allocs|frees|cycles|calls$| events$/;

/** True when a slope of the series means growth: a level, sampled where it does not saw. */
export function isJudgeable({ name, unit }: Pick<TimeSeries, 'name' | 'unit'>): boolean {
  if (SAWTOOTH.has(name)) return false;
  if (name === '/memory/classes/total:bytes') return true;
  return (unit === 'bytes' || /goroutines|[Tt]hreads/.test(name)) && !COUNTERS.test(name);
}
