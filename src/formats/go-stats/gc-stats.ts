import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { type Dump, DumpTimeline, type Pause } from '../dump-timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonDocument, readDocuments } from '../json-documents.ts';
import { unixNanos } from '../unix-time.ts';
import { addDump, dumpSource, statedTime } from './documents.ts';
import { memStatsTable } from './mem-stats.ts';

const QUANTILES = ['min', '25 %', '50 %', '75 %', 'max'];

/** runtime/debug.GCStats as JSON: times are RFC 3339 texts, the newest pause comes first. */
export const gcStatsFormat: Format<TimelineSource> = {
  id: 'gc-stats',
  sniff(head: Head): Sniff | null {
    const { text } = head;
    if (text === null || !/^\s*[{[]/.test(text)) return null;
    const fits = /"LastGC"\s*:\s*"/.test(text) && /"PauseTotal"\s*:\s*\d/.test(text);
    return fits ? { score: 80, evidence: { key: 'stats.evidence.gc-stats' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const dumps = new DumpTimeline(source.lastModified);
    const last = await readDocuments(source, report, (record) => {
      addDump(dumps, dumpOf(record, report), report);
    });
    return dumpSource(dumps, 'gc-stats', report, tableOf(last));
  },
};

function dumpOf(record: JsonDocument, report: ReportBuilder): Dump | null {
  const { values, lists } = record;
  const collections = Number(values.get('NumGC') ?? Number.NaN);
  const total = Number(values.get('PauseTotal') ?? Number.NaN);
  const figures: { name: string; unit: string; value: number }[] = [];
  if (Number.isSafeInteger(collections)) figures.push({ name: 'NumGC', unit: 'count', value: collections });
  if (Number.isFinite(total)) figures.push({ name: 'PauseTotalNs', unit: 'nanoseconds', value: total });
  if (figures.length === 0) return null;
  const ns = lists.get('Pause') ?? [];
  const ends = lists.get('PauseEnd') ?? [];
  const pauses: Pause[] = [];
  for (let i = Math.min(ns.length, ends.length) - 1; i >= 0; i--) {
    const endUnixNs = unixNanos(ends[i] as string);
    const pause = Number(ns[i]);
    if (endUnixNs !== null && pause >= 0) pauses.push({ n: collections - i, ns: pause, endUnixNs });
  }
  if (collections > pauses.length && pauses.length > 0) {
    report.note({ key: 'stats.ring', args: { kept: pauses.length, all: collections } });
  }
  return {
    statedUnixNs: statedTime(record),
    notBeforeUnixNs: unixNanos(values.get('LastGC') ?? ''),
    figures,
    pauses,
  };
}

function tableOf(record: JsonDocument | null) {
  const table = memStatsTable(record, '');
  const quantiles = record?.lists.get('PauseQuantiles') ?? [];
  const named = quantiles.map((v, i) => [`pause ${QUANTILES[i] ?? i}`, v] as const);
  return { name: 'debug.GCStats', values: [...table.values, ...(quantiles.length === QUANTILES.length ? named : [])] };
}
