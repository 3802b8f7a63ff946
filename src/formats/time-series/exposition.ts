import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { DumpTimeline } from '../dump-timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { GO_RETAINED } from '../mem-stats-dump.ts';
import { stampLine } from '../unix-time.ts';
import { unitOf } from './units.ts';

const TYPE = /^# TYPE [a-zA-Z_:][\w:]* (?:counter|gauge|histogram|summary|untyped|info|unknown)\s*$/gm;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})?\s+(\S+)(?:\s+\d+)?\s*$/;
const ENOUGH = 3;
const MAX_FIGURES = 2000;
const LAST_GC = 'go_memstats_last_gc_time_seconds';

/** What /metrics answers: the figures of one moment; repeated with the time between, a series. */
export const expositionFormat: Format<TimelineSource> = {
  id: 'prometheus-text',
  sniff({ text }: Head): Sniff | null {
    const types = text?.match(TYPE)?.length ?? 0;
    return types >= ENOUGH ? { score: 80, evidence: { key: 'series.evidence.exposition' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const reader = new Reader(source.lastModified, report);
    await scanLines(source, (line) => reader.line(line));
    if (source.problem !== null) report.fail(source.problem);
    return reader.finish();
  },
};

class Reader {
  private readonly dumps: DumpTimeline;
  private readonly report: ReportBuilder;
  private figures = new Map<string, number>();
  private stated: bigint | null = null;

  constructor(fileMillis: number, report: ReportBuilder) {
    this.dumps = new DumpTimeline(fileMillis);
    this.report = report;
  }

  line(line: Line): undefined {
    if (line.blank || line.startsWith('# ')) return;
    const text = line.text();
    const sample = SAMPLE.exec(text);
    if (sample === null) {
      const stamp = stampLine(text);
      if (stamp === null) this.report.skip({ key: 'text.skip.line' }, line.place);
      else {
        this.close();
        this.stated = stamp;
      }
      return;
    }
    const [, metric = '', labels = '', value = ''] = sample;
    // Buckets and quantiles are no curves.
    if (/(?:^|,)\s*(?:le|quantile)=/.test(labels)) return;
    const name = labels === '' ? metric : `${metric}{${labels}}`;
    const number = Number(value);
    if (!Number.isFinite(number)) return;
    if (this.figures.has(name)) this.close();
    if (this.figures.size < MAX_FIGURES) this.figures.set(name, number);
  }

  finish(): readonly TimelineSource[] {
    this.close();
    const { dumps, report } = this;
    if (dumps.timeless > 0) report.skip({ key: 'stats.skip.noTime' }, { offset: 0 }, dumps.timeless);
    const timeline = dumps.finish();
    if (timeline === null) {
      report.fail({ what: { key: dumps.timeless > 0 ? 'stats.noTime' : 'stats.none' } });
      return [];
    }
    const method = timeline.captures?.method ?? 'stated';
    if (method !== 'stated') report.guess({ key: method === 'file time' ? 'stats.time.file' : 'stats.time.lastGC' });
    return [{ kind: 'timeline', name: '', flavor: 'prometheus-text', timeline }];
  }

  private close(): void {
    const { figures: found, stated } = this;
    this.figures = new Map();
    this.stated = null;
    if (found.size === 0) return;
    const figures = [...found].map(([name, value]) => {
      const { unit, factor } = unitOf(name.replace(/\{.*$/, ''));
      return { name, unit, value: value * factor };
    });
    const of = (name: string): number => found.get(`go_memstats_${name}_bytes`) ?? Number.NaN;
    const retained = of('sys') - of('heap_released');
    if (!Number.isNaN(retained)) figures.push({ name: GO_RETAINED, unit: 'bytes', value: retained });
    const lastGc = found.get(LAST_GC) ?? 0;
    this.dumps.add({
      statedUnixNs: stated,
      notBeforeUnixNs: lastGc > 0 ? BigInt(Math.round(lastGc * 1e6)) * 1000n : null,
      figures,
      pauses: [],
    });
    this.report.records++;
  }
}
