/** Reads unsigned LEB128 from bytes. Past the end it gives 0 and sets `short`. */
export class Cursor {
  buf: Uint8Array;
  pos = 0;
  end = 0;
  short = false;

  constructor(buf: Uint8Array, pos = 0, end = buf.length) {
    this.buf = buf;
    this.pos = pos;
    this.end = end;
  }

  /** Exact up to 2^53; 2^64 − 1 ("no thread") comes out as a number beyond that. */
  varint(): number {
    const { buf } = this;
    let pos = this.pos;
    let b = buf[pos++] as number;
    if (b < 0x80 && pos <= this.end) {
      this.pos = pos;
      return b;
    }
    let value = b & 0x7f;
    let shift = 7;
    while (b >= 0x80 && pos < this.end && shift < 28) {
      b = buf[pos++] as number;
      value |= (b & 0x7f) << shift;
      shift += 7;
    }
    let scale = 2 ** shift;
    while (b >= 0x80 && pos < this.end && shift < 70) {
      b = buf[pos++] as number;
      value += (b & 0x7f) * scale;
      scale *= 128;
      shift += 7;
    }
    if (b >= 0x80 || pos > this.end) this.short = true;
    this.pos = Math.min(pos, this.end);
    return value;
  }
}

/** Larger ids stand for "none". */
export const MAX_ID = Number.MAX_SAFE_INTEGER;
