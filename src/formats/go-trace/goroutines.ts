import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import { GOROUTINE_STATES, type Goroutines, type TimeSeries } from '../../model/timeline.ts';
import { SeriesBuilder } from '../../model/timeline-builder.ts';

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

/** All goroutines of a trace: who is alive, a row for each that was seen, how many there are in each state. */
export class GoroutineRows {
  readonly alive = new Map<number, Goroutine>();
  private readonly count = new SeriesBuilder('goroutines', 'count');
  private readonly byState = GOROUTINE_STATES.map((s) => new SeriesBuilder(`goroutines ${s}`, 'count'));
  private readonly states = [0, 0, 0, 0];
  private nextCount = 0;
  private maxAlive = 0;
  private readonly id = new GrowableFloat64();
  private readonly created = new GrowableFloat64();
  private readonly ended = new GrowableFloat64();
  private readonly start = new GrowableInt32();
  private readonly state = new GrowableUint8();
  private readonly inState = GOROUTINE_STATES.map(() => new GrowableFloat64());

  /** `created` false: it was there before the trace. `start` is the string of its first function. */
  add(id: number, state: number, t: number, created: boolean, start: number): Goroutine {
    const row = this.id.push(id);
    this.created.push(created ? t : Number.NaN);
    this.ended.push(Number.NaN);
    this.start.push(start);
    this.state.push(state);
    for (const column of this.inState) column.push(0);
    const g = new Goroutine(id, row, state, t);
    this.alive.set(id, g);
    this.states[state] = (this.states[state] as number) + 1;
    if (this.alive.size > this.maxAlive) this.maxAlive = this.alive.size;
    this.count.push(t, this.alive.size);
    return g;
  }

  /** Ends the account of the old state; the time in it. */
  change(g: Goroutine, state: number, t: number): number {
    const old = g.state;
    const ns = t - g.since;
    this.spent(g, ns);
    const { states } = this;
    states[old] = (states[old] as number) - 1;
    states[state] = (states[state] as number) + 1;
    g.state = state;
    g.since = t;
    if (t >= this.nextCount) this.countStates(t);
    return ns;
  }

  end(g: Goroutine, t: number): void {
    this.spent(g, t - g.since);
    this.ended.data[g.row] = t;
    this.state.data[g.row] = g.state;
    this.states[g.state] = (this.states[g.state] as number) - 1;
    this.alive.delete(g.id);
    this.count.push(t, this.alive.size);
  }

  /** Ends the account of time at the last event. */
  finish(last: number): { readonly goroutines: Goroutines; readonly series: TimeSeries[] } {
    for (const g of this.alive.values()) {
      this.spent(g, last - g.since);
      this.state.data[g.row] = g.state;
    }
    return {
      goroutines: {
        length: this.id.length,
        id: this.id.take(),
        created: this.created.take(),
        ended: this.ended.take(),
        start: this.start.take(),
        state: this.state.take(),
        inState: this.inState.map((c) => c.take()),
        maxAlive: this.maxAlive,
      },
      series: [this.count, ...this.byState].filter((s) => s.n > 0).map((s) => s.finish()),
    };
  }

  private spent(g: Goroutine, ns: number): void {
    const { data } = this.inState[g.state] as GrowableFloat64;
    data[g.row] = (data[g.row] as number) + ns;
  }

  private countStates(t: number): void {
    this.nextCount = t + COUNT_EVERY_NS;
    for (let s = 0; s < this.byState.length; s++) (this.byState[s] as SeriesBuilder).push(t, this.states[s] as number);
  }
}
