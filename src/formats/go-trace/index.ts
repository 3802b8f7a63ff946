import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import type { ClockAnchors, Timeline, TimelineClock } from '../../model/timeline.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { TraceFacts } from './facts.ts';
import { GenerationReader } from './generation.ts';
import type { HeapObjects } from './heap-objects.ts';
import { objectsProfile, profilesOf } from './profiles.ts';
import { readV1 } from './v1.ts';
import { readV2 } from './v2.ts';

const HEADER = /^go 1\.(\d+) trace\0/;
const V2 = 22;
/** Before, events had other arguments and no names. */
const OLDEST = 11;
const NEWEST = 26;

function versionOf(header: string): number {
  return Number(HEADER.exec(header)?.[1] ?? Number.NaN);
}

function sniff(head: Head): Sniff | null {
  const version = versionOf(String.fromCharCode(...head.bytes.subarray(0, 20)));
  if (Number.isNaN(version)) return null;
  return { score: 100, evidence: { key: 'timeline.trace.evidence', args: { version: `1.${version}` } } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly AnySource[]> {
  const reader = new GenerationReader(source, report);
  const minor = versionOf(await reader.header());
  const version = `1.${minor}`;
  const facts = new TraceFacts();
  if (minor < OLDEST) {
    report.fail({ what: { key: 'timeline.trace.older', args: { version } } });
    return [];
  }
  if (minor > NEWEST) report.guess({ key: 'timeline.trace.newer', args: { version } });
  const read = minor < V2 ? await v1(reader, source, minor, facts, report) : await v2(reader, source, facts, report);
  if (facts.last <= 0) {
    report.fail({ what: { key: 'timeline.trace.empty' } });
    return [];
  }
  const timeline = withObjects(facts.finish(read.clock, read, read.counts), read.objects);
  const { strings, stacks, durationNs } = timeline;
  // Without a time scale the delays would be wrong by a factor that nobody knows.
  const profiles: AnySource[] = stacks === null || !read.scaled ? [] : profilesOf(facts, strings, stacks, durationNs);
  if (facts.sampleStack.length > 0) report.guess({ key: 'timeline.trace.cpuRate' });
  const objects = read.objects === null ? null : objectsProfile(read.objects);
  if (objects !== null) profiles.push(objects);
  return [...profiles, { kind: 'timeline', name: '', flavor: 'go-trace', timeline }];
}

function withObjects(timeline: Timeline, objects: HeapObjects | null): Timeline {
  if (objects === null) return timeline;
  return { ...timeline, series: [...timeline.series, objects.count.finish(), objects.bytes.finish()] };
}

interface Read {
  readonly clock: TimelineClock;
  readonly threadIsTid: boolean;
  readonly anchors: ClockAnchors | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly scaled: boolean;
  readonly objects: HeapObjects | null;
}

async function v1(
  reader: GenerationReader,
  source: ByteSource,
  minor: number,
  facts: TraceFacts,
  report: ReportBuilder,
): Promise<Read> {
  const buf = await reader.rest();
  if (source.problem !== null) report.fail(source.problem);
  const { scaled, originNs, tickNs, counts } = readV1(buf, minor, facts, report);
  const clock = { kind: 'ticks' as const, origin: BigInt(originNs), resolutionNs: tickNs, truncated: true };
  return { clock, threadIsTid: false, anchors: null, counts, scaled, objects: null };
}

async function v2(
  reader: GenerationReader,
  source: ByteSource,
  facts: TraceFacts,
  report: ReportBuilder,
): Promise<Read> {
  const { originNs, tickNs, snapshots, objects, counts } = await readV2(reader, source, facts, report);
  const anchors: ClockAnchors = {
    length: snapshots.length,
    time: Float64Array.from(snapshots, (s) => s.time - originNs),
    unixNs: BigInt64Array.from(snapshots, (s) => s.unixNs),
    kind: 'snapshot',
  };
  return {
    clock: { kind: 'monotonic', origin: BigInt(originNs), resolutionNs: tickNs, truncated: true },
    threadIsTid: true,
    anchors: snapshots.length === 0 ? null : anchors,
    counts,
    scaled: true,
    objects: objects.any ? objects : null,
  };
}

/** Go execution traces. */
export const goTraceFormat: Format<AnySource> = {
  id: 'go-trace',
  sniff,
  decode: (source, report) => decode(source, report),
};
