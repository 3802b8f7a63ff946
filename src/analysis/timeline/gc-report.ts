import { stringAt } from '../../model/strings.ts';
import type { GcCycles, Timeline } from '../../model/timeline.ts';
import { quantile, type Slope, theilSen } from './order-statistics.ts';
import { warmUpOf } from './trend.ts';

export interface Pauses {
  readonly kind: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

/** Figures of the garbage collector over a timeline; times in ns, sizes in bytes, NaN where the source does not say. */
export interface GcReport {
  readonly cycles: number;
  readonly forced: number;
  /** Pauses per kind, and of all GC kinds together. A trace gives upper bounds, gctrace lower ones. */
  readonly bound: 'upper' | 'lower';
  readonly pauses: readonly Pauses[];
  readonly all: Pauses;
  /** CPU time of the collector without idle marking, and its share of the CPUs over the observed time. */
  readonly cpuNs: number;
  readonly cpuShare: number;
  readonly assistShare: number;
  readonly liveFirst: number;
  readonly liveLast: number;
  readonly liveMax: number;
  /** Bytes per second of the live heap after GC, warm-up left out; null when there are too few cycles. */
  readonly liveSlope: Slope | null;
  /** Median of GOGC as it follows from goal and live heap, in percent. */
  readonly gogc: number;
  /** Cycles whose goal lies below what GOGC alone would give: a memory limit is at work. */
  readonly limited: number;
  /** Collections follow each other although the heap cannot shrink. */
  readonly deathSpiral: boolean;
}

const NS_PER_S = 1e9;
/** Fewer cycles make no death spiral. */
const SPIRAL_CYCLES = 10;
const MIN_HEAP = 4 * 2 ** 20;

export function gcReport(timeline: Timeline): GcReport {
  const { gc } = timeline;
  const stops = pausesByKind(timeline);
  const cpu = cpuOf(gc, timeline.durationNs);
  const known = Array.from(gc.live).filter((v) => !Number.isNaN(v));
  const skip = warmUpOf(gc.length);
  const seconds = Float64Array.from(gc.end, (t) => t / NS_PER_S);
  const goals = goalsOf(gc);
  return {
    cycles: gc.length,
    forced: forcedOf(gc),
    bound: timeline.stw.bound,
    ...stops,
    ...cpu,
    liveFirst: known[0] ?? Number.NaN,
    liveLast: known[known.length - 1] ?? Number.NaN,
    liveMax: known.length === 0 ? Number.NaN : known.reduce((a, b) => Math.max(a, b)),
    liveSlope: theilSen(seconds.subarray(skip), gc.live.subarray(skip)),
    ...goals,
    deathSpiral: deathSpiral(gc, cpu.cpuShare),
  };
}

/** Cycles that were asked for; NaN where no cycle says whether it was. */
function forcedOf({ length, forced }: GcCycles): number {
  if (length > 0 && forced.every((f) => f === 255)) return Number.NaN;
  return forced.reduce((n, f) => n + (f === 1 ? 1 : 0), 0);
}

function pausesByKind({ stw, strings }: Timeline): { pauses: Pauses[]; all: Pauses } {
  const byKind = new Map<number, number[]>();
  const all: number[] = [];
  for (let i = 0; i < stw.length; i++) {
    const kind = stw.kind[i] as number;
    const ns = (stw.end[i] as number) - (stw.begin[i] as number);
    const list = byKind.get(kind);
    if (list === undefined) byKind.set(kind, [ns]);
    else list.push(ns);
    if (stringAt(strings, kind).startsWith('GC ')) all.push(ns);
  }
  const pauses = [...byKind].map(([kind, list]) => summary(stringAt(strings, kind), list));
  return { pauses: pauses.sort((a, b) => b.total - a.total), all: summary('GC', all) };
}

function summary(kind: string, list: readonly number[]): Pauses {
  const sorted = Float64Array.from(list).sort();
  return {
    kind,
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
    total: sorted.reduce((a, b) => a + b, 0),
  };
}

function cpuOf(gc: GcCycles, durationNs: number): { cpuNs: number; cpuShare: number; assistShare: number } {
  let cpuNs = 0;
  let assist = 0;
  let background = 0;
  let procs = 0;
  let seen = false;
  for (let i = 0; i < gc.length; i++) {
    const a = gc.cpuAssist[i] as number;
    const b = gc.cpuBackground[i] as number;
    if (Number.isNaN(a)) continue;
    seen = true;
    assist += a;
    background += b;
    cpuNs += a + b + (gc.cpuSweepTerm[i] as number) + (gc.cpuMarkTerm[i] as number);
    procs += (gc.procs[i] as number) / gc.length;
  }
  if (!seen) return { cpuNs: Number.NaN, cpuShare: Number.NaN, assistShare: Number.NaN };
  const all = assist + background;
  return { cpuNs, cpuShare: cpuNs / (procs * durationNs), assistShare: all === 0 ? 0 : assist / all };
}

/** GOGC from each goal and the live heap (and stacks and globals) of the cycle before: `goal = live + (live + roots) · GOGC/100`. */
function goalsOf(gc: GcCycles): { gogc: number; limited: number } {
  const estimates: number[] = [];
  for (let i = 1; i < gc.length; i++) {
    const live = gc.live[i - 1] as number;
    const goal = gc.goal[i] as number;
    const roots = orZero(gc.stacks[i - 1]) + orZero(gc.globals[i - 1]);
    // Small heaps are floored by the minimum heap, and by MiB.
    if (!(live > MIN_HEAP) || Number.isNaN(goal)) continue;
    estimates.push((100 * (goal - live)) / (live + roots));
  }
  const sorted = Float64Array.from(estimates).sort();
  const gogc = quantile(sorted, 0.5);
  const limited = sorted.filter((e) => e < gogc / 2).length;
  return { gogc, limited };
}

function deathSpiral(gc: GcCycles, cpuShare: number): boolean {
  let tight = 0;
  for (let i = 1; i < gc.length; i++) {
    const live = gc.live[i - 1] as number;
    if (live > MIN_HEAP && (gc.goal[i] as number) <= live * 1.05) tight++;
  }
  return gc.length > SPIRAL_CYCLES && tight > gc.length / 2 && !(cpuShare < 0.25);
}

const orZero = (v: number | undefined): number => (v === undefined || Number.isNaN(v) ? 0 : v);
