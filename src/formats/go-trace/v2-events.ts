import { EV } from './events.ts';
import type { TraceFacts } from './facts.ts';
import type { HeapObjects } from './heap-objects.ts';
import type { Scheduler } from './scheduler.ts';
import type { Thread } from './thread.ts';
import type { GenerationTables } from './v2-tables.ts';

/** Events of the collector, of counters, of the user and of the object experiment; they wait for nothing but the collector's own order. */
export class EventReader {
  private readonly facts: TraceFacts;
  private readonly tables: GenerationTables;
  private readonly scheduler: Scheduler;
  private readonly objects: HeapObjects;

  constructor(facts: TraceFacts, tables: GenerationTables, scheduler: Scheduler, objects: HeapObjects) {
    this.facts = facts;
    this.tables = tables;
    this.scheduler = scheduler;
    this.objects = objects;
  }

  /** False when the event cannot have happened yet. With `force` it has. */
  apply(th: Thread, t: number, force: boolean): boolean {
    const { facts, tables } = this;
    const g = th.goroutine;
    switch (th.type) {
      case EV.HeapAlloc:
        facts.heap.push(t, th.a);
        return true;
      case EV.GCSweepBegin:
      case EV.GCSweepEnd:
      case EV.GCSweepActive:
        this.sweep(th, t);
        return true;
      case EV.GCActive:
      case EV.GCBegin:
      case EV.GCEnd:
        return this.cycle(th, t, force);
      case EV.STWBegin:
        if (g !== null) {
          g.stwBegin = t;
          g.stwKind = tables.stringOf(th.a);
        }
        return true;
      case EV.STWEnd:
        if (g !== null && g.stwBegin >= 0) {
          facts.stopped(g.stwKind, g.stwBegin, t);
          g.stwBegin = Number.NaN;
        }
        return true;
      case EV.GCMarkAssistActive: {
        const other = facts.goroutines.get(th.a);
        if (other !== undefined && Number.isNaN(other.assistBegin)) other.assistBegin = t;
        return true;
      }
      case EV.GCMarkAssistBegin:
        facts.assists++;
        if (g !== null) g.assistBegin = t;
        return true;
      case EV.GCMarkAssistEnd:
        if (g !== null && g.assistBegin >= 0) facts.assistNs += t - g.assistBegin;
        if (g !== null) g.assistBegin = Number.NaN;
        return true;
      case EV.HeapGoal:
        facts.goal.push(t, th.a);
        return true;
      case EV.ProcsChange:
        facts.maxProcs.push(t, th.a);
        return true;
      case EV.UserTaskBegin:
        facts.user.beginTask(th.a, tables.stringOf(th.c), g?.id ?? Number.NaN, t);
        return true;
      case EV.UserTaskEnd:
        facts.user.endTask(th.a, t);
        return true;
      case EV.UserRegionBegin:
        facts.user.beginRegion(g, th.a, tables.stringOf(th.b), t);
        return true;
      case EV.UserRegionEnd:
        facts.user.endRegion(g, tables.stringOf(th.b), t);
        return true;
      case EV.UserLog:
        facts.user.log(t, th.a, tables.stringOf(th.b), tables.stringOf(th.c));
        return true;
      default:
        if (th.type >= EV.Span) this.objects.apply(th, t);
        return true;
    }
  }

  private sweep(th: Thread, t: number): void {
    const { facts } = this;
    const { proc } = th;
    if (th.type === EV.GCSweepBegin) {
      if (proc !== null) proc.sweepBegin = t;
      facts.sweeps++;
    } else if (th.type === EV.GCSweepEnd) {
      if (proc !== null && proc.sweepBegin >= 0) facts.sweepNs += t - proc.sweepBegin;
      if (proc !== null) proc.sweepBegin = Number.NaN;
      facts.sweptBytes += th.a;
      facts.reclaimedBytes += th.b;
    } else {
      const active = this.scheduler.proc(th.a);
      if (active !== undefined && Number.isNaN(active.sweepBegin)) active.sweepBegin = t;
    }
  }

  private cycle(th: Thread, t: number, force: boolean): boolean {
    const { facts } = this;
    if (th.type === EV.GCActive) {
      if (!facts.gcRunning) facts.gcBegin(t, -1);
      return true;
    }
    const begins = th.type === EV.GCBegin;
    if (facts.gcRunning === begins && !force) return false;
    if (facts.gcRunning) facts.gcEnd(t);
    if (begins) facts.gcBegin(t, this.tables.stackOf(th.b));
    return true;
  }
}
