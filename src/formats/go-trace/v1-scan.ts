import { Cursor } from './cursor.ts';
import type { TraceTables } from './tables.ts';

export const V1 = {
  Batch: 1,
  Frequency: 2,
  Stack: 3,
  Gomaxprocs: 4,
  ProcStart: 5,
  ProcStop: 6,
  GCStart: 7,
  GCDone: 8,
  STWStart: 9,
  STWDone: 10,
  GCSweepStart: 11,
  GCSweepDone: 12,
  GoCreate: 13,
  GoStart: 14,
  GoEnd: 15,
  GoStop: 16,
  GoSched: 17,
  GoPreempt: 18,
  GoSleep: 19,
  GoBlock: 20,
  GoUnblock: 21,
  BlockFirst: 22,
  BlockLast: 27,
  GoSysCall: 28,
  GoSysExit: 29,
  GoSysBlock: 30,
  GoWaiting: 31,
  GoInSyscall: 32,
  HeapAlloc: 33,
  HeapGoal: 34,
  String: 37,
  GoStartLocal: 38,
  GoUnblockLocal: 39,
  GoSysExitLocal: 40,
  GoStartLabel: 41,
  GoBlockGC: 42,
  GCMarkAssistStart: 43,
  GCMarkAssistDone: 44,
  UserTaskCreate: 45,
  UserTaskEnd: 46,
  UserRegion: 47,
  UserLog: 48,
  CPUSample: 49,
} as const;

/** What a first pass over a v1 trace finds: its tables, and where each P's batches are. */
export interface V1Index {
  /** Ticks per second; 0 when the file ends before it. */
  frequency: number;
  readonly strings: Map<number, string>;
  readonly stacks: Map<number, number>;
  readonly streams: Map<number, { readonly time: number; readonly from: number; to: number }[]>;
  /** Bytes at the end that are no whole event. */
  lost: number;
}

/** Length-checked skip of one event; false at the end or at bytes that are none. `c` stands after the type byte. */
export function skipArguments(c: Cursor, head: number): boolean {
  const count = (head >> 6) + 1;
  if (count < 4) {
    for (let i = 0; i < count; i++) c.varint();
  } else {
    const length = c.varint();
    if (c.pos + length > c.end) return false;
    c.pos += length;
  }
  if ((head & 63) === V1.UserLog) {
    const length = c.varint();
    if (c.pos + length > c.end) return false;
    c.pos += length;
  }
  return !c.short;
}

/** First pass: the tables come last, so nothing can be read before. */
export function scanV1(buf: Uint8Array, tables: TraceTables): V1Index {
  const index: V1Index = { frequency: 0, strings: new Map(), stacks: new Map(), streams: new Map(), lost: 0 };
  const c = new Cursor(buf);
  const decoder = new TextDecoder();
  const stacksAt: number[] = [];
  let batch: { time: number; from: number; to: number } | null = null;
  while (c.pos < c.end) {
    const start = c.pos;
    const head = buf[c.pos++] as number;
    const type = head & 63;
    let good = type > 0 && type <= V1.CPUSample;
    if (good && type === V1.String) {
      const id = c.varint();
      const length = c.varint();
      good = !c.short && c.pos + length <= c.end;
      if (good) index.strings.set(id, decoder.decode(buf.subarray(c.pos, c.pos + length)));
      c.pos = Math.min(c.pos + length, c.end);
    } else if (good) {
      const args = c.pos;
      good = skipArguments(c, head);
      const after = c.pos;
      if (good && type === V1.Batch) {
        c.pos = args;
        const p = c.varint();
        const time = c.varint();
        batch = { time, from: after, to: after };
        const list = index.streams.get(p);
        if (list === undefined) index.streams.set(p, [batch]);
        else list.push(batch);
      } else if (good && type === V1.Frequency) {
        c.pos = args;
        index.frequency = c.varint();
      } else if (good && type === V1.Stack) stacksAt.push(args);
      c.pos = after;
    }
    if (!good) {
      index.lost = c.end - start;
      break;
    }
    if (batch !== null) batch.to = c.pos;
  }
  c.short = false;
  for (const at of stacksAt) readStack(c, at, index, tables);
  return index;
}

function readStack(c: Cursor, at: number, index: V1Index, tables: TraceTables): void {
  c.pos = at;
  const length = c.varint();
  const end = c.pos + length;
  const id = c.varint();
  const n = c.varint();
  const frames: number[] = [];
  for (let i = 0; i < n && c.pos < end && !c.short; i++) {
    const pc = c.varint();
    const func = index.strings.get(c.varint()) ?? '';
    const file = index.strings.get(c.varint()) ?? '';
    frames.push(tables.frame(pc, func, file, c.varint()));
  }
  index.stacks.set(id, tables.stack(frames));
}
