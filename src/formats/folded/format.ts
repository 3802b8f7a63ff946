import { GrowableInt32 } from '../../base/growable.ts';
import type { Profile } from '../../model/profile.ts';
import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { scanLines } from '../lines.ts';
import { type FoldedLine, parseFolded } from './line.ts';

const SAMPLES = { type: 'samples', unit: 'count' };
const BASE_LABEL = 'pprof::base';
/** Marks of stackcollapse: kernel, just-in-time compiled, inlined, waker. */
const MARK = /^(.+)_\[([kji])\]$/;
const MARKED_MAPPING = { k: '[kernel.kallsyms]', j: '[jit]' } as const;
const LINES_WEIGHED = 200;
const INLINED = -1;

/** Folded stacks: `root;…;leaf count`; two counts on every line are a comparison (before, after). */
export const folded: Format = { id: 'folded', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null) return null;
  const lines = head.text.split('\n');
  // The last line may be cut by the end of the head.
  if (!head.complete) lines.pop();
  let seen = 0;
  let fits = 0;
  let stacked = 0;
  let twos = 0;
  for (const raw of lines) {
    const line = raw.trim();
    if (line === '' || (seen === 0 && line.startsWith('#'))) continue;
    if (++seen > LINES_WEIGHED) break;
    const parsed = parseFolded(line);
    if (parsed === null) continue;
    fits++;
    if (parsed.two !== null) twos++;
    if (parsed.stack.includes(';')) stacked++;
  }
  seen = Math.min(seen, LINES_WEIGHED);
  if (fits === 0 || fits < 0.9 * seen || stacked < 0.5 * seen) return null;
  return { score: 60, evidence: { key: twos === seen ? 'text.folded.two' : 'text.folded.one' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const rows = new FoldedRows();
  await scanLines(source, (line) => {
    const text = line.text().trim();
    if (text === '' || (text.startsWith('#') && rows.length === 0)) return true;
    const parsed = line.cut ? null : parseFolded(text);
    if (parsed === null) {
      report.skip({ key: line.cut ? 'text.skip.long' : 'text.skip.line' }, line.place);
      return true;
    }
    report.records++;
    rows.add(parsed);
    return true;
  });
  if (source.problem !== null) report.fail(source.problem);
  if (rows.length === 0) {
    report.fail({ what: { key: 'text.fail.no-samples' } });
    return [];
  }
  const isDiff = rows.allTwo;
  if (isDiff) report.guess({ key: 'text.folded.guess-two' });
  const profile = rows.build();
  return [{ kind: 'profile', name: '', flavor: 'folded', profile, isDiff }];
}

/**
 * Whether the number before the count belongs to the name ("thread 3 5") or is a count shows only at the end of the
 * file: the leaf is kept apart until then.
 */
class FoldedRows {
  allTwo = true;
  private readonly builder = new ProfileBuilder([SAMPLES]);
  private readonly mappings = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly nameIds = new Map<string, number>();
  /** By name: its location, or INLINED where it joins its caller; filled when the stacks are built. */
  private readonly locations: number[] = [];
  /** Name numbers root first, the leaf last. */
  private readonly frames = new GrowableInt32();
  private readonly offsets = new GrowableInt32();
  private readonly before: (number | bigint)[] = [];
  private readonly beforeText: string[] = [];
  private readonly after: (number | bigint)[] = [];

  constructor() {
    this.offsets.push(0);
  }

  get length(): number {
    return this.after.length;
  }

  add(line: FoldedLine): void {
    if (line.two === null && this.allTwo) this.toOneCount();
    const stack = this.allTwo && line.two !== null ? line.two.stack : line.stack;
    for (let from = 0; from <= stack.length; ) {
      let end = stack.indexOf(';', from);
      if (end < 0) end = stack.length;
      this.frames.push(this.nameId(stack.slice(from, end)));
      from = end + 1;
    }
    this.offsets.push(this.frames.length);
    this.after.push(line.value);
    if (this.allTwo && line.two !== null) {
      this.before.push(line.two.value);
      this.beforeText.push(line.two.text);
    }
  }

  build(): Profile {
    const { builder } = this;
    const base = this.allTwo ? builder.labelSet([{ key: BASE_LABEL, text: 'true' }]) : 0;
    for (let i = 0; i < this.length; i++) {
      const stack = builder.stack(this.stack(i));
      const before = this.allTwo ? (this.before[i] ?? 0) : 0;
      const after = this.after[i] as number | bigint;
      if (Number(before) !== 0) builder.sample(stack, [-before], base);
      if (Number(after) !== 0 || !this.allTwo) builder.sample(stack, [after]);
    }
    return builder.finish();
  }

  /** A line with one count: the numbers that looked like a first count are the ends of names. */
  private toOneCount(): void {
    this.allTwo = false;
    const frames = this.frames.data;
    for (let i = 0; i < this.length; i++) {
      const leaf = (this.offsets.data[i + 1] as number) - 1;
      frames[leaf] = this.nameId(`${this.names[frames[leaf] as number]} ${this.beforeText[i]}`);
    }
    this.before.length = 0;
    this.beforeText.length = 0;
  }

  private nameId(name: string): number {
    let id = this.nameIds.get(name);
    if (id === undefined) {
      id = this.names.push(name) - 1;
      this.nameIds.set(name, id);
    }
    return id;
  }

  /** Locations of a row root first: an inlined frame joins the one before it. */
  private stack(row: number): number[] {
    const locations: number[] = [];
    let chain: FrameInput[] = [];
    const from = this.offsets.data[row] as number;
    const to = this.offsets.data[row + 1] as number;
    for (let i = from; i < to; i++) {
      const id = this.frames.data[i] as number;
      const next = i + 1 < to ? this.locationOf(this.frames.data[i + 1] as number) : 0;
      const own = this.locationOf(id);
      if (own !== INLINED && next !== INLINED) {
        locations.push(own);
        continue;
      }
      chain.unshift(this.frame(this.names[id] as string).frame);
      if (next === INLINED) continue;
      locations.push(this.builder.location(chain));
      chain = [];
    }
    return locations;
  }

  private locationOf(id: number): number {
    const known = this.locations[id];
    if (known !== undefined) return known;
    const { frame, inlined } = this.frame(this.names[id] as string);
    const location = inlined ? INLINED : this.builder.location([frame]);
    this.locations[id] = location;
    return location;
  }

  private frame(name: string): { frame: FrameInput; inlined: boolean } {
    const marked = MARK.exec(name);
    if (marked === null) return { frame: { name }, inlined: false };
    const plain = marked[1] as string;
    const mark = marked[2] as 'k' | 'j' | 'i';
    if (mark === 'i') return { frame: { name: plain }, inlined: true };
    return { frame: { name: plain, mapping: this.mapping(MARKED_MAPPING[mark]) }, inlined: false };
  }

  private mapping(file: string): number {
    let id = this.mappings.get(file);
    if (id === undefined) {
      id = this.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file });
      this.mappings.set(file, id);
    }
    return id;
  }
}
