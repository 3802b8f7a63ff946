import type { Column } from './columns.ts';
import type { FrameId, FunctionId, LabelSetId, LocationId, MappingId, SampleId, StackId, StringId } from './ids.ts';
import type { Strings } from './strings.ts';

/** What a column of values counts, in pprof's words: `inuse_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Where the code of a frame comes from. The numbers are stored in `Frames.origin`; keep their order. */
export const ORIGINS = ['unknown', 'go', 'go-runtime', 'cgo-seam', 'c', 'c++', 'libc', 'kernel'] as const;
export type Origin = (typeof ORIGINS)[number];

export interface Mappings {
  readonly length: number;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  readonly file: Column<MappingId, StringId>;
  readonly buildId: Column<MappingId, StringId>;
}

export interface Functions {
  readonly length: number;
  readonly name: Column<FunctionId, StringId>;
  readonly systemName: Column<FunctionId, StringId>;
  readonly file: Column<FunctionId, StringId>;
  readonly startLine: Column<FunctionId, number>;
}

/**
 * One row per function at a place in the code. An address with inlined calls (a pprof Location) is several rows with
 * the same `location`: `inlineDepth` 0 is the physical function, higher ones are inlined into it.
 */
export interface Frames {
  readonly length: number;
  /** NONE when the address has no name. */
  readonly func: Column<FrameId, FunctionId>;
  readonly line: Column<FrameId, number>;
  readonly column: Column<FrameId, number>;
  readonly location: Column<FrameId, LocationId>;
  /** NONE when the address lies in no known mapping. */
  readonly mapping: Column<FrameId, MappingId>;
  readonly address: BigUint64Array;
  readonly inlineDepth: Uint16Array;
  /** Index into ORIGINS. */
  readonly origin: Uint8Array;
  /** 1 where pprof's `is_folded` is set. */
  readonly folded: Uint8Array;
}

/** Stack `i` is `frames[offsets[i] … offsets[i + 1])`, ROOT FIRST. Equal stacks are stored once. Stack without frames is allowed. */
export interface Stacks {
  readonly length: number;
  readonly offsets: Int32Array;
  readonly frames: Int32Array;
}

/** Label set `i` is the entries `offsets[i] … offsets[i + 1])`, sorted by key. Set 0 is empty. Equal sets are stored once. */
export interface LabelSets {
  readonly length: number;
  readonly offsets: Int32Array;
  readonly key: Int32Array;
  /** String value, or NONE for a numeric label. */
  readonly text: Int32Array;
  readonly num: BigInt64Array;
  /** Unit of a numeric label (string id; 0 = none given in the file). */
  readonly unit: Int32Array;
}

export interface Samples {
  readonly length: number;
  readonly stack: Column<SampleId, StackId>;
  readonly labels: Column<SampleId, LabelSetId>;
  /** One column per sample type. Exact while Σ|v| of a column stays below 2^53, else see `exact`. */
  readonly values: readonly Float64Array[];
  /** Per sample type: the int64 values, present only where Σ|v| passes 2^53. */
  readonly exact: readonly (BigInt64Array | null)[];
  /** ns on the clock of the source, or null when the samples have no times. */
  readonly time: Float64Array | null;
  /** Thread id, or null. */
  readonly thread: Int32Array | null;
}

/** Live blocks of memory by address, as `memleak -a` lists them. */
export interface Blocks {
  readonly length: number;
  readonly address: BigUint64Array;
  /** Bytes as asked for. */
  readonly size: Float64Array;
  /** The sample that the block is counted in; NONE where the file does not say. */
  readonly sample: Column<never, SampleId>;
}

/** The raw tables of one profile: what is decoded, saved and shared. Everything else is derived from them. */
export interface Profile {
  readonly strings: Strings;
  readonly sampleTypes: readonly ValueType[];
  /** Index into `sampleTypes`: pprof's default_sample_type if it names one, else the last. */
  readonly defaultSampleType: number;
  /** The name that the file gives as default_sample_type, '' if none. */
  readonly defaultSampleTypeName: string;
  readonly periodType: ValueType;
  readonly period: bigint;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** pprof's drop_frames / keep_frames regexes as in the file ('' if none). Decoders do not apply them; analysis does. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly mappings: Mappings;
  readonly functions: Functions;
  readonly frames: Frames;
  readonly stacks: Stacks;
  readonly samples: Samples;
  readonly labelSets: LabelSets;
  /** Absent where the file lists none, and in derived profiles with other samples. */
  readonly blocks?: Blocks;
}
