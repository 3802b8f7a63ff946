import type { ValueType } from '../../model/profile.ts';
import type { LabelInput } from '../../model/profile-builder.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { ObjectRows } from '../objects.ts';
import { wholeNumber } from '../whole-numbers.ts';
import { parseBccStackFrame } from './frame.ts';

const PROFILE = /^Sampling at (\d+) Hertz/;
const OFF_CPU = /^Tracing off-CPU time \((us|ns|ms)\)/;
const STACK_COUNT = /^Tracing \d+ functions? for /;
const UNITS = { us: 'microseconds', ns: 'nanoseconds', ms: 'milliseconds' } as const;
const OWNER = /^\s{2,}-\s{2,}(.*) \((\d+)\)\s*$/;
/** stackcount -P. */
const PROCESS = /^\s{4}(.*) \[(\d+)\]\s*$/;
const VALUE = /^\s+(\d{1,19})\s*$/;
const BORDER = /^\s+--?\s*$/;
const FOLDED = /^(\S.*;.*) (\d{1,19})$/;
const TIME = /^(\d{1,2}:\d{2}:\d{2})\s*$/;
const LOST = /^WARNING: (\d+) stack traces/;
/** Written by the tool to the other output, at times behind a frame in the same line. */
const MISSED = /\[Missed (?:User|Kernel) Stack\]/;
const CHATTER = /^(?:\^C|Detaching\.\.\.|Hit Ctrl-C)/;
const KERNEL = '[kernel.kallsyms]';

/** Stacks of bcc's and libbpf's profile, offcputime and stackcount, in blocks or folded under their first line. */
export const bccStacks: Format = { id: 'bcc-stacks', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  for (const [tool, first] of [
    ['profile', PROFILE],
    ['offcputime', OFF_CPU],
    ['stackcount', STACK_COUNT],
  ] as const) {
    if (new RegExp(first.source, 'm').test(head.text)) return { score: 72, evidence: { key: `tools.bcc.${tool}` } };
  }
  return null;
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class Interval {
  readonly name: string;
  readonly builder: ProfileBuilder;
  readonly objects: ObjectRows;

  constructor(name: string, type: ValueType) {
    this.name = name;
    this.builder = new ProfileBuilder([type]);
    this.objects = new ObjectRows(this.builder);
  }
}

interface Block {
  /** Leaf first. */
  readonly frames: string[];
  /** Frames before this one are the kernel's; -1 = not told. */
  border: number;
  labels: LabelInput[];
  readonly place: Line['place'];
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly intervals: Interval[] = [];
  private type: ValueType = { type: 'samples', unit: 'count' };
  private flavor = 'profile-bpfcc';
  private headed = false;
  private time = '';
  private block: Block | null = null;
  private lost = 0;
  private missed = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    const text = line.text();
    if (line.blank) {
      this.cut();
      return;
    }
    if (this.header(text)) return;
    if (/^\s/.test(text)) {
      this.indented(text, line);
      return;
    }
    this.cut();
    const folded = FOLDED.exec(text);
    const time = TIME.exec(text);
    const lost = LOST.exec(text);
    if (time !== null) this.time = time[1] as string;
    else if (lost !== null) this.lost += Number(lost[1]);
    else if (folded !== null && this.headed) this.folded(folded);
    else if (MISSED.test(text)) this.missed++;
    else if (!CHATTER.test(text)) this.report.skip({ key: 'tools.skip.output' }, line.place);
  }

  finish(): readonly DecodedSource[] {
    const { report, intervals } = this;
    if (this.block !== null) report.fail({ what: { key: 'tools.bcc.cut' }, advice: { key: 'text.advice.again' } });
    this.cut();
    if (this.lost > 0) report.note({ key: 'tools.bcc.lost', args: { count: this.lost } });
    if (this.missed > 0) report.note({ key: 'tools.bcc.missed', args: { count: this.missed } });
    if (intervals.length === 0) report.fail({ what: { key: 'text.fail.no-samples' } });
    return intervals.map((interval, i) => {
      const number = String(i + 1).padStart(String(intervals.length).length, '0');
      const name = intervals.length === 1 ? '' : interval.name === '' ? number : `${number} · ${interval.name}`;
      return { kind: 'profile', name, flavor: this.flavor, profile: interval.builder.finish(), isDiff: false };
    });
  }

  private header(text: string): boolean {
    const offCpu = OFF_CPU.exec(text);
    if (offCpu !== null) {
      this.type = { type: 'off_cpu', unit: UNITS[offCpu[1] as keyof typeof UNITS] };
      this.flavor = 'offcputime';
    } else if (STACK_COUNT.test(text)) {
      this.type = { type: 'calls', unit: 'count' };
      this.flavor = 'stackcount';
    } else if (!PROFILE.test(text)) return false;
    this.headed = true;
    return true;
  }

  private indented(text: string, line: Line): void {
    const value = VALUE.exec(text);
    const { block } = this;
    if (value !== null) {
      if (block === null) this.report.skip({ key: 'text.skip.line' }, line.place);
      else this.end(block, value[1] as string);
      return;
    }
    const open = block ?? (this.block = { frames: [], border: -1, labels: [], place: line.place });
    const owner = OWNER.exec(text) ?? (this.flavor === 'stackcount' ? PROCESS.exec(text) : null);
    if (owner !== null) {
      open.labels = [
        { key: 'comm', text: owner[1] as string },
        { key: 'tid', num: BigInt((owner[2] as string).slice(0, 18)), unit: 'tid' },
      ];
    } else if (BORDER.test(text)) {
      open.border = open.frames.length;
    } else {
      const plain = text.replace(MISSED, '').trim();
      if (plain.length !== text.trim().length) this.missed++;
      if (plain !== '') open.frames.push(plain);
    }
  }

  private end(block: Block, value: string): void {
    this.block = null;
    const { builder, objects } = this.interval();
    const locations = block.frames.map((text, i) => {
      const frame = parseBccStackFrame(text);
      const object = frame.object === '' && i < block.border ? KERNEL : frame.object;
      const named = frame.name === '' ? {} : { name: frame.name };
      return builder.location([{ address: frame.address, ...objects.of(object), ...named }]);
    });
    builder.sample(builder.stack(locations.reverse()), [wholeNumber(value)], builder.labelSet(block.labels));
    this.report.records++;
  }

  /** `comm;root;…;leaf 3`; a part `-` stands between user and kernel. */
  private folded(match: RegExpExecArray): void {
    const [comm = '', ...frames] = (match[1] as string).split(';');
    const border = frames.findIndex((f) => f === '-' || f === '--');
    const { builder, objects } = this.interval();
    const locations: number[] = [];
    frames.forEach((name, i) => {
      if (i === border) return;
      const kernel = border >= 0 && i > border;
      const named = name === '[unknown]' ? {} : { name };
      locations.push(builder.location([{ ...objects.of(kernel ? KERNEL : ''), ...named }]));
    });
    const labels = builder.labelSet([{ key: 'comm', text: comm }]);
    builder.sample(builder.stack(locations), [wholeNumber(match[2] as string)], labels);
    this.report.records++;
  }

  /** The interval that samples go into: each printed time begins one. */
  private interval(): Interval {
    const last = this.intervals[this.intervals.length - 1];
    if (last !== undefined && this.time === last.name) return last;
    const next = new Interval(this.time, this.type);
    this.intervals.push(next);
    return next;
  }

  private cut(): void {
    const { block } = this;
    this.block = null;
    if (block !== null) this.report.skip({ key: 'tools.bcc.skip.cut' }, block.place, Math.max(1, block.frames.length));
  }
}
