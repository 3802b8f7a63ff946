import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';

const BLOCK_BITS = 18;
const BLOCK = 1 << BLOCK_BITS;
const MASK = BLOCK - 1;
const FIRST_BLOCK = 1024;
const FIRST_SLOTS = 256;

/**
 * Rows of Int32 values of any length, equal rows kept once, in the order of their first appearance. Values lie in
 * blocks, so that growing never copies what is already there and reading can free block after block.
 */
export class RecordTable {
  /** Byte offset in the file where a row was first seen. */
  readonly seenAt = new GrowableFloat64();
  private readonly starts = new GrowableInt32();
  private readonly lengths = new GrowableInt32();
  private readonly hashes = new GrowableInt32();
  private readonly blocks: (Int32Array | undefined)[] = [new Int32Array(FIRST_BLOCK)];
  /** Row + 1 by hash, 0 = free. */
  private slots = new Int32Array(FIRST_SLOTS);
  private used = 0;

  get length(): number {
    return this.starts.length;
  }

  /** Int32 values held. */
  get size(): number {
    return this.used;
  }

  lengthOf(row: number): number {
    return this.lengths.data[row] as number;
  }

  /** The block of a row; its values begin at `startOf(row)`. */
  blockOf(row: number): Int32Array {
    return this.blocks[(this.starts.data[row] as number) >>> BLOCK_BITS] as Int32Array;
  }

  startOf(row: number): number {
    return (this.starts.data[row] as number) & MASK;
  }

  /** Lets go of the blocks before the one that `row` begins in: for readers that go forward once. */
  freeBefore(row: number): void {
    for (let b = ((this.starts.data[row] as number) >>> BLOCK_BITS) - 1; b >= 0 && this.blocks[b] !== undefined; b--) {
      this.blocks[b] = undefined;
    }
  }

  /** Frees what only `intern` needs. */
  seal(): void {
    this.slots = new Int32Array(0);
  }

  /** The row equal to the first `count` of `values`; added when it is new. `hash` may be any function of them. */
  intern(values: Int32Array, count: number, hash: number, offset: number): number {
    hash ^= hash >>> 15;
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let row = slots[slot] as number; row !== 0; row = slots[slot] as number) {
      if (this.hashes.data[row - 1] === hash && this.equals(row - 1, values, count)) return row - 1;
      slot = (slot + 1) & mask;
    }
    const row = this.add(values, count, hash, offset);
    slots[slot] = row + 1;
    if ((row + 1) * 2 > slots.length) this.rehash();
    return row;
  }

  private equals(row: number, values: Int32Array, count: number): boolean {
    if (this.lengths.data[row] !== count) return false;
    const block = this.blockOf(row);
    const start = this.startOf(row);
    for (let i = 0; i < count; i++) {
      if (block[start + i] !== values[i]) return false;
    }
    return true;
  }

  private add(values: Int32Array, count: number, hash: number, offset: number): number {
    const last = this.blocks.length - 1;
    let block = this.blocks[last] as Int32Array | undefined;
    let at = this.used & MASK;
    const room = BLOCK - at;
    if (this.used === this.blocks.length << BLOCK_BITS || count > room) {
      // A row lies in one block. A longer one gets a block of its own that spans the numbers of several.
      this.used = this.blocks.length << BLOCK_BITS;
      at = 0;
      block = new Int32Array(Math.max(BLOCK, count));
      this.blocks.push(block);
      for (let spanned = BLOCK; spanned < count; spanned += BLOCK) this.blocks.push(undefined);
    } else if (block === undefined) {
      throw new Error('a spanned block is never the last with room');
    } else if (at + count > block.length) {
      const bigger = new Int32Array(Math.min(BLOCK, Math.max(at + count, block.length * 2)));
      bigger.set(block);
      block = bigger;
      this.blocks[last] = block;
    }
    for (let i = 0; i < count; i++) block[at + i] = values[i] as number;
    const start = this.used;
    this.used = count > BLOCK ? this.blocks.length << BLOCK_BITS : this.used + count;
    this.lengths.push(count);
    this.hashes.push(hash);
    this.seenAt.push(offset);
    return this.starts.push(start);
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    const hashes = this.hashes.data;
    for (let row = 0; row < this.starts.length; row++) {
      let slot = (hashes[row] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }
}

/** A list of doubles that is written once and read once, front to back; reading frees block after block. */
export class FloatQueue {
  length = 0;
  private readonly blocks: (Float64Array | undefined)[] = [];
  private readAt = 0;

  append(values: Float64Array, count: number): void {
    let at = this.length & MASK;
    for (let i = 0; i < count; ) {
      const last = this.blocks.length - 1;
      let block = this.blocks[last];
      if (block === undefined || (at === 0 && this.length >> BLOCK_BITS > last)) {
        block = new Float64Array(last < 0 ? FIRST_BLOCK : BLOCK);
        this.blocks.push(block);
        at = 0;
      } else if (at === block.length) {
        const bigger = new Float64Array(Math.min(BLOCK, block.length * 4));
        bigger.set(block);
        block = bigger;
        this.blocks[last] = bigger;
      }
      const step = Math.min(count - i, block.length - at);
      for (let k = 0; k < step; k++) block[at + k] = values[i + k] as number;
      i += step;
      this.length += step;
      at = this.length & MASK;
    }
  }

  next(): number {
    const at = this.readAt++;
    const b = at >> BLOCK_BITS;
    if ((at & MASK) === 0 && b > 0) this.blocks[b - 1] = undefined;
    return (this.blocks[b] as Float64Array)[at & MASK] as number;
  }
}
