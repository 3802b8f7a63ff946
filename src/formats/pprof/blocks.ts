import { Varint } from './varint.ts';

const LIST_BITS = 14;
const LIST_BLOCK = 1 << LIST_BITS;
const LIST_MASK = LIST_BLOCK - 1;

/** A list of Int32 that grows block by block: fresh memory is the dearest thing while decoding, so nothing is copied to grow. */
export class Int32List {
  length = 0;
  private readonly blocks: Int32Array[] = [];

  push(value: number): number {
    const at = this.length & LIST_MASK;
    if (at === 0) this.blocks.push(new Int32Array(LIST_BLOCK));
    (this.blocks[this.length >> LIST_BITS] as Int32Array)[at] = value;
    return this.length++;
  }

  at(i: number): number {
    return (this.blocks[i >> LIST_BITS] as Int32Array)[i & LIST_MASK] as number;
  }

  /** The first `count` values as one column. */
  column(count: number): Int32Array {
    const column = new Int32Array(count);
    for (let from = 0; from < count; from += LIST_BLOCK) {
      const block = this.blocks[from >> LIST_BITS] as Int32Array;
      column.set(count - from < LIST_BLOCK ? block.subarray(0, count - from) : block, from);
    }
    return column;
  }
}

const BLOCK_BITS = 18;
const BLOCK = 1 << BLOCK_BITS;
const MASK = BLOCK - 1;
const FIRST_BLOCK = 1024;
const FIRST_SLOTS = 256;
/** A slot holds row + 1 in its low bits and bits of the hash above, which spare most looks at rows that are not equal. */
const ROW_BITS = 0x03ffffff;
const TAG_BITS = ~ROW_BITS;
/** One more row than this would not fit a slot. */
export const MAX_ROWS_OF_TABLE = ROW_BITS - 1;

/**
 * Rows of bytes, equal rows kept once, in the order of their first appearance. A row is a word with its length in bytes,
 * then its bytes as Int32 words (little-endian, as every platform with a browser is), zero-padded. Rows lie in blocks,
 * so that growing copies nothing and reading can free block after block.
 */
export class RecordTable {
  /** Where the row's length word goes that is being written: see `room`. */
  at = 0;
  private readonly starts = new Int32List();
  private readonly hashes = new Int32List();
  private readonly offsets = new Int32List();
  private readonly blocks: (Int32Array | undefined)[] = [new Int32Array(FIRST_BLOCK)];
  private slots = new Int32Array(FIRST_SLOTS);
  private used = 0;

  get length(): number {
    return this.starts.length;
  }

  /** Words held. */
  get size(): number {
    return this.used;
  }

  /** The block of a row; its length word is at `startOf(row)`, its words follow. */
  blockOf(row: number): Int32Array {
    return this.blocks[this.starts.at(row) >>> BLOCK_BITS] as Int32Array;
  }

  startOf(row: number): number {
    return this.starts.at(row) & MASK;
  }

  /** Byte offset in the file (modulo 2^32) where a row was first seen. */
  seenAt(row: number): number {
    return this.offsets.at(row) >>> 0;
  }

  /** Lets go of the blocks before the one that `row` begins in: for readers that go forward once. */
  freeBefore(row: number): void {
    for (let b = (this.starts.at(row) >>> BLOCK_BITS) - 1; b >= 0 && this.blocks[b] !== undefined; b--) {
      this.blocks[b] = undefined;
    }
  }

  /** Frees what only `intern` needs. */
  seal(): void {
    this.slots = new Int32Array(0);
  }

  /** The block to write a row of `bytes` into: its words go behind `at`; `intern` then takes it from there. */
  room(bytes: number): Int32Array {
    const words = 1 + ((bytes + 3) >>> 2);
    const last = this.blocks.length - 1;
    const block = this.blocks[last] as Int32Array | undefined;
    const at = this.used & MASK;
    if (block !== undefined && this.used !== this.blocks.length << BLOCK_BITS) {
      // Only a row at the beginning of its block may reach beyond the usual size: rows are found by their start.
      if (at + words <= (at === 0 ? block.length : Math.min(BLOCK, block.length))) {
        this.at = at;
        return block;
      }
      if (at + words <= BLOCK || at === 0) {
        const bigger = new Int32Array(Math.max(Math.min(BLOCK, block.length * 4), at + words));
        bigger.set(block.subarray(0, at));
        this.blocks[last] = bigger;
        this.at = at;
        return bigger;
      }
    }
    this.used = this.blocks.length << BLOCK_BITS;
    const fresh = new Int32Array(Math.max(BLOCK, words));
    this.blocks.push(fresh);
    this.at = 0;
    return fresh;
  }

