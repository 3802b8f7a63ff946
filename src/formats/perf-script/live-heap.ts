import { ARGUMENTS, FUNCTION_COUNT, OPERATIONS, type Operations, REALLOC, REALLOCARRAY } from './memory-events.ts';
import { noCounts, type Outstanding } from './pair-counts.ts';

/** In place of a call that has returned. */
const RETURNED = -1;

/**
 * Pairs calls with the next return of the same function and thread, and blocks with their frees. Calls are known by the
 * row of their operation.
 */
export class LiveHeap {
  readonly counts = noCounts();
  private readonly operations: Operations;
  private readonly thread: Int32Array;
  /** Address → call that got it. */
  private readonly live = new Map<number, number>();
  /** Calls that have not returned, by thread and function; RETURNED behind a return. */
  private readonly pending = new Map<number, number>();
  /** Call of realloc → call that got the block which it took away. */
  private readonly moved = new Map<number, number>();

  /** `thread` is the column of thread ids of the samples. */
  constructor(operations: Operations, thread: Int32Array) {
    this.operations = operations;
    this.thread = thread;
    const { kind, args } = operations;
    for (let i = 0; i < kind.length; i++) {
      const operation = OPERATIONS[kind[i] as number];
      const a = args[i * ARGUMENTS] as number;
      if (operation === 'enter') this.enter(i, a);
      else if (operation === 'exit') this.exit(i, a, args[i * ARGUMENTS + 1] as number);
      else if (operation === 'free') this.free(a);
    }
    for (const call of this.pending.values()) if (call !== RETURNED) this.counts.cutOff++;
  }

  outstanding(): Outstanding {
    const { live, operations } = this;
    const sample = new Int32Array(live.size);
    const size = new Float64Array(live.size);
    let row = 0;
    for (const call of live.values()) {
      sample[row] = operations.sample[call] as number;
      size[row++] = this.sizeOf(call);
    }
    return { sample, size };
  }

  private enter(call: number, func: number): void {
    const { counts, live, pending } = this;
    const key = this.keyOf(call, func);
    if ((pending.get(key) ?? RETURNED) !== RETURNED) counts.noReturn++;
    pending.set(key, call);
    const old = this.operations.args[call * ARGUMENTS + 2] as number;
    if (!(old > 0)) return;
    // The old block is gone while realloc runs: another thread may get its address before the return is seen.
    const known = live.get(old);
    if (known === undefined) {
      counts.unknownFrees++;
    } else {
      live.delete(old);
      this.moved.set(call, known);
    }
  }

  private exit(at: number, func: number, block: number): void {
    const { counts, live, pending } = this;
    const key = this.keyOf(at, func);
    const call = pending.get(key);
    pending.set(key, RETURNED);
    if (call === undefined) {
      counts.cutOff++;
    } else if (call === RETURNED) {
      counts.noEntry++;
    } else if (Number.isNaN(block)) {
      counts.noAddress++;
    } else if (block <= 0) {
      this.failed(call, func);
    } else {
      // A call within this one got the block first: realloc of nothing asks malloc.
      if ((live.get(block) ?? call) < call) counts.overwritten++;
      counts.allocated++;
      if (this.moved.delete(call)) counts.freed++;
      live.set(block, call);
    }
  }

  private failed(call: number, func: number): void {
    const moved = this.moved.get(call);
    this.moved.delete(call);
    if ((func === REALLOC || func === REALLOCARRAY) && this.sizeOf(call) === 0) {
      if (moved !== undefined) this.counts.freed++;
      return;
    }
    this.counts.failed++;
    // A realloc that fails leaves its block alone.
    if (moved !== undefined) this.live.set(this.operations.args[call * ARGUMENTS + 2] as number, moved);
  }

  private free(block: number): void {
    if (!(block > 0)) return;
    if (this.live.delete(block)) this.counts.freed++;
    else this.counts.unknownFrees++;
  }

  private keyOf(operation: number, func: number): number {
    const tid = this.thread[this.operations.sample[operation] as number] as number;
    return tid * FUNCTION_COUNT + func;
  }

  private sizeOf(call: number): number {
    const size = this.operations.args[call * ARGUMENTS + 1] as number;
    return Number.isNaN(size) ? 0 : size;
  }
}
