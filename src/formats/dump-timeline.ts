import { GrowableBigInt64, GrowableFloat64 } from '../base/growable.ts';
import { StringsBuilder } from '../model/strings.ts';
import type { CaptureMethod, Timeline, TimeSeries } from '../model/timeline.ts';
import { GcBuilder, makeTimeline, SeriesBuilder, StwBuilder } from '../model/timeline-builder.ts';
import { fileUnixNs, isPlausible } from './unix-time.ts';

/** A pause of the collector: all stops of cycle `n` together, and when the last of them ended. */
export interface Pause {
  readonly n: number;
  readonly ns: number;
  readonly endUnixNs: bigint;
}

/** Figures of one moment. */
export interface Dump {
  /** The time that the dump itself states; null if none. */
  readonly statedUnixNs: bigint | null;
  /** The dump is not older than this: its newest GC. */
  readonly notBeforeUnixNs: bigint | null;
  readonly figures: readonly { readonly name: string; readonly unit: string; readonly value: number }[];
  /** Oldest first. */
  readonly pauses: readonly Pause[];
}

/** What the runtime's own timer allows between two collections, and a little: a dump cannot be further from its newest GC. */
const MAX_SINCE_GC_NS = 125n * 1_000_000_000n;
/** Told of a pause: the sum of its cycle. Begins with "GC", like the kinds of a trace. */
const PAUSE_KIND = 'GC pauses of a cycle';
const WEAKEST: readonly CaptureMethod[] = ['stated', 'file time', 'last GC'];

/** Where a dump lies: its own point and the bounds of it. */
interface Place {
  readonly at: bigint;
  readonly earliest: bigint | null;
  readonly latest: bigint | null;
  readonly method: CaptureMethod;
}

/** Points of one figure: row of the dump, and value. */
interface Column {
  readonly unit: string;
  readonly row: GrowableFloat64;
  readonly value: GrowableFloat64;
}

/** A day: no world was stopped for longer, whatever a damaged file says. */
const LONGEST_PAUSE_NS = 86_400e9;

/** Stands for a bound that is not there. */
const NO_BOUND = 0n;

/**
 * Makes a timeline of dumps that each tell one moment: a point per figure, and the pauses they remember. A dump seldom says
 * when it was taken: it is not older than its newest GC and not younger than its file. There may be very many: figures go
 * to columns at once, and of the pauses only those that the dumps before did not tell.
 */
export class DumpTimeline {
  /** Dumps that no time could be found for. */
  timeless = 0;
  /** A dump is older than the one before it. */
  backwards = false;
  private readonly fileUnixNs: bigint | null;
  private readonly at = new GrowableBigInt64(16);
  private readonly earliest = new GrowableBigInt64(16);
  private readonly latest = new GrowableBigInt64(16);
  private readonly columns = new Map<string, Column>();
  private readonly pauses: Pause[] = [];
  private newestPause = 0;
  private weakest = 0;

  /** `fileMillis` is the date of the file, ms since 1970; 0 if unknown. */
  constructor(fileMillis: number) {
    this.fileUnixNs = fileUnixNs(fileMillis);
  }

  add(dump: Dump): void {
    const place = this.place(dump);
    if (place === null) {
      this.timeless++;
      return;
    }
    const before = this.at.length === 0 ? place.at : (this.at.data[this.at.length - 1] as bigint);
    if (place.at < before) this.backwards = true;
    const row = this.at.push(place.at);
    this.earliest.push(place.earliest ?? NO_BOUND);
    this.latest.push(place.latest ?? NO_BOUND);
    this.weakest = Math.max(this.weakest, WEAKEST.indexOf(place.method));
    for (const { name, unit, value } of dump.figures) {
      let column = this.columns.get(name);
      if (column === undefined) {
        column = { unit, row: new GrowableFloat64(8), value: new GrowableFloat64(8) };
        this.columns.set(name, column);
      }
      column.row.push(row);
      column.value.push(value);
    }
    this.remember(dump.pauses);
  }

