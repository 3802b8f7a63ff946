/**
 * Distinct sequences of keys in lexicographic order (a shorter one before its extensions), each stored from where it
 * leaves the one before: group g shares `lcp[g]` elements with group g − 1, and its element d ≥ lcp[g] is
 * `values[first[g] + d − lcp[g]]`. So `values` holds every node of the call tree once, in preorder.
 *
 * A value is key × 2 + 1 where the frame is inlined into its caller at every occurrence, else key × 2.
 */
export interface Groups {
  readonly count: number;
  readonly len: Int32Array;
  /** 0 for group 0. */
  readonly lcp: Int32Array;
  /** One more entry than groups: where the new elements of a group begin. */
  readonly first: Int32Array;
  readonly values: Int32Array;
}

/** Number of the longest sequence's elements. */
export function deepest({ len }: Groups): number {
  let most = 0;
  for (let g = 0; g < len.length; g++) if ((len[g] as number) > most) most = len[g] as number;
  return most;
}
