import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { readDocuments } from '../json-documents.ts';
import { unixNanos, unixNumber } from '../unix-time.ts';
import { NUMBER } from './layout.ts';
import { SeriesTable } from './series-table.ts';
import { unitOf } from './units.ts';

const TIME = /^(?:time|ts|t|timestamp|@timestamp|date|datetime|epoch|when)$/i;
/** Records of a log have a text; dumps of the Go runtime are read by their own names. */
const OTHERS =
  /"(?:msg|message|log|level|severity|stream|HeapAlloc|PauseTotal|memstats)"\s*:|"\/(?:gc|memory|sched|cpu)\//;

/** One JSON object per line, each a time and values: `{"ts": 1795225329, "rss": 19116032}`. */
export const jsonLinesFormat: Format<TimelineSource> = {
  id: 'json-lines',
  sniff(head: Head): Sniff | null {
    const lines = (head.text ?? '').trimStart().split('\n', 4);
    if (lines.length < 2 || OTHERS.test(lines[0] ?? '')) return null;
    const whole = head.complete ? lines : lines.slice(0, 3);
    const objects = whole.filter((l) => l.trim() !== '').map(parsed);
    const fits = objects.every((o) => o !== null && timeIn(o) !== null && hasValue(o));
    return fits && objects.length >= 2 ? { score: 60, evidence: { key: 'series.evidence.jsonLines' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const table = new SeriesTable();
    await readDocuments(source, report, ({ values }) => {
      const time = timeIn(values);
      if (time === null) {
        report.skip({ key: 'series.skip.time' }, { offset: 0 });
        return;
      }
      table.time(time.ns);
      report.records++;
      for (const [name, text] of values) {
        if (name === time.name || !NUMBER.test(text)) continue;
        const { unit, factor } = unitOf(name);
        table.value(name, unit, Number(text) * factor);
      }
    });
    return table.finish('json-lines', report);
  },
};

function parsed(line: string): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([k, v]) => [k, String(v)]));
  } catch {
    return null;
  }
}

function timeIn(values: ReadonlyMap<string, string>): { readonly name: string; readonly ns: bigint } | null {
  for (const [name, text] of values) {
    const ns = TIME.test(name) ? (unixNanos(text) ?? unixNumber(text)) : null;
    if (ns !== null) return { name, ns };
  }
  return null;
}

function hasValue(values: ReadonlyMap<string, string>): boolean {
  for (const [name, text] of values) if (!TIME.test(name) && NUMBER.test(text)) return true;
  return false;
}
