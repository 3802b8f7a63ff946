import { GrowableUint8 } from '../../base/growable.ts';
import { LineHasher, viewOf } from '../../base/interners.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { FastLane, Line } from '../lines.ts';
import { FrameLines } from './frame-lines.ts';
import { type Heading, parseBareHeading, parseHeading, type Task } from './header.ts';
import { HeadingScanner } from './heading-scan.ts';
import { OperationColumns, type Role, roleOf } from './memory-events.ts';
import { isFrame, sizeField } from './payload.ts';
import { RssCurves } from './rss.ts';
import { SampleColumns } from './sample-columns.ts';
import { TouchedPages } from './touched.ts';

const TAB = 9;
const NEWLINE = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
/** Label sets are remembered by thread and event in one number. */
const EVENTS = 2 ** 16;
/** perf cuts names of threads at this length. */
const COMM_LENGTH = 15;
const MAX_PAYLOAD = 4096;

/** perf's header tells the machine that recorded: what names the host is left out. */
const HEADER_FACT =
  /^# (?!hostname|nrcpus|cpu(?:desc|id)|total memory|sibling|CPU cache|node\d)([a-z][a-z _]*?)\s*: (.{1,400})/i;
const SHOWN_FACTS = new Set(['perf version', 'cmdline', 'os release', 'arch', 'captured on']);
const MAX_COMMENTS = 64;
/** The line that begins and ends perf's header. */
const HEADER_RULE = '# ========';

const encoder = new TextEncoder();

interface Event {
  readonly id: number;
  readonly name: string;
  readonly role: Role | null;
}

/**
 * Makes samples of the lines of `perf script`. Ordinary lines are taken from the chunk's bytes (`run`); whatever is odd
 * comes as a line (`take`) and is read by the exact rules.
 */
export class Reader implements FastLane {
  taken = 0;
  readonly builder = new ProfileBuilder([]);
  readonly columns = new SampleColumns(this.builder);
  readonly operations = new OperationColumns();
  readonly rss = new RssCurves();
  readonly touched = new TouchedPages();
  readonly comments: string[] = [];
  /** PERF_RECORD_* lines by kind. */
  readonly records = new Map<string, number>();
  lost = 0;
  private readonly report: ReportBuilder;
  private readonly frames = new FrameLines(this.builder);
  private readonly scanner = new HeadingScanner();
  private readonly hasher = new LineHasher();
  private readonly events = new Map<string, Event>();
  /** By the scanner's number of the event. */
  private readonly scanned: Event[] = [];
  private readonly labels = new Map<number, number>();
  private bytes: Uint8Array = new Uint8Array(0);
  private view = viewOf(this.bytes);
  private started: boolean;
  private inHeader = false;
  private open = false;
  /** The heading of the open sample; `prefix` is the scanner's number of its thread, -1 when header.ts read it. */
  private task: Task | null = null;
  private prefix = -1;
  private event: Event | null = null;
  private time = Number.NaN;
  private period = Number.NaN;
  private readonly payload = new GrowableUint8(256);
  /** Leaf first, line ids. */
  private chain = new Int32Array(256);
  private depth = 0;
  /** A line that was no heading: perhaps the first part of a thread name with a newline. */
  private loose: { text: string; place: Line['place'] } | null = null;

  /** `started`: the leading comments are in another part of the file. */
  constructor(report: ReportBuilder, started: boolean) {
    this.report = report;
    this.started = started;
  }

