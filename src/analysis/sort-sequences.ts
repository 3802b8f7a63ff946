const MANTISSA_BITS = 52;
const SMALL = 12;

/**
 * Sorts sequences by their keys `values[at + d] >> 1` up to a negative value, shorter ones first. `at` holds where
 * each begins, `order` its number; both are permuted. `floor[i]` becomes a lower bound, at most a few keys short, of
 * what sequence i shares with its predecessor in the new order.
 *
 * A three-way radix quicksort (Bentley and Sedgewick, "Fast algorithms for sorting and searching strings") that looks at
 * as many keys at once as fit a double, gathered into a column beside `order`, so that partitioning stays within three
 * arrays. No recursion: pending ranges are on a stack of its own.
 */
export function sortSequences(
  order: Int32Array,
  at: Int32Array,
  floor: Int32Array,
  values: Int32Array,
  keys: number,
): void {
  const bits = Math.max(1, Math.ceil(Math.log2(keys + 2)));
  const perColumn = Math.max(1, Math.floor(MANTISSA_BITS / bits));
  const radix = 2 ** bits;
  const column = new Float64Array(order.length);
  const stack: number[] = [];
  if (order.length > 1) stack.push(0, order.length, 0);

  /** Fills the column of a range with the keys at `depth`; true when they are all equal. */
  const gather = (lo: number, hi: number, depth: number): boolean => {
    let first = 0;
    let same = true;
    for (let i = lo; i < hi; i++) {
      let place = (at[i] as number) + depth;
      let packed = 0;
      let value = 0;
      for (let k = 0; k < perColumn; k++) {
        if (value >= 0) value = values[place] as number;
        packed = packed * radix + ((value >> 1) + 1);
        place++;
      }
      column[i] = packed;
      if (i === lo) first = packed;
      else if (packed !== first) same = false;
    }
    return same;
  };

  while (stack.length > 0) {
    let depth = stack.pop() as number;
    const hi = stack.pop() as number;
    const lo = stack.pop() as number;
    if (depth < 0) {
      // The column of this range was gathered before it was partitioned.
      depth = -depth - 1;
      if (hi - lo <= SMALL) insertion(lo, hi, depth);
      else partition(lo, hi, depth);
      continue;
    }
    if (gather(lo, hi, depth)) equal(lo, hi, depth);
    else if (hi - lo <= SMALL) insertion(lo, hi, depth);
    else partition(lo, hi, depth);
  }

  /** A range whose keys from `depth` on are equal goes on behind them, unless all its sequences ended. */
  function equal(lo: number, hi: number, depth: number): void {
    if (hi - lo < 2) return;
    if ((column[lo] as number) % radix !== 0) stack.push(lo, hi, depth + perColumn);
    else floor.fill(depth, lo + 1, hi);
  }

  function insertion(lo: number, hi: number, depth: number): void {
    for (let i = lo + 1; i < hi; i++) {
      const key = column[i] as number;
      const s = order[i] as number;
      const place = at[i] as number;
      let j = i - 1;
      while (j >= lo && (column[j] as number) > key) {
        column[j + 1] = column[j] as number;
        order[j + 1] = order[j] as number;
        at[j + 1] = at[j] as number;
        j--;
      }
      column[j + 1] = key;
      order[j + 1] = s;
      at[j + 1] = place;
    }
    for (let from = lo; from < hi; ) {
      let to = from + 1;
      while (to < hi && column[to] === column[from]) to++;
      if (to < hi) floor[to] = depth;
      if (to - from > 1) equal(from, to, depth);
      from = to;
    }
  }

  function partition(lo: number, hi: number, depth: number): void {
    const pivot = pivotOf(lo, hi);
    let less = lo;
    let greater = hi;
    for (let i = lo; i < greater; ) {
      const key = column[i] as number;
      if (key < pivot) {
        if (i !== less) swap(i, less);
        less++;
        i++;
      } else if (key > pivot) {
        greater--;
        swap(i, greater);
      } else i++;
    }
    if (less > lo) floor[less] = depth;
    if (greater < hi) floor[greater] = depth;
    if (hi - greater > 1) stack.push(greater, hi, -depth - 1);
    equal(less, greater, depth);
    if (less - lo > 1) stack.push(lo, less, -depth - 1);
  }

  function swap(a: number, b: number): void {
    const key = column[a] as number;
    column[a] = column[b] as number;
    column[b] = key;
    const s = order[a] as number;
    order[a] = order[b] as number;
    order[b] = s;
    const place = at[a] as number;
    at[a] = at[b] as number;
    at[b] = place;
  }

  function pivotOf(lo: number, hi: number): number {
    const mid = (lo + hi) >> 1;
    const last = hi - 1;
    if (hi - lo < 128) return median(column[lo] as number, column[mid] as number, column[last] as number);
    const eighth = (hi - lo) >> 3;
    return median(
      median(column[lo] as number, column[lo + eighth] as number, column[lo + 2 * eighth] as number),
      median(column[mid - eighth] as number, column[mid] as number, column[mid + eighth] as number),
      median(column[last - 2 * eighth] as number, column[last - eighth] as number, column[last] as number),
    );
  }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
