import type { TraceFacts } from './facts.ts';
import { type Goroutine, RUNNABLE, RUNNING, SYSCALL, WAITING } from './goroutines.ts';
import { DEAD, type V1Order } from './v1-order.ts';
import { V1, type V1Index } from './v1-scan.ts';
import type { Stream } from './v1-stream.ts';

const OLD_STOPS = ['GC mark termination', 'GC sweep termination'];
/** Numbers of Go 1.21. */
const STOPS = [
  'unknown',
  'GC mark termination',
  'GC sweep termination',
  'write heap dump',
  'goroutine profile',
  'goroutine profile cleanup',
  'all goroutines stack trace',
  'read mem stats',
  'AllThreadsSyscall',
  'GOMAXPROCS',
  'start trace',
  'stop trace',
];
/** Events 22 to 27. */
const BLOCKS = ['chan send', 'chan receive', 'select', 'sync', 'sync.(*Cond).Wait', 'network'];

/** Applies the events of a v1 trace, in order, to the facts. */
export class V1Events {
  /** Events by number. */
  readonly counts = new Float64Array(64);
  /** ns from the file's first event to the first that is more than a list of what was there: where Go's own parser begins. */
  zero = 0;
  private zeroKnown = false;
  private starting = true;
  private stopBegin = Number.NaN;
  private stopKind = 0;
  private readonly facts: TraceFacts;
  private readonly order: V1Order;
  private readonly index: V1Index;
  private readonly stops: readonly string[];
  private readonly origin: number;
  private readonly tickNs: number;

  /** `origin` is the first event in ticks, `minor` the Go version 1.minor. */
  constructor(
    facts: TraceFacts,
    order: V1Order,
    index: V1Index,
    clock: { readonly minor: number; readonly origin: number; readonly tickNs: number },
  ) {
    this.facts = facts;
    this.order = order;
    this.index = index;
    this.stops = clock.minor >= 21 ? STOPS : OLD_STOPS;
    this.origin = clock.origin;
    this.tickNs = clock.tickNs;
  }

  private become(g: Goroutine | null, status: number): void {
    if (g !== null) this.order.set(g.id, status, false);
  }

  private block(s: Stream, reason: string, stack: number, t: number): void {
    const { facts } = this;
    if (s.goroutine !== null) facts.block(s.goroutine, facts.tables.strings.intern(reason), this.stackOf(stack), t);
    this.become(s.goroutine, WAITING);
    s.goroutine = null;
  }

