import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { scanLines } from '../lines.ts';
import { Reader } from './reader.ts';
import { unixNanos } from './times.ts';

/** Reads memleak's interval reports, bcc (python) or libbpf-tools; each report becomes a source of its own. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line), reader);
  const { intervals, excerpts } = reader.finish();
  if (source.problem !== null) report.fail(source.problem);
  if (intervals.length === 0) {
    report.fail({ what: { key: 'memleak.noReports' } });
    return [];
  }
  report.guess({ key: 'memleak.guess.options' });
  const times = unixNanos(
    intervals.map((i) => i.seconds),
    source.lastModified,
  );
  if (source.lastModified > 0) report.guess({ key: 'memleak.guess.date' });
  const digits = String(intervals.length).length;
  return intervals.map((interval, i) => ({
    kind: 'profile',
    name: intervals.length === 1 ? '' : `${String(i + 1).padStart(digits, '0')} · ${interval.label}`,
    flavor: 'memleak',
    profile: interval.profile(excerpts, times[i] ?? 0n),
    isDiff: false,
  }));
}
