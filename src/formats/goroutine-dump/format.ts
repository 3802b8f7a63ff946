import { type FrameInput, type LabelInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type Line, scanLines } from '../lines.ts';
import {
  type GoroutineHeader,
  isElided,
  isUnavailable,
  parseCall,
  parseCreatedBy,
  parseGoroutineHeader,
  parsePlace,
} from './lines.ts';

const FIRST_HEADER = /^goroutine \d+ [^\n[]*\[[^\]\n]+\][^\n]*:$/m;
const FRAME = /^\S.*\)\n\t\S+.*:\d+/m;
const COUNT = { type: 'goroutine', unit: 'count' };

/** All goroutines as text (`?debug=2`, SIGQUIT, a panic's output): one sample of `goroutine/count` each. */
export const goroutineDump: Format = { id: 'goroutine-dump', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const found = FIRST_HEADER.exec(head.text);
  if (found === null) return null;
  // A log with one panic in it is a log; the dump has to begin near the top.
  const before = head.text.slice(0, found.index).split('\n').length - 1;
  if (before > 20 || !FRAME.test(head.text.slice(found.index))) return null;
  return { score: 85, evidence: { key: 'text.dump.evidence' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new DumpReader(report);
  await scanLines(source, (line) => {
    reader.line(line);
    return true;
  });
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish();
}

class DumpReader {
  private readonly report: ReportBuilder;
  private readonly builder = new ProfileBuilder([COUNT]);
  private header: GoroutineHeader | null = null;
  private labels: LabelInput[] = [];
  /** Locations of the current goroutine, leaf first. */
  private readonly locations: number[] = [];
  /** Inlined calls that wait for the function they were inlined into. */
  private inlined: FrameInput[] = [];
  /** The call whose place is on the next line. */
  private call: { name: string; inlined: boolean } | null = null;
  /** The place of "created by" is on the next line. */
  private afterCreated = false;
  private elided = 0;
  private unavailable = 0;

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  line(line: Line): void {
    const text = line.text();
    const header = parseGoroutineHeader(text.trimEnd());
    if (header !== null) {
      this.end();
      this.begin(header);
    } else if (this.header === null) {
      if (!line.blank) this.report.skip({ key: 'text.skip.between' }, line.place);
    } else if (line.blank) {
      this.end();
    } else {
      this.inside(text, line);
    }
  }

  finish(): readonly DecodedSource[] {
    this.end();
    const { report } = this;
    if (this.elided > 0) report.note({ key: 'text.dump.elided', args: { count: this.elided } });
    if (this.unavailable > 0) report.note({ key: 'text.dump.unavailable', args: { count: this.unavailable } });
    if (this.builder.sampleCount === 0) {
      report.fail({ what: { key: 'text.fail.no-header' } });
      return [];
    }
    const profile = this.builder.finish({ periodType: COUNT, period: 1n });
    return [{ kind: 'profile', name: '', flavor: 'goroutine', profile, isDiff: false }];
  }

  private begin(header: GoroutineHeader): void {
    this.header = header;
    this.labels = [
      { key: 'goroutine', num: header.id, unit: 'id' },
      { key: 'state', text: header.state },
    ];
    if (header.waitMinutes !== null) this.labels.push({ key: 'wait', num: header.waitMinutes, unit: 'minutes' });
    if (header.lockedToThread) this.labels.push({ key: 'locked to thread', text: 'true' });
    if (header.bubble !== null) this.labels.push({ key: 'synctest bubble', num: header.bubble, unit: 'id' });
    for (const [key, value] of header.labels) this.labels.push({ key, text: value });
  }

  private inside(text: string, line: Line): void {
    const place = this.call !== null || this.afterCreated ? parsePlace(text) : null;
    if (place !== null) {
      if (this.call !== null) this.frame(this.call, place);
      this.call = null;
      this.afterCreated = false;
      return;
    }
    this.flushCall();
    this.afterCreated = false;
    const trimmed = text.trim();
    const created = parseCreatedBy(trimmed);
    if (created !== null) {
      this.labels.push({ key: 'created by', text: created.name });
      if (created.goroutine !== null) {
        this.labels.push({ key: 'created in goroutine', num: created.goroutine, unit: 'id' });
      }
      this.afterCreated = true;
    } else if (isElided(trimmed)) {
      this.elided++;
      this.physical({ name: trimmed });
    } else if (isUnavailable(trimmed)) {
      this.unavailable++;
      this.physical({ name: trimmed });
    } else {
      this.call = parseCall(trimmed);
      if (this.call === null) this.report.skip({ key: 'text.skip.line' }, line.place);
    }
  }

  private frame(
    call: { name: string; inlined: boolean },
    place: { file: string; line: number; pc: bigint | null },
  ): void {
    const frame = { name: call.name, file: place.file, line: place.line };
    if (call.inlined) this.inlined.push(frame);
    else this.physical(place.pc === null ? frame : { ...frame, address: place.pc - 1n });
  }

  /** A call without a place: the file ends there, or a line of it is damaged. */
  private flushCall(): void {
    if (this.call === null) return;
    const { name, inlined } = this.call;
    this.call = null;
    if (inlined) this.inlined.push({ name });
    else this.physical({ name });
  }

  private physical(frame: FrameInput): void {
    const address = frame.address;
    const inlined = address === undefined ? this.inlined : this.inlined.map((f) => ({ ...f, address }));
    this.locations.push(this.builder.location([...inlined, frame]));
    this.inlined = [];
  }

  private end(): void {
    if (this.header === null) return;
    this.flushCall();
    // Inlined into a function that the dump does not show.
    for (const frame of this.inlined) this.locations.push(this.builder.location([frame]));
    this.inlined = [];
    const stack = this.builder.stack(this.locations.reverse());
    this.builder.sample(stack, [1], this.builder.labelSet(this.labels));
    this.report.records++;
    this.locations.length = 0;
    this.header = null;
    this.afterCreated = false;
  }
}
