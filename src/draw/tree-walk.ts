import type { CallTree, KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import { stringAt } from '../model/strings.ts';

/** The synthetic root as a node: "all of it". Node ids are ≥ 0. */
export const ROOT_NODE = -1;

/** The run that holds a node; run 0 for the synthetic root. */
export function runOf(tree: CallTree, node: number): number {
  if (node < 0) return 0;
  let low = 1;
  let high = tree.runs - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tree.first[middle] ?? 0) <= node) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Depth of a node: a root frame has 1, the synthetic root 0. */
export function depthOf(tree: CallTree, node: number): number {
  if (node < 0) return 0;
  const run = runOf(tree, node);
  return (tree.depth[run] ?? 0) + node - (tree.first[run] ?? 0);
}

/** Last node of a run; ROOT_NODE for run 0. */
export function lastNode(tree: CallTree, run: number): number {
  return run === 0 ? ROOT_NODE : (tree.first[run + 1] ?? 0) - 1;
}

/** The caller of a node (ROOT_NODE for a root frame and for the root itself). */
export function parentNode(tree: CallTree, node: number): number {
  if (node < 0) return ROOT_NODE;
  const run = runOf(tree, node);
  return node > (tree.first[run] ?? 0) ? node - 1 : lastNode(tree, tree.parent[run] ?? 0);
}

/** Nodes from the root frame down to `node`; empty for the root. */
export function nodesTo(tree: CallTree, node: number): Int32Array {
  const path = new Int32Array(depthOf(tree, node));
  for (let i = path.length - 1, at = node; i >= 0; i--, at = parentNode(tree, at)) path[i] = at;
  return path;
}

/** Shown name of a node's key. */
export function nameOf(tree: CallTree, keys: KeyTable, node: number): string {
  const key = tree.key[node];
  return key === undefined ? '' : stringAt(keys.strings, keys.name[key] ?? 0);
}

/** Frame names from the root frame to a node, as the lens stores a path. */
export function pathOf(tree: CallTree, keys: KeyTable, node: number): string[] {
  return Array.from(nodesTo(tree, node), (n) => nameOf(tree, keys, n));
}

/** Rows of the key table with a name: [from, to), as keys are sorted by name. */
export function keysNamed(keys: KeyTable, name: string): [number, number] {
  const at = (row: number) => stringAt(keys.strings, keys.name[row] ?? 0);
  // The sort is by UTF-8 bytes or UTF-16 units, whichever the builder chose; both agree on equality, so a scan is the
  // safe way when the bisection misses.
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) < name) low = middle + 1;
    else high = middle;
  }
  if (low >= keys.length || at(low) !== name) {
    low = 0;
    while (low < keys.length && at(low) !== name) low++;
  }
  let end = low;
  while (end < keys.length && at(end) === name) end++;
  return [low, end];
}

/** The node that a path of names leads to, or null when the tree has no such path. `[]` is the root. */
export function nodeAtPath(tree: CallTree, keys: KeyTable, path: readonly string[]): number | null {
  let node = ROOT_NODE;
  let run = 0;
  for (const name of path) {
    const [from, to] = keysNamed(keys, name);
    const fits = (n: number) => {
      const key = tree.key[n] ?? NONE;
      return key >= from && key < to;
    };
    if (node >= 0 && node + 1 < (tree.first[run + 1] ?? 0)) {
      if (!fits(node + 1)) return null;
      node++;
      continue;
    }
    const end = tree.end[run] ?? 0;
    let child = run + 1;
    while (child < end && !fits(tree.first[child] ?? 0)) child = tree.end[child] ?? end;
    if (child >= end) return null;
    run = child;
    node = tree.first[child] ?? 0;
  }
  return node;
}

/** Per run: the deepest row of its subtree. */
export function deepestRows(tree: CallTree): Int32Array {
  const deepest = new Int32Array(tree.runs);
  for (let run = tree.runs - 1; run >= 0; run--) {
    const length = run === 0 ? 1 : (tree.first[run + 1] ?? 0) - (tree.first[run] ?? 0);
    const own = (tree.depth[run] ?? 0) + length - 1;
    const row = Math.max(own, deepest[run] ?? 0);
    deepest[run] = row;
    if (run === 0) continue;
    const parent = tree.parent[run] ?? 0;
    if (row > (deepest[parent] ?? 0)) deepest[parent] = row;
  }
  return deepest;
}
