import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../base/growable.ts';
import { type Strings, StringsBuilder } from './strings.ts';
import {
  GC_COLUMNS,
  type GcColumn,
  type GcCycles,
  type StwRanges,
  type Timeline,
  type TimelineClock,
  type TimeSeries,
} from './timeline.ts';

/** A timeline of which only `parts` is known; everything else is empty. */
export function makeTimeline(
  clock: TimelineClock,
  durationNs: number,
  parts: Partial<Omit<Timeline, 'clock' | 'durationNs'>>,
): Timeline {
  const strings: Strings = parts.strings ?? new StringsBuilder().finish();
  return {
    gc: new GcBuilder(1).finish(),
    stw: new StwBuilder().finish('lower'),
    series: [],
    goroutines: null,
    cgoCalls: null,
    spans: [],
    logs: null,
    stacks: null,
    anchors: null,
    captures: null,
    running: null,
    totals: [],
    counts: {},
    ...parts,
    strings,
    clock,
    durationNs,
  };
}

export type GcRow = Partial<Record<GcColumn, number>>;

/** Collects GC cycles, a row at a time; what a row does not name is NaN. */
export class GcBuilder {
  private readonly columns = new Map<GcColumn, GrowableFloat64>(
    GC_COLUMNS.map((name) => [name, new GrowableFloat64(64)]),
  );
  private readonly forced = new GrowableUint8(64);
  private readonly sizeQuantum: number;

  constructor(sizeQuantum: number) {
    this.sizeQuantum = sizeQuantum;
  }

  get length(): number {
    return this.forced.length;
  }

  /** `forced` null = the source does not say. */
  add(row: GcRow, forced: boolean | null): number {
    for (const [name, column] of this.columns) column.push(row[name] ?? Number.NaN);
    return this.forced.push(forced === null ? 255 : forced ? 1 : 0);
  }

  set(index: number, name: GcColumn, value: number): void {
    const column = this.columns.get(name);
    if (column !== undefined && index < column.length) column.data[index] = value;
  }

  get(index: number, name: GcColumn): number {
    return this.columns.get(name)?.data[index] ?? Number.NaN;
  }

  setForced(index: number): void {
    this.forced.data[index] = 1;
  }

  finish(): GcCycles {
    const entries = GC_COLUMNS.map((name) => [name, this.columns.get(name)?.take() ?? new Float64Array(0)] as const);
    return {
      ...(Object.fromEntries(entries) as Record<GcColumn, Float64Array>),
      length: this.length,
      forced: this.forced.take(),
      sizeQuantum: this.sizeQuantum,
    };
  }
}

/** Collects ranges in which the world was stopped. */
export class StwBuilder {
  private readonly kind = new GrowableInt32(64);
  private readonly begin = new GrowableFloat64(64);
  private readonly end = new GrowableFloat64(64);

  add(kind: number, begin: number, end: number): void {
    this.kind.push(kind);
    this.begin.push(begin);
    this.end.push(end);
  }

  finish(bound: StwRanges['bound']): StwRanges {
    return {
      length: this.kind.length,
      bound,
      kind: this.kind.take(),
      begin: this.begin.take(),
      end: this.end.take(),
    };
  }
}

/** Beyond this many points a series is thinned. */
const MAX_POINTS = 1 << 16;
const FIRST_BUCKET_NS = 1024;

/**
 * A counter whose points may be millions: once they are many, only the smallest and the largest of each bucket of time
 * stay, in their order, and the points that must not go. The bucket doubles as often as it has to.
 */
export class SeriesBuilder {
  n = 0;
  last = Number.NaN;
  private first = Number.NaN;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private bucketNs = 0;
  private length = 0;
  private time = new Float64Array(256);
  private value = new Float64Array(256);
  private keep = new Uint8Array(256);
  private readonly name: string;
  private readonly unit: string;

  constructor(name: string, unit: string) {
    this.name = name;
    this.unit = unit;
  }

  push(time: number, value: number): void {
    if (this.n++ === 0) this.first = value;
    this.last = value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (this.length === this.time.length) this.grow();
    const i = this.length++;
    this.time[i] = time;
    this.value[i] = value;
    this.keep[i] = 0;
  }

  /** The newest point is never thinned away. */
  keepLast(): void {
    if (this.length > 0) this.keep[this.length - 1] = 1;
  }

  finish(): TimeSeries {
    const kept = new GrowableInt32(64);
    for (let i = 0; i < this.length; i++) if (this.keep[i] === 1) kept.push(i);
    return {
      name: this.name,
      unit: this.unit,
      n: this.n,
      first: this.first,
      last: this.last,
      min: this.n === 0 ? Number.NaN : this.min,
      max: this.n === 0 ? Number.NaN : this.max,
      bucketNs: this.bucketNs,
      time: this.time.slice(0, this.length),
      value: this.value.slice(0, this.length),
      kept: kept.take(),
    };
  }

  private grow(): void {
    if (this.length >= MAX_POINTS) {
      do {
        this.bucketNs = Math.max(FIRST_BUCKET_NS, this.bucketNs * 2);
        this.thin();
        // Points that are kept for ever may be more than the limit: then the arrays grow after all.
      } while (this.length > MAX_POINTS / 2 && this.bucketNs < Number.MAX_SAFE_INTEGER / 4);
      if (this.length <= MAX_POINTS / 2) return;
    }
    const bigger = this.length * 2;
    const time = new Float64Array(bigger);
    const value = new Float64Array(bigger);
    const keep = new Uint8Array(bigger);
    time.set(this.time);
    value.set(this.value);
    keep.set(this.keep);
    this.time = time;
    this.value = value;
    this.keep = keep;
  }

  private thin(): void {
    const { time, value, keep, bucketNs } = this;
    let out = 0;
    for (let from = 0; from < this.length; ) {
      const bucket = Math.floor((time[from] as number) / bucketNs);
      let to = from;
      let low = from;
      let high = from;
      for (; to < this.length && Math.floor((time[to] as number) / bucketNs) === bucket; to++) {
        if ((value[to] as number) < (value[low] as number)) low = to;
        if ((value[to] as number) >= (value[high] as number)) high = to;
      }
      for (let i = from; i < to; i++) {
        if (i !== low && i !== high && keep[i] !== 1) continue;
        time[out] = time[i] as number;
        value[out] = value[i] as number;
        keep[out] = keep[i] as number;
        out++;
      }
      from = to;
    }
    this.length = out;
  }
}
