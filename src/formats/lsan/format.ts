import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { ObjectRows } from '../objects.ts';
import { wholeNumber } from '../whole-numbers.ts';
import { parseSanitizerFrame } from './frame.ts';

const START = /^=*==(\d+)==\s*ERROR: LeakSanitizer: detected memory leaks/;
const LEAK = /^\s*(Direct|Indirect) leak of (\d+) byte\(s\) in (\d+) object\(s\) allocated from:\s*$/;
const SUMMARY = /^SUMMARY: \w+Sanitizer: (\d+) byte\(s\) leaked in (\d+) allocation/;
/** Lines of the report that hold no data of their own. */
const CHATTER =
  /^(?:={5,}|-{5,}|Suppressions used:|\s+count\s+bytes\s+template|\s*Objects leaked above:|0x[0-9a-f]+ \()/;
const TYPES = [
  { type: 'leaked_objects', unit: 'count' },
  { type: 'leaked_space', unit: 'bytes' },
];

/** Leak reports of LeakSanitizer, alone or within AddressSanitizer; each process is a source of its own. */
export const lsan: Format = { id: 'lsan', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null || !/ERROR: LeakSanitizer: detected memory leaks/.test(head.text)) return null;
  return { score: 82, evidence: { key: 'tools.lsan' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class Process {
  readonly pid: string;
  readonly builder = new ProfileBuilder(TYPES);
  readonly objects = new ObjectRows(this.builder);
  bytes = 0n;
  blocks = 0n;
  ended = false;

  constructor(pid: string) {
    this.pid = pid;
  }
}

interface Leak {
  readonly kind: string;
  readonly bytes: number | bigint;
  readonly blocks: number | bigint;
  /** Leaf first. */
  readonly locations: number[];
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly processes: Process[] = [];
  private leak: Leak | null = null;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    const process = this.processes[this.processes.length - 1];
    if (line.blank) {
      this.endLeak();
      return;
    }
    const text = line.text();
    const frame = this.leak === null ? null : parseSanitizerFrame(text);
    if (frame !== null && process !== undefined && this.leak !== null) {
      const { name, object, buildId, ...place } = frame;
      const named = name === '' ? {} : { name };
      const location = process.builder.location([{ ...place, ...process.objects.of(object, buildId), ...named }]);
      this.leak.locations.push(location);
      return;
    }
    const start = START.exec(text);
    if (start !== null) {
      this.endLeak();
      this.processes.push(new Process(start[1] as string));
    } else if (process === undefined || !this.inReport(text, process)) {
      if (!CHATTER.test(text)) this.report.skip({ key: 'tools.skip.output' }, line.place);
    }
  }

  finish(): readonly DecodedSource[] {
    this.endLeak();
    const { report, processes } = this;
    if (processes.length === 0) report.fail({ what: { key: 'text.fail.no-header' } });
    if (processes.some((p) => !p.ended)) {
      report.fail({ what: { key: 'tools.lsan.cut' }, advice: { key: 'text.advice.again' } });
    }
    return processes.map((p) => ({
      kind: 'profile',
      name: processes.length === 1 ? '' : p.pid,
      flavor: 'lsan',
      profile: p.builder.finish({ defaultSampleTypeName: 'leaked_space' }),
      isDiff: false,
    }));
  }

  private inReport(text: string, process: Process): boolean {
    const leak = LEAK.exec(text);
    if (leak !== null) {
      this.endLeak();
      const [bytes, blocks] = [wholeNumber(leak[2] as string), wholeNumber(leak[3] as string)];
      this.leak = { kind: (leak[1] as string).toLowerCase(), bytes, blocks, locations: [] };
      return true;
    }
    const summary = SUMMARY.exec(text);
    if (summary === null) return false;
    this.endLeak();
    process.ended = true;
    if (BigInt(summary[1] as string) !== process.bytes || BigInt(summary[2] as string) !== process.blocks) {
      const args = { stated: summary[1] as string, found: String(process.bytes) };
      this.report.fail({ what: { key: 'tools.fail.totals', args }, advice: { key: 'text.advice.again' } });
    }
    return true;
  }

  private endLeak(): void {
    const { leak } = this;
    const process = this.processes[this.processes.length - 1];
    this.leak = null;
    if (leak === null || process === undefined) return;
    const { builder } = process;
    const labels = builder.labelSet([{ key: 'kind', text: leak.kind }]);
    builder.sample(builder.stack(leak.locations.reverse()), [leak.blocks, leak.bytes], labels);
    process.bytes += BigInt(leak.bytes);
    process.blocks += BigInt(leak.blocks);
    this.report.records++;
  }
}
