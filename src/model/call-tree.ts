import type { Strings } from './strings.ts';

/**
 * The names that a picture or table speaks of, one row per key of the current granularity, SORTED BY NAME (row number =
 * alphabetical rank), so comparing two keys compares their names.
 */
export interface KeyTable {
  readonly length: number;
  readonly strings: Strings;
  /** Shown name, as the granularity and folding say. */
  readonly name: Int32Array;
  /** Raw name of one of the functions behind the key (unfolded). */
  readonly rawName: Int32Array;
  readonly file: Int32Array;
  /** Line of the function (start line) or, at granularity lines, the line itself; 0 = unknown. */
  readonly line: Int32Array;
  /** Basename of the mapping ('' = none) and its build id. */
  readonly module: Int32Array;
  readonly buildId: Int32Array;
  /** Index into ORIGINS. */
  readonly origin: Uint8Array;
  /** Bit 0: occurs inlined, bit 1: occurs not inlined. */
  readonly inlined: Uint8Array;
}

/**
 * A call tree over distinct stacks ("groups") in lexicographic order of their keys, path-compressed: a run is an
 * unbranching chain of nodes. Every run covers an interval of groups, so any sum over a subtree is a difference of
 * prefix sums. Runs are in preorder; children of run r are r + 1, end[r + 1], end[end[r + 1]] … while < end[r].
 * Run 0 is the synthetic root and has no nodes (first[0] = first[1] = 0).
 */
export interface CallTree {
  readonly runs: number;
  readonly nodes: number;
  readonly groups: number;
  /** runs + 1 entries: nodes of run r are first[r] … first[r + 1] - 1, outermost first. Node ids are in preorder too. */
  readonly first: Int32Array;
  /** Depth of the run's first node; a root frame has depth 1, the synthetic root 0. */
  readonly depth: Int32Array;
  /** Run index after the last run of the subtree. */
  readonly end: Int32Array;
  readonly parent: Int32Array;
  /** Groups [lo, hi) pass through the run. */
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  /** 1 where group `lo` ends at the last node of the run: that node has self value (the group's own weight). */
  readonly ends: Uint8Array;
  /** Per node: row of the KeyTable. */
  readonly key: Int32Array;
  /** Per node: 1 where every occurrence was inlined into its caller. */
  readonly inlined: Uint8Array;
}

/** Prefix sums over groups (groups + 1 entries): the value of groups [lo, hi) is p[hi] - p[lo]. */
export type Prefix = Float64Array;

/** Weights of a plain picture. */
export interface PlainWeights {
  readonly kind: 'plain';
  /** Signed values; what a box says. */
  readonly value: Prefix;
  /** Σ|v|: the width of a box (equals `value` when nothing is negative; then it is the same array). */
  readonly size: Prefix;
}

/** Weights of a comparison, over leaf stacks: envelope = Σ max(before, after), grew = Σ max(0, after − before), shrank = Σ max(0, before − after). */
export interface CompareWeights {
  readonly kind: 'compare';
  readonly before: Prefix;
  readonly after: Prefix;
  readonly envelope: Prefix;
  readonly grew: Prefix;
  readonly shrank: Prefix;
  /** Per node: 1 = the change is within sampling noise. Null until intervals are computed. */
  readonly veiled: Uint8Array | null;
}

export type Weights = PlainWeights | CompareWeights;
