import { GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import type { Strings } from '../../model/strings.ts';

const FIRST_SLOTS = 1024;

/** The file's string table as UTF-8 bytes, each text once; a file's number leads to its row. Row 0 is "". */
export class StringRows {
  /** Row of the file's string `i`. */
  readonly rowOf = new GrowableInt32();
  private readonly bytes = new GrowableUint8(4096);
  private readonly offsets = new GrowableInt32();
  private readonly hashes = new GrowableInt32();
  private slots = new Int32Array(FIRST_SLOTS);

  constructor() {
    this.offsets.push(0);
    this.add(new Uint8Array(0), 0, 0);
    // Row 0 is there, but the file has not given its string 0 yet.
    this.rowOf.length = 0;
  }

  get length(): number {
    return this.rowOf.length;
  }

  /** Adds the file's next string, whose text is `buf[from … to)`. */
  add(buf: Uint8Array, from: number, to: number): void {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ (buf[i] as number), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let row = this.slots[slot] as number; row !== 0; row = this.slots[slot] as number) {
      if (this.hashes.data[row - 1] === hash && this.equals(row - 1, buf, from, to)) {
        this.rowOf.push(row - 1);
        return;
      }
      slot = (slot + 1) & mask;
    }
    const length = to - from;
    this.bytes.reserve(length).set(buf.subarray(from, to), this.bytes.length);
    this.bytes.length += length;
    const row = this.offsets.push(this.bytes.length) - 1;
    this.hashes.push(hash);
    this.slots[slot] = row + 1;
    if ((row + 1) * 2 > this.slots.length) this.rehash();
    this.rowOf.push(row);
  }

  finish(): Strings {
    this.slots = new Int32Array(0);
    return { bytes: this.bytes.take(), offsets: this.offsets.take() };
  }

  private equals(row: number, buf: Uint8Array, from: number, to: number): boolean {
    const start = this.offsets.data[row] as number;
    if ((this.offsets.data[row + 1] as number) - start !== to - from) return false;
    const bytes = this.bytes.data;
    for (let i = from, k = start; i < to; i++, k++) {
      if (bytes[k] !== buf[i]) return false;
    }
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let row = 0; row < this.hashes.length; row++) {
      let slot = (this.hashes.data[row] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }
}
