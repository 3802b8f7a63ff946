import type { CallTree } from '../model/call-tree.ts';
import type { Groups } from './groups.ts';

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

/** Turns the reversed runs round. Nodes are the values of the groups, in the same order. */
function number(groups: Groups, runs: number, reversed: Reversed): CallTree {
  const int = (n: number) => new Int32Array(n);
  const first = int(runs + 1);
  const depth = int(runs);
  const end = int(runs);
  const parent = int(runs);
  const lo = int(runs);
  const hi = int(runs);
  const ends = new Uint8Array(runs);
  let nodes = 0;
  for (let r = 0, from = runs - 1; r < runs; r++, from--) {
    const above = reversed.parentDepth[from] as number;
    first[r] = nodes;
    nodes += (reversed.lastDepth[from] as number) - above;
    depth[r] = r === 0 ? 0 : above + 1;
    end[r] = runs - (reversed.subtree[from] as number);
    lo[r] = reversed.lo[from] as number;
    hi[r] = reversed.hi[from] as number;
    ends[r] = reversed.ends[from] as number;
    let p = r - 1;
    while (p > 0 && (end[p] as number) <= r) p = parent[p] as number;
    parent[r] = p;
  }
  first[runs] = nodes;
  const { values } = groups;
  const key = int(nodes);
  const inlined = new Uint8Array(nodes);
  for (let n = 0; n < nodes; n++) {
    const value = values[n] as number;
    key[n] = value >> 1;
    inlined[n] = value & 1;
  }
  return { runs, nodes, groups: groups.count, first, depth, end, parent, lo, hi, ends, key, inlined };
}