  apply(s: Stream): void {
    const { facts, order } = this;
    const { type, args } = s;
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (!this.zeroKnown && type !== V1.GoCreate) {
      this.zeroKnown = true;
      this.zero = this.sinceFirst(s.time);
    }
    const t = this.ns(s.time);
    const g = s.goroutine;
    if (this.starting && type !== V1.GoCreate && type !== V1.GoWaiting && type !== V1.GoInSyscall) {
      this.starting = type === V1.ProcStart;
    }
    switch (type) {
      case V1.Gomaxprocs:
        facts.maxProcs.push(t, a);
        break;
      case V1.GCStart:
        order.cycle(a);
        if (facts.gcRunning) facts.gcEnd(t);
        facts.gcBegin(t, this.stackOf(b));
        break;
      case V1.GCDone:
        facts.gcEnd(t);
        break;
      case V1.STWStart:
        this.stopBegin = t;
        this.stopKind = facts.tables.strings.intern(this.stops[a] ?? 'unknown');
        break;
      case V1.STWDone:
        if (this.stopBegin >= 0) facts.stopped(this.stopKind, this.stopBegin, t);
        this.stopBegin = Number.NaN;
        break;
      case V1.GCSweepStart:
        s.sweepBegin = t;
        facts.sweeps++;
        break;
      case V1.GCSweepDone:
        if (s.sweepBegin >= 0) facts.sweepNs += t - s.sweepBegin;
        s.sweepBegin = Number.NaN;
        facts.sweptBytes += a;
        facts.reclaimedBytes += b;
        break;
      case V1.GoCreate:
        facts.create(a, RUNNABLE, t, !this.starting, this.stackOf(b));
        order.expect(a, 1, RUNNABLE);
        break;
      case V1.GoWaiting: {
        const other = facts.goroutines.get(a);
        if (other !== undefined) facts.become(other, WAITING, t);
        order.set(a, WAITING, true);
        break;
      }
      case V1.GoInSyscall: {
        const other = facts.goroutines.get(a);
        if (other !== undefined) facts.beginSyscall(other, -1, t);
        order.set(a, WAITING, true);
        break;
      }
      case V1.GoStart:
      case V1.GoStartLabel:
      case V1.GoStartLocal: {
        const next = facts.goroutines.get(a) ?? facts.create(a, RUNNABLE, t, false, -1);
        facts.become(next, RUNNING, t);
        s.goroutine = next;
        if (type === V1.GoStartLocal) order.set(a, RUNNING, true);
        else order.expect(a, b + 1, RUNNING);
        break;
      }
      case V1.GoEnd:
      case V1.GoStop:
        if (type === V1.GoStop) this.block(s, 'forever', a, t);
        else if (g !== null) {
          facts.end(g, t);
          this.become(g, DEAD);
        }
        s.goroutine = null;
        break;
      case V1.GoSched:
      case V1.GoPreempt:
        if (g !== null) {
          g.stack = this.stackOf(a);
          facts.become(g, RUNNABLE, t);
          this.become(g, RUNNABLE);
        }
        s.goroutine = null;
        break;
      case V1.GoSleep:
        this.block(s, 'sleep', a, t);
        break;
      case V1.GoBlock:
        this.block(s, '', a, t);
        break;
      case V1.GoBlockGC:
        this.block(s, 'GC mark assist wait for work', a, t);
        break;
      case V1.GoUnblock:
      case V1.GoUnblockLocal: {
        const other = facts.goroutines.get(a) ?? facts.create(a, WAITING, t, false, -1);
        facts.become(other, RUNNABLE, t);
        if (type === V1.GoUnblock) order.expect(a, b + 1, RUNNABLE);
        else order.set(a, RUNNABLE, true);
        break;
      }
      case V1.GoSysCall:
        // Most calls return without another event: only one that blocks has a length.
        if (g !== null) {
          g.syscallStack = this.stackOf(a);
          facts.shortSyscall(g, g.syscallStack);
        }
        break;
      case V1.GoSysBlock:
        if (g !== null) {
          facts.beginSyscall(g, g.syscallStack, t);
          this.become(g, WAITING);
        }
        s.goroutine = null;
        break;
      case V1.GoSysExit:
      case V1.GoSysExitLocal: {
        const real = type === V1.GoSysExit ? c : b;
        const other = facts.goroutines.get(a) ?? facts.create(a, SYSCALL, t, false, -1);
        const at = real === 0 ? t : Math.min(t, Math.max(this.ns(real), other.since));
        facts.endSyscall(other, RUNNABLE, -1, at);
        if (type === V1.GoSysExit) order.expect(a, b + 1, RUNNABLE);
        else order.set(a, RUNNABLE, true);
        break;
      }
      case V1.HeapAlloc:
        facts.heap.push(t, a);
        break;
      case V1.HeapGoal:
        facts.goal.push(t, a);
        break;
      case V1.GCMarkAssistStart:
        facts.assists++;
        if (g !== null) g.assistBegin = t;
        break;
      case V1.GCMarkAssistDone:
        if (g !== null && g.assistBegin >= 0) facts.assistNs += t - g.assistBegin;
        if (g !== null) g.assistBegin = Number.NaN;
        break;
      case V1.UserTaskCreate:
        facts.user.beginTask(a, this.stringOf(c), g?.id ?? Number.NaN, t);
        break;
      case V1.UserTaskEnd:
        facts.user.endTask(a, t);
        break;
      case V1.UserRegion:
        if (b === 0) facts.user.beginRegion(g, a, this.stringOf(c), t);
        else facts.user.endRegion(g, this.stringOf(c), t);
        break;
      case V1.UserLog:
        facts.user.log(t, a, this.stringOf(b), facts.tables.strings.intern(s.message()));
        break;
      case V1.CPUSample:
        facts.sample(this.ns(a), -1, this.stackOf(d));
        break;
      default:
        if (type >= V1.BlockFirst && type <= V1.BlockLast) this.block(s, BLOCKS[type - V1.BlockFirst] ?? '', a, t);
        break;
    }
    this.counts[type] = (this.counts[type] as number) + 1;
    if (t > facts.last) facts.last = t;
  }

  private stringOf(id: number): number {
    const text = this.index.strings.get(id);
    return text === undefined ? 0 : this.facts.tables.strings.intern(text);
  }

  private stackOf(id: number): number {
    return this.index.stacks.get(id) ?? -1;
  }

  private ns(ticks: number): number {
    return Math.max(0, this.sinceFirst(ticks) - this.zero);
  }

  private sinceFirst(ticks: number): number {
    return Math.trunc((ticks - this.origin) * this.tickNs);
  }
}
