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
 * Theil–Sen slope: the median over all pairs of points, with Sen's interval from Kendall's variance, corrected for equal
 * values (sizes in whole MiB). One odd point does not move it. Null for fewer than four points of different x.
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
  const spread = Z95 * Math.sqrt(Math.max(0, n * (n - 1) * (2 * n + 5) - tied(ys)) / 18);
  const at = (rank: number): number => sorted[Math.min(count - 1, Math.max(0, Math.round(rank)))] as number;
  return {
    estimate: ((sorted[(count - 1) >> 1] as number) + (sorted[count >> 1] as number)) / 2,
    low: at((count - spread) / 2 - 1),
    high: at((count + spread) / 2),
    points: n,
  };
}

/** What equal values take off Kendall's variance (times 18). */
function tied(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    const t = to - from;
    sum += t * (t - 1) * (2 * t + 5);
    from = to;
  }
  return sum;
}

export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** Each value replaced by the median of itself and its two neighbours: a single wild one goes, a step stays. */
export function medianOfThree(values: Float64Array): Float64Array {
  return values.map((v, i) => {
    if (i === 0 || i === values.length - 1) return v;
    const a = values[i - 1] as number;
    const b = values[i + 1] as number;
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), v));
  });
}
