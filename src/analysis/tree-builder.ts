import type { CallTree } from '../model/call-tree.ts';
import { type Groups, inlinedAt, type Part, partOf } from './groups.ts';

/**
 * Reads the call tree off the sorted groups. From the last group to the first, a stack holds the runs that are still
 * open to the left (the minima of the shared prefix lengths, deepest on top); a run is finished where the prefix shared
 * with the group before is shorter than it, which gives the runs in reverse preorder, each with its interval of groups.
 */
export function buildTree(groups: Groups): CallTree {
  const { count, len, lcp } = groups;
  const most = 2 * count + 1;
  const lastDepth = new Int32Array(most);
  const parentDepth = new Int32Array(most);
  const lo = new Int32Array(most);
  const hi = new Int32Array(most);
  const subtree = new Int32Array(most);
  const ends = new Uint8Array(most);
  let n = 0;
  let top = 0;
  let openDepth = new Int32Array(1024);
  let openHi = new Int32Array(1024);
  let openFrom = new Int32Array(1024);
  openHi[0] = count;
  const push = (depth: number, groupEnd: number, from: number) => {
    top++;
    if (top === openDepth.length) {
      openDepth = widen(openDepth);
      openHi = widen(openHi);
      openFrom = widen(openFrom);
    }
    openDepth[top] = depth;
    openHi[top] = groupEnd;
    openFrom[top] = from;
  };
  for (let g = count - 1; g >= 0; g--) {
    const length = len[g] as number;
    const shared = lcp[g] as number;
    if (length > (openDepth[top] as number)) push(length, g + 1, n);
    let closedHi = g + 1;
    let closedFrom = n;
    while ((openDepth[top] as number) > shared) {
      const depth = openDepth[top] as number;
      closedHi = openHi[top] as number;
      closedFrom = openFrom[top] as number;
      top--;
      lastDepth[n] = depth;
      parentDepth[n] = Math.max(openDepth[top] as number, shared);
      lo[n] = g;
      hi[n] = closedHi;
      subtree[n] = closedFrom;
      ends[n] = length === depth ? 1 : 0;
      n++;
    }
    if ((openDepth[top] as number) < shared) push(shared, closedHi, closedFrom);
  }
  hi[n] = count;
  ends[n] = count > 0 && len[0] === 0 ? 1 : 0;
  n++;
  return number(groups, n, { lastDepth, parentDepth, lo, hi, subtree, ends });
}

function widen(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * column.length);
  wider.set(column);
  return wider;
}

interface Reversed {
  readonly lastDepth: Int32Array;
  readonly parentDepth: Int32Array;
  readonly lo: Int32Array;
  readonly hi: Int32Array;
  /** Number of the first run emitted of the subtree. */
  readonly subtree: Int32Array;
  readonly ends: Uint8Array;
}

/** Turns the reversed runs round and writes down their nodes. */
function number(groups: Groups, runs: number, reversed: Reversed): CallTree {
  const int = (n: number) => new Int32Array(n);
  const tree = {
    runs,
    groups: groups.count,
    first: int(runs + 1),
    depth: int(runs),
    end: int(runs),
    parent: int(runs),
    lo: int(runs),
    hi: int(runs),
    ends: new Uint8Array(runs),
  };
  let nodes = 0;
  for (let r = 0; r < runs; r++) {
    const from = runs - 1 - r;
    tree.first[r] = nodes;
    nodes += (reversed.lastDepth[from] as number) - (reversed.parentDepth[from] as number);
    tree.depth[r] = r === 0 ? 0 : (reversed.parentDepth[from] as number) + 1;
    tree.end[r] = runs - (reversed.subtree[from] as number);
    tree.lo[r] = reversed.lo[from] as number;
    tree.hi[r] = reversed.hi[from] as number;
    tree.ends[r] = reversed.ends[from] as number;
    let parent = r - 1;
    while (parent > 0 && (tree.end[parent] as number) <= r) parent = tree.parent[parent] as number;
    tree.parent[r] = parent;
  }
  tree.first[runs] = nodes;
  const key = int(nodes);
  const inlined = new Uint8Array(nodes);
  const only = groups.parts[0] as Part;
  const { start, step } = groups;
  for (let r = 1; r < runs; r++) {
    const g = tree.lo[r] as number;
    const { values, remap } = groups.part === null ? only : partOf(groups, g);
    const to = tree.first[r + 1] as number;
    let at = (start[g] as number) + step * ((tree.depth[r] as number) - 1);
    for (let node = tree.first[r] as number; node < to; node++, at += step) key[node] = (values[at] as number) >> 1;
    if (remap !== null) {
      for (let node = tree.first[r] as number; node < to; node++) key[node] = remap[key[node] as number] as number;
    }
  }
  if (groups.inlines) markInlined(groups, tree, inlined);
  return { ...tree, nodes, key, inlined };
}

function markInlined(
  groups: Groups,
  tree: Pick<CallTree, 'runs' | 'first' | 'depth' | 'lo'>,
  inlined: Uint8Array,
): void {
  const { start, step } = groups;
  for (let r = 1; r < tree.runs; r++) {
    const g = tree.lo[r] as number;
    const part = partOf(groups, g);
    const to = tree.first[r + 1] as number;
    let at = (start[g] as number) + step * ((tree.depth[r] as number) - 1);
    for (let node = tree.first[r] as number; node < to; node++, at += step) if (inlinedAt(part, at)) inlined[node] = 1;
  }
}
