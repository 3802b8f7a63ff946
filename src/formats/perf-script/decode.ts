import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import { BytesInterner, SequenceInterner } from '../../base/interners.ts';
import type { Column } from '../../model/columns.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import { type PerfFrame, parseFrame } from './frame.ts';
import { type Heading, parseBareHeading, parseHeading } from './header.ts';

const TAB = 9;
const HASH = 35;
const NEWLINE = 10;
const ONE_FRAME = /^\s*[0-9a-f]{4,16} .*\(.*\)\s*$/;
const SIZE = /(?:^|[ ,])(?:size|bytes_req|len)[=:] ?(0x[0-9a-f]+|\d+)/;
/** Events whose period is a time. */
const CLOCK_EVENT = /^(?:cpu-clock|task-clock)(?::[a-zA-Z]+)?$/;

/** Reads `perf script` text. Frame lines are numbered by their bytes, so only new ones are decoded. */
export async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  await scanLines(source, (line) => reader.take(line));
  reader.finishSample();
  const profile = reader.profile();
  if (source.problem !== null) report.fail(source.problem);
  if (report.records === 0) {
    report.fail({ what: { key: 'perf.noSamples' } });
    return [];
  }
  return [{ kind: 'profile', name: '', flavor: 'perf', profile, isDiff: false }];
}

class Reader {
  private readonly report: ReportBuilder;
  private readonly builder = new ProfileBuilder([]);
  private readonly lines = new BytesInterner();
  private readonly texts: string[] = [];
  private readonly frames: (PerfFrame | null)[] = [];
  /** Location of a frame that is not inlined, -1 for the others. */
  private readonly locationOfLine: number[] = [];
  private readonly locations: number[] = [];
  private readonly chains = new SequenceInterner();
  private readonly stackOfChain = new GrowableInt32();
  private readonly mappings = new Map<string, number>();
  private readonly labelSets = new Map<string, number>();
  private readonly events = new Map<string, number>();
  private readonly sample = {
    stack: new GrowableInt32(),
    labels: new GrowableInt32(),
    event: new GrowableInt32(),
    period: new GrowableFloat64(),
    size: new GrowableFloat64(),
    time: new GrowableFloat64(),
    thread: new GrowableInt32(),
  };
  private readonly comments: string[] = [];
  private heading: Heading | null = null;
  private started = false;
  private open = false;
  /** Leaf first, line ids. */
  private readonly chain = new GrowableInt32();
  /** A line that was no heading: perhaps the first part of a thread name with a newline. */
  private loose: { text: string; place: Line['place'] } | null = null;
  private samples = 0;
  private lost = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  take(line: Line): undefined {
    const first = line.first;
    if (first === TAB) {
      this.takeFrame(line);
    } else if (line.blank) {
      if (this.open && (this.chain.length > 0 || this.heading !== null)) this.finishSample();
    } else if (first === HASH && !this.started) {
      this.takeComment(line.text());
    } else {
      this.takeHeading(line);
    }
    return undefined;
  }

  finishSample(): void {
    if (!this.open) return;
    const h = this.heading;
    this.open = false;
    this.heading = null;
    if (this.chain.length === 0 && h !== null && ONE_FRAME.test(h.payload)) this.chain.push(this.idOfText(h.payload));
    const { sample } = this;
    sample.stack.push(this.stackOf());
    this.chain.length = 0;
    const event = h?.event ?? '';
    let e = this.events.get(event);
    if (e === undefined) this.events.set(event, (e = this.events.size));
    sample.event.push(e);
    sample.labels.push(this.labelsOf(h));
    sample.period.push(h?.period ?? Number.NaN);
    sample.size.push(h === null ? Number.NaN : Number(SIZE.exec(h.payload)?.[1] ?? Number.NaN));
    sample.time.push(h?.time ?? Number.NaN);
    sample.thread.push(h?.tid ?? -1);
    this.samples++;
    this.report.records++;
  }

