import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { DumpTimeline } from '../dump-timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonDocument, readDocuments } from '../json-documents.ts';
import { memStatsDump } from '../mem-stats-dump.ts';
import { addDump, dumpSource, statedTime } from './documents.ts';

const KEYS = [/"HeapAlloc"\s*:\s*\d/, /"HeapReleased"\s*:\s*\d/, /"NumGC"\s*:\s*\d/];
const WITHIN_VARS = /"memstats"\s*:\s*\{/;

/** runtime.MemStats as JSON: one, one per line, or an array of them. */
export const memStatsFormat: Format<TimelineSource> = {
  id: 'mem-stats',
  sniff(head: Head): Sniff | null {
    const { text } = head;
    if (text === null || !/^\s*[{[]/.test(text) || WITHIN_VARS.test(text)) return null;
    return KEYS.every((key) => key.test(text)) ? { score: 80, evidence: { key: 'stats.evidence.mem-stats' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const dumps = new DumpTimeline(source.lastModified);
    const last = await readDocuments(source, report, (record) => {
      addDump(dumps, memStatsOf(record, '', statedTime(record), report), report);
    });
    return dumpSource(dumps, 'mem-stats', report, memStatsTable(last, ''));
  },
};

/** The MemStats that stands under `prefix` in a record. */
export function memStatsOf(
  { values, lists }: JsonDocument,
  prefix: string,
  statedUnixNs: bigint | null,
  report: ReportBuilder,
) {
  const own = new Map<string, string>();
  for (const [path, text] of values) if (path.startsWith(prefix)) own.set(path.slice(prefix.length), text);
  const list = (name: string): readonly string[] => lists.get(`${prefix}${name}`) ?? [];
  return memStatsDump({ values: own, pauseNs: list('PauseNs'), pauseEnd: list('PauseEnd'), statedUnixNs }, report);
}

/** The fields of the newest dump as they are written. */
export function memStatsTable(record: JsonDocument | null, prefix: string) {
  const values: [string, string][] = [];
  for (const [path, text] of record?.values ?? []) {
    const name = path.slice(prefix.length);
    if (path.startsWith(prefix) && !name.includes('.')) values.push([name, text]);
  }
  return { name: 'runtime.MemStats', values };
}
