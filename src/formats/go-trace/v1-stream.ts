import { Cursor } from './cursor.ts';
import type { Goroutine } from './goroutines.ts';
import { skipArguments, V1 } from './v1-scan.ts';

/** The batches of a P. */
export class Stream {
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
