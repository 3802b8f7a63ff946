import type { Column } from '../../model/columns.ts';
import type { Profile } from '../../model/profile.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource, DecodedSource, StatsTable } from '../../model/source.ts';
import { looksLikeOffsets, printsOffsets } from './ip-rule.ts';
import { LiveHeap } from './live-heap.ts';
import { Mappings } from './mappings.ts';
import { OPERATIONS, type OperationKind, type Operations } from './memory-events.ts';
import { outstandingProfile } from './outstanding.ts';
import type { Outstanding, PairCounts } from './pair-counts.ts';
import type { Reader } from './reader.ts';
import { rssTimeline } from './rss.ts';
import type { SampleTable } from './sample-columns.ts';
import { typedValues } from './sample-types.ts';

type PairFlavor = 'perf-live' | 'perf-mappings';

/** Names of the sources within the file. */
const NAMES: Readonly<Record<PairFlavor, string>> = { 'perf-live': 'live', 'perf-mappings': 'mappings' };

/**
 * The sources of a recording: its samples first, then what can be paired: the live heap of malloc and free probes with
 * their returns, the mappings of mmap's and munmap's system calls, and the curves of resident memory.
 */
export function sourcesOf(reader: Reader, report: ReportBuilder): readonly AnySource[] {
  const samples = reader.columns.take();
  const profile = profileOf(reader, samples);
  noteRecords(reader, samples.stack.length, report);
  const stated = reader.comments.some((c) => c.startsWith('perf version:'));
  if (!stated && looksLikeOffsets(profile)) report.guess({ key: 'perf.ip.looksOffsets' });
  const { lost } = reader;
  const lossRate = lost === 0 ? {} : { lossRate: lost / (lost + samples.stack.length) };
  const found: AnySource[] = [{ kind: 'profile', name: '', flavor: 'perf', profile, isDiff: false, ...lossRate }];
  const operations = reader.operations.take();
  const add = (flavor: PairFlavor, pairs: { counts: PairCounts; outstanding(): Outstanding }, count: string) => {
    const rows = pairs.outstanding();
    if (rows.sample.length + pairs.counts.allocated === 0) return;
    notePairing(report, flavor, pairs.counts, rows.sample.length, samples.stack.length);
    found.push({ ...paired(flavor, profile, rows, count, pairs.counts), ...lossRate });
  };
  if (has(operations, 'exit')) add('perf-live', new LiveHeap(operations, samples.thread), 'allocations');
  if (has(operations, 'result')) add('perf-mappings', new Mappings(operations, samples.thread), 'mappings');
  const curves = reader.rss.take();
  if (curves.length > 0) {
    found.push({ kind: 'timeline', name: '', flavor: 'perf-rss', timeline: rssTimeline(curves, profile.comments) });
  }
  return found;
}

function has({ kind }: Operations, wanted: OperationKind): boolean {
  return kind.includes(OPERATIONS.indexOf(wanted));
}

function paired(
  flavor: PairFlavor,
  recording: Profile,
  rows: Outstanding,
  count: string,
  counts: PairCounts,
): DecodedSource {
  const stats: StatsTable = { name: flavor, values: Object.entries(counts).map(([name, n]) => [name, String(n)]) };
  const profile = outstandingProfile(recording, rows, count);
  return { kind: 'profile', name: NAMES[flavor], flavor, profile, isDiff: false, derived: true, stats };
}

/** Calls without return and returns without call are events that were lost: an estimate beside perf's own count. */
function notePairing(
  report: ReportBuilder,
  flavor: PairFlavor,
  counts: PairCounts,
  live: number,
  samples: number,
): void {
  const [key, lostKey] =
    flavor === 'perf-live' ? ['perf.live', 'perf.live.lost'] : ['perf.mappings', 'perf.mappings.lost'];
  const { failed, cutOff, unknownFrees, noReturn, noEntry, overwritten, noAddress } = counts;
  report.note({ key, args: { live, failed, cutOff, unknownFrees } });
  if (noAddress > 0) report.note({ key: 'perf.live.noAddress', args: { count: noAddress } });
  const lost = noReturn + noEntry + overwritten;
  if (lost === 0) return;
  const percent = ((100 * lost) / (samples + lost)).toFixed(2);
  report.note({ key: lostKey, args: { noReturn, noEntry, overwritten, percent } });
}

function noteRecords(reader: Reader, samples: number, report: ReportBuilder): void {
  const version = reader.comments.find((c) => c.startsWith('perf version:'));
  if (version !== undefined && printsOffsets(version)) report.note({ key: 'perf.ip.offsets', args: { version } });
  if (reader.records.size > 0) {
    const kinds = [...reader.records].map(([kind, count]) => `${kind} × ${count}`).join(', ');
    report.note({ key: 'perf.records', args: { kinds } });
  }
  if (reader.touched.unlabelled > 0) report.note({ key: 'perf.pages', args: { count: reader.touched.unlabelled } });
  if (reader.lost === 0) return;
  const percent = ((100 * reader.lost) / (reader.lost + samples)).toFixed(1);
  report.note({ key: 'perf.lostRate', args: { count: reader.lost, percent } });
}

function profileOf(reader: Reader, samples: SampleTable): Profile {
  const { types, values } = typedValues(samples, reader.columns.events);
  return {
    ...reader.builder.finish({ comments: reader.comments }),
    sampleTypes: types,
    defaultSampleType: Math.min(1, Math.max(0, types.length - 1)),
    samples: {
      length: samples.stack.length,
      stack: samples.stack as Column<never, never>,
      labels: samples.labels as Column<never, never>,
      values,
      exact: values.map(() => null),
      time: samples.time,
      thread: samples.thread,
    },
  };
}
