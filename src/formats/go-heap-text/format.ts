import type { LabelInput } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { AnySource } from '../../model/source.ts';
import { DumpTimeline } from '../dump-timeline.ts';
import type { ByteSource, DecodeOptions, Format, Head, Sniff } from '../format.ts';
import { HEAP_FRAMES } from '../legacy-frames.ts';
import { firstLines, LegacyText } from '../legacy-text.ts';
import { type Line, scanLines } from '../lines.ts';
import { unsample, wholeNumber } from '../whole-numbers.ts';
import { type HeapHeader, parseHeapHeader } from './header.ts';
import { MemStats } from './mem-stats.ts';

const SAMPLE = /^\s*(-?\d+): *(-?\d+) *\[ *(-?\d+): *(-?\d+) *\] *@([ x0-9a-f]*)$/;
const LINES_BEFORE_HEADER = 20;

const OBJECTS = { type: 'objects', unit: 'count' };
const SPACE = { type: 'space', unit: 'bytes' };
const INUSE = [
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
const ALLOC = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
];

/** `heap profile:` texts: Go's heap?debug=1 and allocs?debug=1, gperftools' heap, heapz, growth and fragmentation. */
export const goHeapText: Format<AnySource> = { id: 'go-heap-text', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  for (const text of firstLines(head.text, LINES_BEFORE_HEADER)) {
    const header = parseHeapHeader(text);
    if (header !== null) {
      return { score: 90, evidence: { key: `text.heap.${header.kind}`, args: { rate: header.rate } } };
    }
  }
  return null;
}

async function decode(
  source: ByteSource,
  report: ReportBuilder,
  options: DecodeOptions,
): Promise<readonly AnySource[]> {
  const reader = new HeapReader(report);
  await scanLines(source, (line) => {
    reader.line(line);
    return true;
  });
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish(options.legacyDropFrames === true, source.lastModified);
}

class HeapReader {
  private readonly report: ReportBuilder;
  private readonly text: LegacyText;
  private readonly memStats = new MemStats();
  private header: HeapHeader | null = null;
  private readonly seen = { objects: 0n, bytes: 0n };

  constructor(report: ReportBuilder) {
    this.report = report;
    this.text = new LegacyText(report);
  }

  line(line: Line): void {
    if (this.header === null) {
      this.header = parseHeapHeader(line.text());
      if (this.header === null && !line.blank) this.report.skip({ key: 'text.skip.before' }, line.place);
      return;
    }
    if (line.blank) {
      this.text.endSample();
      return;
    }
    if (line.startsWith('#')) {
      if (!this.text.symbolLine(line)) this.memStats.line(line.text());
      return;
    }
    if (this.text.mapLine(line)) return;
    const match = SAMPLE.exec(line.text());
    if (match === null) {
      this.text.skip(line);
      return;
    }
    this.sample(match, line, this.header);
  }

  finish(drop: boolean, fileMillis: number): readonly AnySource[] {
    const { header, report } = this;
    if (header === null) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    this.compareTotals(header);
    const profile = this.text.finish(
      header.hasAlloc ? [...ALLOC, ...INUSE] : [OBJECTS, SPACE],
      { periodType: SPACE, period: BigInt(header.rate) },
      drop ? HEAP_FRAMES : null,
    );
    const stats = this.memStats.table();
    const flavor = header.kind === 'growth' || header.kind === 'fragmentation' ? header.kind : 'heap';
    if (header.kind === 'sampled' || header.kind === 'go') {
      report.note({ key: 'text.heap.unsampled', args: { rate: header.rate } });
    }
    if (profile.samples.length > 0 && this.text.stacks.named === 0) report.note({ key: 'text.note.unnamed' });
    return [
      { kind: 'profile', name: '', flavor, profile, isDiff: false, ...(stats === undefined ? {} : { stats }) },
      ...this.timeline(fileMillis),
    ];
  }

  /** What the trailer tells of the process at this moment, and its pauses. */
  private timeline(fileMillis: number): readonly AnySource[] {
    const dump = this.memStats.dump(this.report);
    if (dump === null) return [];
    const dumps = new DumpTimeline(fileMillis);
    dumps.add(dump);
    const timeline = dumps.finish();
    return timeline === null ? [] : [{ kind: 'timeline', name: 'MemStats', flavor: 'mem-stats', timeline }];
  }

  private sample(match: RegExpExecArray, line: Line, header: HeapHeader): void {
    const inuse = [wholeNumber(match[1] as string), wholeNumber(match[2] as string)] as const;
    const alloc = [wholeNumber(match[3] as string), wholeNumber(match[4] as string)] as const;
    this.seen.objects += BigInt(inuse[0]);
    this.seen.bytes += BigInt(inuse[1]);
    const counted = header.hasAlloc ? [alloc, inuse] : [inuse];
    const values: (number | bigint)[] = [];
    let blockSize: number | bigint = 0;
    for (const [count, size] of counted) {
      if (Number(count) === 0 && Number(size) !== 0) {
        this.report.skip({ key: 'text.skip.bytes-without-objects' }, line.place);
        return;
      }
      if (Number(count) !== 0) blockSize = BigInt(size) / BigInt(count);
      const scaled = header.kind === 'go' || header.kind === 'sampled' ? unsample(count, size, header.rate) : null;
      values.push(...(scaled ?? [count, size]));
    }
    this.text.add(this.text.callIds(match[5] as string), values, line);
    const label: LabelInput = { key: 'bytes', num: BigInt(blockSize), unit: 'bytes' };
    this.text.stacks.relabel([label]);
  }

  /** The first line states the sums: less than that means that samples are missing. */
  private compareTotals(header: HeapHeader): void {
    const missing = BigInt(header.inuse[1]) - this.seen.bytes;
    if (missing > 0n || BigInt(header.inuse[0]) > this.seen.objects) {
      const args = { stated: String(header.inuse[1]), found: String(this.seen.bytes) };
      this.report.fail({ what: { key: 'text.fail.totals', args }, advice: { key: 'text.advice.again' } });
    }
  }
}
