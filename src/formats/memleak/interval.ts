import { GrowableBigUint64, GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import { SequenceInterner } from '../../base/interners.ts';
import type { Excerpts } from '../../model/excerpts.ts';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { ReportBuilder } from '../../model/report-builder.ts';

const TYPES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
] as const;
const EMPTY = new ProfileBuilder(TYPES).finish({ defaultSampleTypeName: 'outstanding' });
/** Options people give to -T end in 0 or 5. */
const ROUND = 5;

/** One interval report of memleak on its way to a profile; frames are rows of the tables that all reports share. */
export class Interval {
  /** Seconds of the day, as printed. */
  readonly seconds: number;
  readonly label: string;
  /** Written by the python tool, whose heading prints the limit and not the count. */
  python = false;
  private readonly top: number;
  private readonly stacks = new SequenceInterner();
  private readonly stack = new GrowableInt32(64);
  private readonly counts = new GrowableFloat64(64);
  private readonly bytes = new GrowableFloat64(64);
  private readonly blocks = {
    address: new GrowableBigUint64(8),
    size: new GrowableFloat64(8),
    sample: new GrowableInt32(8),
  };
  private looseBlockBytes = 0;

  constructor(hours: number, minutes: number, seconds: number, top: number) {
    const two = (n: number) => String(n).padStart(2, '0');
    this.seconds = hours * 3600 + minutes * 60 + seconds;
    this.label = `${two(hours)}:${two(minutes)}:${two(seconds)}`;
    this.top = top;
  }

  /** Adds a record; frames ROOT FIRST. */
  add(bytes: number, count: number, frames: Int32Array): void {
    this.stack.push(this.stacks.intern(frames, frames.length));
    this.counts.push(count);
    this.bytes.push(bytes);
  }

  /** Adds a block that `-a` lists: under the stack which is being read, or before all of them. */
  block(address: bigint, size: number, inStack: boolean): void {
    this.blocks.address.push(BigInt.asUintN(64, address));
    this.blocks.size.push(size);
    this.blocks.sample.push(inStack ? this.stack.length : NONE);
    if (!inStack) this.looseBlockBytes += size;
  }

  /** Says when the totals are lower bounds: memleak prints the largest stacks only. */
  tellCut(report: ReportBuilder): void {
    const stacks = this.stack.length;
    if (stacks < this.top || stacks === 0) return;
    const hidden = this.looseBlockBytes - sumOf(this.bytes.take());
    if (hidden > 0) report.note({ key: 'memleak.note.hidden', args: { count: this.top, bytes: hidden } });
    else if (this.looseBlockBytes > 0) return;
    else if (this.python) report.note({ key: 'memleak.note.top', args: { count: this.top } });
    else if (this.top % ROUND === 0) report.note({ key: 'memleak.note.perhapsTop', args: { count: this.top } });
  }

  /** The report with tables of its own, cut out of those that all reports share. */
  profile(excerpts: Excerpts, timeNanos: bigint): Profile {
    const { stacks, stack, blocks } = this;
    const length = stack.length;
    const rows = { length: stacks.length, offsets: stacks.offsets.take(), frames: stacks.values.take() };
    const values = [this.counts.take(), this.bytes.take()];
    return {
      ...EMPTY,
      ...excerpts.cut(rows),
      timeNanos,
      labelSets: noLabels(),
      samples: {
        length,
        stack: stack.take(),
        labels: new Int32Array(length),
        values,
        exact: values.map(exactWhereNeeded),
        time: null,
        thread: null,
      },
      ...(blocks.size.length === 0
        ? {}
        : {
            blocks: {
              length: blocks.size.length,
              address: blocks.address.take(),
              size: blocks.size.take(),
              sample: blocks.sample.take(),
            },
          }),
    };
  }
}

/** Only the empty set, in buffers of its own: every report is moved to other threads alone. */
function noLabels(): Profile['labelSets'] {
  const none = () => new Int32Array(0);
  return { length: 1, offsets: new Int32Array(2), key: none(), text: none(), num: new BigInt64Array(0), unit: none() };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}

/** Sums beyond 2^53 are added as integers. */
function exactWhereNeeded(values: Float64Array): BigInt64Array | null {
  return sumOf(values) <= Number.MAX_SAFE_INTEGER ? null : BigInt64Array.from(values, BigInt);
}
