import type { FrameInput } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { parseValgrindFrame, valgrindFrameInput } from '../valgrind-frames.ts';
import { figure, finishChecks, LeakCheck, type LossRecord, parseLossRecord } from './leak-check.ts';

const PREFIX = /^(==|--|\*\*)(?:[\d:.]+ )?(\d+)\1 ?(.*)$/;
const FRAME = /^ {3}(?:at|by) (0x.*)$/;
const SUMMARY =
  /^ *(definitely lost|indirectly lost|possibly lost|still reachable|suppressed): ([\d,]+)(?: \([+-][\d,]+\))? bytes in ([\d,]+)/;
const FACT = /^ *(in use at exit|total heap usage): (.*)$/;
const CHATTER =
  /^(?:Memcheck, |Copyright |Using Valgrind|Command: |Parent PID: |HEAP SUMMARY:|LEAK SUMMARY:| +of which reachable via|Reachable blocks |To see them, |For lists of |For counts of |Rerun with |Use --|ERROR SUMMARY: |Searching for pointers|Checked [\d,]+ bytes|Warning: |used_suppression: |Process terminating|\s*$)/;

/** Text output of valgrind's memcheck with a leak check; each process and each check is a source of its own. */
export const valgrindMemcheck: Format = { id: 'valgrind-memcheck', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const banner = /^==[^=\n]*\d+== (?:Memcheck, |HEAP SUMMARY:|LEAK SUMMARY:)/m.test(head.text);
  if (!banner && !/^==[^=\n]*\d+== .* in (?:new )?loss record [\d,]+ of/m.test(head.text)) return null;
  return { score: 80, evidence: { key: 'tools.memcheck' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

/** Where one process is in its output; processes that were forked write between each other's lines. */
interface Process {
  check: LeakCheck;
  record: LossRecord | null;
  /** Leaf first. */
  frames: FrameInput[];
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly checks: LeakCheck[] = [];
  private readonly processes = new Map<string, Process>();

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank) return;
    const match = PREFIX.exec(line.text());
    if (match === null) {
      this.report.skip({ key: 'tools.skip.output' }, line.place);
      return;
    }
    const process = this.process(match[2] as string);
    const text = match[3] as string;
    if (this.frame(process, text)) return;
    this.endRecord(process);
    const record = parseLossRecord(text);
    if (record !== null) {
      if (process.check.ended) this.begin(process);
      process.record = record;
      this.report.records++;
    } else if (!this.stated(process, text) && !CHATTER.test(text)) {
      this.report.skip({ key: 'tools.memcheck.skip.error' }, line.place);
    }
  }

  finish(): readonly DecodedSource[] {
    for (const process of this.processes.values()) this.endRecord(process);
    return finishChecks(this.checks, this.report);
  }

  private process(pid: string): Process {
    let process = this.processes.get(pid);
    if (process === undefined) {
      process = { check: new LeakCheck(pid), record: null, frames: [] };
      this.checks.push(process.check);
      this.processes.set(pid, process);
    }
    return process;
  }

  private begin(process: Process): void {
    process.check = new LeakCheck(process.check.pid);
    this.checks.push(process.check);
  }

  private frame(process: Process, text: string): boolean {
    const match = process.record === null ? null : FRAME.exec(text);
    const frame = match === null ? null : parseValgrindFrame(match[1] as string);
    if (frame === null) return false;
    process.frames.push(valgrindFrameInput(frame, process.check.objects));
    return true;
  }

  private endRecord(process: Process): void {
    if (process.record !== null) process.check.add(process.record, process.frames);
    process.record = null;
    process.frames = [];
  }

  /** Lines that state sums. */
  private stated(process: Process, text: string): boolean {
    const fact = FACT.exec(text);
    if (fact !== null) {
      if (process.check.ended) this.begin(process);
      process.check.facts.push([fact[1] as string, fact[2] as string]);
      return true;
    }
    if (/^All heap blocks were freed/.test(text)) {
      process.check.ended = true;
      return true;
    }
    const sum = SUMMARY.exec(text);
    if (sum === null) return false;
    process.check.stated.set(sum[1] as string, { bytes: figure(sum[2]), blocks: figure(sum[3]) });
    process.check.facts.push([sum[1] as string, text.slice(text.indexOf(':') + 2)]);
    if (sum[1] === 'still reachable') process.check.ended = true;
    return true;
  }
}
