import type { ClockRelation } from '../analysis/timeline/clock-relation.ts';
import { referenceOf, relateClocks } from '../analysis/timeline/clocks.ts';
import { perfClock, perfWall } from '../analysis/timeline/perf-clock.ts';
import { matchThreads, type NoMatch } from '../analysis/timeline/thread-match.ts';
import type { DecodedSource, TimelineSource } from '../model/source.ts';
import type { Timeline } from '../model/timeline.ts';
import type { ReadFile } from './read.ts';

/** A timeline of the files, with a name that says where it is from, and its place among the others. */
export interface NamedTimeline {
  readonly source: string;
  readonly entry: TimelineSource;
  readonly relation: ClockRelation;
  /** What is added to its times to count from the reference's first event; null when that is not known. */
  readonly shift: bigint | null;
}

/** Samples with times of their own, such as perf's, and how their clock lies to the reference. */
export interface TimedProfile {
  readonly source: string;
  readonly clock: string;
  readonly relation: ClockRelation;
  /** First and last time on their clock, ns. */
  readonly first: number;
  readonly last: number;
  readonly why: NoMatch | null;
}

export interface TimelineSources {
  /** First event of the reference in its own clock, ns. */
  readonly origin: bigint;
  readonly timelines: readonly NamedTimeline[];
  readonly profiles: readonly TimedProfile[];
}

const fullName = (file: string, name: string): string => (name === '' ? file : `${file} ${name}`);

/** Everything in the files that has times, related to one clock. */
export function timelineSources(files: readonly ReadFile[]): TimelineSources {
  const entries = files.flatMap(({ file, timelines }) =>
    timelines.map((entry) => ({ source: fullName(file, entry.name), entry })),
  );
  const tables = entries.map((e) => e.entry.timeline);
  const reference = referenceOf(tables);
  const origin = tables[reference]?.clock.origin ?? 0n;
  const relations = relateClocks(tables, reference);
  const timelines = entries.map((e, i): NamedTimeline => {
    const relation = relations[i] as ClockRelation;
    const shift = relation.offsetNs === null ? null : e.entry.timeline.clock.origin + relation.offsetNs - origin;
    return { ...e, relation, shift };
  });
  return { origin, timelines, profiles: timedProfiles(files, tables[reference]) };
}

/** Profiles of a trace are on the trace's clock already: only those of files without a timeline are looked at. */
function timedProfiles(files: readonly ReadFile[], reference: Timeline | undefined): TimedProfile[] {
  if (reference === undefined) return [];
  return files.flatMap(({ file, sources, timelines }) => {
    if (timelines.some((t) => t.flavor === 'go-trace')) return [];
    const named = sources.find((s) => s.profile.samples.time !== null);
    return named === undefined ? [] : [timedProfile(fullName(file, named.name), named, reference)];
  });
}

function timedProfile(source: string, { profile }: DecodedSource, reference: Timeline): TimedProfile {
  const time = profile.samples.time ?? new Float64Array(0);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const t of time) {
    if (t < first) first = t;
    if (t > last) last = t;
  }
  const stated = perfClock(profile.comments);
  const about = { source, clock: stated ?? 'perf', first, last };
  if (stated === 'monotonic' && reference.clock.kind === 'monotonic') {
    const errorNs = Math.max(1000, reference.clock.resolutionNs);
    return { ...about, relation: { offsetNs: 0n, errorNs, method: 'same clock' }, why: null };
  }
  const wall = perfWall(profile.comments);
  if (wall !== null && reference.clock.kind === 'unix') {
    return {
      ...about,
      relation: { offsetNs: wall, errorNs: 1000, method: wall === 0n ? 'same clock' : 'snapshot' },
      why: null,
    };
  }
  const found = matchThreads(reference, { time, thread: profile.samples.thread });
  if (typeof found !== 'string') return { ...about, relation: found, why: null };
  return { ...about, relation: { offsetNs: null, errorNs: Number.NaN, method: 'none' }, why: found };
}