  /** The row equal to the one that was written into `room`; kept when it is new. */
  intern(bytes: number, hash: number, offset: number): number {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash ^= hash >>> 13;
    const words = (bytes + 3) >>> 2;
    const block = this.blocks[this.used >>> BLOCK_BITS] as Int32Array;
    block[this.at] = bytes;
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let held = slots[slot] as number; held !== 0; held = slots[slot] as number) {
      if (((held ^ hash) & TAG_BITS) === 0) {
        const row = (held & ROW_BITS) - 1;
        if (sameWords(this.blockOf(row), this.startOf(row), block, this.at, words)) return row;
      }
      slot = (slot + 1) & mask;
    }
    const row = this.starts.push(this.used);
    this.hashes.push(hash);
    this.offsets.push(offset);
    this.used += words + 1;
    // A row longer than a block spans the numbers of several.
    while (this.used > this.blocks.length << BLOCK_BITS) this.blocks.push(undefined);
    if (words >= BLOCK) this.used = this.blocks.length << BLOCK_BITS;
    slots[slot] = (hash & TAG_BITS) | (row + 1);
    if ((row + 1) * 2 > slots.length) this.rehash();
    return row;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let row = 0; row < this.starts.length; row++) {
      const hash = this.hashes.at(row);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & TAG_BITS) | (row + 1);
    }
    this.slots = slots;
  }
}

/** Compares the length words and `words` words behind them. */
function sameWords(a: Int32Array, aAt: number, b: Int32Array, bAt: number, words: number): boolean {
  for (let i = 0; i <= words; i++) {
    if (a[aAt + i] !== b[bAt + i]) return false;
  }
  return true;
}

const QUEUE_BLOCK = 1 << 16;
const VARINT = new Varint();

/** Varints as in the file, written once and read once, front to back; reading frees block after block. */
export class VarintQueue {
  /** Bytes held. */
  size = 0;
  /** Halves of the value for which `next` gave NaN. */
  lo = 0;
  hi = 0;
  private readonly blocks: (Uint8Array | undefined)[] = [];
  private readonly ends: number[] = [];
  private pos = 0;
  private readIndex = -1;
  private readBlock = new Uint8Array(0);
  private readPos = 0;
  private readEnd = 0;

  /** Adds the varints of `buf[from … to)`; returns how many there are, or -1 and adds nothing when one is malformed. */
  append(buf: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length === 0) return 0;
    let block = this.blocks[this.blocks.length - 1];
    let pos = this.pos;
    if (block === undefined || pos + length > block.length) {
      if (block !== undefined && block.length < QUEUE_BLOCK && pos + length <= QUEUE_BLOCK) {
        const bigger = new Uint8Array(QUEUE_BLOCK);
        bigger.set(block);
        block = bigger;
        this.blocks[this.blocks.length - 1] = bigger;
      } else {
        block = new Uint8Array(Math.max(this.blocks.length === 0 ? 1024 : QUEUE_BLOCK, length));
        this.blocks.push(block);
        this.ends.push(0);
        pos = 0;
      }
    }
    let count = 0;
    let run = 0;
    let tooLong = 0;
    for (let i = from; i < to; i++) {
      const b = buf[i] as number;
      block[pos++] = b;
      const more = b >>> 7;
      count += more ^ 1;
      // Bytes since the last one that ended a number; bit 4 is set from the tenth on.
      run = (run + 1) & -more;
      tooLong |= (run + 6) & 16;
    }
    if (tooLong !== 0 || run !== 0) {
      this.pos = pos - length;
      return -1;
    }
    this.pos = pos;
    this.ends[this.ends.length - 1] = pos;
    this.size += length;
    return count;
  }

  /** The next value; NaN when a double cannot hold it exactly, then it is in `lo` and `hi`. */
  next(): number {
    while (this.readPos === this.readEnd) this.nextBlock();
    const block = this.readBlock;
    let pos = this.readPos;
    let value = block[pos++] as number;
    if (value >= 0x80) {
      let b = block[pos++] as number;
      value = (value & 0x7f) | ((b & 0x7f) << 7);
      if (b >= 0x80) {
        b = block[pos++] as number;
        value |= (b & 0x7f) << 14;
        if (b >= 0x80) {
          b = block[pos++] as number;
          value |= (b & 0x7f) << 21;
          if (b >= 0x80) return this.wide(this.readPos);
        }
      }
    }
    this.readPos = pos;
    return value;
  }

  private wide(pos: number): number {
    const varint = VARINT;
    this.readPos = varint.read(this.readBlock, pos, this.readEnd);
    const { lo, hi } = varint;
    if (hi >= 0x200000 || hi < -0x200000) {
      this.lo = lo;
      this.hi = hi;
      return Number.NaN;
    }
    return hi * 4294967296 + (lo >>> 0);
  }

  private nextBlock(): void {
    if (this.readIndex >= 0) this.blocks[this.readIndex] = undefined;
    this.readIndex++;
    this.readBlock = this.blocks[this.readIndex] as Uint8Array<ArrayBuffer>;
    this.readPos = 0;
    this.readEnd = this.ends[this.readIndex] as number;
  }
}
