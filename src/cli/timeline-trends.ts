import { nativeEstimate, slopePerSecond, type Verdict, whichLayerGrows } from '../analysis/timeline/layers.ts';
import { APART_NS, residentOf } from '../analysis/timeline/merge-dumps.ts';
import type { Slope } from '../analysis/timeline/order-statistics.ts';
import { seriesOf } from '../analysis/timeline/series-of.ts';
import { isJudgeable, liveHeap, type Points, type Trend, trendOf } from '../analysis/timeline/trend.ts';
import type { NamedTimeline } from './timeline-sources.ts';

/** How one quantity goes over time; `shift` places its times on the axis of the reference. */
export interface NamedTrend {
  readonly name: string;
  readonly unit: string;
  /** '' for a series that several files make together. */
  readonly source: string;
  readonly trend: Trend;
  /** Of the first point that is judged. */
  readonly shift: bigint;
}

/** Fewer points have no slope. */
const MIN_POINTS = 4;

/** Live heaps of logs and traces, and whatever many dumps tell together, as far as a slope of it means growth. */
export function trendsOf(timelines: readonly NamedTimeline[]): NamedTrend[] {
  const trends: NamedTrend[] = [];
  for (const { source, entry, shift } of timelines) {
    const live = liveHeap(entry.timeline);
    if (live === null || live.time.length < MIN_POINTS) continue;
    const trend = trendOf(live, entry.timeline.gc.sizeQuantum === 1 ? 0 : entry.timeline.gc.sizeQuantum);
    trends.push({ name: 'live heap', unit: 'bytes', source, trend, shift: shift ?? 0n });
  }
  for (const series of merged(timelines)) {
    if (!isJudgeable(series) || series.time.length < MIN_POINTS) continue;
    trends.push({ name: series.name, unit: series.unit, source: '', trend: trendOf(series), shift: 0n });
  }
  return trends;
}

export interface Growth extends Verdict {
  readonly live: Slope | null;
  readonly go: Slope | null;
  readonly native: Slope | null;
  readonly rss: Slope | null;
}

/** Which layer of the process grows; null when nothing tells of the memory beside the Go heap. */
export function growthOf(timelines: readonly NamedTimeline[]): Growth | null {
  const series = merged(timelines);
  const enough = (points: Points | undefined): Points | null =>
    points !== undefined && points.time.length >= MIN_POINTS ? points : null;
  const named = (name: string): Points | null => enough(series.find((s) => s.name === name));
  const rss = enough(residentOf(series));
  const go = named('Go retained');
  if (rss === null && go === null) return null;
  const native = rss === null || go === null ? null : nativeEstimate(rss, go, APART_NS);
  const logs = timelines.flatMap(({ entry }) => liveHeap(entry.timeline) ?? []);
  const live = named('/gc/heap/live:bytes') ?? logs.find((p) => p.time.length >= MIN_POINTS) ?? null;
  const slopes = {
    live: live === null ? null : slopePerSecond(live),
    go: go === null ? null : slopePerSecond(go),
    native: native === null ? null : slopePerSecond(native),
    rss: rss === null ? null : slopePerSecond(rss),
  };
  const span = spanOf(rss ?? go);
  const far = rss !== null && go !== null && native === null;
  return { ...slopes, ...whichLayerGrows(slopes, span / 1e9, far ? ['far apart'] : []) };
}

function merged(timelines: readonly NamedTimeline[]) {
  const placed = timelines.filter((t) => t.shift !== null);
  return seriesOf(placed.map(({ entry, shift }) => ({ timeline: entry.timeline, shift: Number(shift) })));
}

function spanOf(points: Points | null): number {
  if (points === null || points.time.length === 0) return 0;
  return (points.time[points.time.length - 1] as number) - (points.time[0] as number);
}
