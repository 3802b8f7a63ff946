import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonEvents, readJson } from '../json-events.ts';
import { unixNumber } from '../unix-time.ts';
import { SeriesTable } from './series-table.ts';
import { unitOf } from './units.ts';

/** Answers of Prometheus to query_range and query: a matrix, or a vector of one point each. */
export const prometheusFormat: Format<TimelineSource> = {
  id: 'prometheus',
  sniff({ text }: Head): Sniff | null {
    const fits =
      text !== null &&
      /^\s*\{/.test(text) &&
      /"resultType"\s*:\s*"(?:matrix|vector)"/.test(text) &&
      /"result"\s*:\s*\[/.test(text);
    return fits ? { score: 80, evidence: { key: 'series.evidence.prometheus' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const reader = new Reader(report);
    const whole = await readJson(source, reader);
    if (source.problem !== null) report.fail(source.problem);
    if (!whole) report.fail({ what: { key: 'stats.cut' }, advice: { key: 'text.advice.again' } });
    return reader.table.finish('prometheus', report);
  },
};

/** Labels that tell where a series is from, not what it is. */
const LEFT_OUT = new Set(['__name__', 'job']);

class Reader implements JsonEvents {
  readonly table = new SeriesTable();
  private readonly report: ReportBuilder;
  private readonly names: string[] = [];
  private name = '';
  private labels: [string, string][] = [];
  private pair: string[] = [];
  private series = '';

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  open(): void {
    this.names.push(this.name);
    if (this.name === 'metric') this.labels = [];
    if (this.name === 'values' || this.name === 'value') this.series = this.title();
    this.pair = [];
    this.name = '';
  }

  close(array: boolean): void {
    this.names.pop();
    if (array && this.pair.length === 2) this.point(this.pair[0] ?? '', this.pair[1] ?? '');
    this.pair = [];
    this.name = '';
  }

  key(name: string): void {
    this.name = name;
  }

  scalar(text: string): void {
    if (this.names[this.names.length - 1] === 'metric') this.labels.push([this.name, text]);
    else if (this.names.includes('values') || this.names.includes('value')) this.pair.push(text);
    this.name = '';
  }

  broken(offset: number): void {
    this.report.skip({ key: 'stats.skip.json' }, { offset });
    this.names.length = 0;
  }

  private title(): string {
    const own = this.labels.find(([k]) => k === '__name__')?.[1] ?? '';
    const rest = this.labels.filter(([k]) => !LEFT_OUT.has(k)).map(([k, v]) => `${k}="${v}"`);
    return rest.length === 0 ? own || 'value' : `${own}{${rest.join(', ')}}`;
  }

  private point(time: string, value: string): void {
    const ns = unixNumber(time);
    const number = Number(value);
    if (ns === null || value === '' || !Number.isFinite(number)) {
      this.report.skip({ key: 'series.skip.value' }, { offset: 0, seen: `${time} ${value}` });
      return;
    }
    this.table.time(ns);
    this.report.records++;
    const { unit, factor } = unitOf(this.series.replace(/\{.*$/, ''));
    this.table.value(this.series, unit, number * factor);
  }
}
