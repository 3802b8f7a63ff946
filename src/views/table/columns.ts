import type { TableAnswer, TableSort } from '../../contract/api.ts';
import type { KeyTable } from '../../model/call-tree.ts';
import { ORIGINS } from '../../model/profile.ts';
import { TIERS } from '../../model/seam.ts';
import { stringAt } from '../../model/strings.ts';
import type { Cell, ExportedTable } from '../../state/export.ts';

export type ColumnId =
  | 'flat'
  | 'flatShare'
  | 'sumShare'
  | 'cum'
  | 'cumShare'
  | 'before'
  | 'after'
  | 'delta'
  | 'ratio'
  | 'name'
  | 'origin'
  | 'tier'
  | 'file';

export interface Column {
  readonly id: ColumnId;
  readonly sort: TableSort | null;
  /** Pixels; the name takes what is left. */
  readonly width: number;
  readonly numeric: boolean;
}

const column = (id: ColumnId, sort: TableSort | null, width: number, numeric = true): Column => ({
  id,
  sort,
  width,
  numeric,
});

const NAME_MIN = 220;
const NAME = column('name', 'name', NAME_MIN, false);
const ORIGIN = column('origin', 'origin', 116, false);
const TIER = column('tier', null, 124, false);
const FILE = column('file', 'file', 168, false);

const PLAIN: readonly Column[] = [
  column('flat', 'flat', 92),
  column('flatShare', 'flat', 72),
  column('sumShare', null, 72),
  column('cum', 'cum', 92),
  column('cumShare', 'cum', 72),
  NAME,
  ORIGIN,
  FILE,
];

const COMPARED: readonly Column[] = [
  column('before', 'before', 92),
  column('after', 'after', 92),
  column('delta', 'delta', 104),
  column('ratio', 'ratio', 80),
  NAME,
  ORIGIN,
  FILE,
];

/** Columns that are given up when the table is narrow, in this order; never the change, a value or the name. */
const DROPPED: readonly (readonly ColumnId[])[] = [
  ['file'],
  ['origin'],
  ['tier'],
  ['sumShare'],
  ['flatShare', 'cumShare', 'ratio'],
];

/** The columns of some rows: with the tier where something crosses the border between Go and C. */
export function columnsOf({ compared, answer }: Pick<TableRows, 'compared' | 'answer'>): readonly Column[] {
  const columns = compared ? COMPARED : PLAIN;
  return answer.tier === null ? columns : columns.flatMap((c) => (c === FILE ? [TIER, FILE] : [c]));
}

/** Those that fit a width. */
export function columnsFor(rows: TableRows, width: number): readonly Column[] {
  let columns = columnsOf(rows);
  for (const gone of DROPPED) {
    if (columns.reduce((sum, c) => sum + c.width, 0) <= width) break;
    columns = columns.filter((c) => !gone.includes(c.id));
  }
  return columns;
}

export function gridTemplate(columns: readonly Column[]): string {
  return columns.map((c) => (c.id === 'name' ? `minmax(${NAME_MIN}px, 1fr)` : `${c.width}px`)).join(' ');
}

/** What the rows of an answer say, one figure at a time: only rows on screen are ever turned into text. */
export interface TableRows {
  readonly answer: TableAnswer;
  readonly compared: boolean;
  value(row: number, id: ColumnId): number;
  name(row: number): string;
  rawName(row: number): string;
  origin(row: number): string;
  file(row: number): string;
  line(row: number): number;
  /** As in a tier column. */
  tier(row: number): number;
  /** Row of a function by its shown name, −1 if there is none. */
  find(name: string): number;
}

export function tableRows(answer: TableAnswer, by: 'flat' | 'cum'): TableRows {
  const { keys, key } = answer;
  const after = by === 'flat' ? answer.flat : answer.cum;
  const before = by === 'flat' ? answer.flatBefore : answer.cumBefore;
  const text = (column: Int32Array, row: number) => stringAt(keys.strings, column[key[row] ?? 0] ?? 0);
  let sums: Float64Array | null = null;
  const sum = (row: number): number => {
    if (sums === null) {
      sums = new Float64Array(answer.rows);
      let total = 0;
      for (let i = 0; i < answer.rows; i++) sums[i] = total += answer.flat[i] ?? 0;
    }
    return sums[row] ?? 0;
  };
  return {
    answer,
    compared: answer.flatBefore !== null,
    value(row, id) {
      switch (id) {
        case 'flat':
        case 'flatShare':
          return answer.flat[row] ?? 0;
        case 'cum':
        case 'cumShare':
          return answer.cum[row] ?? 0;
        case 'sumShare':
          return sum(row);
        case 'before':
          return before?.[row] ?? 0;
        case 'after':
          return after[row] ?? 0;
        default:
          return (after[row] ?? 0) - (before?.[row] ?? 0);
      }
    },
    name: (row) => text(keys.name, row),
    rawName: (row) => text(keys.rawName, row),
    origin: (row) => ORIGINS[keys.origin[key[row] ?? 0] ?? 0] ?? 'unknown',
    file: (row) => text(keys.file, row),
    line: (row) => keys.line[key[row] ?? 0] ?? 0,
    tier: (row) => answer.tier?.[row] ?? 0,
    find(name) {
      const wanted = keyNamed(keys, name);
      return wanted < 0 ? -1 : key.indexOf(wanted);
    },
  };
}

/** Row of the key table with a shown name, −1 if there is none; the table is sorted by name. */
export function keyNamed(keys: KeyTable, name: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stringAt(keys.strings, keys.name[middle] ?? 0) < name) low = middle + 1;
    else high = middle;
  }
  return low < keys.length && stringAt(keys.strings, keys.name[low] ?? 0) === name ? low : -1;
}

/** The whole answer, unrounded, with shares as numbers of per cent. */
export function exportedTable(rows: TableRows, head: (id: ColumnId) => string): ExportedTable {
  const columns = columnsOf(rows);
  const { total } = rows.answer;
  const share = (value: number): number => (total === 0 ? 0 : Math.round((value / total) * 1e6) / 1e4);
  const cell = (row: number, at: number): Cell => {
    const id = columns[at]?.id ?? 'name';
    switch (id) {
      case 'name':
        return rows.name(row);
      case 'origin':
        return rows.origin(row);
      case 'tier':
        return TIERS[rows.tier(row) - 1] ?? '';
      case 'file': {
        const line = rows.line(row);
        return line > 0 ? `${rows.file(row)}:${line}` : rows.file(row);
      }
      case 'flatShare':
      case 'sumShare':
      case 'cumShare':
        return share(rows.value(row, id));
      case 'ratio': {
        const before = rows.value(row, 'before');
        return before === 0 ? '' : Math.round((rows.value(row, 'delta') / Math.abs(before)) * 1e6) / 1e4;
      }
      default:
        return rows.value(row, id);
    }
  };
  return { columns: columns.map((c) => head(c.id)), rows: rows.answer.rows, cell };
}
