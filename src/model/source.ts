import type { MemoryMap } from './maps.ts';
import type { Profile, ValueType } from './profile.ts';
import type { ClockKind, Timeline } from './timeline.ts';

/** A table with named columns that is not a profile, such as the MemStats trailer of heap?debug=1. */
export interface StatsTable {
  readonly name: string;
  /** name → value as written in the file (numbers as text, so that int64 stay exact). */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** Unrolled rings, oldest first: GC pauses with their end (unix ns). */
  readonly pauses?: { readonly ns: Float64Array; readonly endUnixNs: BigInt64Array };
}

/** What a source is: stacks with values, the mappings of a process, or events with times. */
export type SourceKind = 'profile' | 'maps' | 'timeline';

/** What one file gave: one or more sources (an archive member or each report of a log is one of its own). */
export interface DecodedSource {
  readonly kind: Exclude<SourceKind, 'timeline'>;
  /** Name within the file ('' when the file is one source). */
  readonly name: string;
  /** What it is in the field's words, short: 'heap', 'cpu', 'goroutine', 'folded' … */
  readonly flavor: string;
  /** Empty, without sample types, when the source is of another kind. */
  readonly profile: Profile;
  /** The table of a source of kind 'maps'. */
  readonly maps?: MemoryMap;
  /** Set when the source is a comparison in itself (pprof::base label, two-column folded): sample values of base are negative and labelled. */
  readonly isDiff: boolean;
  /** Made from the samples of another source of the file: the two are never added up. */
  readonly derived?: true;
  /** Share of the events that the tool lost, 0…1; absent where it lost none or does not say. */
  readonly lossRate?: number;
  readonly stats?: StatsTable;
}

/** Sums of a memory map in bytes; NaN where it prints none. */
export interface MapTotals {
  readonly size: number;
  readonly rss: number;
  readonly dirty: number;
  readonly pid: number;
  readonly command: string;
}

/** What is in a timeline, in figures. */
export interface TimelineTotals {
  readonly clock: ClockKind;
  readonly gcCycles: number;
  readonly stops: number;
  /** Names of its series. */
  readonly series: readonly string[];
  /** Points of the longest of them. */
  readonly points: number;
  /** Goroutines seen; 0 where none are told. */
  readonly goroutines: number;
}

/** Which columns of a table are read, by their headings ('1', '2' … where there are none). */
export interface ColumnChoice {
  readonly time: string;
  /** `factor` makes the numbers of the file numbers of the unit. */
  readonly values: readonly { readonly name: string; readonly unit: string; readonly factor: number }[];
}

/** The columns of a table of values over time, and those that were read. */
export interface TableColumns {
  readonly names: readonly string[];
  readonly chosen: ColumnChoice;
}

/** A source of events with times: a gctrace log of one process, an execution trace. */
export interface TimelineSource {
  readonly kind: 'timeline';
  readonly name: string;
  /** 'gctrace', 'go-trace' … */
  readonly flavor: string;
  readonly timeline: Timeline;
  /** The dump's fields as they are written. */
  readonly stats?: StatsTable;
  /** Of a table: its columns may be chosen anew. */
  readonly columns?: TableColumns;
}

/** What a decoder gives, told apart by `kind`. */
export type AnySource = DecodedSource | TimelineSource;

/** What is known of a source without its tables; lives on the main thread. */
export interface SourceFacts {
  /** Stable name of the source: first 16 hex of the file's SHA-256, "." and its index in the file. Equal files get equal keys. */
  readonly key: string;
  readonly kind: SourceKind;
  readonly fileName: string;
  readonly name: string;
  readonly flavor: string;
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: number;
  /** Signed sums per sample type, exact, as decimal text. */
  readonly totals: readonly string[];
  /** What of the totals is no leak of the program, per sample type as decimal text; absent where nothing is. */
  readonly apart?: readonly string[];
  readonly samples: number;
  readonly stacks: number;
  readonly functions: number;
  readonly mappings: number;
  /** Basename of the main binary and its build id, '' if unknown. */
  readonly binary: string;
  readonly buildId: string;
  /** 'Go 1.24' where it can be known, else ''. */
  readonly runtime: string;
  /** unix ns as decimal text, '0' if unknown. */
  readonly timeNanos: string;
  readonly durationNanos: string;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly isDiff: boolean;
  /** Share of the events that the tool lost, 0…1; absent where it lost none or does not say. */
  readonly lossRate?: number;
  /** The heap whose live memory it counts, null where it counts none. */
  readonly heap: 'go-heap' | 'c-heap' | null;
  /** Share of its stacks that reach a goroutine, 0 … 1. */
  readonly goShare?: number;
  readonly labelKeys: readonly string[];
  /** Its samples have times. */
  readonly timed?: true;
  readonly stats: StatsTable | null;
  /** Of a table of values over time. */
  readonly columns?: TableColumns;
  /** Of a source of kind 'maps'. */
  readonly maps?: MapTotals;
  /** Of a source of kind 'timeline'. */
  readonly timeline?: TimelineTotals;
  readonly tableBytes: number;
}
