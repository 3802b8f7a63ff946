import { NONE } from '../../model/ids.ts';
import type { Stacks } from '../../model/profile.ts';
import type { FrameTable } from './frames.ts';
import type { Resolver } from './resolve.ts';
import type { SampleReader } from './samples.ts';

/** A crafted file can make few bytes into many frames (long inline chains, referred to often): 1 GB of them at most. */
const MAX_STACK_FRAMES = 2 ** 28;
const NO_IDS = new Int32Array(0);

/**
 * Turns the location ids of the samples' stacks into frames, root first. `stackOf[i]` is the new number of stack `i`,
 * NONE when it refers to a location that is not there. The ids are given back to the collector on the way.
 */
export function buildStacks(
  samples: SampleReader,
  count: number,
  frames: FrameTable,
  resolver: Resolver,
): { stacks: Stacks; stackOf: Int32Array } {
  const ids = samples.stacks;
  const byId = frames.byId();
  const locate = locator(samples, frames, resolver);
  const stackOf = new Int32Array(count).fill(NONE);
  const offsets = new Int32Array(count + 1);
  let total = 0;
  let kept = 0;
  for (let s = 0; s < count; s++) {
    const block = ids.blockOf(s);
    const from = ids.startOf(s);
    const to = from + ids.lengthOf(s);
    if (!toLocations(block, from, to, byId, locate)) continue;
    const length = frameCount(block, from, to, frames);
    if (total + length > MAX_STACK_FRAMES) {
      resolver.lose({ key: 'pprof.tooMany' }, ids.seenAt.data[s] as number);
      continue;
    }
    total += length;
    stackOf[s] = kept++;
    offsets[kept] = total;
  }
  const out = new Int32Array(total);
  const first = frames.first.data;
  const counts = frames.count.data;
  const single = frames.length === frames.count.length;
  let to = 0;
  for (let s = 0; s < count; s++) {
    ids.freeBefore(s);
    if (stackOf[s] === NONE) continue;
    const from = ids.startOf(s);
    if (single) to = reverse(ids.blockOf(s), from, from + ids.lengthOf(s), out, to);
    else to = reverseFrames(ids.blockOf(s), from, from + ids.lengthOf(s), first, counts, out, to);
  }
  return {
    stacks: { length: kept, offsets: kept === count ? offsets : offsets.slice(0, kept + 1), frames: out },
    stackOf,
  };
}

/** Replaces ids by location numbers in place; false when one is not there. */
function toLocations(
  block: Int32Array,
  from: number,
  to: number,
  byId: Int32Array | null,
  locate: (id: number) => number,
): boolean {
  const direct = byId ?? NO_IDS;
  const limit = direct.length;
  for (let i = from; i < to; i++) {
    const id = block[i] as number;
    let location = id >= 0 && id < limit ? (direct[id] as number) : NONE;
    if (location === NONE) location = locate(id);
    if (location === NONE) return false;
    block[i] = location;
  }
  return true;
}

function frameCount(block: Int32Array, from: number, to: number, frames: FrameTable): number {
  if (frames.length === frames.count.length) return to - from;
  const counts = frames.count.data;
  let length = 0;
  for (let i = from; i < to; i++) length += counts[block[i] as number] as number;
  return length;
}

// The loops over all ids are small functions called per stack: those are compiled well at once, a long-running loop late.

/** One frame per location: frame and location numbers are the same. */
function reverse(block: Int32Array, from: number, to: number, out: Int32Array, at: number): number {
  for (let i = to - 1; i >= from; i--) out[at++] = block[i] as number;
  return at;
}

function reverseFrames(
  block: Int32Array,
  from: number,
  to: number,
  first: Int32Array,
  counts: Int32Array,
  out: Int32Array,
  at: number,
): number {
  for (let i = to - 1; i >= from; i--) {
    const location = block[i] as number;
    let frame = first[location] as number;
    for (const end = frame + (counts[location] as number); frame < end; frame++) out[at++] = frame;
  }
  return at;
}

/** From an id as `SampleReader` keeps it to a location number. */
function locator(samples: SampleReader, frames: FrameTable, resolver: Resolver): (id: number) => number {
  const wide = samples.wideIds;
  const wideLocation = new Int32Array(wide.length);
  for (let w = 0; w < wide.length; w++) {
    const block = wide.blockOf(w);
    const at = wide.startOf(w);
    wideLocation[w] = frames.find(block[at] as number, block[at + 1] as number);
  }
  if (!resolver.incomplete) {
    return (id) => (id >= 0 ? frames.find(id, 0) : (wideLocation[~id] as number));
  }
  const unknown = new Map<number, number>();
  return (id) => {
    const known = id >= 0 ? frames.find(id, 0) : (wideLocation[~id] as number);
    if (known >= 0) return known;
    let made = unknown.get(id);
    if (made === undefined) unknown.set(id, (made = frames.addUnknown()));
    return made;
  };
}
