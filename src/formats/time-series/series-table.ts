import { GrowableBigInt64, GrowableFloat64 } from '../../base/growable.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import type { Timeline } from '../../model/timeline.ts';
import { makeTimeline, SeriesBuilder } from '../../model/timeline-builder.ts';

/** More columns are no curves that anyone looks at. */
const MAX_SERIES = 500;

interface Column {
  readonly unit: string;
  /** Time of its newest value. */
  newest: bigint;
  sorted: boolean;
  readonly row: GrowableFloat64;
  readonly value: GrowableFloat64;
}

/** Collects values over time, row by row: typed columns, no object per row. */
export class SeriesTable {
  /** Columns beyond the limit. */
  dropped = 0;
  private readonly times = new GrowableBigInt64(256);
  private readonly columns = new Map<string, Column>();
  private readonly fileUnixNs: bigint | null;
  private sorted = true;

  /** `fileUnixNs` set: times are relative, and the last of them is the date of the file. */
  constructor(fileUnixNs: bigint | null = null) {
    this.fileUnixNs = fileUnixNs;
  }

  get rows(): number {
    return this.times.length;
  }

  /** Begins a row; ns. */
  time(ns: bigint): void {
    const before = this.times.length > 0 ? (this.times.data[this.times.length - 1] as bigint) : ns;
    if (ns < before) this.sorted = false;
    this.times.push(ns);
  }

  /** A value of the row that is open. */
  value(name: string, unit: string, value: number): void {
    let column = this.columns.get(name);
    if (column === undefined) {
      if (this.columns.size >= MAX_SERIES) {
        this.dropped++;
        return;
      }
      column = { unit, newest: 0n, sorted: true, row: new GrowableFloat64(64), value: new GrowableFloat64(64) };
      this.columns.set(name, column);
    }
    const now = this.times.data[this.times.length - 1] as bigint;
    if (column.row.length > 0 && now < column.newest) column.sorted = false;
    column.newest = now;
    column.row.push(this.times.length - 1);
    column.value.push(value);
  }

  /** The table as a source; none, with the reason in the report, when it holds nothing. */
  finish(flavor: string, report: ReportBuilder): readonly TimelineSource[] {
    if (this.dropped > 0) report.note({ key: 'series.dropped', args: { count: this.dropped, kept: MAX_SERIES } });
    if ([...this.columns.values()].some((c) => !c.sorted)) report.note({ key: 'series.backwards' });
    if (this.columns.size === 0) {
      report.fail({ what: { key: 'stats.none' } });
      return [];
    }
    return [{ kind: 'timeline', name: '', flavor, timeline: this.timeline() }];
  }

  private timeline(): Timeline {
    const absolute = this.times.take();
    let first = absolute[0] as bigint;
    let last = first;
    for (const t of absolute) {
      if (t < first) first = t;
      if (t > last) last = t;
    }
    const time = Float64Array.from(absolute, (t) => Number(t - first));
    const series = [...this.columns].map(([name, { unit, sorted, row, value }]) => {
      const builder = new SeriesBuilder(name, unit);
      const rows = row.take();
      const values = value.take();
      if (!sorted) sortBoth(rows, values, time);
      for (let i = 0; i < rows.length; i++) builder.push(time[rows[i] as number] as number, values[i] as number);
      return builder.finish();
    });
    const file = this.fileUnixNs;
    const origin = file === null ? first : file - (last - first);
    const moments = this.sorted ? time : time.slice().sort();
    const none = new Float64Array(moments.length).fill(Number.NaN);
    return makeTimeline({ kind: 'unix', origin, resolutionNs: 1, truncated: false }, Number(last - first), {
      series,
      captures: {
        length: moments.length,
        method: file === null ? 'stated' : 'file time',
        time: moments,
        earliest: file === null ? moments : none,
        latest: moments,
      },
      counts: { rows: moments.length },
    });
  }
}

/** Rows and their values in order of time. */
function sortBoth(rows: Float64Array, values: Float64Array, time: Float64Array): void {
  const order = Array.from(rows, (_, i) => i);
  const timeOf = (i: number): number => time[rows[i] as number] as number;
  order.sort((a, b) => timeOf(a) - timeOf(b));
  const [r, v] = [rows.slice(), values.slice()];
  order.forEach((from, to) => {
    rows[to] = r[from] as number;
    values[to] = v[from] as number;
  });
}
