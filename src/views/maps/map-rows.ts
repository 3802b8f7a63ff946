import type { MapFigures, MapRange, MapUnitRow, MemoryMapAnswer } from '../../contract/api.ts';

export type Metric = 'rss' | 'size' | 'dirty';
export const METRICS: readonly Metric[] = ['rss', 'size', 'dirty'];

/** A column of figures: one side of a metric, or its change. */
export interface FigureColumn {
  readonly id: string;
  readonly metric: Metric;
  readonly of: 'before' | 'after' | 'delta';
}

export interface MapSort {
  /** 'name' or the id of a column of figures. */
  readonly by: string;
  readonly descending: boolean;
}

/** A line of the table: a unit, or one of its mappings under it. */
export interface MapLine {
  readonly id: string;
  readonly unit: MapUnitRow;
  /** Null: the unit itself. */
  readonly range: MapRange | null;
  readonly open: boolean;
}

const column = (metric: Metric, of: FigureColumn['of']): FigureColumn => ({ id: `${metric}-${of}`, metric, of });

/** The metric that rows are weighed by: RSS where it is known. */
export function mainMetric(answer: MemoryMapAnswer): Metric {
  const known = (f: MapFigures | null) => f !== null && !Number.isNaN(f.rss);
  return known(answer.after) || known(answer.before) ? 'rss' : 'size';
}

/** Columns of figures, the important first: what does not fit is left out from the end. */
export function figureColumns(answer: MemoryMapAnswer, width: number): readonly FigureColumn[] {
  const main = mainMetric(answer);
  const rest = METRICS.filter((m) => m !== main && hasMetric(answer, m));
  const columns =
    answer.before === null
      ? [column(main, 'after'), ...rest.map((m) => column(m, 'after'))]
      : [
          column(main, 'before'),
          column(main, 'after'),
          column(main, 'delta'),
          ...rest.flatMap((m) => [column(m, 'delta'), column(m, 'after')]),
        ];
  const least = answer.before === null ? 1 : 3;
  const room = Math.floor((width - NAME_MIN - BAR) / FIGURE);
  return columns.slice(0, Math.max(least, room));
}

export const NAME_MIN = 260;
export const BAR = 160;
export const FIGURE = 104;

function hasMetric({ before, after }: MemoryMapAnswer, metric: Metric): boolean {
  return !Number.isNaN(after[metric]) || (before !== null && !Number.isNaN(before[metric]));
}

type Sides = Pick<MapUnitRow, 'before' | 'after'>;

/** A figure of a row in bytes; NaN where it is not known. A side that is not there counts 0 in a change. */
export function figure(row: Sides, { metric, of }: Pick<FigureColumn, 'metric' | 'of'>): number {
  const { before, after } = row;
  if (of === 'before') return before === null ? Number.NaN : before[metric];
  if (of === 'after') return after === null ? Number.NaN : after[metric];
  return (after === null ? 0 : after[metric]) - (before === null ? 0 : before[metric]);
}

export const unitId = (row: MapUnitRow): string => `${row.unit} ${row.name}`;

/** The lines to draw: units in the order asked for, mappings under those that are open. */
export function mapLines(
  rows: readonly MapUnitRow[],
  columns: readonly FigureColumn[],
  sort: MapSort | null,
  opened: ReadonlySet<string>,
): readonly MapLine[] {
  const lines: MapLine[] = [];
  for (const unit of sorted(rows, columns, sort)) {
    const id = unitId(unit);
    const open = opened.has(id);
    lines.push({ id, unit, range: null, open });
    if (open) for (const [i, range] of unit.ranges.entries()) lines.push({ id: `${id} ${i}`, unit, range, open });
  }
  return lines;
}

/** Null: as answered, largest change first. */
function sorted(
  rows: readonly MapUnitRow[],
  columns: readonly FigureColumn[],
  sort: MapSort | null,
): readonly MapUnitRow[] {
  const by = columns.find((c) => c.id === sort?.by);
  if (sort === null || (by === undefined && sort.by !== 'name')) return rows;
  const sign = sort.descending ? -1 : 1;
  const weight = (row: MapUnitRow) => {
    const value = by === undefined ? 0 : figure(row, by);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const difference = (a: MapUnitRow, b: MapUnitRow) =>
    by === undefined ? (unitId(a) < unitId(b) ? -1 : 1) : Math.sign(weight(a) - weight(b) || 0);
  return [...rows].sort((a, b) => sign * difference(a, b));
}
