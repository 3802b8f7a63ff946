import { MAX_ID } from './cursor.ts';
import { EV } from './events.ts';
import type { TraceFacts } from './facts.ts';
import { type Goroutine, RUNNABLE, RUNNING, SYSCALL, WAITING } from './goroutines.ts';
import { type Proc, Thread } from './thread.ts';
import type { GenerationTables } from './v2-tables.ts';

const PROC_RUNNING = 1;
const PROC_IDLE = 2;
const PROC_SYSCALL = 3;
const PROC_ABANDONED = 4;

/**
 * Goroutines, Ps and threads of a v2 trace. Events of different threads must wait for what makes them possible: a
 * goroutine or P is in the state that the event starts from, and its number is the next one.
 */
export class Scheduler {
  readonly threads = new Map<number, Thread>();
  private readonly procs = new Map<number, Proc>();
  private readonly facts: TraceFacts;
  private readonly tables: GenerationTables;
  private gen = 0;

  constructor(facts: TraceFacts, tables: GenerationTables) {
    this.facts = facts;
    this.tables = tables;
  }

  begin(gen: number): void {
    this.gen = gen;
  }

  thread(id: number): Thread {
    let thread = this.threads.get(id);
    if (thread === undefined) this.threads.set(id, (thread = new Thread(id)));
    return thread;
  }

  proc(id: number): Proc | undefined {
    return this.procs.get(id);
  }

  /** Applies an event of goroutines or Ps; false when it cannot have happened yet. With `force` it has. */
  apply(th: Thread, t: number, force: boolean): boolean {
    switch (th.type) {
      case EV.ProcStatus:
      case EV.ProcStart:
      case EV.ProcStop:
      case EV.ProcSteal:
        return this.applyProc(th, t, force);
      case EV.GoSyscallBegin:
      case EV.GoSyscallEnd:
      case EV.GoSyscallEndBlocked:
        return this.applySyscall(th, t, force);
      default:
        return this.applyGoroutine(th, t, force);
    }
  }

  /** Ends what is still open at the last event. */
  finish(last: number): void {
    for (const thread of this.threads.values()) this.release(thread, last);
  }

  private applySyscall(th: Thread, t: number, force: boolean): boolean {
    const { facts } = this;
    const { proc, goroutine } = th;
    if (th.type === EV.GoSyscallBegin) {
      if (proc !== null) {
        proc.status = PROC_SYSCALL;
        proc.seq = th.a;
        proc.gen = this.gen;
      }
      if (goroutine !== null) facts.beginSyscall(goroutine, this.tables.stackOf(th.b), t);
      return true;
    }
    if (th.type === EV.GoSyscallEnd) {
      if (proc !== null) proc.status = PROC_RUNNING;
      if (goroutine !== null) facts.endSyscall(goroutine, RUNNING, th.id, t);
      return true;
    }
    // The P has to be taken away first.
    if (!force && proc !== null && proc.status === PROC_SYSCALL) return false;
    if (goroutine !== null) facts.endSyscall(goroutine, RUNNABLE, th.id, t);
    th.goroutine = null;
    return true;
  }

  private applyGoroutine(th: Thread, t: number, force: boolean): boolean {
    const { facts, gen, tables } = this;
    const g = th.goroutine;
    switch (th.type) {
      case EV.GoStart: {
        const next = this.next(th, RUNNABLE, t, force);
        if (next === null) return false;
        facts.become(next, RUNNING, t);
        th.goroutine = next;
        return true;
      }
      case EV.GoUnblock: {
        const woken = this.next(th, WAITING, t, force);
        if (woken === null) return false;
        facts.become(woken, RUNNABLE, t);
        return true;
      }
      case EV.GoSwitch:
      case EV.GoSwitchDestroy: {
        const next = this.next(th, WAITING, t, force);
        if (next === null) return false;
        if (g !== null) {
          if (th.type === EV.GoSwitch) facts.block(g, 0, -1, t);
          else facts.end(g, t);
        }
        facts.become(next, RUNNING, t);
        th.goroutine = next;
        return true;
      }
      case EV.GoStop:
        if (g !== null) {
          g.stack = tables.stackOf(th.b);
          facts.become(g, RUNNABLE, t);
        }
        th.goroutine = null;
        return true;
      case EV.GoBlock:
        if (g !== null) facts.block(g, tables.stringOf(th.a), tables.stackOf(th.b), t);
        th.goroutine = null;
        return true;
      case EV.GoCreate:
      case EV.GoCreateBlocked:
        facts.create(th.a, th.type === EV.GoCreate ? RUNNABLE : WAITING, t, true, tables.stackOf(th.b)).gen = gen;
        return true;
      case EV.GoCreateSyscall: {
        const made = facts.create(th.a, SYSCALL, t, true, -1);
        made.gen = gen;
        th.goroutine = made;
        return true;
      }
      case EV.GoDestroy:
      case EV.GoDestroySyscall:
        if (g !== null) facts.end(g, t);
        th.goroutine = null;
        if (th.type === EV.GoDestroySyscall) {
          if (th.proc !== null && th.proc.status === PROC_SYSCALL) th.proc.status = PROC_ABANDONED;
          this.release(th, t);
        }
        return true;
      case EV.GoStatus:
      case EV.GoStatusStack:
        this.status(th, t);
        return true;
      default:
        return true;
    }
  }