  /** One sample type for the samples of each event, one for its period and one for the size that it carries; never summed over events. */
  profile(): Profile {
    if (this.loose !== null) this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    if (this.lost > 0) {
      const rate = (100 * this.lost) / (this.lost + this.samples);
      this.report.note({ key: 'perf.lostRate', args: { count: this.lost, percent: rate.toFixed(1) } });
    }
    const { sample } = this;
    const n = sample.stack.length;
    const sampleTypes: ValueType[] = [];
    const values: Float64Array[] = [];
    const several = this.events.size > 1;
    for (const [event, id] of this.events) {
      const counts = new Float64Array(n);
      const periods = new Float64Array(n);
      const sizes = new Float64Array(n);
      let hasPeriod = false;
      let hasSize = false;
      for (let i = 0; i < n; i++) {
        if (sample.event.data[i] !== id) continue;
        counts[i] = 1;
        const period = sample.period.data[i] as number;
        const size = sample.size.data[i] as number;
        hasPeriod ||= !Number.isNaN(period);
        hasSize ||= !Number.isNaN(size);
        periods[i] = Number.isNaN(period) ? 1 : period;
        sizes[i] = Number.isNaN(size) ? 0 : size;
      }
      const name = event === '' ? 'samples' : event;
      sampleTypes.push({ type: several ? `${name} samples` : 'samples', unit: 'count' });
      values.push(counts);
      if (hasPeriod) {
        sampleTypes.push({ type: name, unit: CLOCK_EVENT.test(event) ? 'nanoseconds' : 'count' });
        values.push(periods);
      }
      if (hasSize) {
        sampleTypes.push({ type: `${name} bytes`, unit: 'bytes' });
        values.push(sizes);
      }
    }
    const base = this.builder.finish({ comments: this.comments });
    const hasTime = sample.time.data.subarray(0, n).some((t) => !Number.isNaN(t));
    return {
      ...base,
      sampleTypes,
      defaultSampleType: Math.min(1, Math.max(0, sampleTypes.length - 1)),
      samples: {
        length: n,
        stack: sample.stack.take() as Column<never, never>,
        labels: sample.labels.take() as Column<never, never>,
        values,
        exact: values.map(() => null),
        time: hasTime ? sample.time.take() : null,
        thread: sample.thread.take(),
      },
    };
  }

  private takeComment(text: string): void {
    const fact = /^# ((?:perf version|cmdline|os release|arch|captured on)\s*:.*)$/.exec(text);
    if (fact?.[1] !== undefined) this.comments.push(fact[1].replace(/\s+:/, ':'));
  }

  private takeFrame(line: Line): void {
    this.started = true;
    this.dropLoose(this.chain.length === 0);
    if (!this.open) this.open = true;
    const known = this.lines.length;
    const id = this.lines.intern(line.bytes, line.from, line.to);
    if (id === known) this.addLine(id, line.text());
    if (this.frames[id] === null) {
      this.report.skip({ key: 'perf.skipped.frame' }, line.place);
      return;
    }
    this.chain.push(id);
  }

  private takeHeading(line: Line): void {
    const text = line.text();
    let heading = parseHeading(text);
    if (heading === null && this.loose !== null)
      heading = parseHeading(`${this.loose.text}\n${text}`.slice(-(text.length + 16)));
    if (heading === null && this.open && this.chain.length > 0) {
      if (text.startsWith('  ')) {
        this.takeSourceLine(text);
        return;
      }
      if (/^ (?:ilen|insn): /.test(text)) return;
    }
    if (heading === null) {
      this.dropLoose(true);
      this.loose = { text, place: line.place };
      return;
    }
    if (this.loose !== null && /\n/.test(heading.comm) === false) {
      const joined = `${this.loose.text}\n${heading.comm}`;
      if (joined.length <= 15) heading = { ...heading, comm: joined };
      else this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    }
    this.loose = null;
    this.started = true;
    this.finishSample();
    if (heading.record === '') {
      this.heading = heading;
      this.open = true;
    } else {
      this.takeRecord(heading, line);
    }
  }

  private takeRecord(heading: Heading, line: Line): void {
    const lost = /^PERF_RECORD_LOST/.test(heading.record) ? /lost (\d+)/.exec(heading.payload) : null;
    if (lost !== null) {
      this.lost += Number(lost[1]);
      this.report.skip({ key: 'perf.skipped.lost' }, line.place, Number(lost[1]));
    }
    this.report.records++;
  }

