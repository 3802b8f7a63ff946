import { GrowableInt32 } from '../base/growable.ts';
import type { Groups } from './groups.ts';

export interface MergedGroups {
  readonly groups: Groups;
  /** Per input: its group → merged group; null = the same number. */
  readonly toMerged: readonly (Int32Array | null)[];
}

/** Groups with the keys of a wider table; `remap` ascends, so their order stays. */
export function remapGroups(groups: Groups, remap: Int32Array | null): Groups {
  if (remap === null) return groups;
  const values = new Int32Array(groups.values.length);
  for (let i = 0; i < values.length; i++) {
    const value = groups.values[i] as number;
    values[i] = 2 * (remap[value >> 1] as number) + (value & 1);
  }
  return { ...groups, values };
}

/** Merges sorted groups whose keys are rows of one table; equal sequences become one group. */
export function mergeGroups(inputs: readonly Groups[]): MergedGroups {
  let level = inputs.map((groups, i) => ({ groups, members: [{ input: i, map: null as Int32Array | null }] }));
  while (level.length > 1) {
    const next: typeof level = [];
    for (let i = 0; i < level.length; i += 2) {
      const a = level[i];
      const b = level[i + 1];
      if (a === undefined || b === undefined) {
        if (a !== undefined) next.push(a);
        continue;
      }
      const pair = mergePair(a.groups, b.groups);
      next.push({
        groups: pair.groups,
        members: [
          ...a.members.map((m) => ({ input: m.input, map: compose(m.map, pair.ofA) })),
          ...b.members.map((m) => ({ input: m.input, map: compose(m.map, pair.ofB) })),
        ],
      });
    }
    level = next;
  }
  const whole = level[0];
  if (whole === undefined) throw new Error('nothing to merge');
  const toMerged = new Array<Int32Array | null>(inputs.length).fill(null);
  for (const { input, map } of whole.members) toMerged[input] = map;
  return { groups: whole.groups, toMerged };
}

function compose(first: Int32Array | null, second: Int32Array): Int32Array {
  if (first === null) return second;
  const both = new Int32Array(first.length);
  for (let i = 0; i < both.length; i++) both[i] = second[first[i] as number] as number;
  return both;
}

/**
 * Merges two sorted lists, keeping for each head what it shares with the last output (Ng and Kakehi, "Merging string
 * sequences by longest common prefixes"): the head that shares more comes first, and only equal shares are compared,
 * from there on. What a head shares with the last output is never less than what it shares with its own predecessor, so
 * everything that is looked at lies in its stored part.
 */
function mergePair(a: Groups, b: Groups): { groups: Groups; ofA: Int32Array; ofB: Int32Array } {
  const most = a.count + b.count;
  const len = new Int32Array(most);
  const lcp = new Int32Array(most);
  const first = new Int32Array(most + 1);
  const nodes = new GrowableInt32(Math.max(a.values.length, b.values.length) + 64);
  const ofA = new Int32Array(a.count);
  const ofB = new Int32Array(b.count);
  let n = 0;
  let i = 0;
  let j = 0;
  let sharedA = 0;
  let sharedB = 0;
  while (i < a.count || j < b.count) {
    first[n] = nodes.length;
    if (j === b.count || (i < a.count && sharedA > sharedB)) takeA();
    else if (i === a.count || sharedB > sharedA) takeB();
    else {
      const shared = commonFrom(a, i, b, j, sharedA);
      const endA = shared === a.len[i];
      const endB = shared === b.len[j];
      if (endA && endB) {
        ofB[j] = n;
        j++;
        sharedB = j < b.count ? (b.lcp[j] as number) : 0;
        takeA();
      } else if (endA || (!endB && valueAt(a, i, shared) >> 1 < valueAt(b, j, shared) >> 1)) {
        takeA();
        sharedB = shared;
      } else {
        takeB();
        sharedA = shared;
      }
    }
    n++;
  }
  first[n] = nodes.length;
  const groups: Groups = {
    count: n,
    len: len.slice(0, n),
    lcp: lcp.slice(0, n),
    first: first.slice(0, n + 1),
    values: nodes.take(),
  };
  return { groups, ofA, ofB };

  function takeA(): void {
    copy(a, i, sharedA);
    ofA[i] = n;
    i++;
    sharedA = i < a.count ? (a.lcp[i] as number) : 0;
  }

  function takeB(): void {
    copy(b, j, sharedB);
    ofB[j] = n;
    j++;
    sharedB = j < b.count ? (b.lcp[j] as number) : 0;
  }

  function copy(from: Groups, g: number, shared: number): void {
    const length = from.len[g] as number;
    len[n] = length;
    lcp[n] = shared;
    const out = nodes.reserve(length - shared);
    let at = (from.first[g] as number) + shared - (from.lcp[g] as number);
    for (let d = shared, to = nodes.length; d < length; d++) out[to++] = from.values[at++] as number;
    nodes.length += length - shared;
  }
}

/** Value of element `depth` ≥ lcp of a group. */
function valueAt(groups: Groups, g: number, depth: number): number {
  return groups.values[(groups.first[g] as number) + depth - (groups.lcp[g] as number)] as number;
}

/** How many elements two sequences share, which share `depth` for sure. */
function commonFrom(a: Groups, i: number, b: Groups, j: number, depth: number): number {
  let atA = (a.first[i] as number) + depth - (a.lcp[i] as number);
  let atB = (b.first[j] as number) + depth - (b.lcp[j] as number);
  const most = Math.min(a.len[i] as number, b.len[j] as number);
  let shared = depth;
  while (shared < most && ((a.values[atA++] as number) ^ (b.values[atB++] as number)) <= 1) shared++;
  return shared;
}
