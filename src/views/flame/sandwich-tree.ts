import type { CallTree } from '../../model/call-tree.ts';

/**
 * A tree whose single root frame becomes the root itself: both halves of a sandwich begin with the same function, whose
 * row then stands once in each. A tree of another shape is given back as it is.
 */
export function withoutRootFrame(tree: CallTree): CallTree {
  if (tree.runs < 2 || tree.end[1] !== tree.runs || tree.lo[1] !== tree.lo[0] || tree.hi[1] !== tree.hi[0]) return tree;
  const alone = (tree.first[2] ?? 0) - (tree.first[1] ?? 0) === 1;
  // A run of that frame alone disappears; else the run goes on without it.
  const gone = alone ? 1 : 0;
  const runs = tree.runs - gone;
  const moved = (from: Int32Array, map: (value: number, run: number) => number, length = runs): Int32Array => {
    const out = new Int32Array(length);
    out[0] = from[0] ?? 0;
    for (let run = 1; run < length; run++) out[run] = map(from[run + gone] ?? 0, run);
    return out;
  };
  const end = moved(tree.end, (value) => value - gone);
  end[0] = runs;
  const ends = tree.ends.slice(gone);
  if (!alone) ends[0] = 0;
  return {
    runs,
    nodes: tree.nodes - 1,
    groups: tree.groups,
    first: moved(tree.first, (value, run) => (run === 1 ? 0 : value - 1), runs + 1),
    depth: moved(tree.depth, (value, run) => (run === 1 && !alone ? 1 : value - 1)),
    end,
    parent: moved(tree.parent, (value) => Math.max(0, value - gone)),
    lo: moved(tree.lo, (value) => value),
    hi: moved(tree.hi, (value) => value),
    ends,
    key: tree.key.subarray(1),
    inlined: tree.inlined.subarray(1),
  };
}
