import type { Amount } from '../../base/units.ts';
import type { Profile } from '../../model/profile.ts';

/** Values of one sample type by sample: numbers, or bigints where sums pass 2^53. */
export type Amounts = ArrayLike<number> | ArrayLike<bigint>;

export function columnOf(profile: Profile, type: number): Amounts {
  return profile.samples.exact[type] ?? profile.samples.values[type] ?? new Float64Array(profile.samples.length);
}

export const isExact = (profile: Profile, type: number): boolean => (profile.samples.exact[type] ?? null) !== null;

/** Sums by row: Float64 while that is exact, else bigints. All amounts that are added are of the same sort. */
export class Sums {
  readonly exact: boolean;
  private readonly small: Float64Array;
  private readonly big: bigint[];

  constructor(length: number, exact: boolean) {
    this.exact = exact;
    this.small = new Float64Array(exact ? 0 : length);
    this.big = exact ? new Array<bigint>(length).fill(0n) : [];
  }

  add(row: number, amount: Amount): void {
    if (typeof amount === 'bigint') this.big[row] = (this.big[row] as bigint) + amount;
    else this.small[row] = (this.small[row] as number) + amount;
  }

  at(row: number): Amount {
    return this.exact ? (this.big[row] as bigint) : (this.small[row] as number);
  }
}

export function absolute(amount: Amount): Amount {
  return amount < 0 ? -amount : amount;
}

/** −a, never −0. */
export function minus(amount: Amount): Amount {
  return typeof amount === 'bigint' ? -amount : 0 - amount;
}

export function isZero(amount: Amount): boolean {
  return typeof amount === 'bigint' ? amount === 0n : amount === 0;
}

export function plus(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return BigInt(a) + BigInt(b);
}

/** Quotient without remainder, towards zero; `a` when `b` is 0. */
export function quotient(a: Amount, b: Amount): Amount {
  if (isZero(b)) return a;
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b);
  return BigInt(a) / BigInt(b);
}

/** −1, 0 or 1; numbers and bigints mix. */
export function compareAmounts(a: Amount, b: Amount): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of two texts by code point, as Go compares strings (JavaScript compares UTF-16 units). */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** Puts surrogates (code points above U+FFFF) after U+E000…U+FFFF. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
