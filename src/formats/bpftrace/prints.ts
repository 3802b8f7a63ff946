import { type FrameInput, type LabelInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { ObjectRows } from '../objects.ts';
import { wholeNumber } from '../whole-numbers.ts';
import { type BpfFrame, looksLikeKernel, parseBpfFrame, parseKey } from './key.ts';

const KERNEL_OBJECT = '[kernel.kallsyms]';
/** More figures without stacks than this are left out. */
const MAX_FIGURES = 10_000;

/** A value of a map: a number, or what `stats()` and `avg()` keep. */
export interface MapValue {
  readonly count: string | null;
  readonly total: string;
}

/** One print of a map. */
class Print {
  readonly map: string;
  readonly counted: boolean;
  readonly builder: ProfileBuilder;
  hasStack = false;
  last: number | bigint | null = null;
  readonly bareKeys = new Set<string>();
  readonly figures: [string, string][] = [];
  private readonly objects: ObjectRows;
  private readonly frames = new Map<string, BpfFrame>();
  /** Locations of frames without inlined calls, in a user's and in a kernel's stack. */
  private readonly places = [new Map<BpfFrame, number>(), new Map<BpfFrame, number>()] as const;

  constructor(map: string, counted: boolean) {
    this.map = map;
    this.counted = counted;
    const value = { type: map === '@' ? 'samples' : map.slice(1), unit: /byte|size/i.test(map) ? 'bytes' : 'count' };
    this.builder = new ProfileBuilder(counted ? [{ type: `${value.type}_count`, unit: 'count' }, value] : [value]);
    this.objects = new ObjectRows(this.builder);
  }

  add(key: string, value: MapValue, report: ReportBuilder): void {
    const parts = parseKey(key);
    const stacks: BpfFrame[][] = [];
    const labels: LabelInput[] = [];
    parts.forEach((part, i) => {
      if ('stack' in part) stacks.push(part.stack.map((line) => this.frame(line)));
      else labels.push({ key: `key${i + 1}`, text: part.text });
    });
    if (stacks.length > 0) this.hasStack = true;
    else if (this.figures.length < MAX_FIGURES) {
      const shown = value.count === null ? value.total : `count ${value.count}, total ${value.total}`;
      this.figures.push([key === '' ? this.map : `${this.map}[${key}]`, shown]);
    }
    const { builder } = this;
    const total = wholeNumber(value.total);
    const values = value.count === null ? [total] : [wholeNumber(value.count), total];
    builder.sample(builder.stack(this.locations(stacks, report)), values, builder.labelSet(labels));
    this.last = total;
  }

  private frame(line: string): BpfFrame {
    let frame = this.frames.get(line);
    if (frame === undefined) this.frames.set(line, (frame = parseBpfFrame(line)));
    return frame;
  }

  /** Root first. Of two stacks the kernel's is nearer to the leaf. */
  private locations(stacks: readonly BpfFrame[][], report: ReportBuilder): number[] {
    let leafFirst = [...stacks];
    if (stacks.length === 2) {
      const [first = [], second = []] = stacks;
      if (looksLikeKernel(second) && !looksLikeKernel(first)) leafFirst = [second, first];
      report.guess({ key: 'tools.bpftrace.two' });
    }
    const locations: number[] = [];
    leafFirst.forEach((frames, i) => {
      const kernel = stacks.length === 2 && i === 0;
      let inlined: FrameInput[] = [];
      for (const f of frames) {
        const known = inlined.length === 0 && !f.inlined ? this.places[kernel ? 1 : 0].get(f) : undefined;
        if (known !== undefined) {
          locations.push(known);
          continue;
        }
        const object = f.object === '' && kernel ? KERNEL_OBJECT : f.object;
        const { name, address, file, line } = f;
        inlined.push({ address, file, line, ...this.objects.of(object), ...(name === '' ? {} : { name }) });
        if (f.inlined) continue;
        const location = this.builder.location(inlined);
        if (inlined.length === 1) this.places[kernel ? 1 : 0].set(f, location);
        locations.push(location);
        inlined = [];
      }
      if (inlined.length > 0) locations.push(this.builder.location(inlined));
    });
    return locations.reverse();
  }
}

/**
 * The maps of a run. Equal stacks within one print are different addresses of the same functions: they are added up.
 * A map that is printed again (at an interval) is another source.
 */
export class Prints {
  private readonly report: ReportBuilder;
  private readonly all: Print[] = [];
  private readonly current = new Map<string, Print>();
  private readonly figures: [string, string][] = [];
  private lastMap = '';

  constructor(report: ReportBuilder) {
    this.report = report;
  }

  /** The next entry of a map begins a print of its own. */
  begin(map: string): void {
    this.current.delete(map);
  }

  /** An entry; a print comes sorted, so a smaller value, a map that comes back, or a key twice begin the next print. */
  add(map: string, key: string, value: MapValue): void {
    const counted = value.count !== null;
    let print = this.current.get(map);
    const bare = !key.includes('\n');
    const again =
      print !== undefined &&
      (this.lastMap !== map ||
        print.counted !== counted ||
        (bare && print.bareKeys.has(key)) ||
        (!counted && print.last !== null && wholeNumber(value.total) < print.last));
    if (print === undefined || again) {
      print = new Print(map, counted);
      this.all.push(print);
      this.current.set(map, print);
    }
    this.lastMap = map;
    if (bare) print.bareKeys.add(key);
    print.add(key, value, this.report);
    this.report.records++;
  }

  /** A figure that is no profile, such as a row of a histogram. */
  figure(name: string, value: string): void {
    this.report.records++;
    if (this.figures.length < MAX_FIGURES) this.figures.push([name, value]);
  }

  /** Maps with stacks are sources, the others figures beside them; without any stack every map is a source. */
  finish(): readonly DecodedSource[] {
    const { report } = this;
    const stacked = this.all.filter((p) => p.hasStack);
    const shown = stacked.length > 0 ? stacked : this.all;
    if (shown.length === 0) {
      report.fail({ what: { key: 'tools.bpftrace.none' }, advice: { key: 'tools.bpftrace.none.todo' } });
      return [];
    }
    if (stacked.length === 0) report.note({ key: 'tools.bpftrace.bare' });
    const figures = [...this.figures];
    if (stacked.length > 0) {
      for (const print of this.all) if (!print.hasStack) for (const f of print.figures) figures.push(f);
    }
    if (shown.some((p) => /byte|size/i.test(p.map))) report.guess({ key: 'tools.bpftrace.bytes' });
    const times = new Map<string, number>();
    for (const p of shown) times.set(p.map, (times.get(p.map) ?? 0) + 1);
    const seen = new Map<string, number>();
    return shown.map((p, i) => {
      const count = times.get(p.map) ?? 1;
      const number = (seen.get(p.map) ?? 0) + 1;
      seen.set(p.map, number);
      const one = shown.length === 1;
      const name = count === 1 ? p.map : `${p.map} · ${String(number).padStart(String(count).length, '0')}`;
      const stats = i === 0 && figures.length > 0 ? { stats: { name: 'bpftrace', values: figures } } : {};
      const profile = p.builder.finish();
      return { kind: 'profile', name: one ? '' : name, flavor: 'bpftrace', profile, isDiff: false, ...stats };
    });
  }
}
