/** Digits that a double certainly holds. */
const SAFE_DIGITS = 15;

/** A decimal integer of a text file: a number while that is exact, else a bigint. */
export function wholeNumber(digits: string): number | bigint {
  if (digits.length <= SAFE_DIGITS) return Number(digits);
  const big = BigInt.asIntN(64, BigInt(digits));
  const n = Number(big);
  return Number.isSafeInteger(n) ? n : big;
}

/** Product of two integers, exact. */
export function times(a: number | bigint, b: number | bigint): number | bigint {
  const n = Number(a) * Number(b);
  if (Number.isSafeInteger(n)) return n;
  return BigInt.asIntN(64, BigInt(a) * BigInt(b));
}

/**
 * Undoes the sampling of a heap record as the legacy parser of pprof does: an object of size s is seen with probability
 * 1 − e^(−s/rate); results are truncated to integers (reference: pprof's scaleHeapSample).
 */
export function unsample(
  count: number | bigint,
  size: number | bigint,
  rate: number,
): readonly [count: number | bigint, size: number | bigint] {
  const c = Number(count);
  const s = Number(size);
  if (c === 0 || s === 0) return [0, 0];
  if (rate <= 1) return [count, size];
  const scale = 1 / (1 - Math.exp(-(s / c) / rate));
  return [truncated(c * scale), truncated(s * scale)];
}

/** A float as an integer; beyond 2^53 as a bigint, so that sums stay exact. NaN and infinities give 0. */
export function truncated(value: number): number | bigint {
  if (!Number.isFinite(value)) return 0;
  const whole = Math.trunc(value);
  // -0 would show as "-0".
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt.asIntN(64, BigInt(whole));
}
