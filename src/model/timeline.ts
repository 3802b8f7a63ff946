import type { Strings } from './strings.ts';

/** Clocks a timeline can count in. `monotonic` is CLOCK_MONOTONIC of the observed host; `process` counts from the start of the Go runtime. */
export type ClockKind = 'monotonic' | 'process' | 'ticks' | 'unix';

/** What is known of a source's clock. Times of its tables are ns after `origin`, which is the first event in this clock. */
export interface TimelineClock {
  readonly kind: ClockKind;
  /** ns of the first event in the source's own clock. */
  readonly origin: bigint;
  /** Smallest step of a time in ns: 64 for traces of Go 1.22 and later, 1,000,000 for the `@` of gctrace. */
  readonly resolutionNs: number;
  /** Truncated, so that the true time lies in [t, t + resolution). */
  readonly truncated: boolean;
}

/** Float64 columns of the GC table; NaN where the source does not say. Times and durations in ns, sizes in bytes. */
export const GC_COLUMNS = [
  'n',
  'begin',
  'end',
  'cpuPercent',
  'clockSweepTerm',
  'clockScan',
  'clockSync',
  'clockMark',
  'clockMarkTerm',
  'cpuSweepTerm',
  'cpuScan',
  'cpuSync',
  'cpuAssist',
  'cpuBackground',
  'cpuIdle',
  'cpuMarkTerm',
  'heapStart',
  'heapEnd',
  'live',
  'goal',
  'stacks',
  'globals',
  'procs',
] as const;
export type GcColumn = (typeof GC_COLUMNS)[number];

export interface GcCycles extends Readonly<Record<GcColumn, Float64Array>> {
  readonly length: number;
  /** 1 forced, 0 not, 255 unknown. */
  readonly forced: Uint8Array;
  /** Sizes are floors of multiples of this: 1 (exact) or 1,048,576 (gctrace prints MiB). */
  readonly sizeQuantum: number;
}

/** Stops of the world. A trace's end comes after the restart (upper bound), gctrace's before it (lower bound): never one percentile of both. */
export interface StwRanges {
  readonly length: number;
  readonly bound: 'upper' | 'lower';
  /** Rows of `Timeline.strings`, spelled as in the trace: "GC mark termination". */
  readonly kind: Int32Array;
  readonly begin: Float64Array;
  readonly end: Float64Array;
}

/** A counter. Points are thinned to the minimum and maximum per bucket of time; the summary counts all of them. */
export interface TimeSeries {
  readonly name: string;
  readonly unit: string;
  /** Points in the source. */
  readonly n: number;
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** Width of a bucket in ns; 0 = every point is here. */
  readonly bucketNs: number;
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** Points that are never thinned: the heap right after a GC. Indices into `time`. */
  readonly kept: Int32Array;
}

export const GOROUTINE_STATES = ['runnable', 'running', 'syscall', 'waiting'] as const;

/** One row per goroutine seen. */
export interface Goroutines {
  readonly length: number;
  readonly id: Float64Array;
  /** NaN: it was there before the trace. */
  readonly created: Float64Array;
  /** NaN: alive at the end. */
  readonly ended: Float64Array;
  /** Start function, a row of `Timeline.strings`; 0 unknown. */
  readonly start: Int32Array;
  /** Last state: index of GOROUTINE_STATES. */
  readonly state: Uint8Array;
  /** Time in each state, ns; states in the order of GOROUTINE_STATES. */
  readonly inState: readonly Float64Array[];
  readonly maxAlive: number;
}

/** Calls from Go into C (`_Cfunc_x`), in order of their end. `thread` is the thread id of the system where `threadIsTid`. */
export interface CgoCalls {
  readonly length: number;
  readonly threadIsTid: boolean;
  readonly begin: Float64Array;
  readonly end: Float64Array;
  readonly thread: Int32Array;
  readonly goroutine: Float64Array;
  /** Row of `Timeline.stacks`, -1 unknown. */
  readonly stack: Int32Array;
}

/** What a program itself marked in a trace. `end` is NaN for what did not end. */
export interface UserSpans {
  readonly length: number;
  readonly kind: 'task' | 'region';
  readonly name: Int32Array;
  readonly task: Float64Array;
  readonly goroutine: Float64Array;
  readonly begin: Float64Array;
  readonly end: Float64Array;
}

export interface UserLogs {
  readonly length: number;
  readonly time: Float64Array;
  readonly task: Float64Array;
  readonly category: Int32Array;
  readonly message: Int32Array;
}

/** Call stacks, leaf first: stack i is frames[offsets[i] … offsets[i + 1]). */
export interface TimelineStacks {
  readonly offsets: Int32Array;
  readonly frames: Int32Array;
  readonly frame: {
    readonly func: Int32Array;
    readonly file: Int32Array;
    readonly line: Int32Array;
    readonly pc: Float64Array;
  };
}

/** Wall-clock time that something else wrote beside an event of this source. */
export interface ClockAnchors {
  readonly length: number;
  /** Own clock, ns after the origin: the event had ended by then. */
  readonly time: Float64Array;
  readonly unixNs: BigInt64Array;
  /** `log`: when a line was read; `snapshot`: read together. */
  readonly kind: 'log' | 'snapshot';
}

/** How the time of a dump was found: it says so itself, by the date of its file, or not before its newest GC. */
export type CaptureMethod = 'stated' | 'file time' | 'last GC';

/** When figures that carry no time of their own were taken: a row per dump. Times in ns after the origin, NaN = no bound. */
export interface Captures {
  readonly length: number;
  /** The weakest of the rows. */
  readonly method: CaptureMethod;
  /** Where the points of the dump stand in the series. */
  readonly time: Float64Array;
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

/** Spans in which a thread of the system held a P of the scheduler, in order of their end. */
export interface ThreadRuns {
  readonly length: number;
  readonly thread: Int32Array;
  readonly begin: Float64Array;
  readonly end: Float64Array;
}

/** Sums over a trace, by name: 'assist', 'sweep' … Times in ns. */
export interface TimeTotal {
  readonly name: string;
  readonly count: number;
  readonly ns: number;
}

/** Everything of one source that has a time: see go-runtime traces and gctrace logs. Struct of arrays, no object per event. */
export interface Timeline {
  readonly clock: TimelineClock;
  /** Time of the last event, ns after the origin. */
  readonly durationNs: number;
  readonly strings: Strings;
  readonly gc: GcCycles;
  readonly stw: StwRanges;
  readonly series: readonly TimeSeries[];
  readonly goroutines: Goroutines | null;
  readonly cgoCalls: CgoCalls | null;
  readonly spans: readonly UserSpans[];
  readonly logs: UserLogs | null;
  readonly stacks: TimelineStacks | null;
  readonly anchors: ClockAnchors | null;
  readonly captures: Captures | null;
  readonly running: ThreadRuns | null;
  readonly totals: readonly TimeTotal[];
  /** Records by kind, in the source's own words. */
  readonly counts: Readonly<Record<string, number>>;
}
