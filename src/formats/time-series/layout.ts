import type { ColumnChoice } from '../../model/source.ts';
import { stampLine, unixNanos, unixNumber } from '../unix-time.ts';
import { type Unit, unitOf } from './units.ts';

const DELIMITERS = [',', '\t', ';', ' '] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type TimeKind = 'date' | 'local date' | 'unix' | 'relative';

export interface ValueColumn extends Unit {
  readonly column: number;
  readonly name: string;
}

/** How a table is to be read. */
export interface Layout {
  readonly delimiter: Delimiter;
  readonly header: boolean;
  readonly names: readonly string[];
  readonly time: { readonly column: number; readonly kind: TimeKind };
  readonly values: readonly ValueColumn[];
}

export const NUMBER: RegExp = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const TIME_NAME = /(?:^|[^a-z])(?:time|timestamp|date|datetime|ts|epoch|unix|when|at|clock|t)(?:$|[^a-z])/i;
const RELATIVE_NAME = /(?:^|[^a-z])(?:t|time|elapsed|seconds?|secs?|uptime|offset|ts)(?:$|[^a-z])/i;
const LOCAL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?$/;
const MIN_ROWS = 3;
/** Of the rows looked at, so many must fit. */
const MOST = 0.9;

/** A row as its cells; quotes hold a delimiter. */
export function cellsOf(line: string, delimiter: Delimiter): string[] {
  if (delimiter === ' ') return line.trim().split(/\s+/);
  if (!line.includes('"')) return line.split(delimiter).map((c) => c.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (c === '"' && quoted && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (c === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += c;
  }
  cells.push(cell.trim());
  return cells;
}

/** A cell of the time column in ns since 1970, or since the start for relative ones; null when it is none. */
export function timeOf(cell: string, kind: TimeKind): bigint | null {
  switch (kind) {
    case 'date':
      return unixNanos(cell) ?? stampLine(cell);
    case 'local date':
      return LOCAL.test(cell) ? unixNanos(`${cell.length === 16 ? `${cell}:00` : cell}Z`) : null;
    case 'unix':
      return unixNumber(cell);
    default:
      return NUMBER.test(cell) && Math.abs(Number(cell)) < 9e9 ? BigInt(Math.round(Number(cell) * 1e9)) : null;
  }
}

/**
 * Finds out how a text is a table of values over time: null when it is none. A column of times must be there, told by
 * its content (dates, unix times in s, ms, µs or ns) and, for numbers under a heading, by that too; times since a start
 * need a heading. `choice` names the columns instead.
 */
export function layoutOf(lines: readonly string[], choice?: ColumnChoice): Layout | null {
  const used = lines.filter((l) => l.trim() !== '');
  for (const delimiter of DELIMITERS) {
    const layout = layoutBy(delimiter, used, choice);
    if (layout !== null) return layout;
  }
  return null;
}

function layoutBy(delimiter: Delimiter, lines: readonly string[], choice: ColumnChoice | undefined): Layout | null {
  const [first = '', ...others] = lines;
  const top = cellsOf(first.replace(/^#\s*/, ''), delimiter);
  const header = top.every((c) => c !== '' && !NUMBER.test(c) && timeKind([c]) === null);
  const rows = (header ? others : lines).filter((l) => !l.startsWith('#')).map((l) => cellsOf(l, delimiter));
  const width = header ? top.length : (rows[0]?.length ?? 0);
  const fitting = rows.filter((r) => r.length === width);
  if (width < 2 || rows.length < MIN_ROWS - (header ? 1 : 0) || fitting.length < MOST * rows.length) return null;
  const names = header ? top : top.map((_, i) => String(i + 1));
  const columns = names.map((_, c) => fitting.map((r) => r[c] as string));
  const time = chosenTime(names, columns, choice) ?? timeColumn(names, columns, header);
  if (time === null) return null;
  const numeric = columns.map(
    (cells) => share(cells, (c) => NUMBER.test(c) || c === '') >= MOST && cells.some((c) => NUMBER.test(c)),
  );
  // Words between numbers, without a heading: a line of a log.
  if (delimiter === ' ' && !header && numeric.some((is, c) => !is && c !== time.column)) return null;
  const values = valueColumns(names, numeric, time.column, choice);
  return values.length === 0 ? null : { delimiter, header, names, time, values };
}

function chosenTime(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  choice: ColumnChoice | undefined,
): Layout['time'] | null {
  const column = choice === undefined ? -1 : names.indexOf(choice.time);
  const cells = columns[column];
  if (cells === undefined) return null;
  const kind = timeKind(cells) ?? (share(cells, (c) => NUMBER.test(c)) >= MOST ? 'relative' : null);
  return kind === null ? null : { column, kind };
}

function timeColumn(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  header: boolean,
): Layout['time'] | null {
  for (let column = 0; column < columns.length; column++) {
    const cells = columns[column] as readonly string[];
    const kind = timeKind(cells);
    if (kind === null || !ascending(cells, kind)) continue;
    // A number is a time only where it is called one, or stands first in a table without headings.
    if (kind === 'unix' && (header ? !TIME_NAME.test(names[column] ?? '') : column > 0)) continue;
    return { column, kind };
  }
  if (!header) return null;
  const column = names.findIndex((name) => RELATIVE_NAME.test(name));
  const cells = columns[column];
  const relative = cells !== undefined && share(cells, (c) => NUMBER.test(c)) === 1 && ascending(cells, 'relative');
  return relative ? { column, kind: 'relative' } : null;
}

function valueColumns(
  names: readonly string[],
  numeric: readonly boolean[],
  time: number,
  choice: ColumnChoice | undefined,
): ValueColumn[] {
  if (choice !== undefined) {
    return choice.values.flatMap(({ name, unit, factor }) => {
      const column = names.indexOf(name);
      return column < 0 || column === time ? [] : [{ column, name, unit, factor }];
    });
  }
  return names.flatMap((name, column) =>
    column !== time && numeric[column] === true ? [{ column, name, ...unitOf(name) }] : [],
  );
}

function timeKind(cells: readonly string[]): TimeKind | null {
  for (const kind of ['date', 'local date', 'unix'] as const) {
    const fits =
      kind === 'date'
        ? (c: string) => !NUMBER.test(c) && timeOf(c, kind) !== null
        : (c: string) => timeOf(c, kind) !== null;
    if (share(cells, fits) >= MOST) return kind;
  }
  return null;
}

/** Nearly all cells come one after the other in time; some move. */
function ascending(cells: readonly string[], kind: TimeKind): boolean {
  const times = cells.flatMap((c) => timeOf(c, kind) ?? []);
  let back = 0;
  for (let i = 1; i < times.length; i++) if ((times[i] as bigint) < (times[i - 1] as bigint)) back++;
  return back <= (1 - MOST) * times.length && times[0] !== times[times.length - 1];
}

function share(cells: readonly string[], test: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}
