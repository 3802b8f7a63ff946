import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';

const BLOCK_BITS = 18;
const BLOCK = 1 << BLOCK_BITS;
const MASK = BLOCK - 1;
const FIRST_BLOCK = 1024;
const FIRST_SLOTS = 256;
const NOTHING = new Int32Array(0);

/**
 * Rows of Int32 values of any length, equal rows kept once, in the order of their first appearance. Values lie in
 * blocks, so that growing never copies what is already there and reading can free block after block.
 */
export class RecordTable {
  /** Byte offset in the file where a row was first seen. */
  readonly seenAt = new GrowableFloat64();
  private readonly starts = new GrowableInt32();
  private readonly lengths = new GrowableInt32();
  private readonly blocks: (Int32Array | undefined)[] = [new Int32Array(FIRST_BLOCK)];
  /** Pairs of row + 1 (0 = free) and hash: side by side, because every look-up is a cache miss. */
  private slots = new Int32Array(FIRST_SLOTS);
  private used = 0;
  /** Where the row begins that is being written: see `room`. */
  at = 0;

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

  /**
   * Room to write a row of `count` values in place: the current block and, in `at`, where the row begins. The first
   * `written` values that stand at the former place are taken along. `intern` with that block and place then copies nothing.
   */
  room(written: number, count: number): Int32Array {
    const last = this.blocks.length - 1;
    const block = this.blocks[last] as Int32Array | undefined;
    const at = this.used & MASK;
    const isFull = block === undefined || this.used === this.blocks.length << BLOCK_BITS;
    // Only a row at the beginning of its block may reach beyond the usual size: `blockOf` finds rows by their start.
    if (!isFull && at + count <= (at === 0 ? block.length : Math.min(BLOCK, block.length))) {
      this.at = at;
      return block;
    }
    const old = block ?? NOTHING;
    const from = this.at;
    let bigger: Int32Array;
    if (!isFull && at + count <= BLOCK) {
      bigger = new Int32Array(Math.min(BLOCK, Math.max(at + count, block.length * 2)));
      bigger.set(block.subarray(0, at + written));
      this.blocks[last] = bigger;
      this.at = at;
    } else if (!isFull && at === 0) {
      // The row is alone in its block, which grows beyond the usual size.
      bigger = new Int32Array(Math.max(count, block.length * 2));
      bigger.set(block.subarray(0, written));
      this.blocks[last] = bigger;
      this.at = 0;
    } else {
      this.used = this.blocks.length << BLOCK_BITS;
      bigger = new Int32Array(Math.max(BLOCK, count));
      if (written > 0) bigger.set(old.subarray(from, from + written));
      this.blocks.push(bigger);
      this.at = 0;
    }
    return bigger;
  }

  /** The row equal to `values[from … from + count)`; added when it is new. `hash` may be any function of them. */
  intern(values: Int32Array, from: number, count: number, hash: number, offset: number): number {
    hash ^= hash >>> 15;
    const slots = this.slots;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (let row = slots[slot] as number; row !== 0; row = slots[slot] as number) {
      if (slots[slot + 1] === hash && this.equals(row - 1, values, from, count)) return row - 1;
      slot = (slot + 2) & mask;
    }
    const block = this.room(0, count);
    if (block !== values || from !== this.at) {
      for (let i = 0; i < count; i++) block[this.at + i] = values[from + i] as number;
    }
    const start = this.used;
    this.used += count;
    // A row longer than a block spans the numbers of several.
    while (this.used > this.blocks.length << BLOCK_BITS) this.blocks.push(undefined);
    if (count > BLOCK) this.used = this.blocks.length << BLOCK_BITS;
    this.lengths.push(count);
    this.seenAt.push(offset);
    const row = this.starts.push(start);
    slots[slot] = row + 1;
    slots[slot + 1] = hash;
    if ((row + 1) * 4 > slots.length) this.rehash();
    return row;
  }

  private equals(row: number, values: Int32Array, from: number, count: number): boolean {
    if (this.lengths.data[row] !== count) return false;
    const block = this.blockOf(row);
    const start = this.startOf(row);
    for (let i = 0; i < count; i++) {
      if (block[start + i] !== values[from + i]) return false;
    }
    return true;
  }

  private rehash(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 4);
    const mask = slots.length - 2;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0) continue;
      const hash = old[from + 1] as number;
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[from] as number;
      slots[slot + 1] = hash;
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
