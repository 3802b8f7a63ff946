import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import type { ClockAnchors, Timeline, TimelineClock, UserSpans } from '../../model/timeline.ts';
import { GOROUTINE_STATES } from '../../model/timeline.ts';
import { GcBuilder, SeriesBuilder, StwBuilder } from '../../model/timeline-builder.ts';
import { StackTotals, TraceTables } from './tables.ts';

export const RUNNABLE = 0;
export const RUNNING = 1;
export const SYSCALL = 2;
export const WAITING = 3;

/** How often the goroutines are counted by state. */
const COUNT_EVERY_NS = 1e6;

/** A goroutine that is alive. One object each; events make none. */
export class Goroutine {
  readonly id: number;
  readonly row: number;
  state: number;
  since: number;
  /** Generation and number that the next event of another thread about it must have. */
  gen = 0;
  seq = 0;
  /** Stack at which it last stopped running, and why. */
  stack = -1;
  reason = 0;
  syscallStack = -1;
  assistBegin = Number.NaN;
  stwBegin = Number.NaN;
  stwKind = 0;
  readonly regions: number[] = [];

  constructor(id: number, row: number, state: number, since: number) {
    this.id = id;
    this.row = row;
    this.state = state;
    this.since = since;
  }
}

/**
 * What a trace says, collected event by event: times are ns after the trace's first event. Knows nothing of the format's
 * versions.
 */
export class TraceFacts {
  readonly tables = new TraceTables();
  readonly goroutines = new Map<number, Goroutine>();
  /** Blocking by reason (string id) and stack. */
  readonly blocked = new Map<number, StackTotals>();
  readonly syscalls = new StackTotals();
  readonly cgo = new StackTotals();
  readonly latency = new StackTotals();
  readonly heap = new SeriesBuilder('HeapAlloc', 'bytes');
  readonly goal = new SeriesBuilder('HeapGoal', 'bytes');
  readonly maxProcs = new SeriesBuilder('GOMAXPROCS', 'threads');
  private readonly alive = new SeriesBuilder('goroutines', 'count');
  private readonly byState = GOROUTINE_STATES.map((s) => new SeriesBuilder(`goroutines ${s}`, 'count'));
  private readonly states = [0, 0, 0, 0];
  private nextCount = 0;
  private maxAlive = 0;
  private readonly gc = new GcBuilder(1);
  private openGc = -1;
  private readonly stw = new StwBuilder();
  private readonly rowId = new GrowableFloat64();
  private readonly rowCreated = new GrowableFloat64();
  private readonly rowEnded = new GrowableFloat64();
  private readonly rowStart = new GrowableInt32();
  private readonly rowState = new GrowableUint8();
  private readonly rowTime = GOROUTINE_STATES.map(() => new GrowableFloat64());
  private readonly callBegin = new GrowableFloat64();
  private readonly callEnd = new GrowableFloat64();
  private readonly callThread = new GrowableInt32();
  private readonly callGoroutine = new GrowableFloat64();
  private readonly callStack = new GrowableInt32();
  private readonly spans = { task: new Spans(), region: new Spans() };
  private readonly openTasks = new Map<number, number>();
  private readonly logTime = new GrowableFloat64(16);
  private readonly logTask = new GrowableFloat64(16);
  private readonly logCategory = new GrowableInt32(16);
  private readonly logMessage = new GrowableInt32(16);
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

  /** A goroutine that is new, or was there before the trace (`created` false). */
  create(id: number, state: number, t: number, created: boolean, stack: number): Goroutine {
    const before = this.goroutines.get(id);
    if (before !== undefined) this.end(before, t);
    const row = this.rowId.push(id);
    this.rowCreated.push(created ? t : Number.NaN);
    this.rowEnded.push(Number.NaN);
    this.rowStart.push(this.tables.leaf(stack));
    this.rowState.push(state);
    for (const column of this.rowTime) column.push(0);
    const g = new Goroutine(id, row, state, t);
    g.stack = stack;
    this.goroutines.set(id, g);
    this.states[state] = (this.states[state] as number) + 1;
    if (this.goroutines.size > this.maxAlive) this.maxAlive = this.goroutines.size;
    this.alive.push(t, this.goroutines.size);
    return g;
  }

  /** A goroutine changes its state; time in the old one is counted. */
  become(g: Goroutine, state: number, t: number): void {
    const old = g.state;
    const column = this.rowTime[old] as GrowableFloat64;
    const ns = t - g.since;
    column.data[g.row] = (column.data[g.row] as number) + ns;
    const { states } = this;
    states[old] = (states[old] as number) - 1;
    states[state] = (states[state] as number) + 1;
    if (old === RUNNABLE) this.latency.add(g.stack, 1, ns);
    else if (old === WAITING) this.blockedTotals(g.reason).add(g.stack, 0, ns);
    g.state = state;
    g.since = t;
    if (t >= this.nextCount) this.countStates(t);
  }

