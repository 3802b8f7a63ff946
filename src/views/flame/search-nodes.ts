import type { FlamePicture } from '../../contract/api.ts';
import { widthPrefix } from '../../draw/flame-tree.ts';
import { nodeAtPath, nodesTo, pathOf, ROOT_NODE, runOf } from '../../draw/tree-walk.ts';
import type { CallTree, Weights } from '../../model/call-tree.ts';

/** A frame of less than this share of the picture is hard to see: about 30 of 1000 pixels. */
const SEEN = 0.03;

/** Nodes whose key matches, in preorder. */
export function matchingNodes(tree: CallTree, matches: Uint8Array): Int32Array {
  let count = 0;
  for (let node = 0; node < tree.nodes; node++) count += matches[tree.key[node] ?? 0] ?? 0;
  const nodes = new Int32Array(count);
  for (let node = 0, n = 0; node < tree.nodes; node++) if (matches[tree.key[node] ?? 0] === 1) nodes[n++] = node;
  return nodes;
}

/**
 * The path to zoom to so that `node` can be seen: null when it already can be, else the outermost of its callers in
 * which it is wide enough.
 */
export function zoomFor(
  picture: FlamePicture,
  weights: Weights,
  node: number,
  root: readonly string[],
): readonly string[] | null {
  const { tree, keys } = picture;
  const width = widthPrefix(weights, 'envelope');
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
