import { Cursor } from './cursor.ts';
import type { Generation } from './generation.ts';
import type { TraceTables } from './tables.ts';

/** Clock of every system but Windows: nanotime / 64. */
const DEFAULT_FREQUENCY = 15_625_000;
/** Names that every generation numbers alike: they survive when a file is cut before its tables. */
const FIXED_STRINGS = 22;
const MAX_FRAMES = 1024;
const MAX_DENSE = 1 << 20;

/** Kinds of payload that are no events, by their first byte. */
export const PAYLOAD = { Stacks: 2, Strings: 4, Samples: 6, Frequency: 8, Sync: 50 } as const;

/** First byte of a payload: tables and samples have numbers of their own. */
export function isEvents(first: number): boolean {
  return (
    first !== PAYLOAD.Stacks &&
    first !== PAYLOAD.Strings &&
    first !== PAYLOAD.Samples &&
    first !== PAYLOAD.Frequency &&
    first !== PAYLOAD.Sync
  );
}

/** Strings, stacks and clock of the generation that is being read, mapped to the rows of the whole trace. */
export class GenerationTables {
  tickNs = 1e9 / DEFAULT_FREQUENCY;
  /** Wall time read together with the clock (Go 1.25 and later). */
  readonly snapshots: { time: number; unixNs: bigint }[] = [];
  private readonly tables: TraceTables;
  private readonly fixed: (number | undefined)[] = [];
  private strings = new Map<number, number>();
  /** Numbers of stacks are small and dense: a column is much faster than a map. Row + 1; 0 unknown. */
  private stacks = new Int32Array(1024);
  private readonly farStacks = new Map<number, number>();

  constructor(tables: TraceTables) {
    this.tables = tables;
  }

  stringOf(id: number): number {
    return this.strings.get(id) ?? this.fixed[id] ?? 0;
  }

  stackOf(id: number): number {
    return id < this.stacks.length ? (this.stacks[id] as number) - 1 : (this.farStacks.get(id) ?? -1);
  }

  /** False when some are missing: the file was cut. */
  read(g: Generation): boolean {
    this.strings = new Map();
    this.stacks.fill(0);
    this.farStacks.clear();
    let clock = false;
    let strings = false;
    const raw = new Map<number, string>();
    const c = new Cursor(g.buf);
    const stackBatches: number[] = [];
    for (let i = 0; i < g.from.length; i++) {
      c.pos = g.from[i] as number;
      c.end = g.to[i] as number;
      c.short = false;
      switch (g.buf[c.pos++]) {
        case PAYLOAD.Stacks:
          stackBatches.push(i);
          break;
        case PAYLOAD.Strings:
          strings = true;
          this.readStrings(c, raw);
          break;
        case PAYLOAD.Frequency:
          clock = this.frequency(c.varint()) || clock;
          break;
        case PAYLOAD.Sync:
          clock = this.sync(c) || clock;
          break;
        default:
          break;
      }
    }
    for (const i of stackBatches) this.readStacks(c, g.from[i] as number, g.to[i] as number, raw);
    return clock && strings;
  }

  private readStrings(c: Cursor, raw: Map<number, string>): void {
    const decoder = new TextDecoder();
    while (c.pos < c.end && c.buf[c.pos] === 5) {
      c.pos++;
      const id = c.varint();
      const length = c.varint();
      if (c.short || c.pos + length > c.end) return;
      const text = decoder.decode(c.buf.subarray(c.pos, c.pos + length));
      c.pos += length;
      raw.set(id, text);
      const known = this.tables.strings.intern(text);
      this.strings.set(id, known);
      if (id <= FIXED_STRINGS) this.fixed[id] = known;
    }
  }

  private frequency(f: number): boolean {
    if (f <= 0) return false;
    this.tickNs = 1e9 / f;
    return true;
  }

  /** Go 1.25 and later: frequency, and the clock with the wall time. */
  private sync(c: Cursor): boolean {
    let good = false;
    let snapshot: { time: number; unixNs: bigint } | null = null;
    while (c.pos < c.end && !c.short) {
      const type = c.buf[c.pos++];
      if (type === 8) good = this.frequency(c.varint()) || good;
      else if (type === 51) {
        c.varint();
        const time = c.varint();
        const seconds = c.varint();
        const nanos = c.varint();
        if (!c.short) snapshot = { time, unixNs: BigInt(seconds) * 1_000_000_000n + BigInt(nanos) };
      } else break;
    }
    if (snapshot !== null) this.snapshots.push(snapshot);
    return good;
  }

  private readStacks(c: Cursor, from: number, to: number, raw: ReadonlyMap<number, string>): void {
    const { tables } = this;
    c.pos = from + 1;
    c.end = to;
    c.short = false;
    const frames: number[] = [];
    while (c.pos < c.end && c.buf[c.pos] === 3) {
      c.pos++;
      const id = c.varint();
      const n = c.varint();
      if (n > MAX_FRAMES) return;
      frames.length = 0;
      for (let i = 0; i < n && !c.short; i++) {
        const pc = c.varint();
        const func = raw.get(c.varint()) ?? '';
        const file = raw.get(c.varint()) ?? '';
        frames.push(tables.frame(pc, func, file, c.varint()));
      }
      if (c.short) return;
      this.setStack(id, tables.stack(frames));
    }
  }

  private setStack(id: number, row: number): void {
    if (id >= MAX_DENSE) {
      this.farStacks.set(id, row);
      return;
    }
    if (id >= this.stacks.length) {
      const bigger = new Int32Array(2 ** Math.ceil(Math.log2(id + 1)));
      bigger.set(this.stacks);
      this.stacks = bigger;
    }
    this.stacks[id] = row + 1;
  }
}
