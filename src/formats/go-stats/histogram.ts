/** A Float64Histogram of runtime/metrics: counts[i] is the weight of [bounds[i], bounds[i + 1]). */
export interface Histogram {
  readonly counts: Float64Array;
  /** One more than counts; the outer ones may be infinite. */
  readonly bounds: Float64Array;
}

const INFINITE = /^([-+]?)inf(?:inity)?$/i;

/** A bound as programs print it: JSON has no infinity, so it comes as text, as a large number, or as null. */
function bound(text: string, last: boolean): number {
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (text === 'null') return last ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** Null when the two lists do not belong together. */
export function histogramOf(counts: readonly string[], bounds: readonly string[]): Histogram | null {
  if (counts.length === 0 || bounds.length !== counts.length + 1) return null;
  const histogram = {
    counts: Float64Array.from(counts, Number),
    bounds: Float64Array.from(bounds, (text, i) => bound(text, i > 0)),
  };
  const ascending = histogram.bounds.every((b, i) => i === 0 || b > (histogram.bounds[i - 1] as number));
  return ascending && histogram.counts.every((c) => c >= 0) ? histogram : null;
}

export function total({ counts }: Histogram): number {
  return counts.reduce((a, b) => a + b, 0);
}

/** The bound that a share `q` (0 … 1) of all events lies below: the upper bound of its bucket, or the lower one of an open bucket. */
export function quantileBound(histogram: Histogram, q: number): number {
  const { counts, bounds } = histogram;
  const wanted = Math.max(1, Math.ceil(q * total(histogram)));
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i] as number;
    if (seen < wanted) continue;
    const upper = bounds[i + 1] as number;
    return Number.isFinite(upper) ? upper : (bounds[i] as number);
  }
  return Number.NaN;
}
