import type { AnswerBase } from './answers.ts';
import type { KeyTable } from './call-tree.ts';
import type { Lens } from './lens.ts';

export interface GraphQuestion {
  readonly lens: Lens;
  /** Most nodes to draw. */
  readonly nodeCount: number;
}

/** Calls caller → callee as rows of the answer's keys. Columns by edge. */
export interface GraphEdges {
  /** NONE = nobody knows the caller: a stub that ends in the callee. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Each edge once per stack; in a comparison the value of after. */
  readonly value: Float64Array;
  readonly before: Float64Array | null;
  /** 1 = every call was inlined. */
  readonly inlined: Uint8Array;
  /** 1 = functions between the two were left out. */
  readonly residual: Uint8Array;
  /** How a C stack was joined to its Go caller: 0 no border here, 1 exact, 2 unique, 3 estimate, 4 candidates, 5 unknown. */
  readonly tier: Uint8Array;
}

/** The call graph of a lens. Row i of `keys` is node i. */
export interface GraphAnswer extends AnswerBase {
  readonly keys: KeyTable;
  /** Self and total; in a comparison those of after. Self of a node whose callees were left out does not hold theirs. */
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly flatBefore: Float64Array | null;
  readonly cumBefore: Float64Array | null;
  readonly edges: GraphEdges;
  /** Everything that passed the lens, drawn or not; in a comparison of after. */
  readonly whole: number;
  readonly wholeBefore: number | null;
  /** Functions with a value, drawn or not. */
  readonly allNodes: number;
}
