import { GrowableInt32, GrowableUint8, GrowableUint16 } from '../../base/growable.ts';
import type { Column } from '../../model/columns.ts';
import { NONE } from '../../model/ids.ts';
import type { Frames, Functions, Mappings } from '../../model/profile.ts';
import { IdMap } from './id-map.ts';
import { Halves, type Resolver } from './resolve.ts';
import type { FunctionRows, LocationRows, MappingRows } from './wire.ts';

const MAX_INLINE_DEPTH = 0xffff;

interface IdColumns {
  readonly idLo: GrowableInt32;
  readonly idHi: GrowableInt32;
  readonly offset: { readonly data: Float64Array };
}

/** Rows by id, and the row numbers of the model: a repeated id keeps its first row. */
function indexOf(
  rows: IdColumns,
  count: number,
  kind: 'mapping' | 'function' | 'location',
  resolver: Resolver,
): { map: IdMap; repeated: ReadonlySet<number> } {
  const map = new IdMap(rows.idLo.data, rows.idHi.data, count);
  for (const row of map.repeated) {
    const lo = rows.idLo.data[row] as number;
    const hi = rows.idHi.data[row] as number;
    const id = String((BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0));
    resolver.lose({ key: `pprof.duplicate.${kind}`, args: { id } }, rows.offset.data[row] as number);
  }
  const zero = map.find(0, 0);
  if (zero >= 0) resolver.lose({ key: `pprof.zeroId.${kind}` }, rows.offset.data[zero] as number);
  return { map, repeated: new Set(map.repeated) };
}

export function buildMappings(
  rows: MappingRows,
  count: number,
  resolver: Resolver,
): { mappings: Mappings; find: (lo: number, hi: number) => number } {
  const { map, repeated } = indexOf(rows, count, 'mapping', resolver);
  const length = count - repeated.size;
  const start = new Halves(length);
  const limit = new Halves(length);
  const offset = new Halves(length);
  const file = new Int32Array(length);
  const buildId = new Int32Array(length);
  const numberOf = new Int32Array(count).fill(NONE);
  const n = rows.numbers.data;
  for (let row = 0, to = 0; row < count; row++) {
    if (repeated.has(row)) continue;
    start.set(to, n[row * 6] as number, n[row * 6 + 1] as number);
    limit.set(to, n[row * 6 + 2] as number, n[row * 6 + 3] as number);
    offset.set(to, n[row * 6 + 4] as number, n[row * 6 + 5] as number);
    const at = rows.offset.data[row] as number;
    file[to] = resolver.string(rows.file.data[row] as number, at);
    buildId[to] = resolver.string(rows.buildId.data[row] as number, at);
    numberOf[row] = to++;
  }
  return {
    mappings: { length, start: start.column, limit: limit.column, offset: offset.column, file, buildId },
    find: (lo, hi) => {
      const row = map.find(lo, hi);
      return row < 0 ? NONE : (numberOf[row] as number);
    },
  };
}

export function buildFunctions(
  rows: FunctionRows,
  count: number,
  resolver: Resolver,
): { functions: Functions; find: (lo: number, hi: number) => number } {
  const { map, repeated } = indexOf(rows, count, 'function', resolver);
  const length = count - repeated.size;
  const name = new Int32Array(length);
  const systemName = new Int32Array(length);
  const file = new Int32Array(length);
  const startLine = new Int32Array(length);
  const numberOf = new Int32Array(count).fill(NONE);
  for (let row = 0, to = 0; row < count; row++) {
    if (repeated.size > 0 && repeated.has(row)) continue;
    const at = rows.offset.data[row] as number;
    name[to] = resolver.string(rows.name.data[row] as number, at);
    systemName[to] = resolver.string(rows.systemName.data[row] as number, at);
    file[to] = resolver.string(rows.file.data[row] as number, at);
    startLine[to] = rows.startLine.data[row] as number;
    numberOf[row] = to++;
  }
  return {
    functions: { length, name, systemName, file, startLine },
    find: (lo, hi) => {
      const row = map.find(lo, hi);
      return row < 0 ? NONE : (numberOf[row] as number);
    },
  };
}

