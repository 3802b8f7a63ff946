import { median, medianOfThree, type Slope, theilSen } from './order-statistics.ts';

/** A part of a curve that one line fits. */
export interface Segment {
  /** First and last x of its points. */
  readonly from: number;
  readonly to: number;
  /** Values of the fitted line there. */
  readonly start: number;
  readonly end: number;
  readonly slope: Slope | null;
}

/** Where a curve changes, and how sure that is. */
export interface Inflection {
  /** x half-way between the last point before and the first after. */
  readonly at: number;
  readonly kind: 'slope' | 'step';
  /** By how much the BIC of all segments is below that of one line: over ten, which is very strong evidence. */
  readonly bicGain: number;
  /** F statistic of this many segments against one fewer. */
  readonly f: number;
}

export interface Piecewise {
  readonly segments: readonly Segment[];
  readonly inflections: readonly Inflection[];
}

const MAX_SEGMENTS = 5;
/** More points are put together by medians of blocks: the search grows with the square. */
const MAX_POINTS = 400;
const MIN_POINTS = 12;
const MIN_SEGMENT = 5;
/** Parameters of a segment: its line, and where it begins. */
const PARAMETERS = 3;
/** Gain of the criterion that is called very strong evidence; less is not reported. */
const VERY_STRONG = 10;
/** Steps smaller than so many times the noise are none. */
const STEP_NOISES = 4;

/**
 * Fits one to five lines to points in the order of x, without joining them: as many as Bayes' information criterion
 * pays for. Neighbouring points of a heap are alike, which would pay for lines that follow mere noise, so the criterion
 * counts as many points as are independent. A break stands only when the slopes on both sides differ by their intervals,
 * or the level jumps. `quantum` is the step in which values are written. Null for too few points.
 */
export function piecewise(x: ArrayLike<number>, y: ArrayLike<number>, quantum = 0): Piecewise | null {
  const points = thinned(x, y);
  const n = points.x.length;
  if (n < MIN_POINTS) return null;
  const smooth = { x: points.x, y: medianOfThree(points.y) };
  const cost = costOf(smooth.x, smooth.y);
  const ends = bestEnds(n, cost);
  // What remains when as much as possible is explained is noise; rounding makes a floor.
  const sseOf = (k: number): number => (ends[k] ?? []).reduce((sum, [from, to]) => sum + cost(from, to).sse, 0);
  const floor = (n * Math.max(quantum ** 2 / 12, 1e-18 * spanOf(smooth.y) ** 2)) / 2 + Number.MIN_VALUE;
  const most = ends.length - 1;
  const independent = effective(residuals(smooth, ends[most] ?? [], cost));
  const bic = (k: number): number =>
    independent * Math.log((sseOf(k) + floor) / n) + (PARAMETERS * k - 1) * Math.log(independent);
  let best = 1;
  for (let k = 2; k <= most; k++) if (bic(k) < bic(best)) best = k;
  for (let k = best; k > 1; k--) {
    const segments = (ends[k] ?? []).map(([from, to]) => segmentOf(points, smooth, from, to, cost));
    const noise = Math.sqrt((sseOf(k) + floor) / Math.max(1, n - PARAMETERS * k));
    const kinds = segments.slice(1).map((segment, i) => kindOf(segments[i] as Segment, segment, noise));
    if (kinds.some((kind) => kind === null) || !(bic(1) - bic(k) > VERY_STRONG)) continue;
    const f = (sseOf(k - 1) - sseOf(k)) / PARAMETERS / ((sseOf(k) + floor) / Math.max(1, n - PARAMETERS * k));
    const bicGain = bic(1) - bic(k);
    return {
      segments,
      inflections: kinds.map((kind, i) => ({
        at: ((segments[i]?.to ?? 0) + (segments[i + 1]?.from ?? 0)) / 2,
        kind: kind ?? 'slope',
        bicGain,
        f,
      })),
    };
  }
  return { segments: [segmentOf(points, smooth, 0, n, cost)], inflections: [] };
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Known points; of many, medians of blocks. */
function thinned(x: ArrayLike<number>, y: ArrayLike<number>): Points {
  const known: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isNaN(x[i] as number) && !Number.isNaN(y[i] as number)) known.push(i);
  }
  const block = Math.max(1, Math.ceil(known.length / MAX_POINTS));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let from = 0; from < known.length; from += block) {
    const rows = known.slice(from, from + block);
    xs.push(median(rows.map((i) => x[i] as number)));
    ys.push(median(rows.map((i) => y[i] as number)));
  }
  return { x: Float64Array.from(xs), y: Float64Array.from(ys) };
}

interface Fit {
  readonly sse: number;
  readonly slope: number;
  readonly level: number;
}
type Cost = (from: number, to: number) => Fit;

