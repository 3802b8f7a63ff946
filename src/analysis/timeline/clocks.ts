import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';

/** How the clock of a source was related to that of another. */
export type ClockMethod = 'reference' | 'same clock' | 'GC match' | 'snapshot' | 'log envelope' | 'none';

/** `time in the reference clock = time in the source's own clock + offset`, ± error; null when it is not known. */
export interface ClockRelation {
  readonly offsetNs: bigint | null;
  readonly errorNs: number;
  readonly method: ClockMethod;
}

const UNKNOWN: ClockRelation = { offsetNs: null, errorNs: Number.NaN, method: 'none' };
/** Cycles in a row that must agree before a match is believed. */
const MIN_MATCH = 3;
const MIB = 2 ** 20;
/** A runtime's start is told by `@` to a millisecond. */
const AT_NS = 1e6;

/** The source whose clock all others are related to: a trace with the host's clock, else any trace, else the first. */
export function referenceOf(timelines: readonly Timeline[]): number {
  const host = timelines.findIndex((t) => t.clock.kind === 'monotonic');
  if (host >= 0) return host;
  return Math.max(
    0,
    timelines.findIndex((t) => t.clock.kind === 'ticks'),
  );
}

/** Relations of every source to the one at `reference`. What cannot be told is not guessed. */
export function relateClocks(timelines: readonly Timeline[], reference: number): ClockRelation[] {
  const base = timelines[reference];
  return timelines.map((timeline, i): ClockRelation => {
    if (base === undefined) return UNKNOWN;
    if (i === reference) return { offsetNs: 0n, errorNs: 0, method: 'reference' };
    if (timeline.clock.kind === 'monotonic' && base.clock.kind === 'monotonic') {
      return { offsetNs: 0n, errorNs: timeline.clock.resolutionNs, method: 'same clock' };
    }
    if (timeline.clock.kind === 'process' && base.clock.kind !== 'process') {
      const match = matchGc(base, timeline);
      if (match !== null) return match;
    }
    return relateByWall(base, timeline) ?? UNKNOWN;
  });
}

/**
 * Places a gctrace log on the clock of a trace of the same process: the heap after a cycle and its goal are the same
 * numbers in both (in whole MiB in the log), so a run of cycles fits in one place only. The start of the runtime then
 * lies, for every cycle, within the millisecond that `@` was cut by; all intervals are intersected. Null when no place or
 * more than one fits.
 */
export function matchGc(trace: Timeline, log: Timeline): ClockRelation | null {
  const t = trace.gc;
  const g = log.gc;
  const sweep = sweepStops(trace);
  let found: ClockRelation | null = null;
  for (let shift = 1 - t.length; shift < g.length; shift++) {
    let matched = 0;
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    let wrong = false;
    for (let i = Math.max(0, -shift); i < t.length && i + shift < g.length; i++) {
      const live = t.live[i] as number;
      const goal = t.goal[i] as number;
      if (Number.isNaN(live)) continue;
      const j = i + shift;
      const sameLive = Math.floor(live / MIB) * MIB === g.live[j];
      // A cycle that was running when the trace began has no goal there.
      const sameGoal = Number.isNaN(goal) || Math.floor(goal / MIB) * MIB === g.goal[j];
      if (!sameLive || !sameGoal) {
        wrong = true;
        break;
      }
      if (Number.isNaN(goal)) continue;
      matched++;
      const at = g.begin[j] as number;
      // The log's time is read between the begin of the cycle and the stop of the world.
      low = Math.max(low, (t.begin[i] as number) - at - AT_NS);
      high = Math.min(high, (sweep[i] as number) - at);
    }
    if (wrong || matched < MIN_MATCH || high < low) continue;
    if (found !== null) return null;
    const middle = (low + high) / 2;
    found = {
      offsetNs: trace.clock.origin - log.clock.origin + BigInt(Math.round(middle)),
      errorNs: Math.max((high - low) / 2, trace.clock.resolutionNs),
      method: 'GC match',
    };
  }
  return found;
}

/** `unix time = time in the own clock + wall`, as far as anchors tell. */
function wallOf({ clock, anchors }: Timeline): { wall: bigint; errorNs: number; method: ClockMethod } | null {
  if (anchors === null || anchors.length === 0) return null;
  const delays = Array.from(
    anchors.unixNs,
    (unix, i) => unix - clock.origin - BigInt(Math.round(anchors.time[i] as number)),
  );
  const sorted = delays.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const least = sorted[0] ?? 0n;
  const median = sorted[sorted.length >> 1] ?? least;
  const spread = Number(median - least);
  // A line is read after it was written: the smallest delay is nearest to the truth. A snapshot has no such side.
  if (anchors.kind === 'log') return { wall: least, errorNs: clock.resolutionNs + spread, method: 'log envelope' };
  return { wall: median, errorNs: clock.resolutionNs + spread, method: 'snapshot' };
}

/** Two sources that both know the wall time. */
function relateByWall(base: Timeline, timeline: Timeline): ClockRelation | null {
  const a = wallOf(base);
  const b = wallOf(timeline);
  if (a === null || b === null) return null;
  const method = a.method === 'log envelope' ? a.method : b.method;
  return { offsetNs: b.wall - a.wall, errorNs: a.errorNs + b.errorNs, method };
}

/** Begin of the stop that starts each cycle; the cycle's own begin where it is not there. */
function sweepStops({ gc, stw, strings }: Timeline): Float64Array {
  const begins = Array.from(stw.begin).filter(
    (_, i) => stringAt(strings, stw.kind[i] as number) === 'GC sweep termination',
  );
  return Float64Array.from(gc.begin, (begin, i) => {
    const end = gc.end[i] as number;
    return begins.find((b) => b >= begin && !(b > end)) ?? begin;
  });
}
