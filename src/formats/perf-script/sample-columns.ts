import { GrowableFloat64, GrowableInt32, GrowableUint16 } from '../../base/growable.ts';
import type { ProfileBuilder } from '../../model/profile-builder.ts';
import type { Task } from './header.ts';

/** The samples of a part of a recording as columns of one length. A column of values is null when no sample has one; NaN where a sample has none. */
export interface SampleTable {
  readonly stack: Int32Array;
  readonly labels: Int32Array;
  /** Row of the list of events. */
  readonly event: Uint16Array;
  readonly thread: Int32Array;
  readonly time: Float64Array | null;
  readonly period: Float64Array | null;
  readonly size: Float64Array | null;
}

const MAX_EVENTS = 0xffff;

/** A column that does not exist until the first number comes. */
class OptionalColumn {
  private column: GrowableFloat64 | null = null;

  push(row: number, value: number): void {
    if (Number.isNaN(value) && this.column === null) return;
    if (this.column === null) {
      this.column = new GrowableFloat64(Math.max(256, row * 2));
      this.column.data.fill(Number.NaN, 0, row);
      this.column.length = row;
    }
    this.column.push(value);
  }

  take(): Float64Array | null {
    return this.column?.take() ?? null;
  }
}

/** Collects samples; label sets and events are numbered once each. */
export class SampleColumns {
  readonly events: string[] = [];
  private readonly eventIds = new Map<string, number>();
  private readonly builder: ProfileBuilder;
  private readonly stack = new GrowableInt32();
  private readonly labels = new GrowableInt32();
  private readonly event = new GrowableUint16();
  private readonly thread = new GrowableInt32();
  private readonly time = new OptionalColumn();
  private readonly period = new OptionalColumn();
  private readonly size = new OptionalColumn();

  constructor(builder: ProfileBuilder) {
    this.builder = builder;
  }

  get length(): number {
    return this.stack.length;
  }

  /** Number of an event's name; beyond 65,535 names the last one stands for all. */
  eventOf(name: string): number {
    let id = this.eventIds.get(name);
    if (id === undefined) {
      id = Math.min(this.events.length, MAX_EVENTS);
      this.eventIds.set(name, id);
      if (id === this.events.length) this.events.push(name);
    }
    return id;
  }

  labelsOf(task: Task | null, event: string, address = '', object = ''): number {
    if (task === null) return 0;
    return this.builder.labelSet([
      { key: 'comm', text: task.comm },
      { key: 'tid', num: BigInt(task.tid), unit: 'tid' },
      ...(task.pid < 0 ? [] : [{ key: 'pid', num: BigInt(task.pid), unit: 'pid' }]),
      ...(task.cpu < 0 ? [] : [{ key: 'cpu', num: BigInt(task.cpu), unit: 'cpu' }]),
      ...(event === '' ? [] : [{ key: 'event', text: event }]),
      ...(address === '' ? [] : [{ key: 'address', text: address }]),
      ...(object === '' ? [] : [{ key: 'object', text: object }]),
    ]);
  }

  push(stack: number, labels: number, event: number, thread: number, time: number, period: number, size: number): void {
    const row = this.stack.push(stack);
    this.labels.push(labels);
    this.event.push(event);
    this.thread.push(thread);
    this.time.push(row, time);
    this.period.push(row, period);
    this.size.push(row, size);
  }

  /** Appends the samples of another part; `stack` and `labels` give the rows here of its rows there. */
  append(
    other: SampleTable,
    events: readonly string[],
    stack: (row: number) => number,
    labels: (row: number) => number,
  ): void {
    const eventOf = events.map((name) => this.eventOf(name));
    for (let i = 0; i < other.stack.length; i++) {
      this.push(
        stack(other.stack[i] as number),
        labels(other.labels[i] as number),
        eventOf[other.event[i] as number] ?? 0,
        other.thread[i] as number,
        other.time?.[i] ?? Number.NaN,
        other.period?.[i] ?? Number.NaN,
        other.size?.[i] ?? Number.NaN,
      );
    }
  }

  take(): SampleTable {
    return {
      stack: this.stack.take(),
      labels: this.labels.take(),
      event: this.event.take(),
      thread: this.thread.take(),
      time: this.time.take(),
      period: this.period.take(),
      size: this.size.take(),
    };
  }
}
