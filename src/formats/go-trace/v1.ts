import type { ReportBuilder } from '../../model/report-builder.ts';
import { Cursor } from './cursor.ts';
import { type Goroutine, RUNNABLE, RUNNING, SYSCALL, type TraceFacts, WAITING } from './facts.ts';
import { Frontier } from './frontier.ts';
import { scanV1, skipArguments, V1, type V1Index } from './v1-scan.ts';

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

export interface V1Result {
  /** False when the file was cut before its frequency: times are ticks then. */
  readonly scaled: boolean;
  /** Time of the first event on the processor's tick counter. */
  readonly originNs: number;
  readonly tickNs: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Reads a v1 trace (Go 1.11 to 1.21) into `facts`. Streams are per P; the tables and the frequency stand at the end. */
export function readV1(buf: Uint8Array, minor: number, facts: TraceFacts, report: ReportBuilder): V1Result {
  const index = scanV1(buf, facts.tables);
  if (index.lost > 0 || index.frequency === 0) {
    report.fail({
      what: { key: index.frequency === 0 ? 'timeline.trace.v1cut' : 'timeline.trace.v1damaged' },
      offset: buf.length - index.lost,
      advice: { key: 'timeline.trace.cut.todo' },
    });
  }
  return new RunV1(buf, index, minor, facts, report).run();
}

/** The batches of a P. */
class Stream {
  time = 0;
  type = 0;
  readonly args: number[] = [0, 0, 0, 0, 0];
  text = 0;
  goroutine: Goroutine | null = null;
  proc = 0;
  sweepBegin = Number.NaN;
  private readonly cursor: Cursor;
  private readonly batches: readonly { readonly time: number; readonly from: number; readonly to: number }[];
  private nextBatch = 0;

  constructor(buf: Uint8Array, batches: Stream['batches'], p: number) {
    this.cursor = new Cursor(buf, 0, 0);
    this.batches = batches;
    this.proc = p;
  }

  next(): boolean {
    const { cursor } = this;
    for (;;) {
      if (cursor.pos >= cursor.end) {
        const batch = this.batches[this.nextBatch++];
        if (batch === undefined) return false;
        this.time = batch.time;
        cursor.pos = batch.from;
        cursor.end = batch.to;
        continue;
      }
      const head = cursor.buf[cursor.pos++] as number;
      const type = head & 63;
      if (type === V1.String) {
        cursor.varint();
        const length = cursor.varint();
        cursor.pos += length;
        continue;
      }
      const start = cursor.pos;
      skipArguments(cursor, head);
      const after = cursor.pos;
      if (type <= V1.Stack) continue;
      cursor.pos = start;
      let count = (head >> 6) + 1;
      let end = after;
      if (count === 4) {
        const length = cursor.varint();
        end = cursor.pos + length;
        count = 6;
      }
      this.time += cursor.varint();
      const { args } = this;
      for (let i = 0; i < 5; i++) args[i] = i + 1 < count && cursor.pos < end ? cursor.varint() : 0;
      this.type = type;
      this.text = end;
      cursor.pos = after;
      return true;
    }
  }

  /** The text after a log event. */
  message(): string {
    const c = new Cursor(this.cursor.buf, this.text, this.cursor.end);
    const length = c.varint();
    return new TextDecoder().decode(c.buf.subarray(c.pos, c.pos + length));
  }
}

const DEAD = 4;

class RunV1 {
  private readonly facts: TraceFacts;
  private readonly report: ReportBuilder;
  private readonly index: V1Index;
  private readonly minor: number;
  private readonly buf: Uint8Array;
  private readonly order = new Map<number, { seq: number; status: number }>();
  private readonly counts = new Float64Array(64);
  private tickNs = 1;
  private origin = 0;
  /** ns from the file's first event to the first that is more than a list of what was there: where Go's own parser begins. */
  private zero = 0;
  private zeroKnown = false;
  private gcSeq = -1;
  private starting = true;
  private stopBegin = Number.NaN;
  private stopKind = 0;
  private forced = 0;

  constructor(buf: Uint8Array, index: V1Index, minor: number, facts: TraceFacts, report: ReportBuilder) {
    this.buf = buf;
    this.index = index;
    this.minor = minor;
    this.facts = facts;
    this.report = report;
  }

