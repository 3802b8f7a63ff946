import { ARGUMENTS, CALLS, OPERATIONS, type Operations } from './memory-events.ts';
import { noCounts, type Outstanding } from './pair-counts.ts';
import { Ranges } from './ranges.ts';

const PAGE = 4096;
const MAP_FIXED = 0x10;
const MAP_FIXED_NOREPLACE = 0x10_0000;

interface Pending {
  readonly which: number;
  readonly sample: number;
  readonly args: readonly [number, number, number];
}

const pages = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE;

/** Pairs system calls by thread and keeps the ranges that they mapped, each with the sample of its call. One process. */
export class Mappings {
  readonly counts = noCounts();
  private readonly ranges = new Ranges();
  private readonly pending = new Map<number, Pending>();
  private readonly seen = new Set<number>();
  /** Start and end of the heap of brk; NaN until a call told. */
  private heapStart = Number.NaN;
  private heapEnd = Number.NaN;

  /** `thread` is the column of thread ids of the samples. */
  constructor({ kind, sample, args }: Operations, thread: Int32Array) {
    for (let i = 0; i < kind.length; i++) {
      const operation = OPERATIONS[kind[i] as number];
      if (operation !== 'call' && operation !== 'result') continue;
      const row = sample[i] as number;
      const tid = thread[row] as number;
      const at = i * ARGUMENTS;
      const which = args[at] as number;
      if (operation === 'call') {
        if (this.pending.has(tid)) this.counts.noReturn++;
        const numbers = [args[at + 1] as number, args[at + 2] as number, args[at + 3] as number] as const;
        this.pending.set(tid, { which, sample: row, args: numbers });
      } else {
        this.result(tid, which, args[at + 1] as number);
      }
      this.seen.add(tid);
    }
    this.counts.cutOff += this.pending.size;
  }

  outstanding(): Outstanding {
    const { owner, bytes } = this.ranges.take();
    return { sample: owner, size: bytes };
  }

  private result(tid: number, which: number, value: number): void {
    const { counts } = this;
    const call = this.pending.get(tid);
    if (call === undefined || call.which !== which) {
      if (this.seen.has(tid)) counts.noEntry++;
      else counts.cutOff++;
      return;
    }
    this.pending.delete(tid);
    if (value < 0) {
      counts.failed++;
      return;
    }
    const [a, b, c] = call.args;
    const name = CALLS[which];
    if (name === 'mmap') this.map(value, value + pages(b), c, call.sample);
    else if (name === 'munmap') this.unmap(a, a + pages(b));
    else if (name === 'mremap') this.move(a, pages(b), value, pages(c), call.sample);
    else this.setBreak(value, call.sample);
  }

  private map(start: number, end: number, flags: number, sample: number): void {
    const { counts } = this;
    counts.allocated++;
    const fixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) !== 0;
    if (end > start && this.ranges.add(start, end, sample) && !fixed) counts.overwritten++;
  }

  private unmap(start: number, end: number): void {
    if (this.ranges.remove(start, end)) this.counts.freed++;
    else this.counts.unknownFrees++;
  }

  /** What moves keeps the stack that mapped it; what grows belongs to the mremap. */
  private move(from: number, oldLength: number, to: number, newLength: number, sample: number): void {
    const { ranges, counts } = this;
    const kept = ranges.within(from, from + oldLength);
    ranges.remove(from, from + oldLength);
    if (newLength === 0) return;
    if (ranges.add(to, to + newLength, sample)) counts.overwritten++;
    counts.allocated++;
    for (const { start, end, owner } of kept) {
      const target = to + (start - from);
      const targetEnd = Math.min(target + (end - start), to + newLength);
      if (targetEnd > target) ranges.add(target, targetEnd, owner);
    }
  }

  private setBreak(value: number, sample: number): void {
    const { ranges, counts } = this;
    if (Number.isNaN(this.heapStart)) this.heapStart = value;
    const before = this.heapEnd;
    this.heapEnd = value;
    if (value > before) {
      counts.allocated++;
      ranges.add(before, value, sample);
    } else if (value < before) {
      this.unmap(value, before);
    }
  }
}
