import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import type { TrackColumn, TrendLine } from '../../model/timeline-answers.ts';
import { knownColumns, type Line, line, lineTrack, type Track, type TrackRows, timeColumn } from './track.ts';
import { liveHeap } from './trend.ts';
import { trendLine } from './trend-line.ts';

const NS_PER_S = 1e9;
/** Below this a rate says more of the rounding to MiB than of the program. */
const LEAST_PERIOD_NS = 20e6;
const MIB = 2 ** 20;

export const seriesOf = ({ series }: Timeline, ...names: readonly string[]): TimeSeries | undefined =>
  series.find((s) => names.includes(s.name));

const some = (column: Float64Array): boolean => column.some((v) => !Number.isNaN(v));

/** Live heap after each cycle, its goal, and the sawtooth between; with the slope of the live heap. */
export function heapTrack(timeline: Timeline): Track | null {
  const { gc } = timeline;
  // Dumps tell the heap at any time, with what was not swept yet.
  if (timeline.captures !== null) return null;
  const alloc = seriesOf(timeline, 'HeapAlloc');
  const goal = seriesOf(timeline, 'HeapGoal', 'NextGC');
  const lines: Line[] = [];
  if (alloc !== undefined) lines.push(line('sawtooth', 'HeapAlloc', alloc.time, alloc.value));
  else if (some(gc.heapStart)) lines.push(sawtooth(timeline));
  if (some(gc.stacks)) lines.push(line('line', 'stacks', gc.end, gc.stacks));
  if (some(gc.globals)) lines.push(line('line', 'globals', gc.end, gc.globals));
  if (goal !== undefined) lines.push(line('goal', 'HeapGoal', goal.time, goal.value));
  else if (some(gc.goal)) lines.push(line('goal', 'goal', gc.begin, gc.goal));
  if (some(gc.live)) lines.push(line('live', 'live', gc.end, gc.live));
  if (lines.length === 0) return null;
  const trend = liveTrend(timeline);
  const rows = gc.length > 0 ? () => gcRows(timeline) : () => seriesRows(alloc === undefined ? [] : [alloc]);
  return lineTrack(
    { kind: 'heap', unit: 'bytes', trend },
    lines,
    rows,
    gc.length > 0 ? gc.length : (alloc?.time.length ?? 0),
  );
}

/** Start, peak and live heap of every cycle as one line. */
function sawtooth({ gc }: Timeline): Line {
  const time = new Float64Array(3 * gc.length);
  const value = new Float64Array(3 * gc.length);
  for (let i = 0; i < gc.length; i++) {
    time.set([gc.begin[i] as number, gc.end[i] as number, gc.end[i] as number], 3 * i);
    value.set([gc.heapStart[i] as number, gc.heapEnd[i] as number, gc.live[i] as number], 3 * i);
  }
  return line('sawtooth', 'heap', time, value);
}

/** Slope of the live heap after GC without the warm-up: never of the sawtooth. */
function liveTrend(timeline: Timeline): TrendLine | null {
  const live = liveHeap(timeline);
  const { sizeQuantum } = timeline.gc;
  return live === null ? null : trendLine(live, sizeQuantum === 1 ? 0 : sizeQuantum);
}

function gcRows({ gc }: Timeline): TrackRows {
  const bytes = (name: 'heapStart' | 'heapEnd' | 'live' | 'goal' | 'stacks' | 'globals'): TrackColumn => ({
    name,
    unit: 'bytes',
    values: gc[name],
    words: null,
  });
  const columns = [
    timeColumn('end', gc.end),
    { name: 'n', unit: 'count', values: gc.n, words: null },
    ...(['heapStart', 'heapEnd', 'live', 'goal', 'stacks', 'globals'] as const).map(bytes),
  ];
  return { length: gc.length, time: gc.end, columns: knownColumns(columns) };
}

/** Points of several series one after another. */
export function seriesRows(series: readonly TimeSeries[]): TrackRows {
  const length = series.reduce((n, s) => n + s.time.length, 0);
  const time = new Float64Array(length);
  const values = new Float64Array(length);
  const names = new Float64Array(length);
  let at = 0;
  series.forEach((s, k) => {
    time.set(s.time, at);
    values.set(s.value, at);
    names.fill(k, at, at + s.time.length);
    at += s.time.length;
  });
  const columns = [
    timeColumn('time', time),
    { name: 'series', unit: '', values: names, words: series.map((s) => s.name) },
    { name: 'value', unit: series[0]?.unit ?? '', values, words: null },
  ];
  return { length, time, columns };
}

/** Figures of each cycle with the next: allocation rate, share of the CPUs, period. */
export function cycleTracks(timeline: Timeline): Track[] {
  const { gc } = timeline;
  const n = Math.max(0, gc.length - 1);
  const rate = new Float64Array(n).fill(Number.NaN);
  const cpu = new Float64Array(n).fill(Number.NaN);
  const assist = new Float64Array(n).fill(Number.NaN);
  const period = new Float64Array(n).fill(Number.NaN);
  const least = gc.sizeQuantum > 1 ? 4 * MIB : 0;
  for (let i = 0; i < n; i++) {
    const ns = (gc.begin[i + 1] as number) - (gc.begin[i] as number);
    period[i] = ns;
    const live = gc.live[i] as number;
    const during = (gc.heapEnd[i] as number) - (gc.heapStart[i] as number);
    const bytes = (gc.heapStart[i + 1] as number) - live + during;
    if (ns >= LEAST_PERIOD_NS && bytes >= least) rate[i] = (bytes * NS_PER_S) / ns;
    const used =
      (gc.cpuSweepTerm[i] as number) +
      (gc.cpuAssist[i] as number) +
      (gc.cpuBackground[i] as number) +
      (gc.cpuMarkTerm[i] as number);
    cpu[i] = (100 * used) / ((gc.procs[i] as number) * ns);
    const marking = (gc.cpuAssist[i] as number) + (gc.cpuBackground[i] as number);
    assist[i] = marking === 0 ? 0 : (100 * (gc.cpuAssist[i] as number)) / marking;
  }
  const time = gc.begin.subarray(0, n);
  const rows = (name: string, unit: string, values: Float64Array) => (): TrackRows => ({
    length: n,
    time,
    columns: [timeColumn('begin', time), { name, unit, values, words: null }],
  });
  const tracks: Track[] = [];
  if (some(rate)) {
    // Cycles too short to tell are passed over: the line joins those that do.
    const known = Int32Array.from(rate, (_, i) => i).filter((i) => !Number.isNaN(rate[i] as number));
    const pick = (column: Float64Array) => Float64Array.from(known, (i) => column[i] as number);
    const lines = [line('live', 'allocated', pick(time), pick(rate))];
    tracks.push(lineTrack({ kind: 'allocation', unit: 'bytes/s' }, lines, rows('allocated', 'bytes/s', rate), n));
  }
  if (some(cpu)) {
    const lines = [line('live', 'cpu', time, cpu), line('line', 'assist', time, assist)];
    tracks.push(lineTrack({ kind: 'gc-cpu', unit: 'percent' }, lines, rows('cpu', 'percent', cpu), n));
  }
  if (some(period)) {
    const lines = [line('live', 'period', time, period)];
    tracks.push(lineTrack({ kind: 'gc-period', unit: 'nanoseconds' }, lines, rows('period', 'nanoseconds', period), n));
  }
  return tracks;
}