  end(g: Goroutine, t: number): void {
    const column = this.rowTime[g.state] as GrowableFloat64;
    column.data[g.row] = (column.data[g.row] as number) + t - g.since;
    this.rowEnded.data[g.row] = t;
    this.rowState.data[g.row] = g.state;
    this.states[g.state] = (this.states[g.state] as number) - 1;
    this.goroutines.delete(g.id);
    this.alive.push(t, this.goroutines.size);
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
      this.callBegin.push(begin);
      this.callEnd.push(t);
      this.callThread.push(thread);
      this.callGoroutine.push(g.id);
      this.callStack.push(stack);
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

  beginTask(id: number, name: number, g: number, t: number): void {
    this.openTasks.set(id, this.spans.task.begin(name, id, g, t));
  }

  endTask(id: number, t: number): void {
    const row = this.openTasks.get(id);
    if (row !== undefined) this.spans.task.end(row, t);
    this.openTasks.delete(id);
  }

  beginRegion(g: Goroutine | null, task: number, name: number, t: number): void {
    const row = this.spans.region.begin(name, task, g?.id ?? Number.NaN, t);
    g?.regions.push(row);
  }

  endRegion(g: Goroutine | null, name: number, t: number): void {
    if (g === null) return;
    for (let i = g.regions.length - 1; i >= 0; i--) {
      const row = g.regions[i] as number;
      if (this.spans.region.nameOf(row) !== name) continue;
      this.spans.region.end(row, t);
      g.regions.length = i;
      return;
    }
  }

  log(t: number, task: number, category: number, message: number): void {
    this.logTime.push(t);
    this.logTask.push(task);
    this.logCategory.push(category);
    this.logMessage.push(message);
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
    for (const g of this.goroutines.values()) {
      const column = this.rowTime[g.state] as GrowableFloat64;
      column.data[g.row] = (column.data[g.row] as number) + this.last - g.since;
      this.rowState.data[g.row] = g.state;
    }
    const series = [this.heap, this.goal, this.maxProcs, this.alive, ...this.byState];
    return {
      clock,
      durationNs: this.last,
      strings: this.tables.strings.finish(),
      gc: this.gc.finish(),
      stw: this.stw.finish('upper'),
      series: series.filter((s) => s.n > 0).map((s) => s.finish()),
      goroutines: {
        length: this.rowId.length,
        id: this.rowId.take(),
        created: this.rowCreated.take(),
        ended: this.rowEnded.take(),
        start: this.rowStart.take(),
        state: this.rowState.take(),
        inState: this.rowTime.map((c) => c.take()),
        maxAlive: this.maxAlive,
      },
      cgoCalls: {
        length: this.callEnd.length,
        threadIsTid: options.threadIsTid,
        begin: this.callBegin.take(),
        end: this.callEnd.take(),
        thread: this.callThread.take(),
        goroutine: this.callGoroutine.take(),
        stack: this.callStack.take(),
      },
      spans: (['task', 'region'] as const).map((kind) => this.spans[kind].finish(kind)).filter((s) => s.length > 0),
      logs:
        this.logTime.length === 0
          ? null
          : {
              length: this.logTime.length,
              time: this.logTime.take(),
              task: this.logTask.take(),
              category: this.logCategory.take(),
              message: this.logMessage.take(),
            },
      stacks: this.tables.finish(),
      anchors: options.anchors,
      captures: null,
      running: null,
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

  private countStates(t: number): void {
    this.nextCount = t + COUNT_EVERY_NS;
    for (let s = 0; s < this.byState.length; s++) (this.byState[s] as SeriesBuilder).push(t, this.states[s] as number);
  }
}

/** Tasks or regions. */
class Spans {
  private readonly name = new GrowableInt32(16);
  private readonly task = new GrowableFloat64(16);
  private readonly goroutine = new GrowableFloat64(16);
  private readonly from = new GrowableFloat64(16);
  private readonly to = new GrowableFloat64(16);

  begin(name: number, task: number, goroutine: number, t: number): number {
    this.task.push(task);
    this.goroutine.push(goroutine);
    this.from.push(t);
    this.to.push(Number.NaN);
    return this.name.push(name);
  }

  end(row: number, t: number): void {
    this.to.data[row] = t;
  }

  nameOf(row: number): number {
    return this.name.data[row] as number;
  }

  finish(kind: UserSpans['kind']): UserSpans {
    return {
      length: this.name.length,
      kind,
      name: this.name.take(),
      task: this.task.take(),
      goroutine: this.goroutine.take(),
      begin: this.from.take(),
      end: this.to.take(),
    };
  }
}
