import type { SourceFacts } from '../contract/api.ts';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Two sources can be compared when at least one sample type has the same name and unit. */
export function comparable(a: SourceFacts, b: SourceFacts): boolean {
  return a.sampleTypes.some((x) => b.sampleTypes.some((y) => x.type === y.type && x.unit === y.unit));
}

/** A snapshot of a process's mappings. */
export const isMap = (f: SourceFacts): boolean => f.kind === 'maps';
/** Events with times: a trace, a log of the garbage collector. */
export const isTimeline = (f: SourceFacts): boolean => f.kind === 'timeline';
/** Stacks with values: what flame graphs, tables and comparisons are made of. */
export const hasStacks = (f: SourceFacts): boolean => f.kind === 'profile';

/** Something happens over time in it, so that there is an axis to show: events, a series of more than one point, timed samples. */
export function hasTimes({ timed, timeline }: SourceFacts): boolean {
  return timed === true || (timeline !== undefined && (timeline.gcCycles > 1 || timeline.points > 1));
}

/** What has times among the open sources; single dumps make a series together. */
export function anyTimes(all: readonly SourceFacts[]): boolean {
  return all.some(hasTimes) || all.filter((f) => isTimeline(f) && f.flavor !== 'go-trace').length > 1;
}

/** Maps that can be compared: mappings with mappings, sums with sums of the same file. */
function sameMapKind(a: SourceFacts, b: SourceFacts): boolean {
  return isMap(a) && isMap(b) && (isSums(a) || isSums(b) ? a.flavor === b.flavor : true);
}

/** Sums of a process without its mappings. */
const isSums = (f: SourceFacts): boolean => f.flavor === 'status' || f.flavor === 'smaps_rollup';

const typesOf = (f: SourceFacts): string => f.sampleTypes.map((t) => `${t.type}/${t.unit}`).join();

/** Everything of a profile that `sameKind` looks at: equal ones are of one kind with the same others. */
const kindOf = (f: SourceFacts): string => JSON.stringify([typesOf(f), f.isDiff, f.binary]);

/** Sources of one kind: same sample types and the same main binary (or one of them unknown). */
export function sameKind(a: SourceFacts, b: SourceFacts): boolean {
  if (isMap(a) || isMap(b)) return sameMapKind(a, b);
  if (isTimeline(a) || isTimeline(b)) return false;
  return (
    typesOf(a) === typesOf(b) && !a.isDiff && !b.isDiff && (a.binary === b.binary || a.binary === '' || b.binary === '')
  );
}

/** Time order: by time_nanos where both have one and they differ, else by natural order of the file names. */
export function byTime(a: SourceFacts, b: SourceFacts): number {
  const ta = BigInt(a.timeNanos);
  const tb = BigInt(b.timeNanos);
  if (ta !== tb && ta > 0n && tb > 0n) return ta < tb ? -1 : 1;
  return natural.compare(`${a.fileName} ${a.name}`, `${b.fileName} ${b.name}`);
}

const withoutDigits = (f: SourceFacts) => `${f.fileName} ${f.name}`.replace(/\d+/g, '0');
const stem = (f: SourceFacts) => `${f.fileName.replace(/\.[^./]*$/, '')} ${f.name}`;

/** Maps hold no time: numbers in equal names come first, then the dates of the files, then `x.txt` before `x-later.txt`. */
function byMapTime(a: SourceFacts, b: SourceFacts): number {
  if (withoutDigits(a) === withoutDigits(b)) return natural.compare(stem(a), stem(b));
  return byTime({ ...a, fileName: stem(a) }, { ...b, fileName: stem(b) });
}

/** The maps of one kind that are open, oldest first; of several kinds the one with the most snapshots, mappings before sums. */
export function mapSeries(all: readonly SourceFacts[]): readonly SourceFacts[] {
  let best: readonly SourceFacts[] = [];
  for (const f of [...all.filter((x) => !isSums(x)), ...all.filter(isSums)]) {
    if (!isMap(f) || best.includes(f)) continue;
    const series = all.filter((other) => sameMapKind(f, other)).sort(byMapTime);
    if (series.length > best.length) best = series;
  }
  return best;
}

/** The snapshots that the memory map shows: those the lens names, else the oldest and the newest; null without any. */
export function shownMaps(
  lens: Lens,
  all: readonly SourceFacts[],
): { readonly base: string | null; readonly after: string } | null {
  const open = new Set(all.filter(isMap).map((f) => f.key));
  const named = lens.maps.filter((key) => open.has(key));
  const series = mapSeries(all).map((f) => f.key);
  const keys = named.length > 0 ? named : series.length > 1 ? [series[0], series[series.length - 1]] : series;
  const after = keys[keys.length - 1];
  if (after === undefined) return null;
  const [first] = keys;
  return { base: first === undefined || first === after ? null : first, after };
}

/** The sources of the same kind as `of`, in time order: a series when there are three or more. */
export function seriesOf(of: SourceFacts, all: readonly SourceFacts[]): readonly SourceFacts[] {
  return all.filter((f) => sameKind(of, f)).sort(isMap(of) ? byMapTime : byTime);
}

