import type { Message } from '../../model/report.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { TimelineSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { type Unwrapped, unwrap } from '../unwrap.ts';
import { Epoch } from './epoch.ts';
import { type GcLine, matchGcLine, otherLine, pacerHeap } from './line.ts';
import { Splices } from './splice.ts';

/** A record of a log driver that never ends is not joined for ever. */
const MAX_JOINED = 1 << 16;
/** No process runs longer than a hundred years, and no phase of a collection. */
const MAX_AT_NS = 3.2e18;

/** Reads gctrace lines out of a log; each process (or restart of one) becomes a timeline of its own. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly TimelineSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  reader.end();
  if (source.problem !== null) report.fail(source.problem);
  const epochs = reader.epochs.filter((e) => e.cycles > 0);
  if (epochs.length === 0) report.fail({ what: { key: 'timeline.gctrace.none' } });
  if (epochs.length > 1) report.note({ key: 'timeline.gctrace.epochs', args: { count: epochs.length } });
  const many = new Set(epochs.map((e) => e.key)).size > 1;
  return epochs.map((epoch, i) => ({
    kind: 'timeline',
    name: epochs.length === 1 ? '' : many && epoch.key !== '' ? `${i + 1} · ${epoch.key}` : String(i + 1),
    flavor: 'gctrace',
    timeline: epoch.finish(),
  }));
}

/** Lines of one container, unit or stream. */
interface Stream {
  epoch: Epoch;
  readonly splices: Splices;
  /** Where the line that is being repaired began. */
  brokenAt: { offset: number; line: number; seen: string } | null;
  /** The last line ended in foreign text: its `(forced)` may come alone. */
  forcedMayFollow: boolean;
  joined: string;
  joinedTime: bigint | null;
}

class Reader {
  readonly epochs: Epoch[] = [];
  private readonly report: ReportBuilder;
  private readonly streams = new Map<string, Stream>();
  private repaired = 0;
  private readonly others = new Map<string, number>();

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): boolean {
    const record = unwrap(line.text());
    const stream = this.stream(record.key);
    if (record.wrapper !== null) this.report.note({ key: `timeline.wrapper.${record.wrapper}` });
    if (!record.ended && stream.joined.length < MAX_JOINED) {
      stream.joined += record.text;
      stream.joinedTime ??= record.unixNs;
      return true;
    }
    const text = stream.joined + record.text;
    const time = stream.joinedTime ?? record.unixNs;
    stream.joined = '';
    stream.joinedTime = null;
    this.logical(stream, text, { ...record, unixNs: time }, line);
    return true;
  }

  end(): void {
    for (const stream of this.streams.values()) this.giveUp(stream);
    if (this.repaired > 0) this.report.note({ key: 'timeline.gctrace.repaired', args: { count: this.repaired } });
    for (const [kind, count] of this.others) this.report.note(this.otherNote(kind, count));
  }

  private otherNote(kind: string, count: number): Message {
    return { key: `timeline.line.${kind}`, args: { count } };
  }

  private logical(stream: Stream, text: string, record: Unwrapped, line: Line): void {
    if (text.includes('gc ')) {
      const found = matchGcLine(text);
      if (found !== null) {
        this.giveUp(stream);
        this.add(stream, found.line, record.unixNs, line);
        stream.forcedMayFollow = found.end < text.length;
        return;
      }
    }
    if (stream.splices.open) {
      const found = stream.splices.take(text, stream.epoch.previous);
      if (found !== null) {
        this.repaired++;
        stream.brokenAt = null;
        this.add(stream, found.line, record.unixNs, line);
        stream.forcedMayFollow = found.end < text.length;
        return;
      }
    }
    if (text.includes('gc ') || text.endsWith('gc')) {
      stream.splices.begin(text);
      if (stream.splices.sure) stream.brokenAt ??= { ...line.place };
    }
    if (stream.forcedMayFollow && text === ' (forced)') stream.epoch.forceLast();
    stream.forcedMayFollow &&= text === '';
    const other = otherLine(text);
    if (other !== null) this.other(stream, other, text);
  }

  private add(stream: Stream, found: GcLine, unixNs: bigint | null, line: Line): void {
    if (found.at > MAX_AT_NS || found.clock.some((ns) => ns > MAX_AT_NS)) {
      this.report.skip({ key: 'timeline.gctrace.absurd' }, line.place);
      return;
    }
    if (!stream.epoch.follows(found)) {
      stream.epoch = new Epoch(stream.epoch.key);
      this.epochs.push(stream.epoch);
    }
    const { previous } = stream.epoch;
    if (previous !== null && found.n > previous.n + 1) {
      const count = found.n - previous.n - 1;
      this.report.skip({ key: 'timeline.gctrace.gap' }, { offset: 0, seen: `gc ${previous.n + 1}` }, count);
    }
    stream.epoch.add(found, unixNs);
    this.report.records++;
  }

  private other(stream: Stream, kind: string, text: string): void {
    stream.epoch.count(kind);
    this.others.set(kind, (this.others.get(kind) ?? 0) + 1);
    const heap = kind === 'gcpacertrace' ? pacerHeap(text) : null;
    if (heap !== null) stream.epoch.pacer(heap[0]);
  }

  /** What was open was no gctrace line after all, or its rest is lost. */
  private giveUp(stream: Stream): void {
    if (stream.brokenAt !== null) this.report.skip({ key: 'timeline.gctrace.broken' }, stream.brokenAt);
    stream.brokenAt = null;
    stream.splices.reset();
  }

  private stream(key: string): Stream {
    let stream = this.streams.get(key);
    if (stream === undefined) {
      stream = {
        epoch: new Epoch(key),
        splices: new Splices(),
        brokenAt: null,
        forcedMayFollow: false,
        joined: '',
        joinedTime: null,
      };
      this.epochs.push(stream.epoch);
      this.streams.set(key, stream);
    }
    return stream;
  }
}