  run(): V1Result {
    const { index, report } = this;
    if (index.frequency > 0) this.tickNs = 1e9 / index.frequency;
    const frontier = new Frontier<Stream>();
    for (const [p, batches] of index.streams) {
      const stream = new Stream(this.buf, batches, p);
      if (stream.next()) frontier.push(stream);
    }
    const { items } = frontier;
    this.origin = items[0]?.time ?? 0;
    while (items.length > 0) {
      const top = items[0] as Stream;
      if (this.ready(top)) {
        this.apply(top);
        if (top.next()) frontier.sink();
        else frontier.pop();
        continue;
      }
      frontier.rebuild();
      let moved = items.find((s) => this.ready(s));
      if (moved === undefined) {
        moved = items[0] as Stream;
        this.forced++;
      }
      this.apply(moved);
      if (!moved.next()) items.splice(items.indexOf(moved), 1);
      frontier.rebuild();
    }
    if (this.forced > 0) report.note({ key: 'timeline.trace.forced', args: { count: this.forced } });
    const events = this.counts.reduce((sum, n) => sum + n, 0);
    report.records += events;
    return {
      scaled: index.frequency > 0,
      originNs: Math.trunc(this.origin * this.tickNs) + this.zero,
      tickNs: this.tickNs,
      counts: { events, forced: this.forced },
    };
  }

  /** Whether what must have happened before the next event of a stream has happened. */
  private ready(s: Stream): boolean {
    const [id = 0, seq = 0] = s.args;
    const state = this.order.get(id);
    switch (s.type) {
      case V1.GoStart:
      case V1.GoStartLabel:
        return state !== undefined && state.status === RUNNABLE && state.seq === seq;
      case V1.GoStartLocal:
        return state !== undefined && state.status === RUNNABLE;
      case V1.GoUnblock:
      case V1.GoSysExit:
        return state !== undefined && state.status === WAITING && state.seq === seq;
      case V1.GoUnblockLocal:
      case V1.GoSysExitLocal:
        return state !== undefined && state.status === WAITING;
      case V1.GoWaiting:
      case V1.GoInSyscall:
        return state !== undefined && state.status === RUNNABLE;
      case V1.GCStart:
        return this.gcSeq < 0 || id === this.gcSeq;
      default:
        return true;
    }
  }

  private ns(ticks: number): number {
    return Math.max(0, this.sinceFirst(ticks) - this.zero);
  }

  private sinceFirst(ticks: number): number {
    return Math.trunc((ticks - this.origin) * this.tickNs);
  }

  private become(g: Goroutine | null, status: number): void {
    if (g !== null) this.set(g.id, status, false);
  }

  private set(id: number, status: number, counts: boolean): void {
    let state = this.order.get(id);
    if (state === undefined) this.order.set(id, (state = { seq: 0, status }));
    state.status = status;
    if (counts) state.seq++;
  }

  private block(s: Stream, reason: string, stack: number, t: number): void {
    const { facts } = this;
    if (s.goroutine !== null) facts.block(s.goroutine, facts.tables.strings.intern(reason), this.stackOf(stack), t);
    this.become(s.goroutine, WAITING);
    s.goroutine = null;
  }

  private apply(s: Stream): void {
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
        this.gcSeq = a + 1;
        if (facts.gcRunning) facts.gcEnd(t);
        facts.gcBegin(t, this.stackOf(b));
        break;
      case V1.GCDone:
        facts.gcEnd(t);
        break;
      case V1.STWStart:
        this.stopBegin = t;
        this.stopKind = facts.tables.strings.intern((this.minor >= 21 ? STOPS : OLD_STOPS)[a] ?? 'unknown');
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
        order.set(a, { seq: 1, status: RUNNABLE });
        break;
      case V1.GoWaiting: {
        const other = facts.goroutines.get(a);
        if (other !== undefined) facts.become(other, WAITING, t);
        this.set(a, WAITING, true);
        break;
      }
      case V1.GoInSyscall: {
        const other = facts.goroutines.get(a);
        if (other !== undefined) facts.beginSyscall(other, -1, t);
        this.set(a, WAITING, true);
        break;
      }
      case V1.GoStart:
      case V1.GoStartLabel:
      case V1.GoStartLocal: {
        const next = facts.goroutines.get(a) ?? facts.create(a, RUNNABLE, t, false, -1);
        facts.become(next, RUNNING, t);
        s.goroutine = next;
        this.set(a, RUNNING, true);
        if (type !== V1.GoStartLocal) (order.get(a) as { seq: number }).seq = b + 1;
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
        this.set(a, RUNNABLE, true);
        if (type === V1.GoUnblock) (order.get(a) as { seq: number }).seq = b + 1;
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
        this.set(a, RUNNABLE, true);
        if (type === V1.GoSysExit) (order.get(a) as { seq: number }).seq = b + 1;
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
        facts.beginTask(a, this.stringOf(c), g?.id ?? Number.NaN, t);
        break;
      case V1.UserTaskEnd:
        facts.endTask(a, t);
        break;
      case V1.UserRegion:
        if (b === 0) facts.beginRegion(g, a, this.stringOf(c), t);
        else facts.endRegion(g, this.stringOf(c), t);
        break;
      case V1.UserLog:
        facts.log(t, a, this.stringOf(b), facts.tables.strings.intern(s.message()));
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
}
