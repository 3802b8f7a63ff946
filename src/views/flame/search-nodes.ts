import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import type { FlamePicture } from '../../contract/api.ts';
import { sortDown } from '../../draw/sort-down.ts';
import { nodeAtPath, nodesTo, pathOf, ROOT_NODE, runOf } from '../../draw/tree-walk.ts';
import type { Prefix } from '../../model/call-tree.ts';

/** A frame of less than this share of the picture is hard to see: about 30 of 1000 pixels. */
const SEEN = 0.03;

/** A tree that is searched: the flame graph, or one half of a sandwich. */
export interface Searched {
  readonly picture: FlamePicture;
  readonly width: Prefix;
}

/** Found nodes, widest first; `half` says in which of the trees. */
export interface Found {
  readonly node: Int32Array;
  readonly half: Uint8Array;
}

/** Nodes looked at, or rows moved, between two chances to stop: about a millisecond. */
const PIECE = 1 << 15;

/**
 * Nodes with a width whose key matches, in all trees. A million of them take longer than a frame, so the work comes in
 * pieces. The trees of a sandwich begin with the same function: it counts once.
 */
export function* findNodes(trees: readonly Searched[], matches: Uint8Array): Generator<undefined, Found> {
  const nodes = new GrowableInt32(256);
  const sizes = new GrowableFloat64(256);
  const ends: number[] = [];
  let piece = PIECE;
  for (const [half, { picture, width }] of trees.entries()) {
    const { tree } = picture;
    for (let run = 1; run < tree.runs; run++) {
      const size = (width[tree.hi[run] ?? 0] ?? 0) - (width[tree.lo[run] ?? 0] ?? 0);
      const start = tree.first[run] ?? 0;
      const stop = tree.first[run + 1] ?? 0;
      piece -= 1 + stop - start;
      if (piece <= 0) {
        piece = PIECE;
        yield;
      }
      if (size <= 0) continue;
      for (let node = half > 0 && start === 0 ? 1 : start; node < stop; node++) {
        if (matches[tree.key[node] ?? 0] !== 1) continue;
        nodes.push(node);
        sizes.push(size);
      }
    }
    ends.push(nodes.length);
  }
  const found = nodes.take();
  const rows = yield* sortedDown(sizes.take());
  const node = new Int32Array(rows.length);
  const half = new Uint8Array(rows.length);
  for (let from = 0; from < rows.length; from += PIECE) {
    for (let i = from; i < Math.min(from + PIECE, rows.length); i++) {
      const row = rows[i] ?? 0;
      node[i] = found[row] ?? 0;
      half[i] = ends.findIndex((end) => row < end);
    }
    yield;
  }
  return { node, half };
}

/** Row numbers from the largest key to the smallest, equal keys in row order: sorted blocks, merged pair by pair. */
function* sortedDown(keys: Float64Array): Generator<undefined, Int32Array> {
  const n = keys.length;
  let from: Int32Array = new Int32Array(n);
  for (let at = 0; at < n; at += PIECE) {
    const rows = sortDown(keys.subarray(at, at + PIECE));
    for (let i = 0; i < rows.length; i++) from[at + i] = at + (rows[i] ?? 0);
    yield;
  }
  let to: Int32Array = new Int32Array(n);
  for (let block = PIECE; block < n; block *= 2) {
    for (let at = 0; at < n; at += 2 * block) {
      const middle = Math.min(at + block, n);
      const end = Math.min(at + 2 * block, n);
      let left = at;
      let right = middle;
      for (let i = at; i < end; i++) {
        if (i % PIECE === 0) yield;
        const a = from[left] ?? 0;
        const b = from[right] ?? 0;
        const takeLeft = right >= end || (left < middle && (keys[a] ?? 0) >= (keys[b] ?? 0));
        to[i] = takeLeft ? a : b;
        if (takeLeft) left++;
        else right++;
      }
    }
    [from, to] = [to, from];
  }
  return from;
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
