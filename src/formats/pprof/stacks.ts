import { NONE } from '../../model/ids.ts';
import type { Stacks } from '../../model/profile.ts';
import type { FrameTable } from './frames.ts';
import type { Resolver } from './resolve.ts';
import type { SampleReader } from './samples.ts';
import { Varint } from './varint.ts';

/** A crafted file can make few bytes into many frames (long inline chains, referred to often): 1 GB of them at most. */
const MAX_STACK_FRAMES = 2 ** 28;
const NO_IDS = new Int32Array(0);

/**
 * Turns the location ids of the samples' stacks into frames, root first. `stackOf[i]` is the new number of stack `i`,
 * NONE when it refers to a location that is not there; `null` when all numbers stay. The ids are given back to the
 * collector on the way.
 */
export function buildStacks(
  samples: SampleReader,
  count: number,
  frames: FrameTable,
  resolver: Resolver,
): { stacks: Stacks; stackOf: Int32Array | null } {
  const ids = new LocationIds(samples, frames, resolver.incomplete);
  // With one frame per location the two have the same numbers, and the number of ids is the number of frames.
  const single = frames.length === frames.count.length && !resolver.incomplete;
  const total = single ? Math.min(samples.idCount, MAX_STACK_FRAMES) : ids.totalFrames(count);
  const out = new Int32Array(total);
  const offsets = new Int32Array(count + 1);
  let stackOf: Int32Array | null = null;
  let to = 0;
  let kept = 0;
  for (let s = 0; s < count; s++) {
    samples.stacks.freeBefore(s);
    const end = single ? ids.readInto(s, out, to) : ids.expandInto(s, out, to);
    if (end >= 0) {
      to = end;
      if (stackOf !== null) stackOf[s] = kept;
      kept++;
      offsets[kept] = to;
      continue;
    }
    if (end === TOO_MANY) resolver.lose({ key: 'pprof.tooMany' }, samples.stacks.seenAt(s));
    if (stackOf === null) {
      stackOf = new Int32Array(count).fill(NONE);
      for (let i = 0; i < s; i++) stackOf[i] = i;
    }
  }
  return {
    stacks: {
      length: kept,
      offsets: kept === count ? offsets : offsets.slice(0, kept + 1),
      frames: to === total ? out : out.slice(0, to),
    },
    stackOf,
  };
}

const MISSING = -1;
const TOO_MANY = -2;

/** Reads the stacks' varints as location numbers. */
class LocationIds {
  private readonly samples: SampleReader;
  private readonly frames: FrameTable;
  /** Location by id, when ids are small enough for that. */
  private readonly direct: Int32Array;
  private readonly unknown: Map<string, number> | null;
  private readonly varint = new Varint();
  private scratch = new Int32Array(256);
  private block: Int32Array = NO_IDS;
  private bytes = new Uint8Array(0);

  constructor(samples: SampleReader, frames: FrameTable, incomplete: boolean) {
    this.samples = samples;
    this.frames = frames;
    this.direct = frames.byId() ?? NO_IDS;
    this.unknown = incomplete ? new Map() : null;
  }

  /** Frames of the first `count` stacks together, at most MAX_STACK_FRAMES. */
  totalFrames(count: number): number {
    let total = 0;
    for (let s = 0; s < count; s++) {
      const n = this.readStack(s);
      if (n < 0) continue;
      const length = sumOf(this.scratch, n, this.frames.count.data);
      if (total + length <= MAX_STACK_FRAMES) total += length;
    }
    return total;
  }

  /** Writes the locations of stack `s` root first; returns the place behind them, or why there are none. */
  readInto(s: number, out: Int32Array, at: number): number {
    const from = this.open(s);
    const end = this.decode(from, from + this.length, out, at);
    if (end < 0 || end > out.length) return end < 0 ? MISSING : TOO_MANY;
    reverse(out, at, end);
    return end;
  }

  /** The same with every location's frames. */
  expandInto(s: number, out: Int32Array, at: number): number {
    const n = this.readStack(s);
    if (n < 0) return MISSING;
    const { first, count } = this.frames;
    if (at + sumOf(this.scratch, n, count.data) > out.length) return TOO_MANY;
    return expand(this.scratch, n, first.data, count.data, out, at);
  }

  /** Bytes of the opened stack. */
  private length = 0;

  private open(s: number): number {
    const { stacks } = this.samples;
    const block = stacks.blockOf(s);
    if (block !== this.block) {
      this.block = block;
      this.bytes = new Uint8Array(block.buffer as ArrayBuffer);
    }
    const start = stacks.startOf(s);
    this.length = block[start] as number;
    return (start + 1) * 4;
  }

  private readStack(s: number): number {
    const from = this.open(s);
    if (this.length > this.scratch.length) this.scratch = new Int32Array(this.length * 2);
    return this.decode(from, from + this.length, this.scratch, 0);
  }

  /** Reads `bytes[pos … stop)` into `out`; returns the place behind the last, -1 when a location is not there. */
  private decode(pos: number, stop: number, out: Int32Array, at: number): number {
    const { bytes, direct } = this;
    const limit = direct.length;
    // Ids of one to three bytes come in any mix, which a branch predictor gets wrong: this is twice as fast as asking
    // byte by byte. It looks at three bytes, so the last ids of a block are left to the careful way.
    const last = Math.min(stop, bytes.length - 2);
    while (pos < stop) {
      let location: number = NONE;
      let next = -1;
      if (pos < last) {
        const b0 = bytes[pos] as number;
        const b1 = bytes[pos + 1] as number;
        const b2 = bytes[pos + 2] as number;
        const more1 = b0 >>> 7;
        const more2 = more1 & (b1 >>> 7);
        const id = (b0 & 0x7f) | (((b1 & 0x7f) << 7) & -more1) | (((b2 & 0x7f) << 14) & -more2);
        if ((more2 & (b2 >>> 7)) === 0 && id < limit) {
          next = pos + 1 + more1 + more2;
          location = direct[id] as number;
        }
      }
      if (location === NONE) {
        next = this.varint.read(bytes, pos, stop);
        if (next < 0) return -1;
        location = this.locate(this.varint.lo, this.varint.hi);
        if (location === NONE) return -1;
      }
      out[at++] = location;
      pos = next;
    }
    return at;
  }

  private locate(lo: number, hi: number): number {
    const known = this.frames.find(lo, hi);
    if (known !== NONE || this.unknown === null) return known;
    const id = `${hi}:${lo}`;
    let made = this.unknown.get(id);
    if (made === undefined) this.unknown.set(id, (made = this.frames.addUnknown()));
    return made;
  }
}

// Small functions called per stack are compiled well at once, one long loop over all stacks late.

function reverse(values: Int32Array, from: number, end: number): void {
  for (let i = from, k = end - 1; i < k; i++, k--) {
    const v = values[i] as number;
    values[i] = values[k] as number;
    values[k] = v;
  }
}

function sumOf(locations: Int32Array, n: number, counts: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += counts[locations[i] as number] as number;
  return sum;
}

function expand(
  locations: Int32Array,
  n: number,
  first: Int32Array,
  counts: Int32Array,
  out: Int32Array,
  at: number,
): number {
  for (let i = n - 1; i >= 0; i--) {
    const location = locations[i] as number;
    let frame = first[location] as number;
    for (const end = frame + (counts[location] as number); frame < end; frame++) out[at++] = frame;
  }
  return at;
}
