import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { cutStacks } from './cut-stacks.ts';
import type { FrameFilters } from './filters.ts';
import type { FrameKeys } from './frame-keys.ts';
import { groupSequences } from './group-sequences.ts';
import { type Groups, keyAt, type Part } from './groups.ts';

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
  const view = { values, start: starts, step: 1 as const, keys: keys.keys.length, inlines: tells !== null };
  return { keys, ...groupSequences({ ...view, notInlined: null }) };
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
  const start = new Int32Array(groups.count);
  for (let g = 0; g < start.length; g++) start[g] = (groups.start[g] as number) + (groups.len[g] as number) - 1;
  return regroup(order, start, -1);
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
  const start = new Int32Array(groups.count);
  for (let g = 0; g < start.length; g++) {
    start[g] = pivot[g] === NONE ? NONE : (groups.start[g] as number) + (pivot[g] as number);
  }
  return { callees: regroup(order, start, 1), callers: regroup(order, start, -1) };
}

/** Per group: depth (from 0) of the first element whose key matches, NONE without one. Shared prefixes are looked at once. */
export function firstMatches(groups: Groups, matches: (key: number) => boolean): Int32Array {
  const first = new Int32Array(groups.count);
  let known: number = NONE;
  for (let g = 0; g < first.length; g++) {
    const shared = groups.lcp[g] as number;
    if (known === NONE || known >= shared) {
      known = NONE;
      const to = groups.len[g] as number;
      for (let d = shared; d < to && known === NONE; d++) if (matches(keyAt(groups, g, d))) known = d;
    }
    first[g] = known;
  }
  return first;
}

function regroup(order: Order, start: Int32Array, step: 1 | -1): Order {
  const { groups } = order;
  const { values, notInlined } = groups.parts[0] as Part;
  const next = groupSequences({
    values,
    start,
    step,
    keys: order.keys.keys.length,
    inlines: groups.inlines,
    notInlined,
  });
  const groupOf = new Int32Array(order.groupOf.length);
  for (let s = 0; s < groupOf.length; s++) {
    const g = order.groupOf[s] as number;
    groupOf[s] = g === NONE ? NONE : (next.groupOf[g] as number);
  }
  return { keys: order.keys, groups: next.groups, groupOf };
}

/** Bytes that an order holds, with or without the sequences that its shapes share. */
export function orderBytes({ groups, groupOf }: Order, withValues: boolean): number {
  const values = withValues ? groups.parts.reduce((sum, part) => sum + part.values.byteLength, 0) : 0;
  return values + 3 * groups.start.byteLength + groupOf.byteLength;
}
