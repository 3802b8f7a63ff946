import type { ReportBuilder } from '../../model/report-builder.ts';
import type { StatsTable, TimelineSource } from '../../model/source.ts';
import type { Dump, DumpTimeline } from '../dump-timeline.ts';
import type { JsonDocument } from '../json-documents.ts';
import { unixNanos, unixNumber } from '../unix-time.ts';

const TIME_NAMES = ['time', 'Time', 'ts', 'timestamp', 'Timestamp', '@timestamp', 'now', 'date'];

/** The time that a record states of itself, in unix ns; null if none. */
export function statedTime({ values }: JsonDocument): bigint | null {
  for (const name of TIME_NAMES) {
    const text = values.get(name);
    if (text === undefined) continue;
    const ns = unixNanos(text) ?? unixNumber(text);
    if (ns !== null) return ns;
  }
  return null;
}

/** The timeline of the dumps of a file as its source, none when nothing has a time; what is odd goes to the report. */
export function dumpSource(
  dumps: DumpTimeline,
  flavor: string,
  report: ReportBuilder,
  stats?: StatsTable,
): readonly TimelineSource[] {
  if (dumps.timeless > 0) report.skip({ key: 'stats.skip.noTime' }, { offset: 0 }, dumps.timeless);
  if (dumps.backwards) report.note({ key: 'stats.backwards' });
  const timeline = dumps.finish();
  if (timeline === null) {
    report.fail({ what: { key: dumps.timeless > 0 ? 'stats.noTime' : 'stats.none' } });
    return [];
  }
  const method = timeline.captures?.method ?? 'stated';
  if (method !== 'stated') report.guess({ key: method === 'file time' ? 'stats.time.file' : 'stats.time.lastGC' });
  const source: TimelineSource = { kind: 'timeline', name: '', flavor, timeline };
  return [stats === undefined ? source : { ...source, stats }];
}

/** Adds a dump and counts it. */
export function addDump(dumps: DumpTimeline, dump: Dump | null, report: ReportBuilder): void {
  if (dump === null) return;
  dumps.add(dump);
  report.records++;
}
