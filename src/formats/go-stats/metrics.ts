import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { type Dump, DumpTimeline } from '../dump-timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonDocument, readDocuments } from '../json-documents.ts';
import { type Line, scanLines } from '../lines.ts';
import { GO_RETAINED } from '../mem-stats-dump.ts';
import { stampLine } from '../unix-time.ts';
import { addDump, dumpSource, statedTime } from './documents.ts';
import { type Histogram, histogramOf, quantileBound, total } from './histogram.ts';

const NAME = /^\/[a-z][\w./-]*:[a-z][a-z-]*(?:\/[a-z-]+)?$/;
const LINE = /^\s*"?(\/[a-z][\w./-]*:[a-z][a-z-]*(?:\/[a-z-]+)?)"?(?:\s*[:=,]\s*|\s+)(\S.*?),?\s*$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;
const PRINTED_HISTOGRAM = /Counts:\[([^\]]*)\][ ,]+Buckets:\[([^\]]*)\]/;
/** A name with a number or a histogram, or as the name of a sample. */
const IN_JSON =
  /"\/(?:gc|memory|sched|cpu|cgo|sync|godebug)\/[\w./-]*:[a-z][a-z/-]*"\s*:\s*(?=-?\d|\{\s*"(?:counts|buckets)"\s*:)|"(?:name|metric)"\s*:\s*"\/(?:gc|memory|sched|cpu|cgo|sync|godebug)\/[\w./-]*:[a-z][a-z/-]*"/gi;
const IN_TEXT = /^\s*\/(?:gc|memory|sched|cpu|cgo|sync|godebug)\/[\w./-]*:[a-z][a-z/-]*\s*[:=,\s]\s*[-+&{\d]/gm;
/** As many names make a dump. */
const ENOUGH = 3;
const NAME_FIELDS = ['Name', 'name', 'metric', 'Metric'];
const VALUE_FIELDS = ['Value', 'value', 'val'];

/** Dumps of runtime/metrics: `name: value` lines as the package's example prints them, or JSON by name or as a list of samples. */
export const runtimeMetricsFormat: Format<TimelineSource> = {
  id: 'runtime-metrics',
  sniff(head: Head): Sniff | null {
    const { text } = head;
    if (text === null) return null;
    const json = /^\s*[{[]/.test(text);
    const names = new Set((json ? text.match(IN_JSON) : text.match(IN_TEXT))?.map((m) => m.trim()));
    return names.size >= ENOUGH ? { score: 80, evidence: { key: 'stats.evidence.metrics' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const reader = new Reader(source.lastModified, report);
    const first = await peek(source);
    if (/^(?:\ufeff)?\s*[{[]/.test(first.text)) {
      await readDocuments(first.source, report, (record) => reader.record(record));
    } else {
      await scanLines(first.source, (line) => reader.line(line));
      if (source.problem !== null) report.fail(source.problem);
    }
    return reader.finish();
  },
};

/** The first chunk that holds more than white space, and the source as if nothing had been read. */
async function peek(source: ByteSource): Promise<{ text: string; source: ByteSource }> {
  const held: Uint8Array[] = [];
  let text = '';
  while (text.trim().replace('\ufeff', '') === '') {
    const chunk = await source.next();
    if (chunk === null) break;
    held.push(chunk.slice());
    // Zeros are those of UTF-16.
    text += String.fromCharCode(...chunk.subarray(0, 64).filter((b) => b > 0 && b < 0x80));
  }
  const next = (): Promise<Uint8Array | null> => {
    const chunk = held.shift();
    return chunk === undefined ? source.next() : Promise.resolve(chunk);
  };
  const again: ByteSource = {
    name: source.name,
    lastModified: source.lastModified,
    next,
    get problem() {
      return source.problem;
    },
  };
  return { text, source: again };
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly dumps: DumpTimeline;
  private readonly numbers = new Map<string, number>();
  private readonly histograms = new Map<string, Histogram>();
  private stated: bigint | null = null;

  constructor(fileMillis: number, report: ReportBuilder) {
    this.dumps = new DumpTimeline(fileMillis);
    this.report = report;
  }

  line(line: Line): undefined {
    if (line.blank) return;
    const text = line.text();
    const match = LINE.exec(text);
    if (match === null) {
      const stamp = stampLine(text);
      if (stamp === null) this.report.skip({ key: 'text.skip.line' }, line.place);
      else {
        this.close();
        this.stated = stamp;
      }
      return;
    }
    const [, name = '', value = ''] = match;
    if (this.has(name)) this.close();
    const printed = PRINTED_HISTOGRAM.exec(value);
    if (printed !== null) {
      const lists = [printed[1] ?? '', printed[2] ?? ''].map((l) => l.trim().split(/\s+/));
      this.histogram(name, lists[0] ?? [], lists[1] ?? []);
    } else if (NUMBER.test(value)) this.numbers.set(name, Number(value));
    else this.report.skip({ key: 'text.skip.line' }, line.place);
  }

  record(record: JsonDocument): void {
    const { values, lists } = record;
    const name = NAME_FIELDS.map((f) => values.get(f)).find((v) => v !== undefined && NAME.test(v));
    if (name !== undefined) {
      this.sample(name, record);
      return;
    }
    this.close();
    this.stated = statedTime(record);
    for (const [path, text] of values) {
      const metric = metricIn(path);
      if (metric !== null && metric.rest === '' && NUMBER.test(text)) this.numbers.set(metric.name, Number(text));
    }
    for (const [path, counts] of lists) {
      const metric = metricIn(path);
      if (metric === null || !/counts$/i.test(metric.rest)) continue;
      const bounds = lists.get(path.replace(/counts$/i, 'Buckets')) ?? lists.get(path.replace(/counts$/i, 'buckets'));
      this.histogram(metric.name, counts, bounds ?? []);
    }
    this.close();
  }

  finish(): readonly TimelineSource[] {
    this.close();
    return dumpSource(this.dumps, 'runtime-metrics', this.report);
  }

  /** A member of a list of samples. */
  private sample(name: string, { values, lists }: JsonDocument): void {
    if (this.has(name)) this.close();
    for (const field of VALUE_FIELDS) {
      const text = values.get(field);
      if (text !== undefined && NUMBER.test(text)) this.numbers.set(name, Number(text));
      for (const inner of ['Counts', 'counts']) {
        const counts = lists.get(`${field}.${inner}`);
        const bounds = lists.get(`${field}.${inner === 'Counts' ? 'Buckets' : 'buckets'}`);
        if (counts !== undefined) this.histogram(name, counts, bounds ?? []);
      }
    }
  }

  private has(name: string): boolean {
    return this.numbers.has(name) || this.histograms.has(name);
  }

  private histogram(name: string, counts: readonly string[], bounds: readonly string[]): void {
    const histogram = histogramOf(counts, bounds);
    if (histogram === null) this.report.skip({ key: 'stats.skip.histogram' }, { offset: 0, seen: name });
    else this.histograms.set(name, histogram);
  }

  /** Ends a dump. */
  private close(): void {
    const { numbers, histograms } = this;
    if (numbers.size > 0 || histograms.size > 0) addDump(this.dumps, this.dump(), this.report);
    numbers.clear();
    histograms.clear();
    this.stated = null;
  }

  private dump(): Dump {
    const figures: { name: string; unit: string; value: number }[] = [];
    for (const [name, value] of this.numbers) figures.push({ name, unit: unitOf(name), value });
    const retained =
      (this.numbers.get('/memory/classes/total:bytes') ?? Number.NaN) -
      (this.numbers.get('/memory/classes/heap/released:bytes') ?? Number.NaN);
    if (!Number.isNaN(retained)) figures.push({ name: GO_RETAINED, unit: 'bytes', value: retained });
    for (const [name, histogram] of this.histograms) {
      figures.push({ name: `${name} events`, unit: 'count', value: total(histogram) });
      for (const [label, q] of [['p50', 0.5] as const, ['p99', 0.99] as const, ['max', 1] as const]) {
        const value = quantileBound(histogram, q);
        if (Number.isFinite(value)) figures.push({ name: `${name} ${label} ≤`, unit: unitOf(name), value });
      }
    }
    return { statedUnixNs: this.stated, notBeforeUnixNs: null, figures, pauses: [] };
  }
}

/** The metric in a path of a record, which may be nested: "runtime./gc/heap/live:bytes". */
function metricIn(path: string): { readonly name: string; readonly rest: string } | null {
  const at = path.indexOf('/');
  if (at < 0) return null;
  const colon = path.indexOf(':', at);
  if (colon < 0) return null;
  const dot = path.indexOf('.', colon);
  const name = path.slice(at, dot < 0 ? path.length : dot);
  return NAME.test(name) ? { name, rest: dot < 0 ? '' : path.slice(dot + 1) } : null;
}

function unitOf(name: string): string {
  const unit = name.slice(name.indexOf(':') + 1);
  return unit === 'bytes' || unit === 'seconds' ? unit : /^(?:percent|cpu-seconds)$/.test(unit) ? unit : 'count';
}
