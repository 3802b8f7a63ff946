import type { Timeline } from '../../model/timeline.ts';
import type { ClockRelation } from './clock-relation.ts';
import { driftPpm } from './drift.ts';

/** Pauses that must agree before a match is believed. */
const MIN_MATCH = 3;
/** The end of a cycle in a trace and that in MemStats are the same reading of the clock but for the time between two lines of code. */
const SAME_NS = 50_000;
/** Of the cycles that overlap, so many must agree: a trace may have an odd one. */
const MOST = 0.9;
/** `@` of gctrace is cut to a millisecond. */
const AT_NS = 1e6;

/**
 * Places statistics with pauses (unix time) and a trace on each other's clocks: PauseEnd is the GCEnd of the trace. The
 * distances between ends fit in one place only. Gives `time of the trace = unix time + offset`; null when no place or more
 * than one fits.
 */
export function matchPauses(trace: Timeline, stats: Timeline): ClockRelation | null {
  const t = known(trace.gc.end);
  const p = known(stats.gc.end);
  let found: { readonly offset: number; readonly error: number; readonly shift: number } | null = null;
  for (let shift = MIN_MATCH - t.length; shift <= p.length - MIN_MATCH; shift++) {
    const from = Math.max(0, -shift);
    const to = Math.min(t.length, p.length - shift);
    if (to - from < MIN_MATCH) continue;
    const deltas = Float64Array.from({ length: to - from }, (_, i) => at(t, from + i) - at(p, from + i + shift)).sort();
    const median = at(deltas, deltas.length >> 1);
    const near = deltas.filter((d) => Math.abs(d - median) <= SAME_NS);
    if (near.length < MIN_MATCH || near.length < MOST * deltas.length) continue;
    if (found !== null) return null;
    const error = Math.max(at(near, near.length - 1) - median, median - at(near, 0));
    found = { offset: median, error, shift };
  }
  if (found === null) return null;
  const { offset, error, shift } = found;
  const drift = driftPpm(
    t.filter((_, i) => p[i + shift] !== undefined),
    t.flatMap((end, i) => (p[i + shift] === undefined ? [] : [at(p, i + shift) - end])),
  );
  return {
    offsetNs: trace.clock.origin - stats.clock.origin + BigInt(Math.round(offset)),
    errorNs: Math.max(error, trace.clock.resolutionNs),
    method: 'pause match',
    ...(drift === null ? {} : { driftPpm: -drift }),
  };
}

/**
 * The same with a gctrace log, whose cycles have the numbers of MemStats. `@` and the phases are printed cut, so each
 * cycle leaves an interval for the offset; all are intersected. Gives `time of the log = unix time + offset`; null when
 * the log is of another process.
 */
export function matchPauseNumbers(log: Timeline, stats: Timeline): ClockRelation | null {
  const rows = new Map<number, number>();
  for (let i = 0; i < log.gc.length; i++) rows.set(log.gc.n[i] as number, i);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let matched = 0;
  for (let j = 0; j < stats.gc.length; j++) {
    const i = rows.get(stats.gc.n[j] as number);
    const pauseEnd = stats.gc.end[j] as number;
    if (i === undefined || Number.isNaN(pauseEnd)) continue;
    matched++;
    const printed = (log.gc.end[i] as number) - pauseEnd;
    low = Math.max(low, printed);
    high = Math.min(high, printed + AT_NS + cutOff(log, i));
  }
  if (matched < MIN_MATCH || high < low) return null;
  return {
    offsetNs: log.clock.origin - stats.clock.origin + BigInt(Math.round((low + high) / 2)),
    errorNs: Math.max(1, (high - low) / 2),
    method: 'pause match',
  };
}

/** How much the printed phases of a cycle may be too short: the runtime prints ms with two digits, whole ones from ten on. */
function cutOff({ gc }: Timeline, row: number): number {
  const phases = [gc.clockSweepTerm, gc.clockScan, gc.clockSync, gc.clockMark, gc.clockMarkTerm];
  return phases.reduce((sum, column) => sum + lastDigit(column[row] as number), 0);
}

function lastDigit(ns: number): number {
  if (Number.isNaN(ns)) return 0;
  if (ns >= 1e7) return 1e6;
  if (ns >= 1e6) return 1e5;
  return ns >= 1e5 ? 1e4 : 1e3;
}

const known = (column: Float64Array): number[] => Array.from(column).filter((v) => !Number.isNaN(v));
const at = (list: ArrayLike<number>, i: number): number => list[i] as number;
