import { GrowableInt32 } from '../../base/growable.ts';
import { FloatQueue, RecordTable } from './blocks.ts';
import { Varint } from './varint.ts';

/** Int32 values per label in a label record: key, str, num (low, high), num_unit. Strings by their number in the file. */
export const LABEL_FIELDS = 5;
/** String number that no table has: what a file's 64-bit number becomes when it does not fit 31 bits. */
export const NO_STRING = 0x7fffffff;

/** Sizes beyond any real profile that a crafted file could reach: reading stops there. */
const MAX_LOCATION_REFS = 2 ** 29;
const MAX_VALUES = 2 ** 27;
const MAX_SAMPLES = 2 ** 26;
const MAX_LABELS_OF_SAMPLE = 2 ** 20;
const MAX_LABEL_NUMBERS = 2 ** 29;
const PLACES_KEPT = 5;

export type SampleTrouble = 'none' | 'bad' | 'full';

/**
 * Reads Sample messages, the bulk of every profile, with a hand-written loop: three times the speed of protobufjs'
 * Reader. Stacks and label sets are kept as numbers of the file, each once, because the tables they refer to come
 * later; values go into one long list in file order.
 */
export class SampleReader {
  /** Location ids, leaf first as in the file. An id beyond 31 bits is `~row` of `wideIds`. */
  readonly stacks = new RecordTable();
  /** Ids beyond 31 bits: low and high half. */
  readonly wideIds = new RecordTable();
  readonly labelSets = new RecordTable();
  readonly sampleStack = new GrowableInt32();
  readonly sampleLabels = new GrowableInt32();
  /** All values of all samples. NaN stands for the next pair of `wide`. */
  readonly values = new FloatQueue();
  /** Values beyond ±2^53: low and high half, in order. */
  readonly wide = new GrowableInt32(16);
  /** Values of each sample, while all have the same number: that number; then `counts` has them all. */
  width = 0;
  counts: GrowableInt32 | null = null;
  /** Where samples with so many values stand: the first few per number. */
  readonly placesByCount = new Map<number, number[]>();

  private row: Float64Array = new Float64Array(64);
  private labels = new Int32Array(64);
  private readonly varint = new Varint();
  private readonly pair = new Int32Array(2);

  get length(): number {
    return this.sampleStack.length;
  }

  /** Reads the message in `buf[pos … end)`, which stands at `offset` of the file. A bad one leaves nothing behind. */
  read(buf: Uint8Array, pos: number, end: number, offset: number): SampleTrouble {
    const { varint, stacks } = this;
    const wideBefore = this.wide.length;
    let ids = stacks.room(0, 0);
    let at = stacks.at;
    let idCount = 0;
    let row = this.row;
    let valueCount = 0;
    let labelCount = 0;
    while (pos < end) {
      const tag = buf[pos] as number;
      if (tag === 0x0a || tag === 0x12) {
        let length = buf[pos + 1] as number;
        pos += 2;
        if (length >= 0x80) {
          pos = varint.read(buf, pos - 1, end);
          length = varint.index;
          if (pos < 0 || length < 0) return this.bad(wideBefore);
        }
        const stop = pos + length;
        if (stop > end) return this.bad(wideBefore);
        if (tag === 0x0a) {
          if (at + idCount + length > ids.length) {
            ids = stacks.room(idCount, idCount + length);
            at = stacks.at;
          }
          idCount = this.packedIds(buf, pos, stop, ids, at, idCount);
          if (idCount < 0) return this.bad(wideBefore);
          pos = stop;
        } else {
          if (valueCount + length > row.length) row = this.growRow(valueCount + length);
          while (pos < stop) {
            let value = buf[pos++] as number;
            if (value >= 0x80) {
              let b = buf[pos++] as number;
              value = (value & 0x7f) | ((b & 0x7f) << 7);
              if (b >= 0x80) {
                b = buf[pos++] as number;
                value |= (b & 0x7f) << 14;
                if (b >= 0x80) {
                  b = buf[pos++] as number;
                  value |= (b & 0x7f) << 21;
                  if (b >= 0x80) {
                    pos = varint.read(buf, pos - 4, stop);
                    if (pos < 0) return this.bad(wideBefore);
                    value = this.valueOf64(varint.lo, varint.hi);
                  }
                }
              }
            }
            row[valueCount++] = value;
          }
        }
        if (pos !== stop) return this.bad(wideBefore);
      } else if (tag === 0x1a) {
        const next = this.label(buf, pos + 1, end, labelCount);
        if (next < 0 || labelCount === MAX_LABELS_OF_SAMPLE) return this.bad(wideBefore);
        labelCount++;
        pos = next;
      } else if (tag === 0x08) {
        pos = varint.read(buf, pos + 1, end);
        if (pos < 0) return this.bad(wideBefore);
        if (at + idCount === ids.length) {
          ids = stacks.room(idCount, idCount + 1);
          at = stacks.at;
        }
        const id = this.idOf(varint.lo, varint.hi);
        ids[at + idCount++] = id;
      } else if (tag === 0x10) {
        pos = varint.read(buf, pos + 1, end);
        if (pos < 0) return this.bad(wideBefore);
        if (valueCount === row.length) row = this.growRow(valueCount + 1);
        row[valueCount++] = this.valueOf64(varint.lo, varint.hi);
      } else {
        pos = skipUnknown(varint, buf, pos, end, 3);
        if (pos < 0) return this.bad(wideBefore);
      }
    }
    if (
      stacks.size + idCount > MAX_LOCATION_REFS ||
      this.values.length + valueCount > MAX_VALUES ||
      this.labelSets.size + labelCount * LABEL_FIELDS > MAX_LABEL_NUMBERS ||
      this.length >= MAX_SAMPLES
    ) {
      this.wide.length = wideBefore;
      return 'full';
    }
    this.keepCount(valueCount, offset);
    this.sampleStack.push(stacks.intern(ids, at, idCount, hashOf(ids, at, at + idCount), offset));
    this.sampleLabels.push(this.internLabels(labelCount, offset));
    this.values.append(row, valueCount);
    return 'none';
  }

