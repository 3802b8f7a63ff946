/** The q-quantile (0 … 1) of numbers in ascending order, by the nearest rank; NaN for none. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.ceil(q * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] as number;
}

/** A slope with the interval that holds the true one in 95 of 100 cases. */
export interface Slope {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** Pairs grow with the square: more points than this are thinned evenly. */
const MAX_POINTS = 600;
const MIN_POINTS = 4;
const Z95 = 1.96;

/**
 * Theil–Sen slope: the median over all pairs of points, with Sen's interval from Kendall's variance. One odd point does
 * not move it. Null for fewer than four points of different x.
 */
export function theilSen(x: ArrayLike<number>, y: ArrayLike<number>): Slope | null {
  const step = Math.max(1, Math.ceil(x.length / MAX_POINTS));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < x.length; i += step) {
    const a = x[i] as number;
    const b = y[i] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    xs.push(a);
    ys.push(b);
  }
  const n = xs.length;
  if (n < MIN_POINTS) return null;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = (xs[j] as number) - (xs[i] as number);
      if (dx !== 0) slopes[count++] = ((ys[j] as number) - (ys[i] as number)) / dx;
    }
  }
  if (count === 0) return null;
  const sorted = slopes.subarray(0, count).sort();
  const spread = Z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number): number => sorted[Math.min(count - 1, Math.max(0, Math.round(rank)))] as number;
  return {
    estimate: ((sorted[(count - 1) >> 1] as number) + (sorted[count >> 1] as number)) / 2,
    low: at((count - spread) / 2 - 1),
    high: at((count + spread) / 2),
    points: n,
  };
}