  /** The line was the heading of a sample without time (`-F comm,tid`), or nothing that we know. */
  private dropLoose(frameFollows: boolean): void {
    if (this.loose === null) return;
    const bare = frameFollows ? parseBareHeading(this.loose.text) : null;
    if (bare !== null) {
      this.finishSample();
      this.heading = bare;
      this.open = true;
    } else {
      this.report.skip({ key: 'perf.skipped.line' }, this.loose.place);
    }
    this.loose = null;
  }

  /** `-F +srcline`: the place belongs to the frame above. */
  private takeSourceLine(text: string): void {
    const last = this.chain.length - 1;
    const above = this.texts[this.chain.data[last] as number] ?? '';
    this.chain.data[last] = this.idOfText(`${above}\n${text}`);
  }

  private idOfText(text: string): number {
    const bytes = encoder.encode(text);
    const known = this.lines.length;
    const id = this.lines.intern(bytes, 0, bytes.length);
    if (id === known) this.addLine(id, text);
    return id;
  }

  private addLine(id: number, text: string): void {
    const newline = text.indexOf(String.fromCharCode(NEWLINE));
    this.texts[id] = text;
    const frame = newline < 0 ? parseFrame(text) : parseFrame(text.slice(0, newline), text.slice(newline + 1));
    this.frames[id] = frame;
    this.locationOfLine[id] = frame === null || frame.inlined ? -1 : this.builder.location([this.inputOf(frame)]);
  }

  /** Line ids leaf first → a stack root first; inlined lines belong to the physical frame that follows them. */
  private stackOf(): number {
    const { chain, chains, locations } = this;
    const known = chains.length;
    const id = chains.intern(chain.data, chain.length);
    if (id < known) return this.stackOfChain.data[id] as number;
    locations.length = 0;
    for (let i = 0; i < chain.length; ) {
      const line = chain.data[i] as number;
      const location = this.locationOfLine[line] as number;
      if (location >= 0) {
        locations.push(location);
        i++;
      } else {
        i = this.addInlined(i);
      }
    }
    locations.reverse();
    const stack = this.builder.stack(locations);
    this.stackOfChain.push(stack);
    return stack;
  }

  /** The inlined frames from `start` on and the physical one under them as one location; returns where the next begins. */
  private addInlined(start: number): number {
    const group: FrameInput[] = [];
    let i = start;
    for (; i < this.chain.length; i++) {
      const frame = this.frames[this.chain.data[i] as number];
      if (frame === null || frame === undefined) continue;
      group.push(this.inputOf(frame));
      if (!frame.inlined) {
        i++;
        break;
      }
    }
    if (group.length > 0) this.locations.push(this.builder.location(group));
    return i;
  }

  private inputOf(frame: PerfFrame): FrameInput {
    const input = {
      address: frame.address,
      file: frame.file,
      line: frame.line,
      ...(frame.name === '' ? {} : { name: frame.name }),
    };
    if (frame.dso === '') return input;
    let mapping = this.mappings.get(frame.dso);
    if (mapping === undefined) {
      mapping = this.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file: frame.dso });
      this.mappings.set(frame.dso, mapping);
    }
    return { ...input, mapping };
  }

  private labelsOf(h: Heading | null): number {
    if (h === null) return 0;
    const identity = `${h.comm}\0${h.pid}\0${h.tid}\0${h.cpu}\0${h.event}`;
    let id = this.labelSets.get(identity);
    if (id === undefined) {
      id = this.builder.labelSet([
        { key: 'comm', text: h.comm },
        { key: 'tid', num: BigInt(h.tid), unit: 'tid' },
        ...(h.pid < 0 ? [] : [{ key: 'pid', num: BigInt(h.pid), unit: 'pid' }]),
        ...(h.cpu < 0 ? [] : [{ key: 'cpu', num: BigInt(h.cpu), unit: 'cpu' }]),
        ...(h.event === '' ? [] : [{ key: 'event', text: h.event }]),
      ]);
      this.labelSets.set(identity, id);
    }
    return id;
  }
}

const encoder = new TextEncoder();
