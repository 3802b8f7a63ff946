import { Followers } from '../../base/followers.ts';
import { GrowableInt32 } from '../../base/growable.ts';
import { BytesInterner, LineHasher, viewOf } from '../../base/interners.ts';
import type { Excerpts } from '../../model/excerpts.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { FastLane, Line } from '../lines.ts';
import { aliasOf, readFrameLine } from './frame.ts';
import { FrameRows } from './frame-rows.ts';
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
const CR = 13;
const SPACE = 32;
const ZERO = 48;
const NINE = 57;
const OPEN = 91;
/** A tab and three digits: memleak's stacks are 127 deep at most. */
const MAX_INDEX = 5;

/** Takes the lines of a file and sorts them to its interval reports; frame lines that were seen before straight from the chunk. */
export class Reader implements FastLane {
  taken = 0;
  private readonly intervals: Interval[] = [];
  private readonly report: ReportBuilder;
  /** Frame lines by their bytes: only new ones are decoded. */
  private readonly lines = new BytesInterner();
  private readonly read: (readonly number[] | 'lost' | 'alias' | null)[] = [];
  private readonly rows = new FrameRows();
  private stack: { readonly bytes: number; readonly count: number } | null = null;
  /** Frames of the stack, leaf first. */
  private readonly chain = new GrowableInt32();
  private frameless = 0;
  private readonly hasher = new LineHasher();
  private readonly followers = new Followers(this.lines);
  /** The frame line before, -1 at the beginning of a stack. */
  private line = -1;
  private bytes: Uint8Array = new Uint8Array(0);
  private view = viewOf(this.bytes);

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  run(bytes: Uint8Array, from: number): number {
    this.taken = 0;
    if (this.stack === null) return from;
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    let at = from;
    while (isFrame(bytes, at)) {
      let id = this.followers.guess(this.line, this.view, at);
      let end = at;
      if (id >= 0) {
        end += this.lines.lengthOf(id);
      } else {
        end = this.hasher.end(this.view, at);
        if (end < 0 || bytes[end - 1] === CR) break;
        id = this.lines.internHashed(this.view, at, end, this.hasher.hash);
      }
      const frames = this.read[id];
      if (frames === undefined || frames === null || typeof frames === 'string') break;
      for (const frame of frames) this.chain.push(frame);
      if (this.line >= 0) this.followers.follow(this.line, id);
      this.line = id;
      this.taken++;
      at = end + 1;
    }
    return at;
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

  /** The reports of the file, and the tables that they share. */
  finish(): { readonly intervals: readonly Interval[]; readonly excerpts: Excerpts } {
    this.endStack();
    if (this.frameless > 0) this.report.note({ key: 'memleak.note.evicted', args: { count: this.frameless } });
    for (const interval of this.intervals) interval.tellCut(this.report);
    return { intervals: this.intervals, excerpts: this.rows.finish() };
  }

  private takeRecord(line: Line, interval: Interval): boolean {
    if (endsWith(line, STACK_END)) return this.takeHead(line, interval);
    const indent = indentOf(line);
    if (indent === 0) return false;
    if (hasAt(line, indent, ADDRESS_START)) return this.takeAddress(line, interval);
    return this.stack !== null && this.takeFrame(line);
  }

  private takeFrame(line: Line): boolean {
    const id = this.lines.intern(line.bytes, line.from, line.to);
    if (this.read[id] === undefined) {
      const read = readFrameLine(line.text());
      this.read[id] = read === null || typeof read === 'string' ? read : read.map((frame) => this.rows.row(frame));
    }
    const frames = this.read[id] ?? null;
    if (frames === null) return false;
    if (frames === 'lost') this.report.note({ key: 'memleak.note.lost' });
    else if (frames === 'alias') this.takeAlias(line);
    else for (const frame of frames) this.chain.push(frame);
    return true;
  }

  private takeHead(line: Line, interval: Interval): boolean {
    const head = STACK.exec(line.text());
    if (head === null) return false;
    this.endStack();
    interval.python ||= head[1] !== '';
    this.stack = { bytes: Number(head[2]), count: Number(head[3]) };
    this.line = -1;
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
  private takeAlias(line: Line): void {
    const { chain, rows } = this;
    const last = chain.length - 1;
    const frame = last < 0 ? undefined : rows.at(chain.data[last] as number);
    if (frame === undefined) return;
    if (frame.name !== '') this.report.note({ key: 'memleak.note.aliases' });
    else chain.data[last] = rows.row(aliasOf(line.text(), frame));
  }

  private endStack(): void {
    const { stack } = this;
    const interval = this.intervals[this.intervals.length - 1];
    this.stack = null;
    if (stack === null || interval === undefined) return;
    const frames = this.chain.data.slice(0, this.chain.length).reverse();
    this.chain.length = 0;
    if (frames.length === 0 && stack.count > 0) this.frameless++;
    interval.add(stack.bytes, stack.count, frames);
  }
}

/** Whether the line at `at` begins as frames of either tool do: two tabs, or a tab and `<index> [<`. */
function isFrame(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== TAB) return false;
  if (bytes[at + 1] === TAB) return true;
  let i = at + 1;
  while (i < at + MAX_INDEX && (bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i++;
  return i > at + 1 && bytes[i] === SPACE && bytes[i + 1] === OPEN;
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
