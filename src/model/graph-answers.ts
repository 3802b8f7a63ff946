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
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Each edge once per stack; in a comparison the value of after. */
  readonly value: Float64Array;
  readonly before: Float64Array | null;
  /** 1 = every call was inlined. */
  readonly inlined: Uint8Array;
  /** 1 = functions between the two were left out. */
  readonly residual: Uint8Array;
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
  /** Functions with a value, drawn or not. */
  readonly allNodes: number;
}
