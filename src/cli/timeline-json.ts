import { stringAt } from '../model/strings.ts';
import type { Goroutines } from '../model/timeline.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { text } from './say.ts';
import { type NamedTimeline, timelineSources } from './timeline-sources.ts';
import { growthOf, type NamedTrend, trendsOf } from './timeline-trends.ts';

/** Integers of ns as text; null for what is not known. */
export const nanos = (ns: number | bigint): string | null =>
  typeof ns === 'number' && Number.isNaN(ns) ? null : String(typeof ns === 'number' ? Math.round(ns) : ns);
export const figure = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** `timeline --json`. */
export function timelineJson(files: readonly ReadFile[]): Json {
  const { origin, timelines, profiles } = timelineSources(files);
  return {
    origin: String(origin),
    clocks: [
      ...timelines.map(
        ({ source, entry: { timeline }, relation }): Json => ({
          source,
          clock: timeline.clock.kind,
          offset: relation.offsetNs === null ? null : String(relation.offsetNs),
          errorNs: figure(relation.errorNs),
          method: relation.method,
          origin: String(timeline.clock.origin),
          durationNs: nanos(timeline.durationNs),
          ...(relation.driftPpm === undefined ? {} : { driftPpm: relation.driftPpm }),
          ...(relation.via === undefined ? {} : { via: [...relation.via] }),
          ...(timeline.captures === null ? {} : { captured: timeline.captures.method }),
        }),
      ),
      ...profiles.map(
        ({ source, clock, relation, first, last, why }): Json => ({
          source,
          clock,
          offset: relation.offsetNs === null ? null : String(relation.offsetNs),
          errorNs: figure(relation.errorNs),
          method: relation.method,
          origin: nanos(first),
          durationNs: nanos(last - first),
          ...(why === null ? {} : { why }),
        }),
      ),
    ],
    gc: timelines.flatMap(gcRows),
    stw: timelines.flatMap(stwRows),
    series: timelines.flatMap(({ source, entry: { timeline } }) =>
      timeline.series.map(
        ({ name, unit, n, first, last, min, max }): Json => ({
          ...{ name, unit, n, first, last, min, max, source },
        }),
      ),
    ),
    trends: trendsOf(timelines).map(trendJson),
    growth: growthJson(timelines),
    goroutines: goroutinesJson(timelines),
    loss: lossJson(files),
  };
}

/** A time of a source on the axis; what is not related to the reference keeps its own origin. */
function placer({ shift }: NamedTimeline): (ns: number) => string | null {
  return (ns) => (Number.isNaN(ns) ? null : String(BigInt(Math.round(ns)) + (shift ?? 0n)));
}

function gcRows(named: NamedTimeline): Json[] {
  const { gc } = named.entry.timeline;
  const at = placer(named);
  return Array.from({ length: gc.length }, (_, i) => {
    const n = gc.n[i] as number;
    const forced = gc.forced[i] as number;
    return {
      ...(Number.isNaN(n) ? {} : { n }),
      begin: at(gc.begin[i] as number),
      end: at(gc.end[i] as number),
      forced: forced === 255 ? null : forced === 1,
      liveBytes: figure(gc.live[i]),
      goalBytes: figure(gc.goal[i]),
      source: named.source,
    };
  });
}

function stwRows(named: NamedTimeline): Json[] {
  const { stw, strings } = named.entry.timeline;
  const at = placer(named);
  return Array.from({ length: stw.length }, (_, i) => ({
    kind: stringAt(strings, stw.kind[i] as number),
    begin: at(stw.begin[i] as number),
    end: at(stw.end[i] as number),
    source: named.source,
  }));
}

function trendJson({ name, unit, source, trend, shift }: NamedTrend): Json {
  const { slope, floor, pieces } = trend;
  const at = (seconds: number): string => String(BigInt(Math.round(seconds * 1e9)) + shift);
  return {
    name,
    unit,
    ...(source === '' ? {} : { source }),
    points: trend.points,
    warmUp: trend.warmUp,
    perSecond: slope === null ? null : slope.estimate,
    low: slope === null ? null : slope.low,
    high: slope === null ? null : slope.high,
    floor: { first: figure(floor[trend.warmUp]), last: figure(floor[floor.length - 1]) },
    inflections: (pieces?.inflections ?? []).map(
      (i): Json => ({
        at: at(i.at),
        kind: i.kind,
        bicGain: i.bicGain,
        f: Number.isFinite(i.f) ? i.f : null,
      }),
    ),
  };
}

function growthJson(timelines: readonly NamedTimeline[]): Json {
  const growth = growthOf(timelines);
  if (growth === null) return null;
  const { live, go, native, rss, grows, rssGrows, caveats } = growth;
  return {
    grows: [...grows],
    rssGrows,
    livePerSecond: live?.estimate ?? null,
    goPerSecond: go?.estimate ?? null,
    nativePerSecond: native?.estimate ?? null,
    rssPerSecond: rss?.estimate ?? null,
    caveats: [...caveats],
  };
}

function goroutinesJson(timelines: readonly NamedTimeline[]): Json {
  const sum = { seen: 0, alive: 0, created: 0, ended: 0 };
  for (const { entry } of timelines) {
    const g = entry.timeline.goroutines;
    if (g === null) continue;
    const one = countGoroutines(g);
    sum.seen += one.seen;
    sum.alive += one.alive;
    sum.created += one.created;
    sum.ended += one.ended;
  }
  return sum;
}

/** Ids seen and created (each once), goroutines alive at the end, and how many ended. */
export function countGoroutines(g: Goroutines): { seen: number; alive: number; created: number; ended: number } {
  const created = new Set<number>();
  let ended = 0;
  for (let i = 0; i < g.length; i++) {
    if (!Number.isNaN(g.created[i] as number)) created.add(g.id[i] as number);
    if (!Number.isNaN(g.ended[i] as number)) ended++;
  }
  return { seen: new Set(g.id).size, alive: g.length - ended, created: created.size, ended };
}

function lossJson(files: readonly ReadFile[]): Json[] {
  return files.flatMap(({ file, report }) => [
    ...report.skipped.map(({ reason, count }) => ({ source: file, what: text(reason), count })),
    ...(report.error === undefined ? [] : [{ source: file, what: text(report.error.what) }]),
  ]);
}
