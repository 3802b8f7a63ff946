import type { Id } from '../base/brand.ts';
import { GrowableBigUint64, GrowableFloat64, GrowableInt32 } from '../base/growable.ts';
import type { Column } from './columns.ts';
import type { StringId } from './ids.ts';
import { type Strings, StringsBuilder, stringCount } from './strings.ts';

export type MapRowId = Id<'MapRow'>;

/** One more figure per mapping, under the name that the kernel prints (`Referenced`, `AnonHugePages` …). */
export interface MapColumn {
  readonly key: string;
  /** 'bytes' where the file says kB; else the bare number of the file ('' = flags and counts). */
  readonly unit: 'bytes' | '';
  readonly values: Float64Array;
}

/**
 * A snapshot of a process's address space: one row per mapping, ascending. Figures are bytes, NaN where the file prints
 * none. `totals` are the sums the file itself states (smaps_rollup, /proc/PID/status, footers of pmap), by their printed names.
 */
export interface MemoryMap {
  readonly strings: Strings;
  readonly length: number;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  /** `rw-p`; '' where the file prints none (gdb before 12). */
  readonly perms: Column<MapRowId, StringId>;
  /** Path, `[heap]`, `[anon: Go: heap]` …; '' = anonymous. */
  readonly name: Column<MapRowId, StringId>;
  readonly inode: Float64Array;
  readonly size: Float64Array;
  readonly rss: Float64Array;
  /** Shared and private dirty pages together. */
  readonly dirty: Float64Array;
  readonly pss: Float64Array;
  readonly swap: Float64Array;
  readonly others: readonly MapColumn[];
  readonly totals: readonly (readonly [key: string, bytes: number])[];
  /** False: rows have no addresses, they are sums under a name. */
  readonly addressed: boolean;
  /** True: `[heap]`, `[vdso]` … are printed as anonymous (pmap). */
  readonly hidesNames: boolean;
  /** 0 if unknown. */
  readonly pid: number;
  readonly command: string;
}

/** A mapping as a decoder read it. */
export interface MapEntry {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset?: bigint;
  readonly perms?: string;
  readonly name: string;
  readonly inode?: number;
}

/** What a file says of the whole process. */
export interface MapFacts {
  readonly addressed?: boolean;
  readonly hidesNames?: boolean;
  readonly pid?: number;
  readonly command?: string;
}

/** Figures with a column of their own, by the key of smaps (`Dirty`: of pmap). */
const OWN: Readonly<Record<string, 'size' | 'rss' | 'dirty' | 'pss' | 'swap'>> = {
  Size: 'size',
  Rss: 'rss',
  Dirty: 'dirty',
  Pss: 'pss',
  Swap: 'swap',
};

/** Collects mappings and their figures. */
export class MemoryMapBuilder {
  private readonly strings = new StringsBuilder();
  private readonly column = {
    start: new GrowableBigUint64(64),
    limit: new GrowableBigUint64(64),
    offset: new GrowableBigUint64(64),
    perms: new GrowableInt32(64),
    name: new GrowableInt32(64),
    inode: new GrowableFloat64(64),
    size: new GrowableFloat64(64),
    rss: new GrowableFloat64(64),
    dirty: new GrowableFloat64(64),
    pss: new GrowableFloat64(64),
    swap: new GrowableFloat64(64),
  };
  private readonly others = new Map<string, { readonly unit: 'bytes' | ''; readonly values: GrowableFloat64 }>();
  private readonly totals: (readonly [string, number])[] = [];

  get length(): number {
    return this.column.start.length;
  }

  /** Start of the newest mapping; 0 before the first. */
  get lastStart(): bigint {
    return this.length === 0 ? 0n : (this.column.start.data[this.length - 1] as bigint);
  }

  add(entry: MapEntry): void {
    const c = this.column;
    c.start.push(BigInt.asUintN(64, entry.start));
    c.limit.push(BigInt.asUintN(64, entry.limit));
    c.offset.push(BigInt.asUintN(64, entry.offset ?? 0n));
    c.perms.push(this.strings.intern(entry.perms ?? ''));
    c.name.push(this.strings.intern(entry.name));
    c.inode.push(entry.inode ?? Number.NaN);
    c.size.push(Number(entry.limit - entry.start));
    for (const column of [c.rss, c.dirty, c.pss, c.swap]) column.push(Number.NaN);
    for (const { values } of this.others.values()) values.push(Number.NaN);
  }