/** Least squares of any run of points in constant time, by sums from the start. */
function costOf(x: Float64Array, y: Float64Array): Cost {
  const n = x.length;
  const x0 = x[0] as number;
  const scale = (x[n - 1] as number) - x0 || 1;
  const y0 = y.reduce((a, b) => a + b, 0) / n;
  const sums = Array.from({ length: 5 }, () => new Float64Array(n + 1));
  const [sx, sy, sxx, sxy, syy] = sums as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < n; i++) {
    const a = ((x[i] as number) - x0) / scale;
    const b = (y[i] as number) - y0;
    sx[i + 1] = (sx[i] as number) + a;
    sy[i + 1] = (sy[i] as number) + b;
    sxx[i + 1] = (sxx[i] as number) + a * a;
    sxy[i + 1] = (sxy[i] as number) + a * b;
    syy[i + 1] = (syy[i] as number) + b * b;
  }
  return (from, to) => {
    const m = to - from;
    const sum = (s: Float64Array): number => (s[to] as number) - (s[from] as number);
    const mx = sum(sx) / m;
    const my = sum(sy) / m;
    const xx = sum(sxx) - m * mx * mx;
    const xy = sum(sxy) - m * mx * my;
    const yy = sum(syy) - m * my * my;
    const slope = xx > 0 ? xy / xx : 0;
    // The line in terms of the real x: value = level + slope · x.
    const real = slope / scale;
    return { sse: Math.max(0, yy - slope * xy), slope: real, level: my + y0 - slope * mx - real * x0 };
  };
}

/** For every number of segments the split with the least error: `[k]` is k runs [from, to). */
function bestEnds(n: number, cost: Cost): readonly (readonly (readonly [from: number, to: number])[])[] {
  const shortest = Math.max(MIN_SEGMENT, Math.floor(n / 20));
  const most = Math.min(MAX_SEGMENTS, Math.floor(n / shortest));
  let before = Float64Array.from({ length: n + 1 }, (_, to) =>
    to < shortest ? Number.POSITIVE_INFINITY : cost(0, to).sse,
  );
  const splits: Int32Array[] = [new Int32Array(n + 1)];
  const all: (readonly (readonly [number, number])[])[] = [[], [[0, n]]];
  for (let k = 2; k <= most; k++) {
    const now = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const split = new Int32Array(n + 1);
    for (let to = k * shortest; to <= n; to++) {
      for (let from = (k - 1) * shortest; from <= to - shortest; from++) {
        const error = (before[from] as number) + cost(from, to).sse;
        if (error >= (now[to] as number)) continue;
        now[to] = error;
        split[to] = from;
      }
    }
    splits.push(split);
    before = now;
    const runs: [number, number][] = [];
    let to = n;
    for (let j = k; j >= 1; j--) {
      const from = j === 1 ? 0 : (splits[j - 1]?.[to] ?? 0);
      runs.unshift([from, to]);
      to = from;
    }
    all.push(runs);
  }
  return all;
}

function residuals({ x, y }: Points, runs: readonly (readonly [number, number])[], cost: Cost): Float64Array {
  const out = new Float64Array(x.length);
  for (const [from, to] of runs) {
    const { slope, level } = cost(from, to);
    for (let i = from; i < to; i++) out[i] = (y[i] as number) - level - slope * (x[i] as number);
  }
  return out;
}

/** How many independent values say as much as these, by the correlation of neighbours. */
function effective(values: Float64Array): number {
  let own = 0;
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i] as number;
    own += v * v;
    if (i > 0) next += v * (values[i - 1] as number);
  }
  const correlation = own === 0 ? 0 : Math.min(0.95, Math.max(0, next / own));
  return Math.max(MIN_SEGMENT, (values.length * (1 - correlation)) / (1 + correlation));
}

function segmentOf(points: Points, smooth: Points, from: number, to: number, cost: Cost): Segment {
  const { slope, level } = cost(from, to);
  const first = smooth.x[from] as number;
  const last = smooth.x[to - 1] as number;
  return {
    from: first,
    to: last,
    start: level + slope * first,
    end: level + slope * last,
    slope: theilSen(points.x.subarray(from, to), points.y.subarray(from, to)),
  };
}

/** How one segment differs from the one before it; null when it does not. */
function kindOf(before: Segment, after: Segment, noise: number): Inflection['kind'] | null {
  const [a, b] = [before.slope, after.slope];
  if (a !== null && b !== null && (a.high < b.low || b.high < a.low)) return 'slope';
  // Both lines at the same place, half-way between them.
  const at = (before.to + after.from) / 2;
  const rate = (s: Segment): number => (s.to === s.from ? 0 : (s.end - s.start) / (s.to - s.from));
  const jump = after.start + rate(after) * (at - after.from) - (before.end + rate(before) * (at - before.to));
  return Math.abs(jump) > STEP_NOISES * noise ? 'step' : null;
}

function spanOf(values: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return high - low || Math.abs(high) || 1;
}
