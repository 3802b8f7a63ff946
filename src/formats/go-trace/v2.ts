import type { ReportBuilder } from '../../model/report-builder.ts';
import type { ByteSource } from '../format.ts';
import { Cursor, MAX_ID } from './cursor.ts';
import { EV, IS_SCHEDULING, kindOf } from './events.ts';
import type { TraceFacts } from './facts.ts';
import { Frontier } from './frontier.ts';
import type { Generation, GenerationReader } from './generation.ts';
import { ALLOC_FREE, HeapObjects } from './heap-objects.ts';
import { Scheduler } from './scheduler.ts';
import type { Thread } from './thread.ts';
import { EventReader } from './v2-events.ts';
import { GenerationTables, isEvents, PAYLOAD } from './v2-tables.ts';

/** Clocks of two processors never differ by more. */
const MAX_STEP_BACK_NS = 1e7;
/** A generation takes about a second: what is an hour away from it is damage. */
const MAX_GENERATION_TICKS = 2 ** 36;

export interface V2Result {
  readonly originNs: number;
  readonly tickNs: number;
  readonly generations: number;
  readonly forced: number;
  /** Wall time read together with the clock (Go 1.25 and later). */
  readonly snapshots: readonly { readonly time: number; readonly unixNs: bigint }[];
  readonly objects: HeapObjects;
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
  private readonly tables: GenerationTables;
  private readonly scheduler: Scheduler;
  private readonly events: EventReader;
  private readonly objects = new HeapObjects();
  private readonly counts = new Float64Array(256);
  private originNs = Number.NaN;
  private generations = 0;
  private forced = 0;
  private samples = 0;
  private incomplete = 0;
  private experimental = 0;

  constructor(facts: TraceFacts, report: ReportBuilder) {
    this.facts = facts;
    this.report = report;
    this.tables = new GenerationTables(facts.tables);
    this.scheduler = new Scheduler(facts, this.tables);
    this.events = new EventReader(facts, this.tables, this.scheduler, this.objects);
  }

  generation(g: Generation): void {
    this.scheduler.begin(g.gen);
    this.generations++;
    if (!this.tables.read(g) || g.cut) this.incomplete++;
    this.readExperiments(g);
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
      const thread = this.scheduler.thread(g.thread[i] as number);
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
    this.scheduler.finish(this.facts.last);
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
      tickNs: this.tables.tickNs,
      generations: this.generations,
      forced: this.forced,
      snapshots: this.tables.snapshots,
      objects: this.objects,
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
    return Math.trunc(ticks * this.tables.tickNs) - this.originNs;
  }

  /** Events of all threads in order of time; what is not possible yet waits for what makes it so. */
  private merge(active: readonly Thread[]): void {
    const frontier = new Frontier<Thread>();
    for (const thread of active) if (thread.next()) frontier.push(thread);
    const { items } = frontier;
    const first = items[0];
    if (Number.isNaN(this.originNs) && first !== undefined) this.originNs = Math.trunc(first.time * this.tables.tickNs);
    while (items.length > 0) {
      const top = items[0] as Thread;
      if (this.run(top, frontier.secondTime())) {
        if (top.done) frontier.pop();
        else frontier.sink();
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

  /** Applies the events of one thread up to those of the next; false when its first one cannot have happened yet. */
  private run(th: Thread, until: number): boolean {
    if (!this.advance(th, false)) return false;
    while (th.next()) {
      if (th.time >= until || !this.advance(th, false)) return true;
    }
    return true;
  }

  /** Applies the next event of a thread; false when it cannot have happened yet. With `force` it has. */
  private advance(th: Thread, force: boolean): boolean {
    const { facts } = this;
    const { type } = th;
    let t = this.ns(th.time);
    // As in Go's parser no event is at or before the one before it: the clock ticks every 64 ns only.
    if (t <= facts.last && facts.last - t < MAX_STEP_BACK_NS) t = facts.last + 1;
    const happened = IS_SCHEDULING[type] === 1 ? this.scheduler.apply(th, t, force) : this.events.apply(th, t, force);
    if (!happened) return false;
    this.counts[type] = (this.counts[type] as number) + 1;
    if (t > facts.last) facts.last = t;
    return true;
  }

  private readExperiments(g: Generation): void {
    for (let i = 0; i < g.experiment.length; i++) {
      const [from, to] = [g.experimentFrom[i] as number, g.experimentTo[i] as number];
      if (g.experiment[i] !== ALLOC_FREE || !this.objects.readBatch(g, from, to)) this.experimental++;
    }
  }

  private readSamples(g: Generation): void {
    const c = new Cursor(g.buf);
    for (let i = 0; i < g.from.length; i++) {
      c.pos = g.from[i] as number;
      c.end = g.to[i] as number;
      c.short = false;
      if (g.buf[c.pos++] !== PAYLOAD.Samples) continue;
      while (c.pos < c.end && g.buf[c.pos] === 7) {
        c.pos++;
        const t = this.ns(c.varint());
        const thread = c.varint();
        c.varint();
        c.varint();
        const stack = this.tables.stackOf(c.varint());
        if (c.short) break;
        this.facts.sample(t, thread > MAX_ID ? -1 : thread, stack);
        if (t > this.facts.last) this.facts.last = t;
        this.samples++;
      }
    }
  }
}
