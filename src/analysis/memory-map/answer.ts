import type { MapFigures, MapRange, MapUnitRow, MemoryMapAnswer } from '../../model/map-answers.ts';
import type { MemoryMap } from '../../model/maps.ts';
import { matchSpans, type Span } from './match.ts';
import type { Region } from './regions.ts';
import { plainPath, type Unit, unitsOf } from './units.ts';

/** A unit of one snapshot with the map that it is of. */
interface Side {
  readonly map: MemoryMap;
  readonly regions: readonly Region[];
}

/** The memory of one snapshot by unit, or the difference of two. */
export function answerMemoryMap(base: MemoryMap | null, after: MemoryMap): Omit<MemoryMapAnswer, 'missing'> {
  const rows = base === null ? alone(after) : compared(base, after);
  const before = base === null ? null : totalOf(base);
  const weight = (r: MapUnitRow, of: (f: MapFigures) => number) =>
    base === null ? known(r.after, of) : Math.abs(known(r.after, of) - known(r.before, of));
  const largest = (r: MapUnitRow, of: (f: MapFigures) => number) => Math.max(known(r.after, of), known(r.before, of));
  return {
    rows: rows.sort(
      (a, b) =>
        weight(b, (f) => f.rss) - weight(a, (f) => f.rss) ||
        weight(b, (f) => f.size) - weight(a, (f) => f.size) ||
        largest(b, (f) => f.rss) - largest(a, (f) => f.rss) ||
        largest(b, (f) => f.size) - largest(a, (f) => f.size) ||
        (a.name < b.name ? -1 : 1),
    ),
    before,
    after: totalOf(after),
  };
}

/** A figure, 0 where there is none. */
function known(figures: MapFigures | null, of: (f: MapFigures) => number): number {
  const value = figures === null ? 0 : of(figures);
  return Number.isNaN(value) ? 0 : value;
}

function alone(map: MemoryMap): MapUnitRow[] {
  return unitsOf(map).map(({ unit, name, regions }) => ({
    unit,
    name,
    before: null,
    after: figuresOf({ map, regions }),
    ranges: regions.map((r) => rangeOf(r, null, figuresOf({ map, regions: [r] }), 'same')),
  }));
}

function compared(base: MemoryMap, after: MemoryMap): MapUnitRow[] {
  const rows: MapUnitRow[] = [];
  const old = unitsOf(base);
  const now = unitsOf(after);
  // pmap prints file names, the kernel paths: then the file name is all that both have.
  const short = !hasPaths(base) || !hasPaths(after);
  const key = ({ unit, name }: Unit) => `${unit} ${short ? name.slice(name.lastIndexOf('/') + 1) : name}`;
  const named = new Map<string, { base: Region[]; after: Region[]; unit: Unit }>();
  for (const [side, units] of [
    ['base', old],
    ['after', now],
  ] as const) {
    for (const unit of units) {
      if (unit.placed) continue;
      const id = key(unit);
      let row = named.get(id);
      if (row === undefined) named.set(id, (row = { base: [], after: [], unit }));
      if (side === 'after') row.unit = unit;
      for (const region of unit.regions) row[side].push(region);
    }
  }
  for (const { base: b, after: a, unit } of named.values()) {
    rows.push(unitRow(unit, { map: base, regions: b }, { map: after, regions: a }));
  }
  const oldPlaced = old.filter((u) => u.placed);
  const nowPlaced = now.filter((u) => u.placed);
  for (const match of matchSpans(oldPlaced.map(spanOf), nowPlaced.map(spanOf))) {
    const of = (units: readonly Unit[], ids: readonly number[]) => ids.map((i) => units[i] as Unit);
    const b = of(oldPlaced, match.base);
    const a = of(nowPlaced, match.after);
    const unit = a[0] ?? b[0];
    if (unit === undefined) continue;
    const regions = (units: readonly Unit[]) => units.flatMap((u) => u.regions);
    rows.push(unitRow(unit, { map: base, regions: regions(b) }, { map: after, regions: regions(a) }));
  }
  return rows;
}

function unitRow(unit: Unit, base: Side, after: Side): MapUnitRow {
  const span = (r: Region): Span => ({ start: r.start, limit: r.limit, name: `${plainPath(r.name)} ${r.perms}` });
  const ranges = matchSpans(base.regions.map(span), after.regions.map(span)).map((m) => {
    const b = m.base.map((i) => base.regions[i] as Region);
    const a = m.after.map((i) => after.regions[i] as Region);
    const region = spanning(a.length > 0 ? a : b);
    return rangeOf(
      region,
      b.length === 0 ? null : figuresOf({ map: base.map, regions: b }),
      a.length === 0 ? null : figuresOf({ map: after.map, regions: a }),
      m.change,
    );
  });
  return {
    unit: unit.unit,
    name: unit.name,
    before: base.regions.length === 0 ? null : figuresOf(base),
    after: after.regions.length === 0 ? null : figuresOf(after),
    ranges: ranges.sort((x, y) => x.range.length - y.range.length || (x.range < y.range ? -1 : 1)),
  };
}

const spanOf = ({ unit, regions }: Unit): Span => ({
  start: regions[0]?.start ?? 0,
  limit: regions[regions.length - 1]?.limit ?? 0,
  name: unit,
});

/** The first region, as long as all of them. */
function spanning(regions: readonly Region[]): Region {
  const first = regions[0] as Region;
  return { ...first, limit: regions[regions.length - 1]?.limit ?? first.limit };
}

function rangeOf(r: Region, before: MapFigures | null, after: MapFigures | null, change: MapRange['change']): MapRange {
  const range = r.limit === 0 ? '' : `${r.start.toString(16)}-${r.limit.toString(16)}`;
  return { range, perms: r.perms, name: r.name, before, after, change };
}

function figuresOf({ map, regions }: Side): MapFigures {
  const sum = (column: Float64Array) => {
    let total = Number.NaN;
    for (const { row } of regions) {
      const value = column[row] as number;
      if (!Number.isNaN(value)) total = Number.isNaN(total) ? value : total + value;
    }
    return total;
  };
  return { size: sum(map.size), rss: sum(map.rss), dirty: sum(map.dirty) };
}

/** The sums of all rows; what rows cannot say (the size in /proc/PID/status) the file's own totals do. */
function totalOf(map: MemoryMap): MapFigures {
  const regions = Array.from({ length: map.length }, (_, row) => ({ row }) as Region);
  const sums = figuresOf({ map, regions });
  const stated = new Map(map.totals).get('VmSize');
  return map.addressed || stated === undefined ? sums : { ...sums, size: stated };
}

const hasPaths = (map: MemoryMap): boolean => {
  const { bytes, offsets } = map.strings;
  return Array.from(map.name).some((id) => bytes[offsets[id] as number] === 47 && offsets[id + 1] !== offsets[id]);
};