  /** Reads ids into `ids` from `at + count` on; returns the new count, -1 when the last does not end at `stop`. */
  private packedIds(buf: Uint8Array, pos: number, stop: number, ids: Int32Array, at: number, count: number): number {
    let to = at + count;
    // Ids of one to three bytes come in any mix, which a branch predictor gets wrong: this is twice as fast as asking
    // byte by byte. It looks at three bytes, so the last ids of a chunk are left to the loop below.
    const last = Math.min(stop, buf.length - 2);
    while (pos < last) {
      const b0 = buf[pos] as number;
      const b1 = buf[pos + 1] as number;
      const b2 = buf[pos + 2] as number;
      const more1 = b0 >>> 7;
      const more2 = more1 & (b1 >>> 7);
      if ((more2 & (b2 >>> 7)) !== 0) {
        pos = this.varint.read(buf, pos, stop);
        if (pos < 0) return -1;
        ids[to++] = this.idOf(this.varint.lo, this.varint.hi);
        continue;
      }
      pos += 1 + more1 + more2;
      ids[to++] = (b0 & 0x7f) | (((b1 & 0x7f) << 7) & -more1) | (((b2 & 0x7f) << 14) & -more2);
    }
    while (pos < stop) {
      pos = this.varint.read(buf, pos, stop);
      if (pos < 0) return -1;
      ids[to++] = this.idOf(this.varint.lo, this.varint.hi);
    }
    return pos === stop ? to - at : -1;
  }

  private bad(wideBefore: number): SampleTrouble {
    this.wide.length = wideBefore;
    return 'bad';
  }

  private keepCount(count: number, offset: number): void {
    const n = this.length;
    if (n === 0) this.width = count;
    else if (count !== this.width && this.counts === null) {
      this.counts = new GrowableInt32(n + 256);
      this.counts.data.fill(this.width, 0, n);
      this.counts.length = n;
    }
    this.counts?.push(count);
    if (n >= PLACES_KEPT && count === this.width) return;
    let places = this.placesByCount.get(count);
    // A crafted file may have as many counts as samples.
    if (places === undefined && this.placesByCount.size < 64) this.placesByCount.set(count, (places = []));
    if (places !== undefined && places.length < PLACES_KEPT) places.push(offset);
  }

  private idOf(lo: number, hi: number): number {
    if (hi === 0 && lo >= 0) return lo;
    this.pair[0] = lo;
    this.pair[1] = hi;
    return ~this.wideIds.intern(this.pair, 0, 2, Math.imul(lo ^ Math.imul(hi, 0x85ebca6b), 0x9e3779b1), 0);
  }

  private valueOf64(lo: number, hi: number): number {
    if (hi >= 0x200000 || hi < -0x200000) {
      this.wide.push(lo);
      this.wide.push(hi);
      return Number.NaN;
    }
    return hi * 4294967296 + (lo >>> 0);
  }

  private growRow(need: number): Float64Array {
    const bigger = new Float64Array(Math.max(need, this.row.length * 2));
    bigger.set(this.row);
    this.row = bigger;
    return bigger;
  }

  /** Reads the length and body of a Label at `pos`; returns the position behind it, -1 when it is bad. */
  private label(buf: Uint8Array, pos: number, end: number, index: number): number {
    const varint = this.varint;
    pos = varint.read(buf, pos, end);
    const length = varint.index;
    if (pos < 0 || length < 0) return -1;
    const stop = pos + length;
    if (stop > end) return -1;
    const at = index * LABEL_FIELDS;
    if (at + LABEL_FIELDS > this.labels.length) {
      const bigger = new Int32Array(this.labels.length * 2);
      bigger.set(this.labels);
      this.labels = bigger;
    }
    const labels = this.labels;
    labels.fill(0, at, at + LABEL_FIELDS);
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

  private internLabels(count: number, offset: number): number {
    const labels = this.labels;
    const length = count * LABEL_FIELDS;
    return this.labelSets.intern(labels, 0, length, hashOf(labels, 0, length), offset);
  }
}

function hashOf(values: Int32Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 0x9e3779b1) + (values[i] as number)) | 0;
  return hash;
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
  if (field > 0 && field <= known) {
    // A known field in more bytes than needed is legal, but no encoder writes one; treated as bad.
    return -1;
  }
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