  /** The goroutine that an event with number `th.b` is about, when it is in the state that this needs; null when not yet. */
  private next(th: Thread, state: number, t: number, force: boolean): Goroutine | null {
    const { gen } = this;
    const known = this.facts.goroutines.get(th.a);
    const ready = known !== undefined && known.state === state && known.gen === gen && known.seq + 1 === th.b;
    if (!ready && !force) return null;
    // The predecessor's own record is lost with the end of the file.
    const g = known ?? this.facts.create(th.a, state, t, false, -1);
    g.gen = gen;
    g.seq = th.b;
    return g;
  }

  /** A generation says again who is there; only in the first is it news. */
  private status(th: Thread, t: number): void {
    const { facts } = this;
    const state = th.c - 1;
    if (state < RUNNABLE || state > WAITING) return;
    const stack = th.type === EV.GoStatusStack ? this.tables.stackOf(th.d) : -1;
    let g = facts.goroutines.get(th.a);
    if (g === undefined) g = facts.create(th.a, state, t, false, -1);
    else if (g.state !== state) facts.become(g, state, t);
    if (g.stack < 0 && stack >= 0) g.stack = stack;
    g.gen = this.gen;
    g.seq = 0;
    if ((state !== RUNNING && state !== SYSCALL) || th.b > MAX_ID) return;
    this.thread(th.b).goroutine = g;
  }

  private applyProc(th: Thread, t: number, force: boolean): boolean {
    const { gen } = this;
    switch (th.type) {
      case EV.ProcStatus: {
        const proc = this.procOf(th.a);
        proc.status = th.b;
        proc.gen = gen;
        proc.seq = 0;
        if ((th.b === PROC_RUNNING || th.b === PROC_SYSCALL) && th.proc !== proc) this.hold(th, proc, t);
        return true;
      }
      case EV.ProcStart: {
        const proc = this.procs.get(th.a);
        const ready = proc !== undefined && proc.status === PROC_IDLE && proc.gen === gen && proc.seq + 1 === th.b;
        if ((!ready || th.proc !== null) && !force) return false;
        const started = this.procOf(th.a);
        started.status = PROC_RUNNING;
        started.gen = gen;
        started.seq = th.b;
        this.hold(th, started, t);
        return true;
      }
      case EV.ProcStop:
        if (th.proc !== null) th.proc.status = PROC_IDLE;
        this.release(th, t);
        return true;
      default: {
        const proc = this.procs.get(th.a);
        const stealable = proc !== undefined && (proc.status === PROC_SYSCALL || proc.status === PROC_ABANDONED);
        if (!force && !(stealable && proc.gen === gen && proc.seq + 1 === th.b)) return false;
        const stolen = this.procOf(th.a);
        stolen.status = PROC_IDLE;
        stolen.gen = gen;
        stolen.seq = th.b;
        const victim = this.threads.get(th.c);
        if (victim !== undefined && victim.proc === stolen) this.release(victim, t);
        return true;
      }
    }
  }

  private hold(th: Thread, proc: Proc, t: number): void {
    this.release(th, t);
    th.proc = proc;
    th.since = t;
  }

  private release(th: Thread, t: number): void {
    if (th.proc !== null && th.id <= MAX_ID) this.facts.ran(th.id, th.since, t);
    th.proc = null;
  }

  private procOf(id: number): Proc {
    let proc = this.procs.get(id);
    if (proc === undefined) {
      proc = { id, status: PROC_IDLE, gen: this.gen, seq: 0, sweepBegin: Number.NaN };
      this.procs.set(id, proc);
    }
    return proc;
  }
}