  /** A figure of the newest mapping: bytes, or the bare number where `unit` is ''. */
  figure(key: string, value: number, unit: 'bytes' | '' = 'bytes'): void {
    const row = this.length - 1;
    if (row < 0) return;
    const own = Object.hasOwn(OWN, key) ? OWN[key] : undefined;
    if (own !== undefined) {
      this.column[own].data[row] = value;
      return;
    }
    let column = this.others.get(key);
    if (column === undefined) {
      column = { unit, values: new GrowableFloat64(this.length) };
      for (let i = 0; i < this.length; i++) column.values.push(Number.NaN);
      this.others.set(key, column);
    }
    column.values.data[row] = value;
  }

  /** A sum that the file states. */
  total(key: string, bytes: number): void {
    this.totals.push([key, bytes]);
  }

  finish(facts: MapFacts = {}): MemoryMap {
    const c = this.column;
    const others = [...this.others].map(([key, { unit, values }]) => ({ key, unit, values: values.take() }));
    const dirty = c.dirty.take();
    fillDirty(dirty, others);
    return {
      length: this.length,
      start: c.start.take(),
      limit: c.limit.take(),
      offset: c.offset.take(),
      perms: c.perms.take(),
      name: c.name.take(),
      inode: c.inode.take(),
      size: c.size.take(),
      rss: c.rss.take(),
      dirty,
      pss: c.pss.take(),
      swap: c.swap.take(),
      others,
      totals: this.totals,
      strings: this.strings.finish(),
      addressed: facts.addressed ?? true,
      hidesNames: facts.hidesNames ?? false,
      pid: facts.pid ?? 0,
      command: facts.command ?? '',
    };
  }
}

/** Dirty = Shared_Dirty + Private_Dirty, as `pmap -x` prints it; Pss_Dirty where a file has no more (`pmap -X`). */
function fillDirty(dirty: Float64Array, others: readonly MapColumn[]): void {
  const find = (key: string) => others.find((c) => c.key === key)?.values;
  const shared = find('Shared_Dirty');
  const own = find('Private_Dirty');
  const proportional = find('Pss_Dirty');
  for (let i = 0; i < dirty.length; i++) {
    if (!Number.isNaN(dirty[i] as number)) continue;
    const split = (shared?.[i] ?? Number.NaN) + (own?.[i] ?? Number.NaN);
    dirty[i] = Number.isNaN(split) ? (proportional?.[i] ?? Number.NaN) : split;
  }
}

/** What is wrong with a map's tables; empty = sound. */
export function mapProblems(map: MemoryMap): string[] {
  const problems: string[] = [];
  const { length, start, limit, size, rss, dirty, pss, swap, perms, name, offset, inode } = map;
  const columns: readonly { readonly length: number }[] = [
    start,
    limit,
    size,
    rss,
    dirty,
    pss,
    swap,
    perms,
    name,
    offset,
    inode,
  ];
  if (columns.some((c) => c.length !== length) || map.others.some((c) => c.values.length !== length)) {
    problems.push('a column of the map has a wrong length');
  }
  const strings = stringCount(map.strings);
  for (const column of [perms, name]) {
    if (column.some((id) => id < 0 || id >= strings)) problems.push('a name of the map is out of range');
  }
  for (let i = 0; i < length; i++) {
    if ((limit[i] as bigint) < (start[i] as bigint)) problems.push(`mapping ${i} ends before it starts`);
    if (i > 0 && (start[i] as bigint) < (start[i - 1] as bigint)) problems.push(`mapping ${i} is out of order`);
  }
  return problems;
}

/** Sum of a column without its gaps; NaN when no row has a figure. */
export function sumKnown(values: Float64Array): number {
  let sum = Number.NaN;
  for (const v of values) if (!Number.isNaN(v)) sum = Number.isNaN(sum) ? v : sum + v;
  return sum;
}
