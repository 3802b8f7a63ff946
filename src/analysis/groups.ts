/**
 * Where the values of sequences lie. A value is key × 2 + 1 where the frame was inlined into its caller, else key × 2;
 * keys are rows of a KeyTable, so values order like names.
 */
export interface Part {
  readonly values: Int32Array;
  /** Key → key of a wider table, ascending; null = the same. */
  readonly remap: Int32Array | null;
  /**
   * Bitmap over `values`: 1 where the value stands for a tree node of which some other occurrence is not inlined. A node
   * is shown as inlined only where every occurrence is. Null when there is no such place.
   */
  readonly notInlined: Uint8Array | null;
}

/**
 * Distinct sequences of keys in lexicographic order (a shorter one before its extensions). Element d of group g is
 * `values[start[g] + step × d]`, d < len[g]; step −1 reads a stack from leaf to root.
 */
export interface Groups {
  readonly count: number;
  readonly start: Int32Array;
  readonly len: Int32Array;
  /** Elements that group g shares with group g − 1; 0 for the first. */
  readonly lcp: Int32Array;
  readonly step: 1 | -1;
  readonly parts: readonly Part[];
  /** Index into `parts` per group; null when there is one part. */
  readonly part: Uint8Array | Uint16Array | null;
  /** True where a value may say "inlined". */
  readonly inlines: boolean;
}

/** The part of a group. */
export function partOf(groups: Groups, g: number): Part {
  return groups.parts[groups.part === null ? 0 : (groups.part[g] as number)] as Part;
}

/** True where the value at `place` of a part stands for a node that was inlined at every occurrence. */
export function inlinedAt({ values, notInlined }: Part, place: number): boolean {
  if (((values[place] as number) & 1) === 0) return false;
  return notInlined === null || (((notInlined[place >> 3] as number) >> (place & 7)) & 1) === 0;
}

/** Key of element `depth` of a group. */
export function keyAt(groups: Groups, g: number, depth: number): number {
  const { values, remap } = partOf(groups, g);
  const key = (values[(groups.start[g] as number) + groups.step * depth] as number) >> 1;
  return remap === null ? key : (remap[key] as number);
}

/**
 * Walks the elements of all groups that are new, i.e. not shared with the group before: every node of the call tree once,
 * in preorder. `enter(key, depth, group)`; before the new elements of a group `leave(depth, group)` says how many stay.
 */
export function walkNew(
  groups: Groups,
  enter: (key: number, depth: number, group: number) => void,
  leave: (depth: number, group: number) => void,
): void {
  const { start, len, lcp, step } = groups;
  for (let g = 0; g < groups.count; g++) {
    const { values, remap } = partOf(groups, g);
    const from = lcp[g] as number;
    leave(from, g);
    const to = len[g] as number;
    let at = (start[g] as number) + step * from;
    for (let d = from; d < to; d++, at += step) {
      const key = (values[at] as number) >> 1;
      enter(remap === null ? key : (remap[key] as number), d, g);
    }
  }
}
