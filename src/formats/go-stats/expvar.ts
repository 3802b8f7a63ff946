import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { type Dump, DumpTimeline } from '../dump-timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonDocument, readDocuments } from '../json-documents.ts';
import { addDump, dumpSource, statedTime } from './documents.ts';
import { memStatsOf, memStatsTable } from './mem-stats.ts';

const MEM_STATS = 'memstats.';
/** A program may publish any number of variables; more than these make no readable list. */
const MAX_VARIABLES = 500;

/** What /debug/vars answers: MemStats, the command line and the program's own variables. */
export const expvarFormat: Format<TimelineSource> = {
  id: 'expvar',
  sniff(head: Head): Sniff | null {
    const { text } = head;
    if (text === null || !/^\s*[{[]/.test(text)) return null;
    const fits = /"memstats"\s*:\s*\{/.test(text) && /"(?:cmdline"\s*:\s*\[|HeapAlloc"\s*:\s*\d)/.test(text);
    return fits ? { score: 80, evidence: { key: 'stats.evidence.expvar' } } : null;
  },
  async decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
    const dumps = new DumpTimeline(source.lastModified);
    const last = await readDocuments(source, report, (record) => {
      addDump(dumps, dumpOf(record, report), report);
    });
    return dumpSource(dumps, 'expvar', report, tableOf(last));
  },
};

function dumpOf(record: JsonDocument, report: ReportBuilder): Dump | null {
  const stated = statedTime(record);
  const dump = memStatsOf(record, MEM_STATS, stated, report);
  const figures = [...(dump?.figures ?? [])];
  let left = 0;
  let own = 0;
  for (const [path, text] of record.values) {
    if (path.startsWith(MEM_STATS) || !/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text)) continue;
    if (own++ < MAX_VARIABLES) figures.push({ name: path, unit: unitOf(path), value: Number(text) });
    else left++;
  }
  if (left > 0) report.note({ key: 'stats.variables', args: { count: left, kept: MAX_VARIABLES } });
  if (figures.length === 0) return null;
  return {
    statedUnixNs: stated,
    notBeforeUnixNs: dump?.notBeforeUnixNs ?? null,
    figures,
    pauses: dump?.pauses ?? [],
  };
}

/** The unit of a variable, as far as its name tells. */
function unitOf(name: string): string {
  if (/bytes$/i.test(name)) return 'bytes';
  if (/(?:_ns|nanos(?:econds)?|Ns)$/.test(name)) return 'nanoseconds';
  if (/(?:_s|seconds)$/i.test(name)) return 'seconds';
  return 'count';
}

function tableOf(record: JsonDocument | null) {
  const table = memStatsTable(record, MEM_STATS);
  const command = record?.lists.get('cmdline')?.join(' ');
  return command === undefined ? table : { ...table, values: [['cmdline', command] as const, ...table.values] };
}