  run(bytes: Uint8Array, from: number): number {
    this.taken = 0;
    if (!this.started || this.loose !== null) return from;
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = viewOf(bytes);
    }
    let at = from;
    while (at < bytes.length) {
      let end = at;
      const first = bytes[at];
      if (first === TAB) {
        end = this.addFrame(bytes, at);
        if (end < 0) break;
      } else if (first === NEWLINE) {
        this.finishSample();
      } else {
        end = bytes.indexOf(NEWLINE, at);
        if (end < 0 || !this.addHeading(bytes, at, bytes[end - 1] === CR ? end - 1 : end)) break;
      }
      this.taken++;
      at = end + 1;
    }
    return at;
  }

  take(line: Line): undefined {
    const { first } = line;
    if (first === TAB) {
      this.takeFrame(line);
    } else if (line.blank) {
      if (this.depth > 0 || this.task !== null) this.finishSample();
    } else if (first === HASH && this.isComment(line)) {
      this.takeComment(line.text());
    } else if (this.loose !== null || !this.addHeading(line.bytes, line.from, line.to)) {
      this.takeOdd(line);
    }
    return undefined;
  }

  /** The text ends here. */
  end(): void {
    this.finishSample();
    if (this.loose !== null) this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    this.loose = null;
  }

  /** Takes the frame line at `from`; returns the offset of its newline, -1 when it has none here or is no frame. */
  private addFrame(bytes: Uint8Array, from: number): number {
    const { frames, depth } = this;
    const before = depth > 0 ? (this.chain[depth - 1] as number) : -1;
    const guessed = frames.followers.guess(before, this.view, from);
    if (guessed >= 0) {
      this.pushLine(guessed);
      return from + frames.lengthOf(guessed);
    }
    const end = this.hasher.end(this.view, from);
    if (end < 0) return -1;
    const id =
      bytes[end - 1] === CR
        ? frames.id(bytes, from, end - 1)
        : frames.hashed(bytes, this.view, from, end, this.hasher.hash);
    if (!frames.isFrame(id)) return -1;
    if (before >= 0) frames.followers.follow(before, id);
    this.open = true;
    this.pushLine(id);
    return end;
  }

  private pushLine(id: number): void {
    if (this.depth === this.chain.length) {
      const longer = new Int32Array(this.depth * 2);
      longer.set(this.chain);
      this.chain = longer;
    }
    this.chain[this.depth++] = id;
  }

  private takeFrame(line: Line): void {
    this.started = true;
    this.dropLoose(this.depth === 0);
    this.open = true;
    const id = this.frames.id(line.bytes, line.from, line.to);
    if (this.frames.isFrame(id)) this.pushLine(id);
    else this.report.skip({ key: 'perf.skipped.frame' }, line.place);
  }

  /** An ordinary heading; false when it is none. */
  private addHeading(bytes: Uint8Array, from: number, to: number): boolean {
    const { scanner } = this;
    if (!scanner.scan(bytes, from, to)) return false;
    this.finishSample();
    this.started = true;
    this.open = true;
    this.prefix = scanner.prefix;
    this.task = scanner.task(scanner.prefix);
    this.event = this.scanned[scanner.event] ??= this.eventNamed(scanner.eventName(scanner.event));
    this.time = scanner.time;
    this.period = scanner.period;
    this.keepPayload(bytes, scanner.payload, to);
    return true;
  }

  private takeOdd(line: Line): void {
    const text = line.text();
    let heading = parseHeading(text);
    if (heading === null && this.loose !== null) {
      heading = parseHeading(`${this.loose.text}\n${text}`.slice(-(text.length + COMM_LENGTH + 1)));
    }
    if (heading === null && this.open && this.depth > 0) {
      if (text.startsWith('  ')) {
        const last = this.depth - 1;
        this.chain[last] = this.frames.withSource(this.chain[last] as number, text);
        return;
      }
      if (/^ (?:ilen|insn): /.test(text)) return;
    }
    if (heading === null) {
      this.dropLoose(true);
      this.loose = { text, place: line.place };
      return;
    }
    if (this.loose !== null && !heading.comm.includes('\n')) {
      const joined = `${this.loose.text}\n${heading.comm}`;
      if (joined.length <= COMM_LENGTH) heading = { ...heading, comm: joined };
      else this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    }
    this.loose = null;
    this.started = true;
    this.finishSample();
    if (heading.record === '') this.begin(heading);
    else this.takeRecord(heading, line);
  }

  /** The line was the heading of a sample without time (`-F comm,tid`), or nothing that we know. */
  private dropLoose(frameFollows: boolean): void {
    if (this.loose === null) return;
    const bare = frameFollows ? parseBareHeading(this.loose.text) : null;
    if (bare === null) {
      this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    } else {
      this.finishSample();
      this.begin(bare);
    }
    this.loose = null;
  }

  private begin(heading: Heading): void {
    this.open = true;
    this.prefix = -1;
    this.task = heading;
    this.event = this.eventNamed(heading.event);
    this.time = heading.time;
    this.period = heading.period;
    const payload = encoder.encode(heading.payload);
    this.keepPayload(payload, 0, payload.length);
  }

  private takeRecord(heading: Heading, line: Line): void {
    const { record } = heading;
    this.records.set(record, (this.records.get(record) ?? 0) + 1);
    const lost = record === 'PERF_RECORD_LOST' ? Number(/lost (\d+)/.exec(heading.payload)?.[1] ?? 0) : 0;
    if (lost > 0) {
      this.lost += lost;
      this.report.skip({ key: 'perf.skipped.lost' }, line.place, lost);
    }
    this.report.records++;
  }

  /** Comments lead the text, and each text that was put behind another one; a thread may have a # in its name. */
  private isComment(line: Line): boolean {
    if (!this.started) return true;
    if (line.length > HEADER_RULE.length && !this.inHeader) return false;
    const text = line.text();
    if (text === HEADER_RULE) this.inHeader = !this.inHeader;
    return this.inHeader || text === HEADER_RULE || text === '#';
  }

  private takeComment(text: string): void {
    const fact = HEADER_FACT.exec(text);
    if (fact === null || this.comments.length >= MAX_COMMENTS) return;
    const [, key = '', value = ''] = fact;
    // As in pprof, a comment with # is kept and not printed.
    this.comments.push(`${SHOWN_FACTS.has(key) ? '' : '# '}${key}: ${value}`);
  }

  private eventNamed(name: string): Event {
    let event = this.events.get(name);
    if (event === undefined) {
      event = { id: this.columns.eventOf(name), name, role: roleOf(name) };
      this.events.set(name, event);
    }
    return event;
  }

  /** Copies bytes[from … to): the chunk is gone when the sample ends. */
  private keepPayload(bytes: Uint8Array, from: number, to: number): void {
    const { payload } = this;
    payload.length = 0;
    let at = from;
    while (at < to && bytes[at] === SPACE) at++;
    if (at === to) return;
    const end = Math.min(to, at + MAX_PAYLOAD);
    payload.reserve(end - at).set(bytes.subarray(at, end));
    payload.length = end - at;
  }

  private finishSample(): void {
    if (!this.open) return;
    const { payload, columns } = this;
    const event = this.event ?? this.eventNamed('');
    const task = this.task;
    let size = Number.NaN;
    let labels = -1;
    if (payload.length > 0) {
      if (this.depth === 0 && isFrame(payload.data, 0, payload.length)) {
        this.pushLine(this.frames.id(payload.data, 0, payload.length));
      } else {
        size = sizeField(payload.data, 0, payload.length);
        labels = this.touchedLabels(task, event);
        this.addOperation(event, task);
      }
    }
    if (labels < 0) labels = this.labelsOf(task, event);
    const stack = this.frames.stackOf(this.chain, this.depth);
    columns.push(stack, labels, event.id, task?.tid ?? -1, this.time, this.period, size);
    this.report.records++;
    this.open = false;
    this.task = null;
    this.event = null;
    this.time = Number.NaN;
    this.period = Number.NaN;
    payload.length = 0;
    this.depth = 0;
  }

  private addOperation({ role }: Event, task: Task | null): void {
    const { data, length } = this.payload;
    if (role === null) return;
    if (role.kind === 'rss') this.rss.add(task?.comm ?? '', this.time, data, 0, length);
    else this.operations.add(role, this.columns.length, data, 0, length);
  }

  /** Label set with the page that was touched, -1 when the payload names none. */
  private touchedLabels(task: Task | null, event: Event): number {
    const { touched } = this;
    if (event.role !== null) return -1;
    touched.read(this.payload.data, this.payload.length);
    if (touched.page === '' && touched.object === '') return -1;
    return this.columns.labelsOf(task, event.name, touched.page, touched.object);
  }

  private labelsOf(task: Task | null, event: Event): number {
    if (task === null || this.prefix < 0) return this.columns.labelsOf(task, event.name);
    const key = this.prefix * EVENTS + event.id;
    let labels = this.labels.get(key);
    if (labels === undefined) {
      labels = this.columns.labelsOf(task, event.name);
      this.labels.set(key, labels);
    }
    return labels;
  }
}
