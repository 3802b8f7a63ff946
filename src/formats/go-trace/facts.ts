import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import type { ClockAnchors, ThreadRuns, Timeline, TimelineClock } from '../../model/timeline.ts';
import { GcBuilder, SeriesBuilder, StwBuilder } from '../../model/timeline-builder.ts';
import { type Goroutine, GoroutineRows, RUNNABLE, SYSCALL, WAITING } from './goroutines.ts';
import { StackTotals, TraceTables } from './tables.ts';
import { ThreadSpans } from './thread-spans.ts';
import { UserMarks } from './user-marks.ts';

/**
 * What a trace says, collected event by event: times are ns after the trace's first event. Knows nothing of the format's
 * versions.
 */
export class TraceFacts {
  readonly tables = new TraceTables();
  readonly user = new UserMarks();
  /** Blocking by reason (string id) and stack. */
  readonly blocked = new Map<number, StackTotals>();
  readonly syscalls = new StackTotals();
  readonly cgo = new StackTotals();
  readonly latency = new StackTotals();
  readonly heap = new SeriesBuilder('HeapAlloc', 'bytes');
  readonly goal = new SeriesBuilder('HeapGoal', 'bytes');
  readonly maxProcs = new SeriesBuilder('GOMAXPROCS', 'threads');
  private readonly rows = new GoroutineRows();
  private readonly gc = new GcBuilder(1);
  private openGc = -1;
  private readonly stw = new StwBuilder();
  private readonly calls = new ThreadSpans(true);
  private readonly runs = new ThreadSpans(false);
  readonly sampleTime = new GrowableFloat64();
  readonly sampleStack = new GrowableInt32();
  readonly sampleThread = new GrowableInt32();
  assists = 0;
  assistNs = 0;
  sweeps = 0;
  sweepNs = 0;
  sweptBytes = 0;
  reclaimedBytes = 0;
  /** Time of the newest event. */
  last = -1;

  /** Those that are alive, by number. */
  get goroutines(): ReadonlyMap<number, Goroutine> {
    return this.rows.alive;
  }

  /** A goroutine that is new, or was there before the trace (`created` false). */
  create(id: number, state: number, t: number, created: boolean, stack: number): Goroutine {
    const before = this.rows.alive.get(id);
    if (before !== undefined) this.rows.end(before, t);
    const g = this.rows.add(id, state, t, created, this.tables.leaf(stack));
    g.stack = stack;
    return g;
  }

  /** A goroutine changes its state; time in the old one is counted. */
  become(g: Goroutine, state: number, t: number): void {
    const old = g.state;
    const ns = this.rows.change(g, state, t);
    if (old === RUNNABLE) this.latency.add(g.stack, 1, ns);
    else if (old === WAITING) this.blockedTotals(g.reason).add(g.stack, 0, ns);
  }

  end(g: Goroutine, t: number): void {
    this.rows.end(g, t);
  }

  block(g: Goroutine, reason: number, stack: number, t: number): void {
    this.become(g, WAITING, t);
    g.reason = reason;
    g.stack = stack;
    this.blockedTotals(reason).add(stack, 1, 0);
  }

  beginSyscall(g: Goroutine, stack: number, t: number): void {
    this.become(g, SYSCALL, t);
    g.syscallStack = stack;
    g.stack = stack;
  }

  /** The call that `g` is in returns; `state` is what the goroutine does next. */
  endSyscall(g: Goroutine, state: number, thread: number, t: number): void {
    const begin = g.since;
    const stack = g.syscallStack;
    this.become(g, state, t);
    if (stack >= 0 && this.tables.isCgo.data[stack] === 1) {
      this.cgo.add(stack, 1, t - begin);
      const { calls } = this;
      const row = calls.slot();
      calls.begin[row] = begin;
      calls.end[row] = t;
      calls.thread[row] = thread;
      calls.goroutine[row] = g.id;
      calls.stack[row] = stack;
    } else {
      this.syscalls.add(stack, 1, t - begin);
    }
    g.syscallStack = -1;
  }

  /** A call that returned without a word: v1 traces do not say how long it took. */
  shortSyscall(g: Goroutine, stack: number): void {
    g.stack = stack;
    const totals = stack >= 0 && this.tables.isCgo.data[stack] === 1 ? this.cgo : this.syscalls;
    totals.add(stack, 1, 0);
  }

  /** `stack` is that of the goroutine that started the cycle: runtime.GC is the only forced way. */
  gcBegin(t: number, stack: number): void {
    const forced = stack < 0 ? null : this.tables.leaf(stack) === this.tables.strings.intern('runtime.GC');
    this.openGc = this.gc.add({ begin: t, goal: this.goal.last, heapStart: this.heap.last }, forced);
  }

  get gcRunning(): boolean {
    return this.openGc >= 0;
  }

  gcEnd(t: number): void {
    if (this.openGc < 0) return;
    this.gc.set(this.openGc, 'end', t);
    this.gc.set(this.openGc, 'live', this.heap.last);
    this.heap.keepLast();
    this.openGc = -1;
  }

  stopped(kind: number, begin: number, end: number): void {
    this.stw.add(kind, begin, end);
  }

  /** A thread held a P from `begin` to `end`. */
  ran(thread: number, begin: number, end: number): void {
    if (!(end > begin)) return;
    const { runs } = this;
    const row = runs.slot();
    runs.begin[row] = begin;
    runs.end[row] = end;
    runs.thread[row] = thread;
  }

  sample(t: number, thread: number, stack: number): void {
    this.sampleTime.push(t);
    this.sampleThread.push(thread);
    this.sampleStack.push(stack);
  }

  /** Ends the account of time at the last event. */
  finish(
    clock: TimelineClock,
    options: { readonly threadIsTid: boolean; readonly anchors: ClockAnchors | null },
    counts: Readonly<Record<string, number>>,
  ): Timeline {
    const { goroutines, series } = this.rows.finish(this.last);
    const counters = [this.heap, this.goal, this.maxProcs].filter((s) => s.n > 0).map((s) => s.finish());
    return {
      clock,
      durationNs: this.last,
      strings: this.tables.strings.finish(),
      gc: this.gc.finish(),
      stw: this.stw.finish('upper'),
      series: [...counters, ...series],
      goroutines,
      cgoCalls: {
        length: this.calls.length,
        threadIsTid: options.threadIsTid,
        ...this.calls.take(),
      },
      ...this.user.finish(),
      stacks: this.tables.finish(),
      anchors: options.anchors,
      captures: null,
      running: this.running(),
      totals: [
        { name: 'mark assist', count: this.assists, ns: this.assistNs },
        { name: 'sweep', count: this.sweeps, ns: this.sweepNs },
      ],
      counts: { ...counts, sweptBytes: this.sweptBytes, reclaimedBytes: this.reclaimedBytes },
    };
  }

  private blockedTotals(reason: number): StackTotals {
    let totals = this.blocked.get(reason);
    if (totals === undefined) this.blocked.set(reason, (totals = new StackTotals()));
    return totals;
  }

  private running(): ThreadRuns | null {
    const { length } = this.runs;
    if (length === 0) return null;
    const { begin, end, thread } = this.runs.take();
    return { length, begin, end, thread };
  }
}
