import { medianOfThree, type Slope, theilSen } from './order-statistics.ts';
import { type Points, warmUpOf } from './trend.ts';

/** Where memory of a process can grow. */
export type Layer = 'live' | 'retained' | 'native';

/** What a verdict rests on; `seconds` is the time that the slopes cover. Slopes in bytes per second. */
export interface LayerSlopes {
  /** Live Go heap after collections. */
  readonly live: Slope | null;
  /** What Go holds of the system: Sys − HeapReleased. */
  readonly go: Slope | null;
  /** RSS less what Go holds. */
  readonly native: Slope | null;
  readonly rss: Slope | null;
}

export type Caveat = 'few samples' | 'far apart' | 'no live heap' | 'no rss' | 'lazy free' | 'swap' | 'idle spike';

export interface Verdict {
  /** Layers that grow, the surest reason for it first; empty when none does. */
  readonly grows: readonly Layer[];
  /** False when the resident memory did not grow at all: there is no leak in this window. */
  readonly rssGrows: boolean | null;
  readonly caveats: readonly Caveat[];
}

/** Growth below this over the whole window is noise of pages. */
const LEAST_GROWTH_BYTES = 1 << 20;
/** Slopes of fewer points mislead. */
const ENOUGH = 8;

/** Whether a slope is growth: its whole interval lies above zero, and over the window it is more than a few pages. */
export function isGrowth(slope: Slope | null, seconds: number): boolean {
  return slope !== null && slope.low > 0 && slope.estimate * seconds >= LEAST_GROWTH_BYTES;
}

/**
 * Which layer of a Go and C program grows: a live heap that grows is a Go leak; where it is flat and Go still holds more
 * and more, memory is fragmented, idle or in stacks; where both are flat and the rest of the RSS grows, it is C.
 */
export function whichLayerGrows(slopes: LayerSlopes, seconds: number, seen: readonly Caveat[] = []): Verdict {
  const { live, go, native, rss } = slopes;
  const liveGrows = isGrowth(live, seconds);
  const grows: Layer[] = [];
  if (liveGrows) grows.push('live');
  else if (isGrowth(go, seconds)) grows.push('retained');
  if (isGrowth(native, seconds)) grows.push('native');
  const caveats = new Set(seen);
  if (live === null) caveats.add('no live heap');
  if (rss === null) caveats.add('no rss');
  for (const slope of [live, go, native, rss]) if (slope !== null && slope.points < ENOUGH) caveats.add('few samples');
  return { grows, rssGrows: rss === null ? null : isGrowth(rss, seconds), caveats: [...caveats] };
}

/** What is resident beside Go, at the times of the RSS; `apartNs` is the largest distance of two figures that were put together. */
export interface NativeEstimate extends Points {
  readonly apartNs: number;
}

/**
 * RSS − (Sys − HeapReleased), each RSS with the figure of Go nearest to it in time, at most `withinNs` away. The level
 * may be below zero (what Go reserved need not be resident): only its slope means something. A single dip, where idle
 * memory was not given back yet, is taken out by the median of three. Null when nothing is near enough.
 */
export function nativeEstimate(rss: Points, go: Points, withinNs: number): NativeEstimate | null {
  const time: number[] = [];
  const value: number[] = [];
  let apartNs = 0;
  let near = 0;
  for (let i = 0; i < rss.time.length; i++) {
    const t = rss.time[i] as number;
    const distance = (k: number): number => Math.abs((go.time[k] ?? Number.POSITIVE_INFINITY) - t);
    while (near + 1 < go.time.length && distance(near + 1) <= distance(near)) near++;
    const apart = distance(near);
    if (!(apart <= withinNs)) continue;
    apartNs = Math.max(apartNs, apart);
    time.push(t);
    value.push((rss.value[i] as number) - (go.value[near] as number));
  }
  if (time.length === 0) return null;
  return { time: Float64Array.from(time), value: medianOfThree(Float64Array.from(value)), apartNs };
}

/** Slope in units per second, warm-up left out. */
export function slopePerSecond({ time, value }: Points): Slope | null {
  const skip = warmUpOf(time.length);
  return theilSen(time.map((t) => t / 1e9).subarray(skip), value.subarray(skip));
}
