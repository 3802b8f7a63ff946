/** Reads 64-bit varints as two halves: no BigInt, no Long. The last result is in `lo` and `hi` (both signed 32-bit). */
export class Varint {
  lo = 0;
  hi = 0;

  /**
   * Reads at `pos`; returns the position behind it, -1 if it is longer than 10 bytes, -2 if it does not end before
   * `end`. Bits above 64 fall away, as in Go's decoder.
   */
  read(buf: Uint8Array, pos: number, end: number): number {
    let low = 0;
    let mid = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (pos >= end) return -2;
      const b = buf[pos++] as number;
      if (i < 4) low |= (b & 0x7f) << (7 * i);
      else if (i < 8) mid |= (b & 0x7f) << (7 * i - 28);
      else high |= (b & 0x7f) << (7 * i - 56);
      if (b < 0x80) {
        this.lo = low | (mid << 28);
        this.hi = (mid >>> 4) | (high << 24);
        return pos;
      }
    }
    return -1;
  }

  /** The value as an index or length: -1 if it is no number of 0 … 2^31 - 1. */
  get index(): number {
    return this.hi === 0 && this.lo >= 0 ? this.lo : -1;
  }

  get bigint(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo >>> 0);
  }
}
