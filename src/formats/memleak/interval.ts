import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { type FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';
import type { MemleakFrame } from './frame.ts';

const MEMLEAK_TYPES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
] as const;

/** What kernel addresses begin with; libbpf-tools names no module for them. */
const KERNEL_START = 0xffff_8000_0000_0000n;
const KERNEL = '[kernel]';
/** Options people give to -T end in 0 or 5. */
const ROUND = 5;

/** One interval report of memleak on its way to a profile. */
export class Interval {
  /** Seconds of the day, as printed. */
  readonly seconds: number;
  readonly label: string;
  /** Written by the python tool, whose heading prints the limit and not the count. */
  python = false;
  private readonly top: number;
  private readonly builder = new ProfileBuilder(MEMLEAK_TYPES);
  private readonly mappings = new Map<string, number>();
  private readonly locations = new Map<MemleakFrame, number>();
  private stackBytes = 0;
  private looseBlockBytes = 0;

  constructor(hours: number, minutes: number, seconds: number, top: number) {
    const two = (n: number) => String(n).padStart(2, '0');
    this.seconds = hours * 3600 + minutes * 60 + seconds;
    this.label = `${two(hours)}:${two(minutes)}:${two(seconds)}`;
    this.top = top;
  }

  /** Adds a record; frames leaf first. */
  add(bytes: number, count: number, frames: readonly MemleakFrame[]): void {
    const locations = frames.map((f) => this.locationOf(f)).reverse();
    this.builder.sample(this.builder.stack(locations), [count, bytes]);
    this.stackBytes += bytes;
  }

  /** Adds a block that `-a` lists: under the stack which is being read, or before all of them. */
  block(address: bigint, size: number, inStack: boolean): void {
    this.builder.block(address, size, inStack ? this.builder.sampleCount : NONE);
    if (!inStack) this.looseBlockBytes += size;
  }

  /** Says when the totals are lower bounds: memleak prints the largest stacks only. */
  tellCut(report: ReportBuilder): void {
    const stacks = this.builder.sampleCount;
    if (stacks < this.top || stacks === 0) return;
    const hidden = this.looseBlockBytes - this.stackBytes;
    if (hidden > 0) report.note({ key: 'memleak.note.hidden', args: { count: this.top, bytes: hidden } });
    else if (this.looseBlockBytes > 0) return;
    else if (this.python) report.note({ key: 'memleak.note.top', args: { count: this.top } });
    else if (this.top % ROUND === 0) report.note({ key: 'memleak.note.perhapsTop', args: { count: this.top } });
  }

  profile(timeNanos: bigint): Profile {
    return this.builder.finish({ timeNanos, defaultSampleTypeName: 'outstanding' });
  }

  private locationOf(frame: MemleakFrame): number {
    let location = this.locations.get(frame);
    if (location === undefined) {
      location = this.builder.location([this.inputOf(frame)]);
      this.locations.set(frame, location);
    }
    return location;
  }

  private inputOf({ address, name, object, file, line }: MemleakFrame): FrameInput {
    const module = object === '' && address >= KERNEL_START ? KERNEL : object;
    const input = { address, file, line, ...(name === '' ? {} : { name }) };
    if (module === '') return input;
    let mapping = this.mappings.get(module);
    if (mapping === undefined) {
      mapping = this.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file: module });
      this.mappings.set(module, mapping);
    }
    return { ...input, mapping };
  }
}
