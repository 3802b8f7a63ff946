import type { Lens } from './lens.ts';
import type { ClockKind } from './timeline.ts';

/** What lies on the axis: events with times, samples with times, a profile or a map of one moment. */
export type AxisKind = 'timeline' | 'samples' | 'moment';

/** A source of one moment, as the page knows it: the worker places it. */
export interface Moment {
  readonly key: string;
  readonly kind: MarkKind;
  /** unix ns as decimal text. */
  readonly timeNanos: string;
  readonly durationNanos: string;
  /** unix ns of the GC that a heap profile shows, where it says so; '' = not said. */
  readonly lastGc: string;
}

export const MARK_KINDS = ['heap', 'goroutine', 'memleak', 'maps', 'cpu', 'other'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

export interface TimelineQuestion {
  /** Only `timelines` and `align` count. */
  readonly lens: Lens;
  readonly moments: readonly Moment[];
}

/** How a source lies on the axis. Times in ns after the axis's zero, which is the first event of the reference. */
export interface AxisSource {
  readonly key: string;
  readonly kind: AxisKind;
  readonly clock: ClockKind | 'wall' | 'perf';
  /** Added to its own times (ns after its origin; samples: as they are); null: not related, drawn from its own start. */
  readonly shift: number | null;
  /** What is added to draw it: `shift`, or what puts its first event to the axis's zero while it is not related. */
  readonly drawnShift: number;
  /** As it is drawn, `time on the reference's clock − own time` in ns, as decimal text; null: it goes with its trace. */
  readonly offset: string | null;
  readonly errorNs: number;
  /** In the words of the clocks: 'reference', 'same clock', 'GC match' … 'manual', 'none'. */
  readonly method: string;
  /** Figures of a dump that does not say when it was taken: how they were placed, and how far off they may be (ns; NaN: not known). */
  readonly captured?: { readonly by: 'file time' | 'last GC'; readonly errorNs: number };
  readonly begin: number;
  readonly end: number;
}

/** A moment on the axis: a heap profile spans from the GC that it shows to the time it was written. */
export interface Mark {
  readonly key: string;
  readonly kind: MarkKind;
  readonly begin: number;
  readonly end: number;
  readonly errorNs: number;
}

export const TRACK_KINDS = [
  'pauses',
  'heap',
  'allocation',
  'gc-cpu',
  'gc-period',
  'layers',
  'memory',
  'goroutines',
  'sites',
  'cgo',
  'procs',
  'threads',
  'spans',
  'series',
] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

/** How a layer is drawn. */
export type LayerRole =
  | 'pause'
  | 'forced'
  | 'stop'
  | 'cycle'
  | 'live'
  | 'goal'
  | 'sawtooth'
  | 'line'
  | 'stack'
  | 'total'
  | 'heat'
  | 'span'
  | 'log';

export interface LayerInfo {
  readonly role: LayerRole;
  /** As the source names it; '' where the role says all. */
  readonly name: string;
}

/** A robust line through points: per second, with the interval of 95 %; drawn from `begin` to `end`. */
export interface TrendLine {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly begin: number;
  readonly end: number;
  /** Value at `begin`. */
  readonly from: number;
  /** Where the curve changes its slope or steps, with the F statistic that says so. */
  readonly bends: readonly { readonly at: number; readonly kind: 'slope' | 'step'; readonly f: number }[];
}

export interface TrackInfo {
  readonly id: string;
  readonly kind: TrackKind;
  readonly source: string;
  readonly scale: 'log' | 'linear' | 'lanes';
  readonly unit: string;
  readonly layers: readonly LayerInfo[];
  readonly lanes: readonly string[];
  /** Rows of the track's table. */
  readonly rows: number;
  /** What its head says beside the name. */
  readonly figures: Readonly<Record<string, number>>;
  readonly bound: 'upper' | 'lower' | null;
  readonly trend: TrendLine | null;
}

export interface TimelineAnswer {
  readonly reference: string;
  readonly sources: readonly AxisSource[];
  readonly marks: readonly Mark[];
  /** Keys of moments that have no place on this axis. */
  readonly unplaced: readonly string[];
  /** unix ns of the axis's zero as decimal text, with its error; null when it is not known. */
  readonly wall: { readonly unixNs: string; readonly errorNs: number } | null;
  readonly from: number;
  readonly to: number;
  readonly tracks: readonly TrackInfo[];
  /** Events whose times are negative, beyond 2^53 ns or going back: in no track. */
  readonly isolated: number;
}

export interface TracksQuestion {
  readonly lens: Lens;
  readonly from: number;
  readonly to: number;
  /** Columns of pixels. */
  readonly width: number;
  /** Ids of tracks. */
  readonly which: readonly string[];
  /** Only what can be answered at once: tracks of very many events stay out. */
  readonly quick: boolean;
}

/** What to draw of a layer: O(pixels) rows, times on the axis. */
export type LayerPicture =
  /** A line through points; a NaN is a gap. */
  | { readonly kind: 'line'; readonly time: Float64Array; readonly value: Float64Array }
  /** The longest event of each pixel: `row` in the track's table, `count` of events that the bar stands for. */
  | {
      readonly kind: 'bars';
      readonly time: Float64Array;
      readonly value: Float64Array;
      readonly row: Int32Array;
      readonly count: Int32Array;
    }
  /** Ranges in lanes; those under a pixel are joined, their row is -1. */
  | {
      readonly kind: 'ranges';
      readonly begin: Float64Array;
      readonly end: Float64Array;
      readonly lane: Int32Array;
      readonly row: Int32Array;
    }
  /** Events per cell, lane by lane, in columns of equal width from `from` to `to`. */
  | {
      readonly kind: 'heat';
      readonly from: number;
      readonly to: number;
      readonly columns: number;
      readonly cells: Float32Array;
    };

export interface TrackPicture {
  readonly id: string;
  /** In the order of the track's layers. */
  readonly layers: readonly LayerPicture[];
  readonly min: number;
  readonly max: number;
}

export interface TracksAnswer {
  readonly from: number;
  readonly to: number;
  readonly tracks: readonly TrackPicture[];
}

/** The rows of a track in a range of the axis (null = all), for its table and for the details of one. */
export interface TrackTableQuestion {
  readonly lens: Lens;
  readonly track: string;
  readonly range: { readonly from: number; readonly to: number } | null;
}

export interface TrackColumn {
  readonly name: string;
  /** 'time' = ns on the axis; else a unit of measure. */
  readonly unit: string;
  readonly values: Float64Array;
  /** `values` are indices into these. */
  readonly words: readonly string[] | null;
}

export interface TrackTable {
  readonly length: number;
  /** Rows beyond the first hundred thousand. */
  readonly more: number;
  /** Row in the whole table, of every row here. */
  readonly row: Int32Array;
  readonly columns: readonly TrackColumn[];
}

export interface PauseFigures {
  readonly kind: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

/** What the garbage collector did in the range of the lens; times in ns, sizes in bytes, NaN where not told. */
export interface GcFigures {
  readonly source: string;
  readonly cycles: number;
  readonly forced: number;
  readonly bound: 'upper' | 'lower';
  readonly all: PauseFigures;
  readonly pauses: readonly PauseFigures[];
  readonly cpuNs: number;
  readonly cpuShare: number;
  readonly assistShare: number;
  readonly liveFirst: number;
  readonly liveLast: number;
  readonly liveMax: number;
  readonly liveSlope: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  readonly gogc: number;
  readonly limited: number;
  readonly deathSpiral: boolean;
  /** Pauses of GC per bin of the histogram: from `PAUSE_BINS[i]` ns up to the next. */
  readonly histogram: Float64Array;
}

/** Lower ends of the histogram's bins, ns: three a decade from 1 µs to 1 s. */
export const PAUSE_BINS: readonly number[] = Array.from({ length: 19 }, (_, i) => 1000 * 10 ** (i / 3));

/** First and last value of a counter in the range. */
export interface SeriesChange {
  readonly source: string;
  readonly name: string;
  readonly unit: string;
  readonly first: number;
  readonly last: number;
}

/** Per second, with the interval of 95 %. */
export interface SlopeFigures {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Where memory grows: live Go heap, what Go retains, the rest, which is native. Slopes in bytes per second. */
export interface GrowthVerdict {
  readonly grows: readonly ('live' | 'retained' | 'native')[];
  readonly rssGrows: boolean | null;
  readonly caveats: readonly string[];
  readonly live: SlopeFigures | null;
  readonly go: SlopeFigures | null;
  readonly native: SlopeFigures | null;
  readonly rss: SlopeFigures | null;
}

export interface RangeAnswer {
  /** Null where no source tells of the memory beside the Go heap. */
  readonly growth: GrowthVerdict | null;
  readonly from: number;
  readonly to: number;
  readonly gc: readonly GcFigures[];
  readonly changes: readonly SeriesChange[];
}
