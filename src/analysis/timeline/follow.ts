import type { LensProblem } from '../../model/answers.ts';
import type { Lens } from '../../model/lens.ts';
import { LoadedSource } from '../loaded-source.ts';
import { cgoProfileInRange } from './cgo-range.ts';
import type { Timelines } from './timelines.ts';

/** Sources that were printed in a row, each with its own moment: those outside of a range are left out of it. */
const IN_A_ROW = new Set(['memleak']);

/** Flavor of the cgo profile of a trace. */
const CGO = 'trace-cgo';

/** The moment of a profile on the axis; null where it has none or that is not known. */
function momentOf(timelines: Timelines, lens: Lens, { head, profile }: LoadedSource): number | null {
  return profile.samples.time !== null || profile.timeNanos === 0n
    ? null
    : timelines.momentOf(lens, head.key, profile.timeNanos);
}

function isOutside(timelines: Timelines, lens: Lens, source: LoadedSource): boolean {
  const at = momentOf(timelines, lens, source);
  return lens.timeRange !== null && at !== null && (at < lens.timeRange.from || at > lens.timeRange.to);
}

/** The sources of a merged set that are in the time range of a lens: reports outside of it go, unless all would. */
export function sourcesInRange(
  timelines: Timelines,
  lens: Lens,
  sourceOf: (key: string) => LoadedSource | undefined,
): readonly string[] {
  const { sources, timeRange, compare } = lens;
  if (timeRange === null || compare !== null || sources.length < 2) return sources;
  const inside = sources.filter((key) => {
    const source = sourceOf(key);
    return source === undefined || !IN_A_ROW.has(source.head.flavor) || !isOutside(timelines, lens, source);
  });
  return inside.length === 0 ? sources : inside;
}

/** A series without what lies outside of the range. */
export function seriesInRange(
  timelines: Timelines,
  lens: Lens,
  series: readonly string[],
  sourceOf: (key: string) => LoadedSource | undefined,
): readonly string[] {
  if (lens.timeRange === null) return series;
  const inside = series.filter((key) => {
    const source = sourceOf(key);
    return source === undefined || !isOutside(timelines, lens, source);
  });
  return inside.length === 0 ? series : inside;
}

/** A source whose figures are told anew for the range of a lens: the cgo calls of a trace. Null: nothing to tell anew. */
export function retold(timelines: Timelines, lens: Lens, source: LoadedSource): LoadedSource | null {
  const { timeRange } = lens;
  if (timeRange === null || source.head.flavor !== CGO) return null;
  const trace = `${source.head.key.slice(0, source.head.key.lastIndexOf('.'))}.t0`;
  const timeline = timelines.tables.get(trace);
  const shift = timelines.shiftOf(lens, trace);
  if (timeline === undefined || shift === null) return null;
  const { from, to } = timeRange;
  const profile = cgoProfileInRange(source.profile, timeline, from - shift, to - shift);
  const key = `${source.head.key} in ${from} ${to} ${shift}`;
  return profile === null ? null : new LoadedSource({ ...source.head, key }, profile);
}

/** What of the sources on screen does not follow the time range, and why. */
export function rangeProblems(timelines: Timelines, lens: Lens, sources: readonly LoadedSource[]): LensProblem[] {
  if (lens.timeRange === null) return [];
  return sources.flatMap((source): LensProblem[] => {
    const { head, profile } = source;
    const say = (why: string): LensProblem[] => [
      { where: 'timeRange', what: { key: `analysis.time.${why}`, args: { source: head.name } } },
    ];
    if (profile.samples.length === 0) return [];
    if (profile.samples.time !== null) return timelines.shiftOf(lens, head.key) === null ? say('unrelated') : [];
    if (IN_A_ROW.has(head.flavor) || (head.flavor === CGO && head.key.includes(' in '))) return [];
    return say(head.flavor.startsWith('trace-') || profile.durationNanos > 0n ? 'sums' : 'moment');
  });
}
