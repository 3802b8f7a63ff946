import { GrowableInt32, GrowableUint8 } from './growable.ts';

const EMPTY = -1;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const GOLDEN = 0x9e3779b1 | 0;

/** Spreads the bits of a hash before it is masked to a table size (the finaliser of MurmurHash3, a public-domain function). */
function spread(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Open-addressing table of ids by hash; the owner compares contents. Doubles at half full. */
class IdTable {
  slots = new Int32Array(1024).fill(EMPTY);
  readonly hashes = new GrowableInt32();

  /** Takes the next free id for `hash` at the empty `slot` that the search ended at. */
  add(hash: number, slot: number): number {
    const id = this.hashes.push(hash);
    this.slots[slot] = id;
    if (this.hashes.length * 2 > this.slots.length) this.grow();
    return id;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let id = 0; id < this.hashes.length; id++) {
      let slot = spread(this.hashes.data[id] as number) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}

/** Takes a word into a hash; the rotation lets the high bytes of a word reach the low ones of the hash. */
function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, GOLDEN);
  return (h << 15) | (h >>> 17);
}

/** The hash by which a BytesInterner knows bytes: four at a time where there are four. */
function hashOf(view: DataView, from: number, to: number): number {
  let hash = FNV_OFFSET;
  let i = from;
  for (; i + 4 <= to; i += 4) hash = mix(hash, view.getInt32(i, true));
  for (; i < to; i++) hash = mix(hash, view.getUint8(i));
  return hash;
}

const NEWLINES = 0x0a0a0a0a;

/** Finds the end of a line and the hash by which a BytesInterner knows its bytes, in one pass. */
export class LineHasher {
  /** Hash of the line last looked at. */
  hash = 0;

  /** The offset of the newline at or after `from`, -1 when there is none. `view` shows exactly the bytes. */
  end(view: DataView, from: number): number {
    const { byteLength } = view;
    const words = byteLength - 4;
    let hash = FNV_OFFSET;
    let i = from;
    for (; i <= words; i += 4) {
      const word = view.getInt32(i, true);
      const zeros = word ^ NEWLINES;
      // Some byte of `zeros` is 0 exactly when this is not.
      if (((zeros - 0x01010101) & ~zeros & 0x80808080) !== 0) break;
      hash = mix(hash, word);
    }
    for (; i < byteLength; i++) {
      const byte = view.getUint8(i);
      if (byte === 10) {
        this.hash = hash;
        return i;
      }
      hash = mix(hash, byte);
    }
    return -1;
  }
}

/** Numbers byte strings: equal bytes get equal ids, in order of first appearance. Nothing is decoded. */
export class BytesInterner {
  private readonly table = new IdTable();
  private readonly bytes = new GrowableUint8(1 << 16);
  private readonly offsets = new GrowableInt32();
  private view = viewOf(this.bytes.data);
  private source = this.bytes.data;
  private sourceView = this.view;

  constructor() {
    this.offsets.push(0);
  }

  /** Number of different strings; an id that `intern` gives is new exactly when it equals the length before the call. */
  get length(): number {
    return this.offsets.length - 1;
  }

  /** The id of `source[from … to)`. */
  intern(source: Uint8Array, from: number, to: number): number {
    const view = this.viewOn(source);
    return this.internHashed(view, from, to, hashOf(view, from, to));
  }

  /** The id of bytes whose hash a `LineHasher` has found. */
  internHashed(source: DataView, from: number, to: number, hash: number): number {
    const { table } = this;
    const { slots } = table;
    const mask = slots.length - 1;
    const hashes = table.hashes.data;
    let slot = spread(hash) & mask;
    for (let id = slots[slot] as number; id !== EMPTY; id = slots[slot] as number) {
      if (hashes[id] === hash && this.same(id, source, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    const length = to - from;
    const { bytes } = this;
    bytes.reserve(length).set(new Uint8Array(source.buffer, source.byteOffset + from, length), bytes.length);
    bytes.length += length;
    if (this.view.buffer !== bytes.data.buffer) this.view = viewOf(bytes.data);
    this.offsets.push(bytes.length);
    return table.add(hash, slot);
  }

  /** The bytes of an id; valid until the next new one. */
  get(id: number): Uint8Array {
    return this.bytes.data.subarray(this.offsets.data[id], this.offsets.data[id + 1]);
  }

  private viewOn(source: Uint8Array): DataView {
    if (this.source !== source) {
      this.source = source;
      this.sourceView = viewOf(source);
    }
    return this.sourceView;
  }

  /** Length of the bytes of an id. */
  lengthOf(id: number): number {
    return (this.offsets.data[id + 1] as number) - (this.offsets.data[id] as number);
  }

  /** Whether `source[from … to)` are the bytes of an id. */
  same(id: number, source: DataView, from: number, to: number): boolean {
    const start = this.offsets.data[id] as number;
    const length = to - from;
    if ((this.offsets.data[id + 1] as number) - start !== length) return false;
    const known = this.view;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (known.getInt32(start + i, true) !== source.getInt32(from + i, true)) return false;
    for (; i < length; i++) if (known.getUint8(start + i) !== source.getUint8(from + i)) return false;
    return true;
  }
}

/** A view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Numbers sequences of Int32 (stacks): equal sequences get equal ids. The content is kept flat: sequence i is values[offsets[i] … offsets[i + 1]). */
export class SequenceInterner {
  readonly values = new GrowableInt32(1 << 12);
  readonly offsets = new GrowableInt32();
  private readonly table = new IdTable();

  constructor() {
    this.offsets.push(0);
  }

  /** Number of different sequences; an id is new exactly when it equals the length before the call. */
  get length(): number {
    return this.offsets.length - 1;
  }

  /** The id of `source[0 … length)`. */
  intern(source: ArrayLike<number>, length: number): number {
    const { table, values, offsets } = this;
    let hash = FNV_OFFSET ^ length;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (source[i] as number), FNV_PRIME);
    const { slots } = table;
    const mask = slots.length - 1;
    const hashes = table.hashes.data;
    let slot = spread(hash) & mask;
    for (let id = slots[slot] as number; id !== EMPTY; id = slots[slot] as number) {
      if (hashes[id] === hash && this.same(id, source, length)) return id;
      slot = (slot + 1) & mask;
    }
    const data = values.reserve(length);
    for (let i = 0; i < length; i++) data[values.length + i] = source[i] as number;
    values.length += length;
    offsets.push(values.length);
    return table.add(hash, slot);
  }

  private same(id: number, source: ArrayLike<number>, length: number): boolean {
    const start = this.offsets.data[id] as number;
    if ((this.offsets.data[id + 1] as number) - start !== length) return false;
    const known = this.values.data;
    for (let i = 0; i < length; i++) if (known[start + i] !== source[i]) return false;
    return true;
  }
}

/** Numbers pairs of Int32 in order of first appearance. */
export class PairInterner {
  private readonly table = new IdTable();
  private readonly a = new GrowableInt32();
  private readonly b = new GrowableInt32();

  get length(): number {
    return this.a.length;
  }

  intern(a: number, b: number): number {
    const { table } = this;
    const { slots } = table;
    const mask = slots.length - 1;
    const hash = mix(mix(FNV_OFFSET, a), b);
    let slot = spread(hash) & mask;
    for (let id = slots[slot] as number; id !== EMPTY; id = slots[slot] as number) {
      if (this.a.data[id] === a && this.b.data[id] === b) return id;
      slot = (slot + 1) & mask;
    }
    this.a.push(a);
    this.b.push(b);
    return table.add(hash, slot);
  }
}
