import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TableColumns, TimelineSource } from '../../model/source.ts';
import type { ByteSource, DecodeOptions, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { fileUnixNs } from '../unix-time.ts';
import { cellsOf, type Layout, layoutOf, NUMBER, timeOf } from './layout.ts';
import { SeriesTable } from './series-table.ts';

/** Lines that decide how the rest is read, and their bytes. */
const LOOKED_AT = 200;
const LOOKED_AT_BYTES = 1 << 20;

/** Tables of values over time: CSV, TSV, columns between spaces. */
export const timeTableFormat: Format<TimelineSource> = {
  id: 'time-table',
  sniff(head: Head): Sniff | null {
    const { text } = head;
    if (text === null || /^\s*[{[<]/.test(text)) return null;
    const lines = text.split('\n', LOOKED_AT);
    if (!head.complete && lines.length < LOOKED_AT) lines.pop();
    const layout = layoutOf(lines);
    if (layout === null) return null;
    return { score: layout.header ? 60 : 55, evidence: { key: 'series.evidence.table', args: argsOf(layout) } };
  },
  async decode(source: ByteSource, report: ReportBuilder, options: DecodeOptions): Promise<readonly TimelineSource[]> {
    const reader = new Reader(source.lastModified, report, options);
    await scanLines(source, (line) => reader.line(line));
    if (source.problem !== null) report.fail(source.problem);
    return reader.finish();
  },
};

function argsOf({ names, time, values }: Layout) {
  return {
    time: names[time.column] ?? '',
    kind: time.kind,
    values: values.map((v) => (v.unit === '' ? v.name : `${v.name} (${v.unit})`)).join(', '),
  };
}

function columnsOf({ names, time, values }: Layout): TableColumns {
  const chosen = values.map(({ name, unit, factor }) => ({ name, unit, factor }));
  return { names, chosen: { time: names[time.column] ?? '', values: chosen } };
}

interface Held {
  readonly text: string;
  readonly place: { readonly offset: number; readonly line: number; readonly seen: string };
}

class Reader {
  private held: Held[] = [];
  private heldBytes = 0;
  private layout: Layout | null = null;
  private table: SeriesTable | null = null;
  private readonly fileMillis: number;
  private readonly report: ReportBuilder;
  private readonly options: DecodeOptions;

  constructor(fileMillis: number, report: ReportBuilder, options: DecodeOptions) {
    this.fileMillis = fileMillis;
    this.report = report;
    this.options = options;
  }

  /** False: nothing of the file can be read. */
  line(line: Line): boolean {
    if (line.blank) return true;
    const text = line.text();
    if (this.layout !== null) {
      this.row(text, line);
      return true;
    }
    this.held.push({ text, place: line.place });
    this.heldBytes += line.length;
    if (this.held.length < LOOKED_AT && this.heldBytes <= LOOKED_AT_BYTES) return true;
    this.decide();
    return this.layout !== null;
  }

  finish(): readonly TimelineSource[] {
    if (this.held.length > 0) this.decide();
    const { table, layout, report } = this;
    if (table === null) {
      if (!report.failed) report.fail({ what: { key: 'series.noTable' } });
      return [];
    }
    const sources = table.finish('time-table', report);
    return layout === null ? sources : sources.map((source) => ({ ...source, columns: columnsOf(layout) }));
  }

  private decide(): void {
    const { held, report } = this;
    const layout = layoutOf(
      held.map((h) => h.text),
      this.options.columns,
    );
    if (layout === null) {
      this.held = [];
      return;
    }
    const file = fileUnixNs(this.fileMillis);
    if (layout.time.kind === 'relative' && file === null) {
      report.fail({ what: { key: 'stats.noTime' } });
      this.held = [];
      return;
    }
    report.guess({ key: 'series.columns', args: argsOf(layout) });
    if (layout.time.kind === 'local date') report.guess({ key: 'series.utc' });
    if (layout.time.kind === 'relative') report.guess({ key: 'series.relative' });
    this.layout = layout;
    this.table = new SeriesTable(layout.time.kind === 'relative' ? file : null);
    for (const row of layout.header ? held.slice(1) : held) this.row(row.text, row);
    this.held = [];
  }

  /** `at` tells its place when it is asked for: a line makes that anew each time. */
  private row(text: string, at: Pick<Held, 'place'>): void {
    const { layout, table, report } = this;
    if (layout === null || table === null || text.startsWith('#')) return;
    const cells = cellsOf(text, layout.delimiter);
    const time = timeOf(cells[layout.time.column] ?? '', layout.time.kind);
    if (time === null) {
      report.skip({ key: 'series.skip.time' }, at.place);
      return;
    }
    table.time(time);
    report.records++;
    for (const { column, name, unit, factor } of layout.values) {
      const cell = cells[column] ?? '';
      if (NUMBER.test(cell)) table.value(name, unit, Number(cell) * factor);
      else if (cell !== '') report.skip({ key: 'series.skip.value' }, at.place);
    }
  }
}
