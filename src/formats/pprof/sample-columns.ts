import { GrowableInt32 } from '../../base/growable.ts';
import { NONE } from '../../model/ids.ts';
import type { Samples } from '../../model/profile.ts';
import type { VarintQueue } from './blocks.ts';
import type { Resolver } from './resolve.ts';
import type { SampleReader } from './samples.ts';

const TWO_32 = 2 ** 32;

/**
 * The sample columns: those samples whose stack exists and that have one value per sample type. `exact` columns are
 * made where Σ|v| passes 2^53.
 */
export function buildSamples(
  reader: SampleReader,
  count: number,
  types: number,
  stackOf: Int32Array | null,
  setOf: Int32Array,
  resolver: Resolver,
): Samples {
  const stack = reader.sampleStack.column(count);
  const labels = reader.sampleLabels.column(count);
  const values = Array.from({ length: types }, () => new Float64Array(count));
  const sums = new Float64Array(types);
  const wide = new WideValues();
  let kept = 0;
  let missing = 0;
  let missingAt = 0;
  for (let s = 0; s < count; s++) {
    const n = reader.counts === null ? reader.width : reader.counts.at(s);
    const rawStack = stack[s] as number;
    const newStack = stackOf === null ? rawStack : (stackOf[rawStack] as number);
    if (newStack === NONE) missingAt = missing++ === 0 ? reader.stacks.seenAt(rawStack) : missingAt;
    if (n !== types || newStack === NONE) {
      for (let t = 0; t < n; t++) reader.values.next();
      continue;
    }
    readRow(reader.values, values, sums, kept, wide);
    stack[kept] = newStack;
    labels[kept] = setOf[labels[s] as number] as number;
    kept++;
  }
  reportCounts(reader, count, types, resolver);
  if (missing > 0) resolver.lose({ key: 'pprof.missing.location' }, missingAt, missing);
  const cut = <A extends Int32Array | Float64Array>(column: A): A =>
    kept === count ? column : (column.slice(0, kept) as A);
  const columns = values.map(cut);
  return {
    length: kept,
    stack: cut(stack),
    labels: cut(labels),
    values: columns,
    exact: columns.map((column, t) => ((sums[t] as number) > Number.MAX_SAFE_INTEGER ? wide.exact(t, column) : null)),
    time: null,
    thread: null,
  };
}

function readRow(
  queue: VarintQueue,
  values: readonly Float64Array[],
  sums: Float64Array,
  row: number,
  wide: WideValues,
): void {
  for (let t = 0; t < values.length; t++) {
    let v = queue.next();
    if (Number.isNaN(v)) {
      v = queue.hi * TWO_32 + (queue.lo >>> 0);
      wide.add(t, row, queue.lo, queue.hi);
    }
    (values[t] as Float64Array)[row] = v;
    sums[t] = (sums[t] as number) + Math.abs(v);
  }
}

function reportCounts(reader: SampleReader, count: number, types: number, resolver: Resolver): void {
  if (reader.counts === null && reader.width === types) return;
  const samplesByCount = new Map<number, number>();
  for (let s = 0; s < count; s++) {
    const n = reader.counts === null ? reader.width : reader.counts.at(s);
    if (n !== types) samplesByCount.set(n, (samplesByCount.get(n) ?? 0) + 1);
  }
  for (const [n, samples] of samplesByCount) {
    const offset = reader.placesByCount.get(n)?.[0] ?? 0;
    resolver.lose({ key: 'pprof.valueCount', args: { values: n, types } }, offset, samples);
  }
}

/** Values that a double cannot hold, by column and row. */
class WideValues {
  private readonly cells = new GrowableInt32(16);

  add(type: number, row: number, lo: number, hi: number): void {
    this.cells.push(type);
    this.cells.push(row);
    this.cells.push(lo);
    this.cells.push(hi);
  }

  exact(type: number, column: Float64Array): BigInt64Array {
    const exact = new BigInt64Array(column.length);
    const halves = new Int32Array(exact.buffer);
    for (let row = 0; row < column.length; row++) {
      const v = column[row] as number;
      const hi = Math.floor(v / TWO_32);
      halves[row * 2] = v - hi * TWO_32;
      halves[row * 2 + 1] = hi;
    }
    const cells = this.cells.data;
    for (let c = 0; c < this.cells.length; c += 4) {
      if (cells[c] !== type) continue;
      const row = cells[c + 1] as number;
      halves[row * 2] = cells[c + 2] as number;
      halves[row * 2 + 1] = cells[c + 3] as number;
    }
    return exact;
  }
}
