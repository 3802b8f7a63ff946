import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { ClockRelation } from './clock-relation.ts';

/** Cycles in a row that must agree before a match is believed. */
const MIN_MATCH = 3;
const MIB = 2 ** 20;
/** A runtime's start is told by `@` to a millisecond. */
const AT_NS = 1e6;

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
