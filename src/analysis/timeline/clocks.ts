import type { Captures, Timeline } from '../../model/timeline.ts';
import { type ClockEdge, relateByGraph } from './clock-graph.ts';
import { type ClockMethod, type ClockRelation, UNKNOWN_RELATION } from './clock-relation.ts';
import { driftPpm } from './drift.ts';
import { matchGc } from './gc-match.ts';
import { matchPauseNumbers, matchPauses } from './pause-match.ts';

export type { ClockMethod, ClockRelation } from './clock-relation.ts';

/** The source whose clock all others are related to: a trace with the host's clock, else any trace, else a gctrace log, else the first. */
export function referenceOf(timelines: readonly Timeline[]): number {
  for (const kind of ['monotonic', 'ticks', 'process']) {
    const found = timelines.findIndex((t) => t.clock.kind === kind);
    if (found >= 0) return found;
  }
  return 0;
}

/**
 * Relations of every source to the one at `reference`, by the steps whose errors sum up to the least: a log that is
 * placed on a trace gives the trace its wall time, too. `manual` offsets (by index) stand above all. What cannot be told
 * is not guessed.
 */
export function relateClocks(
  timelines: readonly Timeline[],
  reference: number,
  manual: ReadonlyMap<number, bigint> = new Map(),
): ClockRelation[] {
  if (timelines[reference] === undefined) return timelines.map(() => UNKNOWN_RELATION);
  const edges: ClockEdge[] = [];
  // One node more: the wall clock.
  const wall = timelines.length;
  timelines.forEach((timeline, a) => {
    const own = wallOf(timeline);
    if (own !== null) {
      const { errorNs, method, driftPpm: drift } = own;
      edges.push({
        a,
        b: wall,
        offsetNs: own.wall,
        errorNs,
        method,
        ...(drift === undefined ? {} : { driftPpm: drift }),
      });
    }
    for (let b = 0; b < timelines.length; b++) {
      const edge = b === a ? null : edgeOf(timeline, timelines[b] as Timeline, a, b);
      if (edge !== null) edges.push(edge);
    }
  });
  const relations = relateByGraph(timelines.length + 1, edges, reference).slice(0, timelines.length);
  return relations.map((relation, i) => {
    const offsetNs = manual.get(i);
    return offsetNs === undefined || i === reference ? relation : { offsetNs, errorNs: Number.NaN, method: 'manual' };
  });
}

/** The offset that makes two events, each on its own source, happen at the same time: what a person says they are. */
export function sameEvent(
  base: { readonly timeline: Timeline; readonly timeNs: number },
  own: { readonly timeline: Timeline; readonly timeNs: number },
): bigint {
  const absolute = ({ timeline, timeNs }: typeof base) => timeline.clock.origin + BigInt(Math.round(timeNs));
  return absolute(base) - absolute(own);
}

/** What the tables of two sources tell of their clocks: each pair is looked at from the side that `a` is. */
function edgeOf(from: Timeline, to: Timeline, a: number, b: number): ClockEdge | null {
  const kinds = `${from.clock.kind} ${to.clock.kind}`;
  if (kinds === 'monotonic monotonic') {
    if (a > b) return null;
    const errorNs = Math.max(from.clock.resolutionNs, to.clock.resolutionNs);
    return { a, b, offsetNs: 0n, errorNs, method: 'same clock' };
  }
  const relation = relate(from, to);
  return relation === null || relation.offsetNs === null ? null : { ...relation, a, b, offsetNs: relation.offsetNs };
}

function relate(from: Timeline, to: Timeline): ClockRelation | null {
  const isTrace = to.clock.kind === 'monotonic' || to.clock.kind === 'ticks';
  if (from.clock.kind === 'process') return isTrace ? matchGc(to, from) : null;
  if (from.clock.kind !== 'unix' || from.gc.length === 0) return null;
  if (isTrace) return matchPauses(to, from);
  return to.clock.kind === 'process' ? matchPauseNumbers(to, from) : null;
}

export interface WallTime {
  /** `unix time = time in the own clock + wall`. */
  readonly wall: bigint;
  readonly errorNs: number;
  readonly method: ClockMethod;
  readonly driftPpm?: number;
}

/** How a source's own clock lies to the wall clock, as far as it tells itself; null if it does not. */
export function wallOf({ clock, anchors, captures }: Timeline): WallTime | null {
  if (clock.kind === 'unix') {
    const method = captures === null || captures.method === 'stated' ? 'same clock' : captures.method;
    return { wall: 0n, errorNs: captures === null ? clock.resolutionNs : captureError(captures), method };
  }
  if (anchors === null || anchors.length === 0) return null;
  const delays = Array.from(
    anchors.unixNs,
    (unix, i) => unix - clock.origin - BigInt(Math.round(anchors.time[i] as number)),
  );
  const sorted = [...delays].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const least = sorted[0] ?? 0n;
  const median = sorted[sorted.length >> 1] ?? least;
  const spread = Number(median - least);
  // A line is read after it was written: the smallest delay is nearest to the truth. A snapshot has no such side.
  if (anchors.kind === 'log') return { wall: least, errorNs: clock.resolutionNs + spread, method: 'log envelope' };
  const drift = driftPpm(
    [...anchors.time],
    delays.map((d) => Number(d - least)),
  );
  return {
    wall: median,
    errorNs: clock.resolutionNs + spread,
    method: 'snapshot',
    ...(drift === null ? {} : { driftPpm: drift }),
  };
}

/** The largest distance of a dump from the bounds of its time; NaN when one has no bound on a side. */
export function captureError({ length, time, earliest, latest }: Captures): number {
  let error = 1;
  for (let i = 0; i < length; i++) {
    const t = time[i] as number;
    const worst = Math.max(t - (earliest[i] as number), (latest[i] as number) - t);
    if (Number.isNaN(worst)) return Number.NaN;
    error = Math.max(error, worst);
  }
  return error;
}
