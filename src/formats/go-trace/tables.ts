import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import { SequenceInterner } from '../../base/interners.ts';
import { StringsBuilder } from '../../model/strings.ts';
import type { TimelineStacks } from '../../model/timeline.ts';

/** Leaf of a call into C: a stub, one that also returns errno, or the allocation that C.CString, C.CBytes and C.malloc share. */
const CGO_LEAF = /(?:^|[./])_(?:C2?func_|cgo_cmalloc$)/;

/** Strings and stacks of the whole trace: those of each generation are mapped into these. Stacks are leaf first. */
export class TraceTables {
  readonly strings = new StringsBuilder();
  readonly stacks = new SequenceInterner();
  /** Per stack: 1 when its leaf is a cgo stub. */
  readonly isCgo = new GrowableUint8();
  readonly func = new GrowableInt32();
  readonly file = new GrowableInt32();
  readonly line = new GrowableInt32();
  readonly pc = new GrowableFloat64();
  private readonly frames = new Map<string, number>();
  private readonly names: string[] = [];

  frame(pc: number, func: string, file: string, line: number): number {
    const identity = `${pc} ${line} ${func} ${file}`;
    let id = this.frames.get(identity);
    if (id === undefined) {
      id = this.func.push(this.strings.intern(func));
      this.file.push(this.strings.intern(file));
      this.line.push(line);
      this.pc.push(pc);
      this.names.push(func);
      this.frames.set(identity, id);
    }
    return id;
  }

  /** The id of a stack of frames, leaf first; -1 for none. */
  stack(frames: readonly number[]): number {
    if (frames.length === 0) return -1;
    const known = this.stacks.length;
    const id = this.stacks.intern(frames, frames.length);
    if (id === known) this.isCgo.push(CGO_LEAF.test(this.names[frames[0] as number] ?? '') ? 1 : 0);
    return id;
  }

  /** String id of the leaf function of a stack: of a goroutine's first stack, its start function. */
  leaf(stack: number): number {
    if (stack < 0) return 0;
    const frame = this.stacks.values.data[this.stacks.offsets.data[stack] as number] as number;
    return this.func.data[frame] as number;
  }

  finish(): TimelineStacks {
    return {
      offsets: this.stacks.offsets.take(),
      frames: this.stacks.values.take(),
      frame: { func: this.func.take(), file: this.file.take(), line: this.line.take(), pc: this.pc.take() },
    };
  }
}

/** Count and time per stack. Row 0 is "no stack". */
export class StackTotals {
  count = new Float64Array(256);
  ns = new Float64Array(256);
  total = 0;

  add(stack: number, count: number, ns: number): void {
    const row = stack + 1;
    if (row >= this.count.length) {
      const count2 = new Float64Array(row * 2);
      const ns2 = new Float64Array(row * 2);
      count2.set(this.count);
      ns2.set(this.ns);
      this.count = count2;
      this.ns = ns2;
    }
    this.count[row] = (this.count[row] as number) + count;
    this.ns[row] = (this.ns[row] as number) + ns;
    this.total += count;
  }
}
