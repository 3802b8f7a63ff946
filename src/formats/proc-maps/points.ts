import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import { DumpTimeline } from '../dump-timeline.ts';

/** Sums of a process at one moment, as printed: `VmRSS` → `18668 kB`. */
export interface Moment {
  readonly fields: Map<string, string>;
  /** The time printed before them. */
  readonly statedUnixNs: bigint | null;
}

/** Fields of status and of smaps_rollup that make a line over time. */
const FIGURES = [
  ...['VmRSS', 'RssAnon', 'RssFile', 'RssShmem', 'VmSwap', 'VmHWM', 'VmSize', 'Threads'],
  ...['Rss', 'Pss', 'Anonymous', 'LazyFree', 'AnonHugePages', 'Swap'],
];

/** The moments as a timeline; of several without a time only the last can be placed, at the date of the file. */
export function pointsOf(
  moments: readonly Moment[],
  fileMillis: number,
  report: ReportBuilder,
): readonly TimelineSource[] {
  const dumps = new DumpTimeline(fileMillis);
  let timeless = 0;
  moments.forEach(({ fields, statedUnixNs }, i) => {
    const figures = FIGURES.flatMap((name) => {
      const [, digits = '', unit] = /^(\d+)( kB)?$/.exec(fields.get(name) ?? '') ?? [];
      if (digits === '') return [];
      return [
        unit === undefined
          ? { name, unit: 'count', value: Number(digits) }
          : { name, unit: 'bytes', value: Number(digits) * 1024 },
      ];
    });
    if (figures.length === 0) return;
    if (statedUnixNs === null && i < moments.length - 1) timeless++;
    else dumps.add({ statedUnixNs, notBeforeUnixNs: null, figures, pauses: [] });
  });
  if (timeless > 0) report.note({ key: 'stats.moments', args: { count: timeless } });
  const timeline = dumps.finish();
  if (timeline === null) return [];
  if (timeline.captures?.method === 'file time') report.guess({ key: 'stats.time.file' });
  return [{ kind: 'timeline', name: 'sums', flavor: 'proc', timeline }];
}
