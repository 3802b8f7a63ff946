import { Int32List, MAX_ROWS_OF_TABLE, RecordTable, VarintQueue } from './blocks.ts';
import { Varint } from './varint.ts';

/** Int32 values per label in a label record: key, str, num (low, high), num_unit. Strings by their number in the file. */
export const LABEL_FIELDS = 5;
/** String number that no table has: what a file's 64-bit number becomes when it does not fit 31 bits. */
export const NO_STRING = 0x7fffffff;

/** Sizes beyond any real profile that a crafted file could reach: reading stops there. */
const MAX_STACK_WORDS = 2 ** 28;
const MAX_LABEL_WORDS = 2 ** 28;
const MAX_VALUE_BYTES = 2 ** 29;
const MAX_SAMPLES = MAX_ROWS_OF_TABLE;
const MAX_LABELS_OF_SAMPLE = 2 ** 20;
const PLACES_KEPT = 5;

export type SampleTrouble = 'none' | 'bad' | 'full';

/** Bytes of a repeated field of numbers: where they lie in the chunk, or a copy when they come in several pieces. */
class Pieces {
  buf: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  /** How many bytes of `copy` are used; 0 while the field is one piece. */
  private copied = 0;
  private copy = new Uint8Array(64);

  clear(): void {
    this.from = 0;
    this.to = 0;
    this.copied = 0;
  }

  add(buf: Uint8Array, from: number, to: number): void {
    if (this.from === this.to) {
      this.buf = buf;
      this.from = from;
      this.to = to;
      return;
    }
    if (this.copied === 0) this.append(this.buf, this.from, this.to);
    this.append(buf, from, to);
    this.buf = this.copy;
    this.from = 0;
    this.to = this.copied;
  }

  private append(buf: Uint8Array, from: number, to: number): void {
    const need = this.copied + to - from;
    if (need > this.copy.length) {
      const bigger = new Uint8Array(Math.max(need, this.copy.length * 2));
      bigger.set(this.copy.subarray(0, this.copied));
      this.copy = bigger;
    }
    this.copy.set(buf.subarray(from, to), this.copied);
    this.copied = need;
  }
}

/**
 * Reads Sample messages, the bulk of every profile, by hand: three times the speed of protobufjs' Reader. Stacks and
 * values stay varints as in the file, because that is a third of the memory and the tables that they refer to come
 * later; equal stacks and label sets are kept once.
 */
export class SampleReader {
  /** Location ids as varints, leaf first. */
  readonly stacks = new RecordTable();
  /** Records of `LABEL_FIELDS` words per label. */
  readonly labelSets = new RecordTable();
  readonly sampleStack = new Int32List();
  readonly sampleLabels = new Int32List();
  /** All values of all samples. */
  readonly values = new VarintQueue();
  /** Location ids in all stacks, each stack counted once. */
  idCount = 0;
  /** Values of each sample, while all have the same number: that number; then `counts` has them all. */
  width = 0;
  counts: Int32List | null = null;
  /** Where samples with so many values stand: the first few per number. */
  readonly placesByCount = new Map<number, number[]>();

  private labels: Int32Array = new Int32Array(64);
  private readonly ids = new Pieces();
  private readonly numbers = new Pieces();
  private readonly varint = new Varint();

  get length(): number {
    return this.sampleStack.length;
  }

  /**
   * Reads the message in `buf[pos … end)`, which stands at `offset` of the file; `view` is over `buf`. A bad message
   * leaves nothing behind.
   */
  read(buf: Uint8Array, view: DataView, pos: number, end: number, offset: number): SampleTrouble {
    const { varint, ids, numbers } = this;
    let labelCount = 0;
    ids.clear();
    numbers.clear();
    while (pos < end) {
      const tag = buf[pos] as number;
      if (tag === 0x0a || tag === 0x12) {
        let length = buf[pos + 1] as number;
        pos += 2;
        if (length >= 0x80 || pos > end) {
          pos = varint.read(buf, pos - 1, end);
          length = varint.index;
          if (pos < 0 || length < 0) return 'bad';
        }
        const from = pos;
        pos += length;
        if (pos > end) return 'bad';
        (tag === 0x0a ? ids : numbers).add(buf, from, pos);
      } else if (tag === 0x1a) {
        pos = this.label(buf, pos + 1, end, labelCount);
        if (pos < 0 || labelCount === MAX_LABELS_OF_SAMPLE) return 'bad';
        labelCount++;
      } else if (tag === 0x08 || tag === 0x10) {
        const from = pos + 1;
        pos = varint.read(buf, from, end);
        if (pos < 0) return 'bad';
        (tag === 0x08 ? ids : numbers).add(buf, from, pos);
      } else {
        pos = skipUnknown(varint, buf, pos, end, 3);
        if (pos < 0) return 'bad';
      }
    }
    const { stacks } = this;
    const idBytes = ids.to - ids.from;
    if (idBytes > 0 && (ids.buf[ids.to - 1] as number) >= 0x80) return 'bad';
    if (
      stacks.size + idBytes / 4 > MAX_STACK_WORDS ||
      this.values.size + numbers.to > MAX_VALUE_BYTES ||
      this.labelSets.size + labelCount * LABEL_FIELDS > MAX_LABEL_WORDS ||
      this.length >= MAX_SAMPLES
    ) {
      return 'full';
    }
    const valueCount = this.values.append(numbers.buf, numbers.from, numbers.to);
    if (valueCount < 0) return 'bad';
    if (this.length < PLACES_KEPT || valueCount !== this.width || this.counts !== null) {
      this.keepCount(valueCount, offset);
    }
    this.sampleStack.push(this.internStack(ids, ids.buf === buf ? view : viewOf(ids.buf), offset));
    this.sampleLabels.push(this.internLabels(labelCount, offset));
    return 'none';
  }

