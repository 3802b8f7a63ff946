import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { cutStacks, END } from './cut-stacks.ts';
import type { FrameFilters } from './filters.ts';
import type { FrameKeys } from './frame-keys.ts';
import { groupSequences } from './group-sequences.ts';
import { deepest, type Groups } from './groups.ts';

/** The stacks of one profile, translated to keys, sorted and stored once each. */
export interface Order {
  readonly keys: FrameKeys;
  readonly groups: Groups;
  /** Per stack: its group, NONE where the stack is not part of the picture. */
  readonly groupOf: Int32Array;
}

/** Sorts the stacks of a profile as the filters cut them, root to leaf. */
export function orderStacks(profile: Profile, keys: FrameKeys, filters: FrameFilters): Order {
  const { frames, stacks } = profile;
  const value = new Int32Array(frames.length);
  const tells = inlineBits(profile, filters);
  for (let f = 0; f < value.length; f++) {
    value[f] =
      filters.keep[f] === 0 ? NONE : 2 * (keys.keyOf[f] as number) + (tells === null ? 0 : (tells[f] as number));
  }
  const { values, start, gone } = cutStacks(stacks, value, filters);
  let starts = start.subarray(0, stacks.length);
  if (gone !== null) {
    starts = starts.slice();
    for (let s = 0; s < starts.length; s++) if (gone[s] === 1) starts[s] = NONE;
  }
  return { keys, ...groupSequences({ values, start: starts, keys: keys.keys.length, inlines: tells !== null }) };
}

/** Per frame: 1 = inlined into the frame that is seen as its caller; null when no frame is. */
function inlineBits(profile: Profile, { keep }: FrameFilters): Uint8Array | null {
  const { location, inlineDepth, length } = profile.frames;
  const bits = new Uint8Array(length);
  let any = false;
  for (let f = 1; f < length; f++) {
    if (inlineDepth[f] === 0 || keep[f] === 0) continue;
    let outer = f - 1;
    while (outer >= 0 && location[outer] === location[f] && keep[outer] === 0) outer--;
    if (outer >= 0 && location[outer] === location[f]) {
      bits[f] = 1;
      any = true;
    }
  }
  return any ? bits : null;
}

/** The same stacks read leaf → root. */
export function bottomUp(order: Order): Order {
  const { groups } = order;
  let size = groups.count + 1;
  for (let g = 0; g < groups.count; g++) size += groups.len[g] as number;
  const out = new SequenceWriter(groups.count, size);
  eachPath(groups, (g, path, length) => out.write(g, path, length - 1, -1));
  return regroup(order, out);
}

export interface Sandwich {
  /** From the pivot down. */
  readonly callees: Order;
  /** From the pivot up. */
  readonly callers: Order;
}

/** The stacks that contain a pivot key, cut at its outermost occurrence. */
export function sandwich(order: Order, isPivot: (key: number) => boolean): Sandwich {
  const { groups } = order;
  const pivot = firstMatches(groups, isPivot);
  let below = groups.count + 1;
  let above = groups.count + 1;
  for (let g = 0; g < groups.count; g++) {
    if (pivot[g] === NONE) continue;
    below += (groups.len[g] as number) - (pivot[g] as number);
    above += (pivot[g] as number) + 1;
  }
  const callees = new SequenceWriter(groups.count, below);
  const callers = new SequenceWriter(groups.count, above);
  eachPath(groups, (g, path, length) => {
    const at = pivot[g] as number;
    if (at === NONE) return;
    callees.write(g, path, at, length);
    callers.write(g, path, at, -1);
  });
  return { callees: regroup(order, callees), callers: regroup(order, callers) };
}

/** Writes sequences for `groupSequences`. */
class SequenceWriter {
  readonly values: Int32Array;
  readonly start: Int32Array;
  private n = 0;

  constructor(sequences: number, size: number) {
    this.values = new Int32Array(size);
    this.start = new Int32Array(sequences).fill(NONE);
  }

  /** Sequence `i` is `path[from]` up to, not including, `path[to]`; backwards when `to` is below `from`. */
  write(i: number, path: Int32Array, from: number, to: number): void {
    const { values } = this;
    this.start[i] = this.n;
    const step = to < from ? -1 : 1;
    for (let d = from; d !== to; d += step) values[this.n++] = path[d] as number;
    values[this.n++] = END;
  }
}

/** Calls `visit` with the whole sequence of every group: `path[0 … length)`, valid during the call. */
export function eachPath(groups: Groups, visit: (group: number, path: Int32Array, length: number) => void): void {
  const { len, lcp, first, values } = groups;
  const path = new Int32Array(deepest(groups));
  for (let g = 0; g < groups.count; g++) {
    const to = len[g] as number;
    let at = first[g] as number;
    for (let d = lcp[g] as number; d < to; d++) path[d] = values[at++] as number;
    visit(g, path, to);
  }
}

/** Per group: depth (from 0) of the first element whose key matches, NONE without one. Shared prefixes are looked at once. */
export function firstMatches(groups: Groups, matches: (key: number) => boolean): Int32Array {
  const { len, lcp, first: firstNew, values } = groups;
  const first = new Int32Array(groups.count);
  let known: number = NONE;
  for (let g = 0; g < first.length; g++) {
    const shared = lcp[g] as number;
    if (known === NONE || known >= shared) {
      known = NONE;
      const to = len[g] as number;
      let at = firstNew[g] as number;
      for (let d = shared; d < to; d++, at++) {
        if (!matches((values[at] as number) >> 1)) continue;
        known = d;
        break;
      }
    }
    first[g] = known;
  }
  return first;
}

function regroup(order: Order, { values, start }: SequenceWriter): Order {
  const next = groupSequences({ values, start, keys: order.keys.keys.length, inlines: hasInlines(order.groups) });
  const groupOf = new Int32Array(order.groupOf.length);
  for (let s = 0; s < groupOf.length; s++) {
    const g = order.groupOf[s] as number;
    groupOf[s] = g === NONE ? NONE : (next.groupOf[g] as number);
  }
  return { keys: order.keys, groups: next.groups, groupOf };
}

function hasInlines({ values }: Groups): boolean {
  for (let i = 0; i < values.length; i++) if (((values[i] as number) & 1) === 1) return true;
  return false;
}

/** Bytes that an order holds. */
export function orderBytes({ groups, groupOf }: Order): number {
  return groups.values.byteLength + 3 * groups.len.byteLength + groupOf.byteLength;
}
