import { GrowableInt32, GrowableUint8 } from './growable.ts';

const EMPTY = -1;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

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

/** Numbers byte strings: equal bytes get equal ids, in order of first appearance. Nothing is decoded. */
export class BytesInterner {
  private readonly table = new IdTable();
  private readonly bytes = new GrowableUint8(1 << 16);
  private readonly offsets = new GrowableInt32();

  constructor() {
    this.offsets.push(0);
  }

  /** Number of different strings; an id that `intern` gives is new exactly when it equals the length before the call. */
  get length(): number {
    return this.offsets.length - 1;
  }

  /** The id of `source[from … to)`. */
  intern(source: Uint8Array, from: number, to: number): number {
    const { table, offsets } = this;
    let hash = FNV_OFFSET;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (source[i] as number), FNV_PRIME);
    const { slots } = table;
    const mask = slots.length - 1;
    const hashes = table.hashes.data;
    let slot = spread(hash) & mask;
    for (let id = slots[slot] as number; id !== EMPTY; id = slots[slot] as number) {
      if (hashes[id] === hash && this.same(id, source, from, to)) return id;
      slot = (slot + 1) & mask;
    }
    const length = to - from;
    this.bytes.reserve(length).set(source.subarray(from, to), this.bytes.length);
    this.bytes.length += length;
    offsets.push(this.bytes.length);
    return table.add(hash, slot);
  }

  private same(id: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.offsets.data[id] as number;
    const length = to - from;
    if ((this.offsets.data[id + 1] as number) - start !== length) return false;
    const known = this.bytes.data;
    for (let i = 0; i < length; i++) if (known[start + i] !== source[from + i]) return false;
    return true;
  }
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
