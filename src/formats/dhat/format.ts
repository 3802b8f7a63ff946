import { GrowableInt32 } from '../../base/growable.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import type { ByteSource, Format, Head, Sniff } from '../format.ts';
import { type JsonEvents, readJson } from '../json-events.ts';
import { ObjectRows } from '../objects.ts';
import { parseValgrindFrame, valgrindFrameInput } from '../valgrind-frames.ts';
import { wholeNumber } from '../whole-numbers.ts';

/** Figures that a program point may have, and their sample types: blocks and bytes in all, at the peak, at the end. */
const FIGURES = ['tbk', 'tb', 'gbk', 'gb', 'ebk', 'eb'] as const;
const NAMES = ['alloc', 'peak', 'end'] as const;
const FACTS = new Set(['dhatFileVersion', 'mode', 'verb', 'tu', 'bu', 'bsu', 'bksu', 'cmd', 'pid', 'te', 'tg']);
const VERSION = '2';
const MAX_STACK = 10_000;

/** Output of valgrind's DHAT (and of the dhat crate): blocks allocated, at the peak, and left at the end. */
export const dhat: Format = { id: 'dhat', sniff, decode };

function sniff(head: Head): Sniff | null {
  if (head.text === null || !/^\s*\{/.test(head.text) || !/"dhatFileVersion"/.test(head.text)) return null;
  return { score: 80, evidence: { key: 'tools.dhat' } };
}

async function decode(source: ByteSource, report: ReportBuilder): Promise<readonly DecodedSource[]> {
  const reader = new Reader(report);
  const whole = await readJson(source, reader);
  if (source.problem !== null) report.fail(source.problem);
  return reader.finish(whole);
}

class Reader implements JsonEvents {
  private readonly report: ReportBuilder;
  private readonly facts = new Map<string, string>();
  private readonly names: string[] = [];
  /** Names of the open containers' keys. */
  private readonly path: string[] = [];
  private name = '';
  /** The figures of the point that is open. */
  private readonly point: (number | bigint)[] = FIGURES.map(() => 0);
  private frames: number[] = [];
  /** Figures of all points, one after another. */
  private readonly points: (number | bigint)[] = [];
  private readonly seen = new Set<number>();
  private readonly stacked = new GrowableInt32();
  private readonly offsets = new GrowableInt32();
  private brokenAt = -1;

  constructor(report: ReportBuilder) {
    this.report = report;
    this.offsets.push(0);
  }

  open(array: boolean): void {
    this.path.push(this.name);
    this.name = '';
    if (!array && this.at('pps')) {
      this.point.fill(0);
      this.frames = [];
    }
  }

  close(array: boolean): void {
    if (!array && this.at('pps')) this.endPoint();
    this.path.pop();
    this.name = '';
  }

  key(name: string): void {
    this.name = name;
  }

  scalar(text: string, quoted: boolean): void {
    const { path } = this;
    if (this.brokenAt >= 0) return;
    if (path.length === 1) {
      if (FACTS.has(this.name)) this.facts.set(this.name, text);
    } else if (path.length === 2 && path[1] === 'ftbl') {
      this.names.push(text);
    } else if (this.at('pps')) {
      const figure = FIGURES.indexOf(this.name as (typeof FIGURES)[number]);
      if (figure < 0 || quoted || !/^\d{1,19}$/.test(text)) return;
      this.point[figure] = wholeNumber(text);
      this.seen.add(figure >> 1);
    } else if (path.length === 4 && path[1] === 'pps' && path[3] === 'fs') {
      if (this.frames.length < MAX_STACK && /^\d{1,9}$/.test(text)) this.frames.push(Number(text));
    }
  }

  broken(offset: number): void {
    if (this.path.length === 0 && this.points.length === 0) {
      this.report.skip({ key: 'text.skip.before' }, { offset });
      return;
    }
    if (this.brokenAt < 0) this.brokenAt = offset;
    this.path.length = 0;
  }

  finish(whole: boolean): readonly DecodedSource[] {
    const { report, facts } = this;
    if (!whole || this.brokenAt >= 0) {
      const offset = this.brokenAt >= 0 ? { offset: this.brokenAt } : {};
      report.fail({ what: { key: 'tools.dhat.cut' }, ...offset, advice: { key: 'text.advice.again' } });
    }
    const version = facts.get('dhatFileVersion') ?? '';
    if (version !== '' && version !== VERSION) report.guess({ key: 'tools.dhat.version', args: { version } });
    if (this.points.length === 0) {
      report.fail({ what: { key: 'text.fail.no-samples' } });
      return [];
    }
    const profile = this.build();
    const stats = { name: 'dhat', values: [...facts] };
    return [{ kind: 'profile', name: '', flavor: 'dhat', profile, isDiff: false, stats }];
  }

  /** Directly within an element of the list. */
  private at(list: string): boolean {
    return this.path.length === 3 && this.path[1] === list;
  }

  private endPoint(): void {
    if (this.brokenAt >= 0) return;
    for (const f of this.frames) this.stacked.push(f);
    this.offsets.push(this.stacked.length);
    for (const figure of this.point) this.points.push(figure);
    this.report.records++;
  }

  private build() {
    const { facts } = this;
    const pairs = NAMES.map((name, i) => ({ name, i })).filter(({ i }) => this.seen.has(i));
    // Ad-hoc mode counts units of the program's own choice.
    const unit = facts.get('bu') ?? facts.get('bsu') ?? 'bytes';
    const builder = new ProfileBuilder(
      pairs.flatMap(({ name }) => [
        { type: `${name}_objects`, unit: 'count' },
        { type: `${name}_space`, unit: unit === 'byte' ? 'bytes' : unit },
      ]),
    );
    const objects = new ObjectRows(builder);
    const locations: number[] = [];
    const locationOf = (frame: number): number => {
      let id = locations[frame];
      if (id === undefined) {
        const text = this.names[frame] ?? '';
        const parsed = parseValgrindFrame(text);
        const named = text === '' ? `[frame ${frame}]` : text;
        id = builder.location([parsed === null ? { name: named } : valgrindFrameInput(parsed, objects)]);
        locations[frame] = id;
      }
      return id;
    };
    for (let p = 0; p < this.offsets.length - 1; p++) {
      const frames = this.stacked.data.subarray(this.offsets.data[p], this.offsets.data[p + 1]);
      const first = p * FIGURES.length;
      const values = pairs.flatMap(({ i }) => this.points.slice(first + 2 * i, first + 2 * i + 2));
      builder.sample(builder.stack(Array.from(frames, locationOf).reverse()), values);
    }
    const command = facts.get('cmd');
    return builder.finish({
      defaultSampleTypeName: pairs.some((p) => p.name === 'end') ? 'end_space' : 'alloc_space',
      comments: command === undefined ? [] : [command],
    });
  }
}
