import { BytesInterner } from '../../base/interners.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { Line } from '../lines.ts';
import { aliasOf, type FrameLine, type MemleakFrame, readFrameLine } from './frame.ts';
import { Interval } from './interval.ts';

const REPORT = /^\[(\d{1,2}):(\d{1,2}):(\d{1,2})\] Top (\d+) stacks with outstanding allocations:\s*$/;
const STACK = /^(\s*)(\d+) bytes in (\d+) allocations from stack\s*$/;
const STACK_END = ' allocations from stack';
const ADDRESS = /^\s+addr = (?:0x)?([0-9a-f]+) size = (\d+)\s*$/;
const ADDRESS_START = 'addr = ';
/** Lines of either tool that are no data. */
const CHATTER =
  /^(?:using (?:default object|page size)|tracing kernel|Tracing outstanding|Attaching to|Executing '|done$|Hit Ctrl-C)/;
const TAB = 9;
const SPACE = 32;

/** Takes the lines of a file and sorts them to its interval reports. */
export class Reader {
  private readonly intervals: Interval[] = [];
  private readonly report: ReportBuilder;
  /** Frame lines by their bytes: only new ones are decoded. */
  private readonly lines = new BytesInterner();
  private readonly read: (FrameLine | null)[] = [];
  private stack: { readonly bytes: number; readonly count: number; readonly frames: MemleakFrame[] } | null = null;
  private frameless = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    if (line.blank) return;
    const interval = this.intervals[this.intervals.length - 1];
    if (interval !== undefined && this.takeRecord(line, interval)) return;
    const text = line.text();
    const m = REPORT.exec(text);
    if (m !== null) {
      this.endStack();
      this.intervals.push(new Interval(Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4])));
    } else if (!CHATTER.test(text)) {
      this.report.skip({ key: 'memleak.skipped.line' }, line.place);
    }
  }

  /** The reports of the file. */
  finish(): readonly Interval[] {
    this.endStack();
    if (this.frameless > 0) this.report.note({ key: 'memleak.note.evicted', args: { count: this.frameless } });
    for (const interval of this.intervals) interval.tellCut(this.report);
    return this.intervals;
  }

  private takeRecord(line: Line, interval: Interval): boolean {
    if (endsWith(line, STACK_END)) return this.takeHead(line, interval);
    const indent = indentOf(line);
    if (indent === 0) return false;
    if (hasAt(line, indent, ADDRESS_START)) return this.takeAddress(line, interval);
    const { stack } = this;
    if (stack === null) return false;
    const known = this.lines.length;
    const id = this.lines.intern(line.bytes, line.from, line.to);
    if (id === known) this.read.push(readFrameLine(line.text()));
    const frames = this.read[id];
    if (frames === null || frames === undefined) return false;
    if (frames === 'lost') this.report.note({ key: 'memleak.note.lost' });
    else if (frames === 'alias') this.takeAlias(line, stack.frames);
    else for (const frame of frames) stack.frames.push(frame);
    return true;
  }

  private takeHead(line: Line, interval: Interval): boolean {
    const head = STACK.exec(line.text());
    if (head === null) return false;
    this.endStack();
    interval.python ||= head[1] !== '';
    this.stack = { bytes: Number(head[2]), count: Number(head[3]), frames: [] };
    this.report.records++;
    return true;
  }

  private takeAddress(line: Line, interval: Interval): boolean {
    const m = ADDRESS.exec(line.text());
    if (m === null) return false;
    interval.block(BigInt(`0x${m[1]}`), Number(m[2]), this.stack !== null);
    return true;
  }

  /** Names of one address: the first stands for all. */
  private takeAlias(line: Line, frames: MemleakFrame[]): void {
    const last = frames[frames.length - 1];
    if (last === undefined) return;
    if (last.name !== '') this.report.note({ key: 'memleak.note.aliases' });
    else frames[frames.length - 1] = aliasOf(line.text(), last);
  }

  private endStack(): void {
    const { stack } = this;
    const interval = this.intervals[this.intervals.length - 1];
    this.stack = null;
    if (stack === null || interval === undefined) return;
    if (stack.frames.length === 0 && stack.count > 0) this.frameless++;
    interval.add(stack.bytes, stack.count, stack.frames);
  }
}

/** Number of blanks and tabs in front. */
function indentOf({ bytes, from, to }: Line): number {
  let i = from;
  while (i < to && (bytes[i] === TAB || bytes[i] === SPACE)) i++;
  return i - from;
}

function hasAt({ bytes, from, to }: Line, at: number, ascii: string): boolean {
  if (at + ascii.length > to - from) return false;
  for (let i = 0; i < ascii.length; i++) if (bytes[from + at + i] !== ascii.charCodeAt(i)) return false;
  return true;
}

/** Blanks at the end do not count. */
function endsWith(line: Line, ascii: string): boolean {
  let end = line.to;
  while (end > line.from && (line.bytes[end - 1] === TAB || line.bytes[end - 1] === SPACE)) end--;
  const at = end - line.from - ascii.length;
  return at >= 0 && hasAt(line, at, ascii);
}