/** Locations spread out into frames, the physical function first; `take` gives the columns. */
export class FrameTable {
  /** First frame and number of frames of a location. */
  readonly first = new GrowableInt32();
  readonly count = new GrowableInt32();
  private readonly func = new GrowableInt32();
  private readonly line = new GrowableInt32();
  private readonly column = new GrowableInt32();
  private readonly location = new GrowableInt32();
  private readonly mapping = new GrowableInt32();
  private readonly addressLo = new GrowableInt32();
  private readonly addressHi = new GrowableInt32();
  private readonly inlineDepth = new GrowableUint16();
  private readonly folded = new GrowableUint8();
  private readonly map: IdMap;
  private readonly numberOf: Int32Array;

  constructor(
    rows: LocationRows,
    count: number,
    resolver: Resolver,
    findMapping: (lo: number, hi: number) => number,
    findFunction: (lo: number, hi: number) => number,
  ) {
    const { map, repeated } = indexOf(rows, count, 'location', resolver);
    this.map = map;
    this.numberOf = new Int32Array(count).fill(NONE);
    for (let row = 0; row < count; row++) {
      if (repeated.size > 0 && repeated.has(row)) continue;
      const from = rows.firstLine.data[row] as number;
      const to = row + 1 < rows.length ? (rows.firstLine.data[row + 1] as number) : rows.line.length;
      const mapping = findMapping(rows.mappingLo.data[row] as number, rows.mappingHi.data[row] as number);
      const lo = rows.addressLo.data[row] as number;
      const hi = rows.addressHi.data[row] as number;
      const folded = rows.folded.data[row] as number;
      this.first.push(this.func.length);
      const number = this.count.push(Math.max(1, to - from));
      this.numberOf[row] = number;
      if (from === to) this.add(NONE, 0, 0, number, mapping, lo, hi, 0, folded);
      for (let k = to - 1; k >= from; k--) {
        const func = findFunction(rows.lineFunctionLo.data[k] as number, rows.lineFunctionHi.data[k] as number);
        if (func === NONE && !resolver.incomplete) {
          resolver.lose({ key: 'pprof.missing.function' }, rows.offset.data[row] as number);
        }
        const depth = Math.min(to - 1 - k, MAX_INLINE_DEPTH);
        this.add(
          func,
          rows.line.data[k] as number,
          rows.column.data[k] as number,
          number,
          mapping,
          lo,
          hi,
          depth,
          folded,
        );
      }
    }
  }

  get length(): number {
    return this.func.length;
  }

  /** Location by id, NONE where there is none; null when ids are too scattered for that. */
  byId(): Int32Array | null {
    const { numberOf } = this;
    return this.map.direct?.map((row) => (row < 0 ? NONE : (numberOf[row] as number))) ?? null;
  }

  /** The location with this id, or NONE. */
  find(lo: number, hi: number): number {
    const row = this.map.find(lo, hi);
    return row < 0 ? NONE : (this.numberOf[row] as number);
  }

  /** A location of which only the id is known, because the file broke off before it. */
  addUnknown(): number {
    this.first.push(this.func.length);
    const number = this.count.push(1);
    this.add(NONE, 0, 0, number, NONE, 0, 0, 0, 0);
    return number;
  }

  take(): Frames {
    const length = this.func.length;
    const address = new Halves(length);
    for (let i = 0; i < length; i++) {
      address.set(i, this.addressLo.data[i] as number, this.addressHi.data[i] as number);
    }
    return {
      length,
      func: this.func.take() as Column<never, never>,
      line: this.line.take(),
      column: this.column.take(),
      location: this.location.take() as Column<never, never>,
      mapping: this.mapping.take() as Column<never, never>,
      address: address.column,
      inlineDepth: this.inlineDepth.take(),
      origin: new Uint8Array(length),
      folded: this.folded.take(),
    };
  }

  private add(
    func: number,
    line: number,
    column: number,
    location: number,
    mapping: number,
    addressLo: number,
    addressHi: number,
    depth: number,
    folded: number,
  ): void {
    this.func.push(func);
    this.line.push(line);
    this.column.push(column);
    this.location.push(location);
    this.mapping.push(mapping);
    this.addressLo.push(addressLo);
    this.addressHi.push(addressHi);
    this.inlineDepth.push(depth);
    this.folded.push(folded);
  }
}
