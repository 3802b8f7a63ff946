import { Cursor } from './cursor.ts';
import { ARGUMENTS } from './events.ts';
import type { Goroutine } from './goroutines.ts';

const MAX_STEP = 2 ** 36;

/** A P of the scheduler. */
export interface Proc {
  readonly id: number;
  status: number;
  gen: number;
  seq: number;
  sweepBegin: number;
}

/** An M with its batches of one generation, and the event that stands next in them. */
export class Thread {
  readonly id: number;
  /** The P it holds, and since when. */
  proc: Proc | null = null;
  since = 0;
  goroutine: Goroutine | null = null;
  /** Next event: time in ticks, number, arguments. */
  time = 0;
  type = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;
  /** This generation has no more of it. */
  done = false;
  /** Events skipped because their batch held an unknown number, and where the first of them is. */
  unknown = 0;
  unknownAt = -1;
  /** Batches: first time, from, to. */
  private readonly batches: [number, number, number][] = [];
  private nextBatch = 0;
  private readonly cursor = new Cursor(new Uint8Array(0));

  constructor(id: number) {
    this.id = id;
  }

  start(buf: Uint8Array): void {
    this.cursor.buf = buf;
    this.cursor.pos = 0;
    this.cursor.end = 0;
    this.batches.length = 0;
    this.nextBatch = 0;
    this.done = false;
  }

  add(time: number, from: number, to: number): void {
    this.batches.push([time, from, to]);
  }

  sort(): void {
    this.batches.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  }

  /** Reads the next event; false when this generation has no more of this thread. */
  next(): boolean {
    const { cursor } = this;
    for (;;) {
      if (cursor.pos >= cursor.end) {
        const batch = this.batches[this.nextBatch++];
        if (batch === undefined) {
          this.done = true;
          return false;
        }
        this.time = batch[0];
        cursor.pos = batch[1];
        cursor.end = batch[2];
        cursor.short = false;
        continue;
      }
      const { buf } = cursor;
      const type = buf[cursor.pos++] as number;
      const count = ARGUMENTS[type] as number;
      if (count === 255) {
        // How many arguments it has is not known: the rest of the batch cannot be read.
        if (this.unknown++ === 0) this.unknownAt = cursor.pos - 1;
        cursor.pos = cursor.end;
        continue;
      }
      this.type = type;
      const step = cursor.varint();
      if (step > MAX_STEP) {
        // No event is an hour after the one before it in its batch: these bytes are damaged.
        if (this.unknown++ === 0) this.unknownAt = cursor.pos - 1;
        cursor.pos = cursor.end;
        continue;
      }
      this.time += step;
      if (count > 0) {
        this.a = cursor.varint();
        if (count > 1) {
          this.b = cursor.varint();
          if (count > 2) {
            this.c = cursor.varint();
            if (count > 3) this.d = cursor.varint();
          }
        }
      }
      if (cursor.short) {
        cursor.pos = cursor.end;
        continue;
      }
      return true;
    }
  }
}
