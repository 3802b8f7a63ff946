import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import type { FlamePicture } from '../../contract/api.ts';
import { sortDown } from '../../draw/sort-down.ts';
import { nodeAtPath, nodesTo, pathOf, ROOT_NODE, runOf } from '../../draw/tree-walk.ts';
import type { CallTree, Prefix } from '../../model/call-tree.ts';

/** A frame of less than this share of the picture is hard to see: about 30 of 1000 pixels. */
const SEEN = 0.03;

/** Nodes with a width whose key matches, widest first. */
export function matchingNodes(tree: CallTree, width: Prefix, matches: Uint8Array): Int32Array {
  const nodes = new GrowableInt32(256);
  const sizes = new GrowableFloat64(256);
  for (let run = 1; run < tree.runs; run++) {
    const size = (width[tree.hi[run] ?? 0] ?? 0) - (width[tree.lo[run] ?? 0] ?? 0);
    if (size <= 0) continue;
    const stop = tree.first[run + 1] ?? 0;
    for (let node = tree.first[run] ?? 0; node < stop; node++) {
      if (matches[tree.key[node] ?? 0] !== 1) continue;
      nodes.push(node);
      sizes.push(size);
    }
  }
  const found = nodes.take();
  return sortDown(sizes.take()).map((row) => found[row] ?? 0);
}

/**
 * The path to zoom to so that `node` can be seen: null when it already can be, else the outermost of its callers in
 * which it is wide enough.
 */
export function zoomFor(
  picture: FlamePicture,
  width: Prefix,
  node: number,
  root: readonly string[],
): readonly string[] | null {
  const { tree, keys } = picture;
  const size = (n: number) => {
    const run = runOf(tree, n);
    return (width[tree.hi[run] ?? 0] ?? 0) - (width[tree.lo[run] ?? 0] ?? 0);
  };
  const wide = (inside: number) => size(inside) > 0 && size(node) / size(inside) >= SEEN;
  const callers = nodesTo(tree, node);
  const zoomed = nodeAtPath(tree, keys, root) ?? ROOT_NODE;
  if ((zoomed === ROOT_NODE || callers.includes(zoomed)) && wide(zoomed)) return null;
  if (wide(ROOT_NODE)) return root.length === 0 ? null : [];
  for (const caller of callers) if (wide(caller)) return pathOf(tree, keys, caller);
  return pathOf(tree, keys, node);
}
