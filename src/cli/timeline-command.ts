import type { ClockRelation } from '../analysis/timeline/clock-relation.ts';
import { formatValue } from '../base/units.ts';
import type { ReadFile } from './read.ts';
import { sayText } from './say.ts';
import type { Print } from './text.ts';
import { countGoroutines } from './timeline-json.ts';
import { timelineSources } from './timeline-sources.ts';
import { growthOf, type NamedTrend, trendsOf } from './timeline-trends.ts';

export function hasTimeline(files: readonly ReadFile[]): boolean {
  return files.some((f) => f.timelines.length > 0);
}

export const time = (ns: number): string =>
  Number.isNaN(ns) ? '–' : formatValue(Math.round(ns), 'nanoseconds', 'auto');
export const size = (bytes: number): string =>
  Number.isNaN(bytes) ? '–' : formatValue(Math.round(bytes), 'bytes', 'auto');

/** `timeline` as text: what there is, how the clocks relate, what grows. */
export function printTimeline(files: readonly ReadFile[], print: Print): void {
  const { timelines, profiles } = timelineSources(files);
  for (const { source, entry, relation } of timelines) {
    const { timeline } = entry;
    print(sayText('cli.timeline.source', { source, duration: time(timeline.durationNs) }));
    printClock(timeline.clock.kind, relation, print);
    if (timeline.captures !== null) {
      print(sayText('cli.timeline.captured', { method: timeline.captures.method, count: timeline.captures.length }));
    }
    print(sayText('cli.timeline.gc', { cycles: timeline.gc.length, stops: timeline.stw.length }));
    for (const s of timeline.series) {
      const { name, unit, n, first, last, min, max } = s;
      print(sayText('cli.timeline.series', { name, unit, n, first, last, min, max }));
    }
    if (timeline.goroutines !== null) {
      print(sayText('cli.timeline.goroutines', { ...countGoroutines(timeline.goroutines) }));
    }
  }
  for (const { source, clock, relation, first, last, why } of profiles) {
    print(sayText('cli.timeline.source', { source, duration: time(last - first) }));
    printClock(clock, relation, print);
    if (why !== null) print(sayText('cli.timeline.why', { why }));
  }
  for (const trend of trendsOf(timelines)) printTrend(trend, print);
  const growth = growthOf(timelines);
  if (growth === null) return;
  print(
    sayText(growth.grows.length === 0 ? 'cli.growth.none' : 'cli.growth.layers', { layers: growth.grows.join(', ') }),
  );
  if (growth.caveats.length > 0) print(sayText('cli.growth.caveats', { caveats: growth.caveats.join(', ') }));
}

function printClock(clock: string, { offsetNs, method, errorNs }: ClockRelation, print: Print): void {
  if (offsetNs === null) print(sayText('cli.timeline.clockAlone', { clock }));
  else print(sayText('cli.timeline.clock', { clock, method, error: time(errorNs) }));
}

function printTrend({ name, unit, source, trend, shift }: NamedTrend, print: Print): void {
  const { slope } = trend;
  if (slope === null) return;
  const shown = (value: number): string => (unit === 'bytes' ? size(value) : value.toPrecision(3));
  const args = { name, slope: shown(slope.estimate), low: shown(slope.low), high: shown(slope.high) };
  print(sayText('cli.timeline.trend', { ...args, source: source === '' ? '' : ` (${source})` }));
  for (const { at, kind, bicGain } of trend.pieces?.inflections ?? []) {
    print(sayText(`cli.timeline.${kind}`, { at: time(at * 1e9 + Number(shift)), gain: bicGain.toFixed(0) }));
  }
}
