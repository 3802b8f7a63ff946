import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import type { GrowthVerdict } from '../../model/timeline-answers.ts';
import { nativeEstimate, slopePerSecond, whichLayerGrows } from './layers.ts';
import { APART_NS } from './merge-dumps.ts';
import { lowerBound } from './pyramid.ts';
import { liveHeap, type Points } from './trend.ts';
import { isSpread } from './trend-line.ts';

const MIN_POINTS = 4;

interface Range {
  readonly from: number;
  readonly to: number;
}

function within({ time, value }: Points, range: Range | null): Points | null {
  const from = range === null ? 0 : lowerBound(time, range.from);
  const to = range === null ? time.length : lowerBound(time, range.to);
  return to - from < MIN_POINTS ? null : { time: time.subarray(from, to), value: value.subarray(from, to) };
}

/**
 * Which layer of the process grows in a range of the dumps' clock; null where nothing tells of the memory beside the Go
 * heap. `logs` tell the live heap, on whatever clock: only their slopes count.
 */
export function growthVerdict(dumps: Timeline, logs: readonly Timeline[], range: Range | null): GrowthVerdict | null {
  const named = (name: string): TimeSeries | undefined => dumps.series.find((s) => s.name === name);
  const cut = (points: Points | null | undefined) => {
    const inside = points == null ? null : within(points, range);
    return inside !== null && isSpread(inside, dumps.captures) ? inside : null;
  };
  const rss = cut(named('VmRSS'));
  const go = cut(named('Go retained'));
  if (rss === null && go === null) return null;
  const native = rss === null || go === null ? null : nativeEstimate(rss, go, APART_NS);
  const told = logs.map(liveHeap).find((p) => p !== null && p.time.length >= MIN_POINTS);
  const live = cut(named('/gc/heap/live:bytes')) ?? told ?? null;
  const slope = (points: Points | null) => (points === null ? null : slopePerSecond(points));
  const slopes = { live: slope(live), go: slope(go), native: slope(native), rss: slope(rss) };
  const { time } = rss ?? (go as Points);
  const seconds = ((time[time.length - 1] as number) - (time[0] as number)) / 1e9;
  const far = rss !== null && go !== null && native === null;
  return { ...slopes, ...whichLayerGrows(slopes, seconds, far ? ['far apart'] : []) };
}
