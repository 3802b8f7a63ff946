import type { CallTree, KeyTable, Prefix, Weights } from './call-tree.ts';
import type { Lens } from './lens.ts';
import type { ValueType } from './profile.ts';
import type { Message } from './report.ts';

/** Why a question has no answer: an invalid filter (shown beside its field) or nothing left. */
export interface LensProblem {
  /** Index into lens.filters, or the option's name. */
  readonly where: number | string;
  readonly what: Message;
}

/** Fields every answer carries. */
export interface AnswerBase {
  readonly problems: readonly LensProblem[];
  readonly sampleType: ValueType;
  /** Σ|v|, the denominator of percentages (pprof's total; of the base in a comparison). */
  readonly total: number;
  /** Stacks that pass the lens, and all. */
  readonly kept: number;
  readonly all: number;
}

export interface FlameQuestion {
  readonly lens: Lens;
  /** Id of the tree that the client still holds: then `tree` and `keys` are left out of the answer if they would be the same. */
  readonly have: number;
}

export interface FlamePicture {
  readonly tree: CallTree;
  readonly keys: KeyTable;
  /** Per node: tier of the border between Go and C above it (see seam.ts), 0 = none. Null where nothing has one. */
  readonly tier: Uint8Array | null;
}

export interface FlameAnswer extends AnswerBase {
  readonly treeId: number;
  /** Absent when the client already holds `treeId`. For a sandwich: callees (from the pivot down). */
  readonly picture: FlamePicture | null;
  readonly weights: Weights;
  /** Sandwich only: the callers tree (pivot first, its callers after), with the same keys. */
  readonly callers: { readonly tree: CallTree | null; readonly weights: Weights } | null;
}

/** How many there are of what a flame graph weighs: objects of bytes, samples of time. */
export interface CountsAnswer {
  /** Of the picture that `value` and `callers` have the groups of. */
  readonly treeId: number;
  readonly type: ValueType;
  readonly value: Prefix;
  /** Sandwich only. */
  readonly callers: Prefix | null;
}

const TABLE_SORTS = ['name', 'flat', 'cum', 'origin', 'file', 'before', 'after', 'delta', 'ratio'] as const;
export type TableSort = (typeof TABLE_SORTS)[number];

export interface TableQuestion {
  readonly lens: Lens;
  readonly sort: TableSort;
  readonly descending: boolean;
  /** Substring, or /regex/: only rows whose name or file has it. */
  readonly filter: string;
  /** Which pair of columns a comparison's before/after/delta mean. */
  readonly by: 'flat' | 'cum';
}

/** Rows in the order asked for. All columns have `rows` entries. */
export interface TableAnswer extends AnswerBase {
  readonly rows: number;
  readonly keys: KeyTable;
  readonly key: Int32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Present in a comparison: values of base; `flat`/`cum` are then those of after. */
  readonly flatBefore: Float64Array | null;
  readonly cumBefore: Float64Array | null;
  /** 0 = not inlined, 1 = inline, 2 = partial-inline. */
  readonly inlined: Uint8Array;
  /** Tier of the border between Go and C at the row (see seam.ts), 0 = none. Null where nothing has one. */
  readonly tier: Uint8Array | null;
}

export interface PeekRow {
  readonly name: string;
  readonly origin: number;
  readonly value: number;
  readonly before: number;
  readonly inlined: boolean;
}

export interface PeekAnswer extends AnswerBase {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
  readonly flatBefore: number;
  readonly cumBefore: number;
  readonly callers: readonly PeekRow[];
  readonly callees: readonly PeekRow[];
}

/** A place in the tree by names, root → node; in an inverted picture leaf → node. */
export interface DetailsQuestion {
  readonly lens: Lens;
  readonly path: readonly string[];
}

export interface LabelShare {
  readonly value: string;
  readonly weight: number;
  readonly before: number;
}

export interface LabelBreakdown {
  readonly key: string;
  readonly unit: string;
  /** Weight of the samples that carry the key. */
  readonly total: number;
  readonly values: readonly LabelShare[];
  /** Values beyond the 50 heaviest. */
  readonly more: number;
}

export interface DetailsAnswer extends AnswerBase {
  readonly name: string;
  readonly rawName: string;
  readonly origin: number;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  readonly buildId: string;
  readonly inlined: boolean;
  /** The path: total, self. The function anywhere: cum, flat. */
  readonly pathTotal: number;
  readonly pathSelf: number;
  readonly parentTotal: number;
  readonly cum: number;
  readonly flat: number;
  readonly before: {
    readonly pathTotal: number;
    readonly pathSelf: number;
    readonly cum: number;
    readonly flat: number;
  } | null;
  readonly callers: readonly PeekRow[];
  readonly callees: readonly PeekRow[];
  readonly labels: readonly LabelBreakdown[];
  /** Total of the path in every source of the series given with `addSeries`, in time order. */
  readonly series: readonly { readonly source: string; readonly value: number }[];
}

export interface SearchAnswer {
  /** Per row of the KeyTable of `treeId`: 1 = matches. */
  readonly matches: Uint8Array;
  readonly keys: number;
  /** Weight of the stacks with at least one match, and of all. */
  readonly weight: number;
  readonly total: number;
  readonly problem: Message | null;
}

export interface LabelsAnswer extends AnswerBase {
  readonly keys: readonly LabelBreakdown[];
}
