import type { Groups, Part } from './groups.ts';

export interface MergedGroups {
  readonly groups: Groups;
  /** Per input: its group → merged group; null = the same number. */
  readonly toMerged: readonly (Int32Array | null)[];
}

/** Groups with keys of a wider table. */
export function remapGroups(groups: Groups, remap: Int32Array | null): Groups {
  return remap === null ? groups : { ...groups, parts: groups.parts.map((part) => ({ ...part, remap })) };
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
 * from there on.
 */
function mergePair(a: Groups, b: Groups): { groups: Groups; ofA: Int32Array; ofB: Int32Array } {
  const most = a.count + b.count;
  const start = new Int32Array(most);
  const len = new Int32Array(most);
  const lcp = new Int32Array(most);
  const part = a.parts.length + b.parts.length > 256 ? new Uint16Array(most) : new Uint8Array(most);
  const ofA = new Int32Array(a.count);
  const ofB = new Int32Array(b.count);
  const partsOfA = a.parts.length;
  let n = 0;
  let i = 0;
  let j = 0;
  let sharedA = 0;
  let sharedB = 0;
  const takeA = () => {
    start[n] = a.start[i] as number;
    len[n] = a.len[i] as number;
    lcp[n] = sharedA;
    part[n] = a.part === null ? 0 : (a.part[i] as number);
    ofA[i] = n;
    i++;
    sharedA = i < a.count ? (a.lcp[i] as number) : 0;
  };
  const takeB = () => {
    start[n] = b.start[j] as number;
    len[n] = b.len[j] as number;
    lcp[n] = sharedB;
    part[n] = partsOfA + (b.part === null ? 0 : (b.part[j] as number));
    ofB[j] = n;
    j++;
    sharedB = j < b.count ? (b.lcp[j] as number) : 0;
  };
  for (; i < a.count || j < b.count; n++) {
    if (j === b.count || (i < a.count && sharedA > sharedB)) takeA();
    else if (i === a.count || sharedB > sharedA) takeB();
    else {
      const depth = sharedA;
      const shared = commonFrom(a, i, b, j, depth);
      const order = compareAt(a, i, b, j, shared);
      if (order === 0) {
        ofB[j] = n;
        j++;
        sharedB = j < b.count ? (b.lcp[j] as number) : 0;
        takeA();
      } else if (order < 0) {
        takeA();
        sharedB = shared;
      } else {
        takeB();
        sharedA = shared;
      }
    }
  }
  const groups: Groups = {
    count: n,
    start: start.slice(0, n),
    len: len.slice(0, n),
    lcp: lcp.slice(0, n),
    step: a.step,
    parts: [...a.parts, ...b.parts],
    part: part.slice(0, n),
    inlines: a.inlines || b.inlines,
  };
  return { groups, ofA, ofB };
}

function partAt(groups: Groups, g: number): Part {
  return groups.parts[groups.part === null ? 0 : (groups.part[g] as number)] as Part;
}

/** How many elements two sequences share, which share `depth` for sure. */
function commonFrom(a: Groups, i: number, b: Groups, j: number, depth: number): number {
  const partA = partAt(a, i);
  const partB = partAt(b, j);
  const valuesA = partA.values;
  const valuesB = partB.values;
  const { remap: remapA } = partA;
  const { remap: remapB } = partB;
  let placeA = (a.start[i] as number) + a.step * depth;
  let placeB = (b.start[j] as number) + b.step * depth;
  const most = Math.min(a.len[i] as number, b.len[j] as number);
  let shared = depth;
  for (; shared < most; shared++, placeA += a.step, placeB += b.step) {
    const keyA = (valuesA[placeA] as number) >> 1;
    const keyB = (valuesB[placeB] as number) >> 1;
    if ((remapA === null ? keyA : remapA[keyA]) !== (remapB === null ? keyB : remapB[keyB])) break;
  }
  return shared;
}

/** Order of two sequences that differ, if at all, at `depth`; 0 = equal. */
function compareAt(a: Groups, i: number, b: Groups, j: number, depth: number): number {
  const endA = depth === a.len[i];
  const endB = depth === b.len[j];
  if (endA || endB) return endA && endB ? 0 : endA ? -1 : 1;
  const partA = partAt(a, i);
  const partB = partAt(b, j);
  const keyA = (partA.values[(a.start[i] as number) + a.step * depth] as number) >> 1;
  const keyB = (partB.values[(b.start[j] as number) + b.step * depth] as number) >> 1;
  const unionA = partA.remap === null ? keyA : (partA.remap[keyA] as number);
  const unionB = partB.remap === null ? keyB : (partB.remap[keyB] as number);
  return unionA - unionB;
}
