/** Times beyond this have no exact ns any more. */
const MAX_NS = Number.MAX_SAFE_INTEGER;

/** The rows whose times can be drawn, in their order, and how many cannot: negative, beyond 2^53, not a number or going back. */
export function drawableRows(time: Float64Array): { readonly rows: Int32Array | null; readonly isolated: number } {
  let last = 0;
  let isolated = 0;
  for (const t of time) {
    if (t >= last && t <= MAX_NS) last = t;
    else isolated++;
  }
  if (isolated === 0) return { rows: null, isolated };
  const rows = new Int32Array(time.length - isolated);
  last = 0;
  let n = 0;
  for (let i = 0; i < time.length; i++) {
    const t = time[i] as number;
    if (!(t >= last && t <= MAX_NS)) continue;
    last = t;
    rows[n++] = i;
  }
  return { rows, isolated };
}

/** First index whose time is not below `t`. */
export function lowerBound(time: Float64Array, t: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[middle] as number) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

const FAN = 8;

/** Smallest and largest values of any run of points in O(log n), by where they stand. NaN values are passed over. */
export class Pyramid {
  readonly time: Float64Array;
  readonly value: Float64Array;
  private readonly lows: Int32Array[] = [];
  private readonly highs: Int32Array[] = [];

  /** `time` ascending. */
  constructor(time: Float64Array, value: Float64Array) {
    this.time = time;
    this.value = value;
    let size = Math.ceil(time.length / FAN);
    for (let level = 0; size >= 1; level++) {
      const low = new Int32Array(size).fill(-1);
      const high = new Int32Array(size).fill(-1);
      for (let i = 0; i < size; i++) {
        const end = Math.min(level === 0 ? time.length : (this.lows[level - 1] as Int32Array).length, (i + 1) * FAN);
        for (let j = i * FAN; j < end; j++) {
          low[i] = this.lower(low[i] as number, level === 0 ? j : ((this.lows[level - 1] as Int32Array)[j] as number));
          high[i] = this.higher(
            high[i] as number,
            level === 0 ? j : ((this.highs[level - 1] as Int32Array)[j] as number),
          );
        }
      }
      this.lows.push(low);
      this.highs.push(high);
      if (size === 1) break;
      size = Math.ceil(size / FAN);
    }
  }

  /** Index of the smallest value of [from, to), -1 for none. */
  lowest(from: number, to: number): number {
    return this.search(from, to, this.lows, (a, b) => this.lower(a, b));
  }

  highest(from: number, to: number): number {
    return this.search(from, to, this.highs, (a, b) => this.higher(a, b));
  }

  private lower(a: number, b: number): number {
    if (b < 0 || Number.isNaN(this.value[b] as number)) return a;
    if (a < 0 || Number.isNaN(this.value[a] as number)) return b;
    return (this.value[b] as number) < (this.value[a] as number) ? b : a;
  }

  private higher(a: number, b: number): number {
    if (b < 0 || Number.isNaN(this.value[b] as number)) return a;
    if (a < 0 || Number.isNaN(this.value[a] as number)) return b;
    return (this.value[b] as number) > (this.value[a] as number) ? b : a;
  }

  /** Walks [from, to) in the largest whole blocks there are. */
  private search(
    from: number,
    to: number,
    levels: readonly Int32Array[],
    pick: (a: number, b: number) => number,
  ): number {
    let best = -1;
    let i = Math.max(0, from);
    const end = Math.min(to, this.time.length);
    while (i < end) {
      let level = -1;
      let size = 1;
      while (level + 1 < levels.length && i % (size * FAN) === 0 && i + size * FAN <= end) {
        size *= FAN;
        level++;
      }
      best = pick(best, level < 0 ? i : ((levels[level] as Int32Array)[i / size] as number));
      i += size;
    }
    return best;
  }
}

/**
 * The points that a line needs to look the same at `width` pixels: first, smallest, largest and last of each pixel, with
 * one point before and one after the window. `stepped` keeps a value until the next point.
 */
export function sampleLine(
  pyramid: Pyramid,
  from: number,
  to: number,
  width: number,
): { readonly time: Float64Array; readonly value: Float64Array } {
  const { time, value } = pyramid;
  const begin = Math.max(0, lowerBound(time, from) - 1);
  const end = Math.min(time.length, lowerBound(time, to) + 1);
  const picked: number[] = [];
  if (end - begin <= 4 * width) {
    for (let i = begin; i < end; i++) picked.push(i);
  } else {
    let i = begin;
    const step = (to - from) / width;
    for (let column = -1; column <= width && i < end; column++) {
      const next = column === width ? end : Math.min(end, Math.max(i, lowerBound(time, from + (column + 1) * step)));
      if (next > i) pickColumn(pyramid, i, next, picked);
      i = next;
    }
  }
  return {
    time: Float64Array.from(picked, (i) => time[i] as number),
    value: Float64Array.from(picked, (i) => value[i] as number),
  };
}

function pickColumn(pyramid: Pyramid, from: number, to: number, into: number[]): void {
  const low = pyramid.lowest(from, to);
  const high = pyramid.highest(from, to);
  const chosen = [from, Math.min(low, high), Math.max(low, high), to - 1];
  let last = -1;
  for (const i of chosen) {
    if (i > last) into.push(i);
    last = Math.max(last, i);
  }
}
