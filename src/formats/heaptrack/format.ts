import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { firstLines } from '../legacy-text.ts';
import { type Line, scanLines } from '../lines.ts';
import { times } from '../whole-numbers.ts';
import { Costs } from './costs.ts';
import { hexFields } from './fields.ts';
import { Traces } from './traces.ts';

const VERSION = /^v ([0-9a-f]+) ([0-9a-f]+)\s*$/;
const NEWEST = 3;
const TYPES = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'temporary_objects', unit: 'count' },
  { type: 'peak_space', unit: 'bytes' },
  { type: 'leaked_objects', unit: 'count' },
  { type: 'leaked_space', unit: 'bytes' },
];

/** The interpreted data of heaptrack, file versions 1 to 3. Raw data (`x` and `m` lines) are a kind of their own. */
export const heaptrack: Format = { id: 'heaptrack', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const version = VERSION.exec(firstLines(head.text, 1)[0] ?? '');
  if (version === null || !/^[XI] /m.test(head.text) || /^[xm] /m.test(head.text)) return null;
  return { score: 80, evidence: { key: 'tools.heaptrack', args: { version: Number.parseInt(version[2] ?? '', 16) } } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly traces = new Traces();
  private readonly costs = new Costs();
  private readonly fields: number[] = [];
  private readonly facts: [string, string][] = [];
  private command = '';
  private version = 0;
  private millis = 0;
  private peakMillis = 0;
  private pageSize = 4096;
  private peakPages = 0;
  private unknownFrees = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  /** Stops at a version that has another grammar. */
  take(line: Line): boolean {
    if (line.blank) return true;
    if (this.version === 0) return this.begin(line);
    if (!this.record(line)) {
      this.report.skip({ key: line.cut ? 'text.skip.long' : 'text.skip.line' }, line.place);
    }
    return true;
  }

  finish(): readonly DecodedSource[] {
    const { report, costs } = this;
    if (this.version === 0) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    if (this.unknownFrees > 0) report.note({ key: 'tools.heaptrack.frees', args: { count: this.unknownFrees } });
    const builder = new ProfileBuilder(TYPES);
    const used = Array.from({ length: costs.length }, (_, i) => i).filter((i) => (costs.calls.data[i] as number) > 0);
    const stacks = this.traces.build(
      builder,
      used.map((i) => costs.traces.data[i] as number),
    );
    used.forEach((info, i) => {
      const size = costs.sizes.data[info] as number;
      const of = (column: { readonly data: Float64Array }) => column.data[info] as number;
      const [calls, live, atPeak] = [of(costs.calls), of(costs.live), of(costs.atPeak)];
      const values = [calls, times(calls, size), of(costs.temporary), times(atPeak, size), live, times(live, size)];
      const labels = builder.labelSet([{ key: 'bytes', num: BigInt(size), unit: 'bytes' }]);
      builder.sample(stacks[i] as number, values, labels);
    });
    const profile = builder.finish({
      defaultSampleTypeName: 'leaked_space',
      durationNanos: BigInt(Math.round(this.millis)) * 1_000_000n,
      comments: this.command === '' ? [] : [this.command],
    });
    const stats = {
      name: 'heaptrack',
      values: [
        ...this.facts,
        ['runtime (ms)', String(this.millis)] as const,
        ['peak heap (bytes)', String(costs.peakBytes)] as const,
        ['peak at (ms)', String(this.peakMillis)] as const,
        ['peak RSS with heaptrack (bytes)', String(this.peakPages * this.pageSize)] as const,
      ],
    };
    return [{ kind: 'profile', name: '', flavor: 'heaptrack', profile, isDiff: false, stats }];
  }

  private begin(line: Line): boolean {
    const version = VERSION.exec(line.text(0, Math.min(line.length, 60)));
    if (version === null) {
      this.report.skip({ key: 'text.skip.before' }, line.place);
      return true;
    }
    this.version = Number.parseInt(version[2] ?? '0', 16);
    this.facts.push(['heaptrack version', `0x${version[1]}`], ['file version', String(this.version)]);
    if (this.version >= 1) {
      if (this.version > NEWEST) this.report.guess({ key: 'tools.heaptrack.newer', args: { version: this.version } });
      return true;
    }
    this.report.fail({ what: { key: 'tools.heaptrack.old', args: { version: this.version } } });
    return false;
  }

  /** Takes a line; false when it is no record. */
  private record(line: Line): boolean {
    const { fields } = this;
    if (line.length > 1 && line.bytes[line.from + 1] !== 32) return false;
    switch (String.fromCharCode(line.first)) {
      case '+':
        return this.numbers(line) >= 1 && this.alloc(fields[0] as number);
      case '-':
        return this.numbers(line) >= 1 && this.free(fields[0] as number);
      case 'a':
        return this.info(line);
      case 't':
        return this.numbers(line) === 2
          ? this.traces.addTrace(fields[0] as number, fields[1] as number)
          : this.traces.addTrace(0, 0);
      case 'i':
        return this.ip(line);
      case 's':
        return this.string(line);
      case 'c':
        if (this.numbers(line) < 1) return false;
        this.millis = fields[0] as number;
        return true;
      case 'R':
        if (this.numbers(line) < 1) return false;
        this.peakPages = Math.max(this.peakPages, fields[0] as number);
        return true;
      case 'I':
        if (this.numbers(line) < 2) return false;
        this.pageSize = fields[0] as number;
        return true;
      case 'X':
        this.command = line.text(2, Math.min(line.length, 4096));
        return true;
      case 'A':
        this.costs.reset();
        this.report.note({ key: 'tools.heaptrack.attached' });
        return true;
      case 'S':
        this.report.note({ key: 'tools.heaptrack.suppressed' });
        return true;
      default:
        return line.first === 0x23;
    }
  }

  private numbers(line: Line): number {
    return hexFields(line, 2, this.fields);
  }

  private alloc(info: number): boolean {
    if (info >= this.costs.length) return false;
    const peak = this.costs.peakBytes;
    this.costs.alloc(info);
    if (this.costs.peakBytes > peak) this.peakMillis = this.millis;
    this.report.records++;
    return true;
  }

  private free(info: number): boolean {
    if (info >= this.costs.length) return false;
    if (!this.costs.free(info)) this.unknownFrees++;
    this.report.records++;
    return true;
  }

  /** A damaged row is taken too, empty: `+` and `-` count rows. */
  private info(line: Line): boolean {
    const { fields } = this;
    const [size = 0, trace = 0] = this.numbers(line) === 2 ? fields : [Number.NaN];
    const whole = Number.isSafeInteger(size) && this.traces.has(trace);
    this.costs.add(whole ? size : 0, whole ? trace : 0);
    return whole;
  }

  private ip(line: Line): boolean {
    const count = this.numbers(line);
    if (count < 2) return this.traces.addIp(0n, []) && false;
    const text = line.text(2, Math.min(line.length, 20));
    const address = BigInt(`0x${text.slice(0, text.search(/ |$/))}`);
    return this.traces.addIp(address, this.fields.slice(1, count));
  }

  /** From file version 3 on the length stands in front. */
  private string(line: Line): boolean {
    if (this.version < 3) {
      this.traces.addString(line.text(2));
      return true;
    }
    const head = /^([0-9a-f]+) /.exec(line.text(2, Math.min(line.length, 20)));
    const start = 2 + (head?.[0].length ?? 0);
    const length = head === null ? 0 : Number.parseInt(head[1] as string, 16);
    this.traces.addString(head === null ? '' : line.text(start, Math.min(line.length, start + length)));
    return head !== null && line.length >= start + length;
  }
}
