import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { scanLines } from '../lines.ts';
import { parseFolded } from './line.ts';

const SAMPLES = { type: 'samples', unit: 'count' };
const BASE_LABEL = 'pprof::base';
/** Marks of stackcollapse: kernel, just-in-time compiled, inlined, waker. */
const MARK = /^(.+)_\[([kji])\]$/;
const MARKED_MAPPING = { k: '[kernel.kallsyms]', j: '[jit]' } as const;
const LINES_WEIGHED = 200;

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
 * file: samples are kept with the leaf apart until then.
 */
class FoldedRows {
  allTwo = true;
  private readonly builder = new ProfileBuilder([SAMPLES]);
  private readonly mappings = new Map<string, number>();
  private readonly callers: FrameList[] = [];
  private readonly callersByText = new Map<string, FrameList>();
  private readonly leaves: string[] = [];
  private readonly before: (number | bigint)[] = [];
  private readonly beforeText: string[] = [];
  private readonly after: (number | bigint)[] = [];

  get length(): number {
    return this.after.length;
  }

  add(line: NonNullable<ReturnType<typeof parseFolded>>): void {
    if (line.two === null && this.allTwo) this.toOneCount();
    const stack = this.allTwo && line.two !== null ? line.two.stack : line.stack;
    const cut = stack.lastIndexOf(';');
    this.callers.push(this.list(cut < 0 ? '' : stack.slice(0, cut)));
    this.leaves.push(stack.slice(cut + 1));
    this.after.push(line.value);
    if (this.allTwo && line.two !== null) {
      this.before.push(line.two.value);
      this.beforeText.push(line.two.text);
    }
  }

  build() {
    const { builder } = this;
    const base = builder.labelSet([{ key: BASE_LABEL, text: 'true' }]);
    for (let i = 0; i < this.length; i++) {
      const list = this.callers[i] as FrameList;
      const stack = builder.stack(this.locations([...list.frames, this.frame(this.leaves[i] as string)]));
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
    for (let i = 0; i < this.leaves.length; i++) this.leaves[i] += ` ${this.beforeText[i]}`;
    this.before.length = 0;
    this.beforeText.length = 0;
  }

  private list(text: string): FrameList {
    let list = this.callersByText.get(text);
    if (list === undefined) {
      list = { frames: text === '' ? [] : text.split(';').map((name) => this.frame(name)) };
      this.callersByText.set(text, list);
    }
    return list;
  }

  private frame(name: string): MarkedFrame {
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

  /** Locations root first: an inlined frame joins the one before it. */
  private locations(frames: readonly MarkedFrame[]): number[] {
    const locations: number[] = [];
    let chain: FrameInput[] = [];
    for (const { frame, inlined } of frames) {
      if (!inlined && chain.length > 0) {
        locations.push(this.builder.location(chain));
        chain = [];
      }
      chain.unshift(frame);
    }
    if (chain.length > 0) locations.push(this.builder.location(chain));
    return locations;
  }
}

interface MarkedFrame {
  readonly frame: FrameInput;
  readonly inlined: boolean;
}

interface FrameList {
  readonly frames: readonly MarkedFrame[];
}