  /** Copies the ids as words, hashes and counts them on the way. */
  private internStack(ids: Pieces, view: DataView, offset: number): number {
    const { stacks } = this;
    const { to } = ids;
    let { from } = ids;
    const bytes = to - from;
    const block = stacks.room(bytes);
    let at = stacks.at + 1;
    let hash = bytes;
    let count = 0;
    for (; from + 4 <= to; from += 4) {
      const word = view.getInt32(from, true);
      block[at++] = word;
      hash = (Math.imul(hash, 0x9e3779b1) + word) | 0;
      // A byte without its high bit ends an id: sums the four bits into the top byte.
      count += Math.imul((~word & 0x80808080) >>> 7, 0x01010101) >>> 24;
    }
    if (from < to) {
      let word = 0;
      for (let shift = 0; from < to; from++, shift += 8) {
        const b = view.getUint8(from);
        word |= b << shift;
        if (b < 0x80) count++;
      }
      block[at] = word;
      hash = (Math.imul(hash, 0x9e3779b1) + word) | 0;
    }
    const before = stacks.length;
    const row = stacks.intern(bytes, hash, offset);
    if (row === before) this.idCount += count;
    return row;
  }

  private internLabels(count: number, offset: number): number {
    const { labels, labelSets } = this;
    const words = count * LABEL_FIELDS;
    const block = labelSets.room(words * 4);
    let at = labelSets.at + 1;
    let hash = words;
    for (let i = 0; i < words; i++) {
      const word = labels[i] as number;
      block[at++] = word;
      hash = (Math.imul(hash, 0x9e3779b1) + word) | 0;
    }
    return labelSets.intern(words * 4, hash, offset);
  }

  private keepCount(count: number, offset: number): void {
    const n = this.length;
    if (n === 0) this.width = count;
    else if (count !== this.width && this.counts === null) {
      this.counts = new Int32List();
      for (let i = 0; i < n; i++) this.counts.push(this.width);
    }
    this.counts?.push(count);
    if (n >= PLACES_KEPT && count === this.width) return;
    let places = this.placesByCount.get(count);
    // A crafted file may have as many counts as samples.
    if (places === undefined && this.placesByCount.size < 64) this.placesByCount.set(count, (places = []));
    if (places !== undefined && places.length < PLACES_KEPT) places.push(offset);
  }

  /** Reads the length and body of a Label at `pos`; returns the position behind it, -1 when it is bad. */
  private label(buf: Uint8Array, pos: number, end: number, index: number): number {
    const { varint } = this;
    let length = buf[pos++] as number;
    if (length >= 0x80 || pos > end) {
      pos = varint.read(buf, pos - 1, end);
      length = varint.index;
      if (pos < 0 || length < 0) return -1;
    }
    const stop = pos + length;
    if (stop > end) return -1;
    const at = index * LABEL_FIELDS;
    if (at + LABEL_FIELDS > this.labels.length) {
      const bigger = new Int32Array(this.labels.length * 2);
      bigger.set(this.labels);
      this.labels = bigger;
    }
    const { labels } = this;
    labels[at] = 0;
    labels[at + 1] = 0;
    labels[at + 2] = 0;
    labels[at + 3] = 0;
    labels[at + 4] = 0;
    while (pos < stop) {
      const tag = buf[pos] as number;
      if (tag !== 0x08 && tag !== 0x10 && tag !== 0x18 && tag !== 0x20) {
        pos = skipUnknown(varint, buf, pos, stop, 4);
        if (pos < 0) return -1;
        continue;
      }
      let low = buf[pos + 1] as number;
      let high = 0;
      pos += 2;
      if (low >= 0x80 || pos > stop) {
        pos = varint.read(buf, pos - 1, stop);
        if (pos < 0) return -1;
        low = varint.lo;
        high = varint.hi;
      }
      if (tag === 0x18) {
        labels[at + 2] = low;
        labels[at + 3] = high;
      } else {
        labels[at + (tag === 0x08 ? 0 : tag === 0x10 ? 1 : 4)] = high === 0 && low >= 0 ? low : NO_STRING;
      }
    }
    return stop;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Passes over a field that is not known. A known field (number 1 … `known`) here has a wrong wire type: the message is
 * bad, and so it is with groups and wire types that do not exist. Returns the position behind the field or -1.
 */
function skipUnknown(varint: Varint, buf: Uint8Array, pos: number, end: number, known: number): number {
  pos = varint.read(buf, pos, end);
  if (pos < 0) return -1;
  const type = varint.lo & 7;
  const field = varint.hi === 0 ? varint.lo >>> 3 : known + 1;
  // A known number in more bytes than needed would be legal too, but no encoder writes one.
  if (field > 0 && field <= known) return -1;
  if (type === 0) pos = varint.read(buf, pos, end);
  else if (type === 1) pos += 8;
  else if (type === 5) pos += 4;
  else if (type === 2) {
    pos = varint.read(buf, pos, end);
    if (pos < 0 || varint.index < 0) return -1;
    pos += varint.index;
  } else return -1;
  return pos < 0 || pos > end ? -1 : pos;
}