  /** Null when there is nothing that has a time. */
  finish(): Timeline | null {
    const rows = this.at.length;
    if (rows === 0) return null;
    const at = this.at.take();
    const order = Array.from({ length: rows }, (_, i) => i);
    if (this.backwards) order.sort((a, b) => compare(at[a] as bigint, at[b] as bigint));
    const pauses = this.pauses.sort((a, b) => compare(a.endUnixNs, b.endUnixNs));
    let origin = at[order[0] as number] as bigint;
    for (const { ns, endUnixNs } of pauses) {
      const begin = endUnixNs - BigInt(Math.round(ns));
      if (begin < origin) origin = begin;
    }
    const since = (unixNs: bigint): number => (unixNs === NO_BOUND ? Number.NaN : Number(unixNs - origin));
    const column = (of: BigInt64Array): Float64Array => Float64Array.from(order, (row) => since(of[row] as bigint));
    const time = column(at);
    const lastPause = pauses.reduce((last, p) => Math.max(last, since(p.endUnixNs)), 0);
    const duration = Math.max(time[rows - 1] as number, lastPause);
    return makeTimeline({ kind: 'unix', origin, resolutionNs: 1, truncated: false }, duration, {
      ...pauseTables(pauses, since),
      series: this.series(order, time),
      captures: {
        length: rows,
        method: WEAKEST[this.weakest] ?? 'last GC',
        time,
        earliest: column(this.earliest.take()),
        latest: column(this.latest.take()),
      },
      counts: { dumps: rows, pauses: pauses.length },
    });
  }

  private series(order: readonly number[], time: Float64Array): TimeSeries[] {
    const place = new Int32Array(order.length);
    order.forEach((row, i) => {
      place[row] = i;
    });
    return [...this.columns].map(([name, { unit, row, value }]) => {
      const builder = new SeriesBuilder(name, unit);
      const own = Array.from({ length: row.length }, (_, i) => i);
      const placeOf = (i: number): number => place[row.data[i] as number] as number;
      if (this.backwards) own.sort((a, b) => placeOf(a) - placeOf(b));
      for (const i of own) builder.push(time[placeOf(i)] as number, value.data[i] as number);
      return builder.finish();
    });
  }

  /** Dumps of one process repeat each other's pauses: each is kept once. A number that falls is a process that began anew. */
  private remember(pauses: readonly Pause[]): void {
    const last = pauses[pauses.length - 1];
    if (last === undefined) return;
    if (last.n < this.newestPause) this.newestPause = 0;
    for (const pause of pauses) {
      const plausible = isPlausible(pause.endUnixNs) && pause.ns <= LONGEST_PAUSE_NS;
      if (pause.n > this.newestPause && plausible) this.pauses.push(pause);
    }
    this.newestPause = last.n;
  }

  private place(dump: Dump): Place | null {
    const stated = plausible(dump.statedUnixNs);
    if (stated !== null) return { at: stated, earliest: stated, latest: stated, method: 'stated' };
    const earliest = plausible(dump.notBeforeUnixNs);
    const file = this.fileUnixNs;
    const latest = file !== null && (earliest === null || file >= earliest) ? file : null;
    // A file that was copied has the date of the copy: then only the GC says when it was.
    if (latest !== null && (earliest === null || latest - earliest <= MAX_SINCE_GC_NS)) {
      return { at: latest, earliest, latest, method: 'file time' };
    }
    return earliest === null ? null : { at: earliest, earliest, latest, method: 'last GC' };
  }
}

const plausible = (unixNs: bigint | null): bigint | null => (unixNs !== null && isPlausible(unixNs) ? unixNs : null);

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function pauseTables(
  pauses: readonly Pause[],
  since: (unixNs: bigint) => number,
): Pick<Timeline, 'gc' | 'stw' | 'strings'> {
  const strings = new StringsBuilder();
  const gc = new GcBuilder(1);
  const stw = new StwBuilder();
  const kind = pauses.length === 0 ? 0 : strings.intern(PAUSE_KIND);
  for (const { n, ns, endUnixNs } of pauses) {
    const end = since(endUnixNs);
    gc.add({ n, end }, null);
    stw.add(kind, end - ns, end);
  }
  return { gc: gc.finish(), stw: stw.finish('lower'), strings: strings.finish() };
}
