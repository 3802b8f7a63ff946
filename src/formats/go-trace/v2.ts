import type { ReportBuilder } from '../../model/report-builder.ts';
import type { ByteSource } from '../format.ts';
import { Cursor, MAX_ID } from './cursor.ts';
import { EV, kindOf } from './events.ts';
import { type Goroutine, RUNNABLE, RUNNING, SYSCALL, type TraceFacts, WAITING } from './facts.ts';
import { Frontier } from './frontier.ts';
import type { Generation, GenerationReader } from './generation.ts';
import { type Proc, Thread } from './thread.ts';

/** Clock of every system but Windows: nanotime / 64. */
const DEFAULT_FREQUENCY = 15_625_000;
const PROC_RUNNING = 1;
const PROC_IDLE = 2;
const PROC_SYSCALL = 3;
const PROC_ABANDONED = 4;
/** Clocks of two processors never differ by more. */
const MAX_STEP_BACK_NS = 1e7;
/** A generation takes about a second: what is an hour away from it is damage. */
const MAX_GENERATION_TICKS = 2 ** 36;
/** Names that every generation numbers alike: they survive when a file is cut before its tables. */
const FIXED_STRINGS = 22;

export interface V2Result {
  readonly originNs: number;
  readonly tickNs: number;
  readonly generations: number;
  readonly forced: number;
  /** Wall time read together with the clock (Go 1.25 and later). */
  readonly snapshots: readonly { readonly time: number; readonly unixNs: bigint }[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Reads the generations of a v2 trace (Go 1.22 and later) into `facts`. */
export async function readV2(
  reader: GenerationReader,
  source: ByteSource,
  facts: TraceFacts,
  report: ReportBuilder,
): Promise<V2Result> {
  const run = new Run(facts, report);
  for (let g = await reader.next(); g !== null; g = await reader.next()) run.generation(g);
  if (source.problem !== null) report.fail(source.problem);
  return run.finish();
}

class Run {
  private readonly facts: TraceFacts;
  private readonly report: ReportBuilder;
  private readonly threads = new Map<number, Thread>();
  private readonly procs = new Map<number, Proc>();
  private readonly counts = new Float64Array(256);
  private readonly fixed: (number | undefined)[] = [];
  private strings = new Map<number, number>();
  private stacks = new Map<number, number>();
  private gen = 0;
  private tickNs = 1e9 / DEFAULT_FREQUENCY;
  private originNs = Number.NaN;
  private generations = 0;
  private forced = 0;
  private samples = 0;
  private incomplete = 0;
  private experimental = 0;
  private readonly snapshots: { time: number; unixNs: bigint }[] = [];

  constructor(facts: TraceFacts, report: ReportBuilder) {
    this.facts = facts;
    this.report = report;
  }

  generation(g: Generation): void {
    this.gen = g.gen;
    this.generations++;
    this.experimental += g.experimental;
    const tables = this.readTables(g);
    if (!tables || g.cut) this.incomplete++;
    const active: Thread[] = [];
    const seen = new Set<Thread>();
    let first = Number.NaN;
    for (let i = 0; i < g.from.length; i++) {
      const time = g.time[i] as number;
      if (!isEvents(g.buf[g.from[i] as number] as number)) continue;
      if (Number.isNaN(first)) first = time;
      if (Math.abs(time - first) > MAX_GENERATION_TICKS) {
        this.report.skip({ key: 'timeline.trace.absurd' }, { offset: g.base + (g.from[i] as number) });
        this.incomplete++;
        continue;
      }
      const id = g.thread[i] as number;
      let thread = this.threads.get(id);
      if (thread === undefined) this.threads.set(id, (thread = new Thread(id)));
      if (!seen.has(thread)) {
        seen.add(thread);
        thread.start(g.buf);
        active.push(thread);
      }
      thread.add(time, g.from[i] as number, g.to[i] as number);
    }
    for (const thread of active) thread.sort();
    this.merge(active);
    this.readSamples(g);
    for (const thread of active) this.forget(thread, g);
  }

  finish(): V2Result {
    const { report } = this;
    const kinds: Record<string, number> = {};
    let events = 0;
    for (let type = 0; type < 256; type++) {
      const n = this.counts[type] as number;
      if (n === 0) continue;
      // Go's parser makes two transitions of a switch from one goroutine to another.
      const times = type === EV.GoSwitch || type === EV.GoSwitchDestroy ? 2 : 1;
      const kind = kindOf(type);
      kinds[kind] = (kinds[kind] ?? 0) + n * times;
      events += n * times;
    }
    if (this.samples > 0) kinds.StackSample = this.samples;
    if (this.generations > 0) kinds.Sync = this.generations;
    kinds.events = events + this.samples + this.generations;
    report.records += kinds.events;
    if (this.experimental > 0) {
      report.note({ key: 'timeline.trace.experimental', args: { count: this.experimental } });
    }
    if (this.incomplete > 0) {
      report.fail({
        what: { key: 'timeline.trace.cut', args: { forced: this.forced } },
        advice: { key: 'timeline.trace.cut.todo' },
      });
    } else if (this.forced > 0) report.note({ key: 'timeline.trace.forced', args: { count: this.forced } });
    return {
      originNs: Number.isNaN(this.originNs) ? 0 : this.originNs,
      tickNs: this.tickNs,
      generations: this.generations,
      forced: this.forced,
      snapshots: this.snapshots,
      counts: { ...kinds, forced: this.forced, generations: this.generations },
    };
  }

  private forget(thread: Thread, g: Generation): void {
    if (thread.unknown === 0) return;
    this.report.skip({ key: 'timeline.trace.unknown' }, { offset: g.base + thread.unknownAt }, thread.unknown);
    thread.unknown = 0;
    thread.unknownAt = -1;
  }

  private ns(ticks: number): number {
    return Math.trunc(ticks * this.tickNs) - this.originNs;
  }

  /** Events of all threads in order of time; what is not possible yet waits for what makes it so. */
  private merge(active: readonly Thread[]): void {
    const frontier = new Frontier<Thread>();
    for (const thread of active) if (thread.next()) frontier.push(thread);
    const { items } = frontier;
    const first = items[0];
    if (Number.isNaN(this.originNs) && first !== undefined) this.originNs = Math.trunc(first.time * this.tickNs);
    while (items.length > 0) {
      const top = items[0] as Thread;
      if (this.advance(top, false)) {
        if (top.next()) frontier.sink();
        else frontier.pop();
        continue;
      }
      // Nearly never: on one event of a million the clocks of two threads disagree with what must have happened.
      frontier.rebuild();
      let moved: Thread | undefined = items.find((t, i) => i > 0 && this.advance(t, false));
      if (moved === undefined) {
        moved = items[0] as Thread;
        this.forced++;
        this.advance(moved, true);
      }
      if (!moved.next()) items.splice(items.indexOf(moved), 1);
      frontier.rebuild();
    }
  }

  /** Applies the next event of a thread; false when it cannot have happened yet. With `force` it has. */
  private advance(th: Thread, force: boolean): boolean {
    const { facts, gen } = this;
    const { type } = th;
    let t = this.ns(th.time);
    // As in Go's parser no event is at or before the one before it: the clock ticks every 64 ns only.
    if (t <= facts.last && facts.last - t < MAX_STEP_BACK_NS) t = facts.last + 1;
    const g = th.goroutine;
    switch (type) {
      case EV.HeapAlloc:
        facts.heap.push(t, th.a);
        break;
      case EV.GCSweepBegin:
        if (th.proc !== null) th.proc.sweepBegin = t;
        facts.sweeps++;
        break;
      case EV.GCSweepEnd: {
        const { proc } = th;
        if (proc !== null && proc.sweepBegin >= 0) facts.sweepNs += t - proc.sweepBegin;
        if (proc !== null) proc.sweepBegin = Number.NaN;
        facts.sweptBytes += th.a;
        facts.reclaimedBytes += th.b;
        break;
      }
      case EV.GCSweepActive: {
        const proc = this.procs.get(th.a);
        if (proc !== undefined && Number.isNaN(proc.sweepBegin)) proc.sweepBegin = t;
        break;
      }
      case EV.GoSyscallBegin:
        if (th.proc !== null) {
          th.proc.status = PROC_SYSCALL;
          th.proc.seq = th.a;
          th.proc.gen = gen;
        }
        if (g !== null) facts.beginSyscall(g, this.stackOf(th.b), t);
        break;
      case EV.GoSyscallEnd:
        if (th.proc !== null) th.proc.status = PROC_RUNNING;
        if (g !== null) facts.endSyscall(g, RUNNING, th.id, t);
        break;
      case EV.GoSyscallEndBlocked:
        if (!force && th.proc !== null && th.proc.status === PROC_SYSCALL) return false;
        if (g !== null) facts.endSyscall(g, RUNNABLE, th.id, t);
        th.goroutine = null;
        break;
      case EV.GoStart: {
        const next = facts.goroutines.get(th.a);
        const ready = next !== undefined && next.state === RUNNABLE && next.gen === gen && next.seq + 1 === th.b;
        if (!ready && !force) return false;
        const started = next ?? this.fabricate(th.a, RUNNABLE, t);
        started.gen = gen;
        started.seq = th.b;
        facts.become(started, RUNNING, t);
        th.goroutine = started;
        break;
      }
      case EV.GoStop:
        if (g !== null) {
          g.stack = this.stackOf(th.b);
          facts.become(g, RUNNABLE, t);
        }
        th.goroutine = null;
        break;
      case EV.GoBlock:
        if (g !== null) facts.block(g, this.stringOf(th.a), this.stackOf(th.b), t);
        th.goroutine = null;
        break;
      case EV.GoUnblock: {
        const other = facts.goroutines.get(th.a);
        const ready = other !== undefined && other.state === WAITING && other.gen === gen && other.seq + 1 === th.b;
        if (!ready && !force) return false;
        const woken = other ?? this.fabricate(th.a, WAITING, t);
        woken.gen = gen;
        woken.seq = th.b;
        facts.become(woken, RUNNABLE, t);
        break;
      }
      case EV.GoSwitch:
      case EV.GoSwitchDestroy: {
        const other = facts.goroutines.get(th.a);
        const ready = other !== undefined && other.state === WAITING && other.gen === gen && other.seq + 1 === th.b;
        if (!ready && !force) return false;
        if (g !== null) {
          if (type === EV.GoSwitch) facts.block(g, 0, -1, t);
          else facts.end(g, t);
        }
        const next = other ?? this.fabricate(th.a, WAITING, t);
        next.gen = gen;
        next.seq = th.b;
        facts.become(next, RUNNING, t);
        th.goroutine = next;
        break;
      }
      case EV.GoCreate:
      case EV.GoCreateBlocked: {
        const state = type === EV.GoCreate ? RUNNABLE : WAITING;
        const made = facts.create(th.a, state, t, true, this.stackOf(th.b));
        made.gen = gen;
        break;
      }
      case EV.GoCreateSyscall: {
        const made = facts.create(th.a, SYSCALL, t, true, -1);
        made.gen = gen;
        th.goroutine = made;
        break;
      }
      case EV.GoDestroy:
        if (g !== null) facts.end(g, t);
        th.goroutine = null;
        break;
      case EV.GoDestroySyscall:
        if (g !== null) facts.end(g, t);
        th.goroutine = null;
        if (th.proc !== null && th.proc.status === PROC_SYSCALL) th.proc.status = PROC_ABANDONED;
        th.proc = null;
        break;
      case EV.GoStatus:
      case EV.GoStatusStack:
        this.status(th, t);
        break;
      case EV.ProcStatus: {
        const proc = this.procOf(th.a);
        proc.status = th.b;
        proc.gen = gen;
        proc.seq = 0;
        if (th.b === PROC_RUNNING || th.b === PROC_SYSCALL) th.proc = proc;
        break;
      }
      case EV.ProcStart: {
        const proc = this.procs.get(th.a);
        const ready = proc !== undefined && proc.status === PROC_IDLE && proc.gen === gen && proc.seq + 1 === th.b;
        if ((!ready || th.proc !== null) && !force) return false;
        const started = this.procOf(th.a);
        started.status = PROC_RUNNING;
        started.gen = gen;
        started.seq = th.b;
        th.proc = started;
        break;
      }
      case EV.ProcStop:
        if (th.proc !== null) th.proc.status = PROC_IDLE;
        th.proc = null;
        break;
      case EV.ProcSteal: {
        const proc = this.procs.get(th.a);
        const stealable = proc !== undefined && (proc.status === PROC_SYSCALL || proc.status === PROC_ABANDONED);
        if (!force && !(stealable && proc.gen === gen && proc.seq + 1 === th.b)) return false;
        const stolen = this.procOf(th.a);
        stolen.status = PROC_IDLE;
        stolen.gen = gen;
        stolen.seq = th.b;
        const victim = this.threads.get(th.c);
        if (victim !== undefined && victim.proc === stolen) victim.proc = null;
        break;
      }
      case EV.ProcsChange:
        facts.maxProcs.push(t, th.a);
        break;
      case EV.STWBegin:
        if (g !== null) {
          g.stwBegin = t;
          g.stwKind = this.stringOf(th.a);
        }
        break;
      case EV.STWEnd:
        if (g !== null && g.stwBegin >= 0) {
          facts.stopped(g.stwKind, g.stwBegin, t);
          g.stwBegin = Number.NaN;
        }
        break;
      case EV.GCActive:
        if (!facts.gcRunning) facts.gcBegin(t, -1);
        break;
      case EV.GCBegin:
        if (facts.gcRunning) {
          if (!force) return false;
          facts.gcEnd(t);
        }
        facts.gcBegin(t, this.stackOf(th.b));
        break;
      case EV.GCEnd:
        if (!facts.gcRunning && !force) return false;
        facts.gcEnd(t);
        break;
      case EV.GCMarkAssistActive: {
        const other = facts.goroutines.get(th.a);
        if (other !== undefined && Number.isNaN(other.assistBegin)) other.assistBegin = t;
        break;
      }
      case EV.GCMarkAssistBegin:
        facts.assists++;
        if (g !== null) g.assistBegin = t;
        break;
      case EV.GCMarkAssistEnd:
        if (g !== null && g.assistBegin >= 0) facts.assistNs += t - g.assistBegin;
        if (g !== null) g.assistBegin = Number.NaN;
        break;
      case EV.HeapGoal:
        facts.goal.push(t, th.a);
        break;
      case EV.UserTaskBegin:
        facts.beginTask(th.a, this.stringOf(th.c), g?.id ?? Number.NaN, t);
        break;
      case EV.UserTaskEnd:
        facts.endTask(th.a, t);
        break;
      case EV.UserRegionBegin:
        facts.beginRegion(g, th.a, this.stringOf(th.b), t);
        break;
      case EV.UserRegionEnd:
        facts.endRegion(g, this.stringOf(th.b), t);
        break;
      case EV.UserLog:
        facts.log(t, th.a, this.stringOf(th.b), this.stringOf(th.c));
        break;
      default:
        break;
    }
    this.counts[type] = (this.counts[type] as number) + 1;
    if (t > facts.last) facts.last = t;
    return true;
  }

  /** A generation says again who is there; only in the first is it news. */
  private status(th: Thread, t: number): void {
    const { facts } = this;
    const state = th.c - 1;
    if (state < RUNNABLE || state > WAITING) return;
    const stack = th.type === EV.GoStatusStack ? this.stackOf(th.d) : -1;
    let g = facts.goroutines.get(th.a);
    if (g === undefined) g = facts.create(th.a, state, t, false, -1);
    else if (g.state !== state) facts.become(g, state, t);
    if (g.stack < 0 && stack >= 0) g.stack = stack;
    g.gen = this.gen;
    g.seq = 0;
    if ((state !== RUNNING && state !== SYSCALL) || th.b > MAX_ID) return;
    let owner = this.threads.get(th.b);
    if (owner === undefined) this.threads.set(th.b, (owner = new Thread(th.b)));
    owner.goroutine = g;
  }

  /** The predecessor of an event whose own record is lost with the end of the file. */
  private fabricate(id: number, state: number, t: number): Goroutine {
    const g = this.facts.create(id, state, t, false, -1);
    g.gen = this.gen;
    return g;
  }

  private procOf(id: number): Proc {
    let proc = this.procs.get(id);
    if (proc === undefined) {
      proc = { id, status: PROC_IDLE, gen: this.gen, seq: 0, sweepBegin: Number.NaN };
      this.procs.set(id, proc);
    }
    return proc;
  }

  private stringOf(id: number): number {
    return this.strings.get(id) ?? this.fixed[id] ?? 0;
  }

  private stackOf(id: number): number {
    return this.stacks.get(id) ?? -1;
  }

  /** Strings, stacks and frequency of a generation. False when some are missing: the file was cut. */
  private readTables(g: Generation): boolean {
    this.strings = new Map();
    this.stacks = new Map();
    let clock = false;
    let strings = false;
    const raw = new Map<number, string>();
    const decoder = new TextDecoder();
    const c = new Cursor(g.buf);
    const stackBatches: number[] = [];
    for (let i = 0; i < g.from.length; i++) {
      c.pos = g.from[i] as number;
      c.end = g.to[i] as number;
      c.short = false;
      switch (g.buf[c.pos]) {
        case 2:
          stackBatches.push(i);
          break;
        case 4:
          strings = true;
          c.pos++;
          while (c.pos < c.end && g.buf[c.pos] === 5) {
            c.pos++;
            const id = c.varint();
            const length = c.varint();
            if (c.short || c.pos + length > c.end) break;
            const text = decoder.decode(g.buf.subarray(c.pos, c.pos + length));
            c.pos += length;
            raw.set(id, text);
            const known = this.facts.tables.strings.intern(text);
            this.strings.set(id, known);
            if (id <= FIXED_STRINGS) this.fixed[id] = known;
          }
          break;
        case 8:
          c.pos++;
          clock = this.frequency(c.varint()) || clock;
          break;
        case 50:
          clock = this.sync(c) || clock;
          break;
        default:
          break;
      }
    }
    for (const i of stackBatches) this.readStacks(c, g.from[i] as number, g.to[i] as number, raw);
    return clock && strings;
  }

  private frequency(f: number): boolean {
    if (f <= 0) return false;
    this.tickNs = 1e9 / f;
    return true;
  }

  /** Go 1.25 and later: frequency, and the clock with the wall time. */
  private sync(c: Cursor): boolean {
    let good = false;
    c.pos++;
    let snapshot: { dt: number; mono: number; unixNs: bigint } | null = null;
    while (c.pos < c.end && !c.short) {
      const type = c.buf[c.pos++];
      if (type === 8) good = this.frequency(c.varint()) || good;
      else if (type === 51) {
        const dt = c.varint();
        const mono = c.varint();
        const seconds = c.varint();
        const nanos = c.varint();
        if (!c.short) snapshot = { dt, mono, unixNs: BigInt(seconds) * 1_000_000_000n + BigInt(nanos) };
      } else break;
    }
    if (snapshot !== null) this.snapshots.push({ time: snapshot.mono, unixNs: snapshot.unixNs });
    return good;
  }

  private readStacks(c: Cursor, from: number, to: number, raw: ReadonlyMap<number, string>): void {
    const { tables } = this.facts;
    c.pos = from + 1;
    c.end = to;
    c.short = false;
    const frames: number[] = [];
    while (c.pos < c.end && c.buf[c.pos] === 3) {
      c.pos++;
      const id = c.varint();
      const n = c.varint();
      if (n > 1024) return;
      frames.length = 0;
      for (let i = 0; i < n && !c.short; i++) {
        const pc = c.varint();
        const func = raw.get(c.varint()) ?? '';
        const file = raw.get(c.varint()) ?? '';
        frames.push(tables.frame(pc, func, file, c.varint()));
      }
      if (c.short) return;
      this.stacks.set(id, tables.stack(frames));
    }
  }

  private readSamples(g: Generation): void {
    const c = new Cursor(g.buf);
    for (let i = 0; i < g.from.length; i++) {
      c.pos = g.from[i] as number;
      c.end = g.to[i] as number;
      c.short = false;
      if (g.buf[c.pos++] !== 6) continue;
      while (c.pos < c.end && g.buf[c.pos] === 7) {
        c.pos++;
        const t = this.ns(c.varint());
        const thread = c.varint();
        c.varint();
        c.varint();
        const stack = this.stackOf(c.varint());
        if (c.short) break;
        this.facts.sample(t, thread > MAX_ID ? -1 : thread, stack);
        if (t > this.facts.last) this.facts.last = t;
        this.samples++;
      }
    }
  }
}

/** First byte of a payload: tables and samples have numbers of their own. */
function isEvents(first: number): boolean {
  return first !== 2 && first !== 4 && first !== 6 && first !== 8 && first !== 50;
}
