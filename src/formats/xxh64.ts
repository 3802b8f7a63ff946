/**
 * XXH64 with seed 0, streaming, on 32-bit halves: BigInt would make it slower than the decoding it checks. zstd stores
 * the low 32 bits. Constants and steps: the xxHash specification, "XXH64 algorithm description".
 */
type U64 = readonly [hi: number, lo: number];
const P1: U64 = [0x9e3779b1, 0x85ebca87];
const P2: U64 = [0xc2b2ae3d, 0x27d4eb4f];
const P3: U64 = [0x165667b1, 0x9e3779f9];
const P4: U64 = [0x85ebca77, 0xc2b2ae63];
const P5: U64 = [0x27d4eb2f, 0x165667c5];

const STRIPE = 32;

/** One 64-bit register. */
class Word {
  hi = 0;
  lo = 0;

  set(hi: number, lo: number): this {
    this.hi = hi | 0;
    this.lo = lo | 0;
    return this;
  }

  add(hi: number, lo: number): this {
    const low = (this.lo >>> 0) + (lo >>> 0);
    this.hi = (this.hi + hi + (low > 0xffffffff ? 1 : 0)) | 0;
    this.lo = low | 0;
    return this;
  }

  xor(hi: number, lo: number): this {
    this.hi ^= hi;
    this.lo ^= lo;
    return this;
  }

  mul(hi: number, lo: number): this {
    const a = this.lo;
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const b0 = lo & 0xffff;
    const b1 = lo >>> 16;
    const low = Math.imul(a0, b0) >>> 0;
    const mid = a1 * b0 + (low >>> 16);
    const mid2 = a0 * b1 + (mid % 0x10000);
    const carry = a1 * b1 + Math.floor(mid / 0x10000) + Math.floor(mid2 / 0x10000);
    this.hi = (Math.imul(this.hi, lo) + Math.imul(a, hi) + (carry | 0)) | 0;
    this.lo = Math.imul(a, lo);
    return this;
  }

  /** Rotates left by 0 < n < 32. */
  rotate(n: number): this {
    const { hi, lo } = this;
    this.hi = (hi << n) | (lo >>> (32 - n));
    this.lo = (lo << n) | (hi >>> (32 - n));
    return this;
  }

  /** this ^= this >> n, 0 < n < 64. */
  fold(n: number): this {
    const { hi, lo } = this;
    if (n < 32) return this.xor(hi >>> n, (lo >>> n) | (hi << (32 - n)));
    return this.xor(0, n === 32 ? hi : hi >>> (n - 32));
  }
}

const t = new Word();

function round(acc: Word, hi: number, lo: number): void {
  t.set(hi, lo).mul(P2[0], P2[1]);
  acc.add(t.hi, t.lo).rotate(31).mul(P1[0], P1[1]);
}

export class Xxh64 {
  private readonly acc: readonly Word[] = [
    new Word().set(P1[0], P1[1]).add(P2[0], P2[1]),
    new Word().set(P2[0], P2[1]),
    new Word(),
    new Word().add(~P1[0], ~P1[1]).add(0, 1),
  ];
  private readonly tail = new Uint8Array(STRIPE);
  private tailLength = 0;
  private total = 0;

  update(data: Uint8Array): void {
    this.total += data.length;
    let pos = 0;
    if (this.tailLength > 0) {
      const part = data.subarray(0, STRIPE - this.tailLength);
      this.tail.set(part, this.tailLength);
      this.tailLength += part.length;
      pos = part.length;
      if (this.tailLength < STRIPE) return;
      this.stripes(this.tail, 0, STRIPE);
      this.tailLength = 0;
    }
    const whole = pos + Math.floor((data.length - pos) / STRIPE) * STRIPE;
    this.stripes(data, pos, whole);
    this.tail.set(data.subarray(whole));
    this.tailLength = data.length - whole;
  }

  low32(): number {
    const h = new Word();
    if (this.total >= STRIPE) {
      const turns = [1, 7, 12, 18];
      this.acc.forEach((a, i) => {
        t.set(a.hi, a.lo).rotate(turns[i] as number);
        h.add(t.hi, t.lo);
      });
      for (const a of this.acc) {
        const mixed = new Word();
        round(mixed, a.hi, a.lo);
        h.xor(mixed.hi, mixed.lo).mul(P1[0], P1[1]).add(P4[0], P4[1]);
      }
    } else h.set(P5[0], P5[1]);
    h.add(Math.floor(this.total / 2 ** 32), this.total >>> 0);
    const b = this.tail;
    let p = 0;
    for (; p + 8 <= this.tailLength; p += 8) {
      const mixed = new Word();
      round(mixed, word(b, p + 4), word(b, p));
      h.xor(mixed.hi, mixed.lo).rotate(27).mul(P1[0], P1[1]).add(P4[0], P4[1]);
    }
    if (p + 4 <= this.tailLength) {
      t.set(0, word(b, p)).mul(P1[0], P1[1]);
      h.xor(t.hi, t.lo).rotate(23).mul(P2[0], P2[1]).add(P3[0], P3[1]);
      p += 4;
    }
    for (; p < this.tailLength; p++) {
      t.set(0, b[p] as number).mul(P5[0], P5[1]);
      h.xor(t.hi, t.lo).rotate(11).mul(P1[0], P1[1]);
    }
    h.fold(33).mul(P2[0], P2[1]).fold(29).mul(P3[0], P3[1]).fold(32);
    return h.lo >>> 0;
  }

  private stripes(b: Uint8Array, from: number, to: number): void {
    const [a0, a1, a2, a3] = this.acc as [Word, Word, Word, Word];
    for (let p = from; p < to; p += STRIPE) {
      round(a0, word(b, p + 4), word(b, p));
      round(a1, word(b, p + 12), word(b, p + 8));
      round(a2, word(b, p + 20), word(b, p + 16));
      round(a3, word(b, p + 28), word(b, p + 24));
    }
  }
}

function word(b: Uint8Array, p: number): number {
  return (b[p] as number) | ((b[p + 1] as number) << 8) | ((b[p + 2] as number) << 16) | ((b[p + 3] as number) << 24);
}
