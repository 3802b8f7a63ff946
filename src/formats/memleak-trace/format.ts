import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { times } from '../whole-numbers.ts';
import { parseMessage, parseTraceLine } from './line.ts';
import { LiveSet } from './live-set.ts';

const TYPES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
];
const LOST = /\[LOST (\d+) EVENTS\]/;
/** What bcc gives for a line that it could not parse. */
const UNKNOWN = /^\(b?["']Unknown["'], 0, 0, /;
/** Banners of the tools and of the trace file. */
const CHATTER =
  /^(?:#|Attaching to |Executing '|using (?:default object|page size)|tracing kernel|Tracing outstanding)/;

/** `memleak -t` of bcc: a Python tuple per allocation and free. */
export const memleakTrace: Format = {
  id: 'memleak-trace',
  sniff: (head) =>
    /^\(b?['"].*, b?['"](?:alloc (?:entered|exited)|free entered), /m.test(head.text ?? '')
      ? { score: 80, evidence: { key: 'tools.trace.tuples' } }
      : null,
  decode,
};

/** `memleak -t` of libbpf-tools: lines of the kernel's trace_pipe. */
export const memleakTracePipe: Format = {
  id: 'memleak-trace-pipe',
  sniff: (head) =>
    /^.{16}-\d+ .*: (?:bpf_trace_printk|0x[0-9a-f]+): (?:alloc|free) (?:entered|exited), /m.test(head.text ?? '')
      ? { score: 80, evidence: { key: 'tools.trace.pipe' } }
      : null,
  decode,
};

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly live = new LiveSet();
  private entered = 0;
  private lost = 0;
  private first = Number.NaN;
  private last = Number.NaN;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank) return;
    const text = line.text();
    const traced = line.cut ? null : parseTraceLine(text);
    const event = traced === null ? null : parseMessage(traced.message);
    if (traced === null || event === null) {
      this.other(text, line, traced !== null);
      return;
    }
    if (Number.isNaN(this.first)) this.first = traced.seconds;
    this.last = traced.seconds;
    if (event.kind === 'entered') {
      this.entered++;
      return;
    }
    this.report.records++;
    if (event.kind === 'free') this.live.free(event.address, traced.tid);
    else this.live.exited(event.size, event.address, traced.tid, traced.comm);
  }

  finish(): readonly DecodedSource[] {
    const { report, live } = this;
    const { counts } = live;
    if (this.lost > 0) report.note({ key: 'tools.trace.lost', args: { count: this.lost } });
    if (counts.exited + counts.freed === 0) {
      report.fail({ what: { key: 'text.fail.no-samples' } });
      return [];
    }
    report.note({ key: 'tools.trace.upper' });
    if (counts.overwritten > 0) report.note({ key: 'tools.trace.overwritten', args: { count: counts.overwritten } });
    if (counts.mapFailed > 0) report.note({ key: 'tools.trace.map-failed', args: { count: counts.mapFailed } });
    if (counts.restored > 0) report.note({ key: 'tools.trace.restored', args: { count: counts.restored } });
    const stats = {
      name: 'memleak -t',
      values: [
        ['alloc entered', String(this.entered)] as const,
        ['alloc exited', String(counts.exited)] as const,
        ['free entered', String(counts.freed)] as const,
        ['result = 0', String(counts.failed)] as const,
        ['MAP_FAILED', String(counts.mapFailed)] as const,
        ['overwritten', String(counts.overwritten)] as const,
        ['unknown frees', String(counts.unknownFrees)] as const,
        ['mmap within malloc', String(counts.nested)] as const,
        ['live blocks', String(live.blocks)] as const,
        ['lost events', String(this.lost)] as const,
      ],
    };
    return [{ kind: 'profile', name: '', flavor: 'memleak-trace', profile: this.build(), isDiff: false, stats }];
  }

  private build() {
    const builder = new ProfileBuilder(TYPES);
    const noStack = builder.stack([]);
    for (const { size, tid, comm, blocks } of this.live.classes) {
      if (blocks === 0) continue;
      const labels = builder.labelSet([
        { key: 'bytes', num: BigInt(size), unit: 'bytes' },
        { key: 'comm', text: comm },
        { key: 'tid', num: BigInt(tid), unit: 'tid' },
      ]);
      builder.sample(noStack, [blocks, times(blocks, size)], labels);
    }
    const seconds = this.last - this.first;
    const durationNanos = Number.isFinite(seconds) && seconds > 0 ? BigInt(Math.round(seconds * 1e6)) * 1000n : 0n;
    return builder.finish({ defaultSampleTypeName: 'outstanding', durationNanos });
  }

  private other(text: string, line: Line, traced: boolean): void {
    const lost = LOST.exec(text);
    if (lost !== null) this.lost += Number(lost[1]);
    else if (UNKNOWN.test(text)) this.report.skip({ key: 'tools.trace.skip.unknown' }, line.place);
    else if (traced) this.report.skip({ key: 'tools.trace.skip.other' }, line.place);
    else if (!CHATTER.test(text)) this.report.skip({ key: 'tools.skip.output' }, line.place);
  }
}
