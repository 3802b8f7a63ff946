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
  private slots = new Int32Array(1024).fill(EMPTY);
  private readonly hashes = new GrowableInt32();

  /** The id whose hash is `hash` and that `same` accepts; if none, the next free id, which is then taken. */
  find(hash: number, same: (id: number) => boolean): { id: number; fresh: boolean } {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (;;) {
      const id = this.slots[slot] as number;
      if (id === EMPTY) break;
      if (this.hashes.data[id] === hash && same(id)) {
        found.id = id;
        found.fresh = false;
        return found;
      }
      slot = (slot + 1) & mask;
    }
    const id = this.hashes.push(hash);
    this.slots[slot] = id;
    if (this.hashes.length * 2 > this.slots.length) this.grow();
    found.id = id;
    found.fresh = true;
    return found;
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

/** One result object for all look-ups: a million of them must not make a million objects. Read it at once. */
const found = { id: 0, fresh: false };

/** Numbers byte strings: equal bytes get equal ids, in order of first appearance. Nothing is decoded. */
export class BytesInterner {
  private readonly table = new IdTable();
  private readonly bytes = new GrowableUint8(1 << 16);
  private readonly offsets = new GrowableInt32();

  constructor() {
    this.offsets.push(0);
  }

  get length(): number {
    return this.offsets.length - 1;
  }

  /** The id of `source[from … to)`; `fresh` when it was not seen before. The answer is valid until the next call. */
  intern(source: Uint8Array, from: number, to: number): { readonly id: number; readonly fresh: boolean } {
    let hash = FNV_OFFSET;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (source[i] as number), FNV_PRIME);
    const { bytes, offsets } = this;
    const length = to - from;
    const answer = this.table.find(hash, (id) => {
      const start = offsets.data[id] as number;
      if ((offsets.data[id + 1] as number) - start !== length) return false;
      const known = bytes.data;
      for (let i = 0; i < length; i++) if (known[start + i] !== source[from + i]) return false;
      return true;
    });
    if (answer.fresh) {
      bytes.reserve(length).set(source.subarray(from, to), bytes.length);
      bytes.length += length;
      offsets.push(bytes.length);
    }
    return answer;
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

  get length(): number {
    return this.offsets.length - 1;
  }

  /** The id of `source[0 … length)`. */
  intern(source: ArrayLike<number>, length: number): number {
    let hash = FNV_OFFSET ^ length;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (source[i] as number), FNV_PRIME);
    const { values, offsets } = this;
    const { id, fresh } = this.table.find(hash, (known) => {
      const start = offsets.data[known] as number;
      if ((offsets.data[known + 1] as number) - start !== length) return false;
      for (let i = 0; i < length; i++) if (values.data[start + i] !== source[i]) return false;
      return true;
    });
    if (fresh) {
      const data = values.reserve(length);
      for (let i = 0; i < length; i++) data[values.length + i] = source[i] as number;
      values.length += length;
      offsets.push(values.length);
    }
    return id;
  }
}
