/**
 * Texts that the single file holds deflated (raw deflate, base64; e2e/build/packed.ts). pako would bring 30 kB to a page
 * that otherwise needs it in workers only, and Firefox before 113 has no DecompressionStream. The input is our own: it is
 * taken to be intact.
 */
export function unpack(base64: string, rawBytes: number): string {
  const packed = atob(base64);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  return new TextDecoder().decode(inflateRaw(bytes, rawBytes));
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
];
const LENGTH_BASES = new Uint16Array([...LENGTH_BASE, 195, 227, 258]);
const LENGTH_BITS = new Uint8Array([
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
]);
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;

/** A prefix code: the next `bits` bits of the input index `entries`, which hold symbol × 16 + length of its code. */
interface Code {
  readonly bits: number;
  readonly entries: Uint16Array;
}

function codeOf(lengths: Uint8Array): Code {
  const bits = Math.max(1, ...lengths);
  const entries = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length++, code <<= 1) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      let reversed = 0;
      for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
      for (let at = reversed; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
      code++;
    }
  }
  return { bits, entries };
}

/** Reads numbers of a few bits, lowest first. */
class BitReader {
  private held = 0;
  private count = 0;
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(bits: number): number {
    while (this.count < bits) {
      this.held |= (this.bytes[this.at++] ?? 0) << this.count;
      this.count += 8;
    }
    const value = this.held & ((1 << bits) - 1);
    this.held >>>= bits;
    this.count -= bits;
    return value;
  }

  symbol(code: Code): number {
    while (this.count < MAX_CODE_BITS) {
      this.held |= (this.bytes[this.at++] ?? 0) << this.count;
      this.count += 8;
    }
    const entry = code.entries[this.held & ((1 << code.bits) - 1)] ?? 0;
    this.held >>>= entry & 15;
    this.count -= entry & 15;
    return entry >> 4;
  }

  /** Whole bytes from the next byte border on. */
  stored(): Uint8Array {
    this.take(this.count & 7);
    const size = this.take(16);
    this.take(16);
    this.at -= this.count >> 3;
    this.held = this.count = 0;
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}

function fixedCodes(): readonly [Code, Code] {
  const lengths = new Uint8Array(288);
  lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [codeOf(lengths), codeOf(new Uint8Array(30).fill(5))];
}

function writtenCodes(input: BitReader): readonly [Code, Code] {
  const literals = input.take(5) + 257;
  const distances = input.take(5) + 1;
  const orders = input.take(4) + 4;
  const ofLengths = new Uint8Array(LENGTH_ORDER.length);
  for (const symbol of LENGTH_ORDER.slice(0, orders)) ofLengths[symbol] = input.take(3);
  const code = codeOf(ofLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let at = 0; at < lengths.length; ) {
    const symbol = input.symbol(code);
    const value = symbol < 16 ? symbol : symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
    const times = [1, 3, 3, 11][Math.max(0, symbol - 15)] ?? 1;
    const more = symbol < 16 ? 0 : input.take(symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
    lengths.fill(value, at, at + times + more);
    at += times + more;
  }
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

/** Raw deflate of known size, inflated. */
export function inflateRaw(bytes: Uint8Array, rawBytes: number): Uint8Array {
  const out = new Uint8Array(rawBytes);
  const input = new BitReader(bytes);
  let at = 0;
  for (let last = 0; last === 0; ) {
    last = input.take(1);
    const kind = input.take(2);
    if (kind === 0) {
      const piece = input.stored();
      out.set(piece, at);
      at += piece.length;
      continue;
    }
    const [literals, distances] = kind === 1 ? fixedCodes() : writtenCodes(input);
    for (let symbol = input.symbol(literals); symbol !== END_OF_BLOCK; symbol = input.symbol(literals)) {
      if (symbol < END_OF_BLOCK) {
        out[at++] = symbol;
        continue;
      }
      const row = symbol - END_OF_BLOCK - 1;
      const length = (LENGTH_BASES[row] ?? 0) + input.take(LENGTH_BITS[row] ?? 0);
      const back = input.symbol(distances);
      const bits = back < 4 ? 0 : (back >> 1) - 1;
      const from = at - (back < 4 ? back + 1 : ((2 + (back & 1)) << bits) + 1 + input.take(bits));
      for (let i = 0; i < length; i++) out[at + i] = out[from + i] ?? 0;
      at += length;
    }
  }
  return out;
}