/** Name by content of the file that a source is from. */
const fileOf = (f: SourceFacts): string => f.key.slice(0, f.key.lastIndexOf('.'));

export type ViewId = 'overview' | 'flame' | 'compare' | 'graph' | 'table' | 'labels' | 'timeline' | 'maps' | 'report';

export interface Opening {
  readonly view: ViewId;
  readonly lens: Lens;
}

/**
 * What to show when files were dropped and nothing was chosen: a comparison in itself, else Go and C as one where both are
 * there, else the first against the last of the largest kind with at least two sources, else the one source. Maps alone
 * open as the memory map, with all of `open`; what has times, alone, and traces with no more than their own profiles, as
 * the timeline. Null when there is nothing to show.
 */
export function opening(given: readonly SourceFacts[], open = given): Opening | null {
  const fresh = given.filter(hasStacks);
  const first = fresh[0];
  const timelines = given.filter(isTimeline);
  const lens: Lens = { ...DEFAULT_LENS, timelines: timelines.map((f) => f.key) };
  const traces = new Set(timelines.filter((f) => f.flavor === 'go-trace').map(fileOf));
  const alone = first === undefined ? !given.some(isMap) : fresh.every((f) => traces.has(fileOf(f)));
  if (timelines.length > 0 && alone) {
    return { view: 'timeline', lens: { ...lens, sources: first === undefined ? [] : [first.key] } };
  }
  if (first === undefined) {
    const maps = given.length === 0 ? null : shownMaps(DEFAULT_LENS, open);
    if (maps === null) return null;
    const named = maps.base === null ? [maps.after] : [maps.base, maps.after];
    return { view: 'maps', lens: { ...DEFAULT_LENS, maps: named } };
  }
  const diff = fresh.find((f) => f.isDiff);
  if (diff !== undefined) {
    return {
      view: 'compare',
      lens: { ...lens, sources: [diff.key], compare: { base: diff.key, after: diff.key, mode: 'growth' } },
    };
  }
  const merged = mergedLens(lens, open);
  if (merged !== null) return { view: 'flame', lens: merged };
  let best: readonly SourceFacts[] = [];
  const kinds = new Set<string>();
  for (const f of fresh) {
    const kind = kindOf(f);
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    const series = seriesOf(f, fresh);
    if (series.length > best.length) best = series;
  }
  const oldest = best[0];
  const newest = best[best.length - 1];
  if (oldest !== undefined && newest !== undefined && oldest !== newest) {
    return {
      view: 'compare',
      lens: {
        ...lens,
        sources: [newest.key],
        compare: { base: oldest.key, after: newest.key, mode: 'growth' },
      },
    };
  }
  return { view: 'flame', lens: { ...lens, sources: [first.key] } };
}

/** Kinds of source that tell which call a thread was in. */
const CALLS = new Set(['perf', 'go-trace']);

/**
 * The sources that are looked at as one: the newest Go heap and the newest C heap with everything that tells who called
 * whom; or C memory with what tells the calls its threads were in. Empty where nothing fits together.
 */
function mergeable(all: readonly SourceFacts[]): readonly string[] {
  const newest = (heap: SourceFacts['heap']): SourceFacts | undefined => {
    const first = all.find((f) => f.heap === heap && !f.isDiff);
    const series = first === undefined ? [] : seriesOf(first, all);
    return series[series.length - 1];
  };
  const go = newest('go-heap');
  const c = newest('c-heap');
  const evidence = all.filter((f) => f.heap === null && !f.isDiff);
  if (go !== undefined && c !== undefined) return [go, c, ...evidence].map((f) => f.key);
  const shown = c ?? evidence.find((f) => f.flavor === 'perf' && f.sampleTypes.some((t) => t.unit === 'bytes'));
  const calls = evidence.filter((f) => f !== shown && CALLS.has(f.flavor));
  return shown === undefined || calls.length === 0 ? [] : [shown, ...calls].map((f) => f.key);
}

/** The lens with all that fits together as one set; its filters stay. Null where nothing does. */
export function mergedLens(lens: Lens, all: readonly SourceFacts[]): Lens | null {
  const sources = mergeable(all);
  if (sources.length === 0) return null;
  return { ...lens, sources, merge: true, compare: null, sampleType: DEFAULT_LENS.sampleType, root: [] };
}

/**
 * The pair that `[` (-1) or `]` (+1) steps to: the same distance, one snapshot on; null at the end of the series.
 */
export function stepPair(
  compare: { base: string; after: string },
  all: readonly SourceFacts[],
  direction: 1 | -1,
): { base: string; after: string } | null {
  const after = all.find((f) => f.key === compare.after);
  if (after === undefined) return null;
  const keys = seriesOf(after, all).map((f) => f.key);
  const next = keys[keys.indexOf(compare.after) + direction];
  const base = keys[keys.indexOf(compare.base) + direction];
  if (next === undefined) return null;
  return { base: base ?? compare.base, after: next };
}
