import { ArrowDown, ArrowUp, ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { MemoryMapAnswer } from '../../contract/api.ts';
import { cx } from '../../ui/cx.ts';
import { useSay } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { type GridRow, RowGrid } from '../table/RowGrid.tsx';
import grid from '../table/TableGrid.module.css';
import css from './MapGrid.module.css';
import {
  BAR,
  FIGURE,
  type FigureColumn,
  figure,
  figureColumns,
  type MapLine,
  type MapSort,
  mainMetric,
  mapLines,
  NAME_MIN,
} from './map-rows.ts';

interface MapGridProps {
  readonly answer: MemoryMapAnswer;
  readonly label: string;
}

/** Units of memory as rows, their mappings under them; all of it works from the keyboard. */
export function MapGrid({ answer, label }: MapGridProps) {
  const t = useSay();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [sort, setSort] = useState<MapSort | null>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [width, setWidth] = useState(1200);
  const columns = useMemo(() => figureColumns(answer, width), [answer, width]);
  const lines = useMemo(() => mapLines(answer.rows, columns, sort, opened), [answer, columns, sort, opened]);
  const active = lines.findIndex((line) => line.id === activeId);
  const widest = useMemo(() => widestOf(answer), [answer]);

  const toggle = (line: MapLine, open = !line.open) => {
    const next = new Set(opened);
    const unit = line.range === null ? line.id : line.id.slice(0, line.id.lastIndexOf(' '));
    if (open) next.add(unit);
    else next.delete(unit);
    setOpened(next);
    setActiveId(unit);
  };
  const go = (row: number) => setActiveId(lines[row]?.id ?? activeId);
  const onKey = (event: KeyboardEvent): boolean => {
    const line = lines[active];
    if (line === undefined) return false;
    if (event.key === 'ArrowRight' && line.range === null) line.open ? go(active + 1) : toggle(line, true);
    else if (event.key === 'ArrowLeft') toggle(line, false);
    else if (event.key === 'Enter' || event.key === ' ') toggle(line);
    else return false;
    return true;
  };
  const sortBy = (by: string) =>
    setSort(sort?.by === by ? { by, descending: !sort.descending } : { by, descending: by !== 'name' });

  const rowAt = (row: number): GridRow => {
    const line = lines[row] as MapLine;
    const isUnit = line.range === null;
    return {
      key: line.id,
      level: isUnit ? 1 : 2,
      expanded: isUnit ? line.open : undefined,
      className: isUnit ? undefined : css.inner,
      onClick: () => (isUnit ? toggle(line) : setActiveId(line.id)),
      cells: (
        <>
          <NameCell line={line} />
          <BarCell line={line} answer={answer} widest={widest} />
          {columns.map((c) => (
            <FigureCell key={c.id} line={line} column={c} />
          ))}
        </>
      ),
    };
  };
  return (
    <RowGrid
      role="treegrid"
      label={label}
      count={lines.length}
      columns={columns.length + 2}
      template={`minmax(${NAME_MIN}px, 1fr) ${BAR}px repeat(${columns.length}, ${FIGURE}px)`}
      head={
        <>
          <Head id="name" sort={sort} onSort={sortBy} />
          {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: see the grid */}
          <div role="columnheader" className={grid.headCell}>
            {t(answer.before === null ? `maps.share.${mainMetric(answer)}` : `maps.change.${mainMetric(answer)}`)}
          </div>
          {columns.map((c) => (
            <Head key={c.id} id={c.id} numeric sort={sort} onSort={sortBy} />
          ))}
        </>
      }
      active={active}
      onMove={go}
      onKey={onKey}
      onWidth={setWidth}
      rowAt={rowAt}
    />
  );
}

interface HeadProps {
  readonly id: string;
  readonly numeric?: boolean;
  readonly sort: MapSort | null;
  readonly onSort: (by: string) => void;
}

function Head({ id, numeric, sort, onSort }: HeadProps) {
  const t = useSay();
  const on = sort?.by === id;
  const direction = sort?.descending === true ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside has the focus
    <div
      role="columnheader"
      aria-sort={on ? direction : undefined}
      className={cx(grid.headCell, numeric === true && grid.numeric)}
    >
      <button type="button" className={cx(grid.sort, on && grid.sorted)} onClick={() => onSort(id)}>
        {t(`maps.column.${id}`)}
        {on ? sort.descending ? <ArrowDown /> : <ArrowUp /> : null}
      </button>
    </div>
  );
}

function NameCell({ line }: { readonly line: MapLine }) {
  const t = useSay();
  const { unit, range } = line;
  if (range !== null) {
    const changed = range.change === 'same' ? '' : t(`maps.range.${range.change}`);
    return (
      // biome-ignore lint/a11y/useSemanticElements: see the grid
      // biome-ignore lint/a11y/useFocusableInteractive: see the grid
      <div role="gridcell" className={cx(grid.cell, css.range)} title={range.name}>
        <code>{range.range === '' ? range.name : range.range}</code>
        <code className={css.perms}>{range.perms}</code>
        <span className={css.quiet}>{changed}</span>
      </div>
    );
  }
  const title = t(`maps.unit.${unit.unit}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div role="gridcell" className={cx(grid.cell, css.unit)} title={`${title} ${unit.name}`.trim()}>
      {line.open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
      <span className={css.title}>{title}</span>
      <span className={css.name}>{shownName(unit.name, title)}</span>
      {unit.before === null && unit.after !== null && line.unit.ranges.every((r) => r.change === 'new') ? (
        <span className={css.mark}>{t('maps.range.new')}</span>
      ) : unit.after === null ? (
        <span className={css.mark}>{t('maps.range.gone')}</span>
      ) : null}
    </div>
  );
}

/** Names that only tell rows apart. */
const UNNAMED = new Set(['Go heap', 'Go metadata']);

/** The name without what the unit says already. */
function shownName(name: string, title: string): string {
  if (name === title || UNNAMED.has(name)) return '';
  if (/^[0-9a-f]{6,16}$/.test(name)) return `0x${name}`;
  return name.startsWith('/') ? name.slice(name.lastIndexOf('/') + 1) : name;
}

interface BarCellProps {
  readonly line: MapLine;
  readonly answer: MemoryMapAnswer;
  readonly widest: number;
}

/** One snapshot: the share of all. Two: what stayed, grew and went on one scale. */
function BarCell({ line, answer, widest }: BarCellProps) {
  const metric = mainMetric(answer);
  const sides = line.range ?? line.unit;
  const of = (side: 'before' | 'after') => Math.max(0, figure(sides, { metric, of: side }) || 0);
  const after = of('after');
  const before = answer.before === null ? after : of('before');
  const width = (value: number) => `${widest === 0 ? 0 : (value / widest) * 100}%`;
  const share = answer.before === null ? showShare(after, answer.after[metric]) : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div role="gridcell" className={cx(grid.cell, css.barCell)}>
      <span className={css.track} aria-hidden>
        <span className={css.same} style={{ width: width(Math.min(before, after)) }} />
        <span className={css.grew} style={{ width: width(Math.max(0, after - before)) }} />
        <span className={css.gone} style={{ width: width(Math.max(0, before - after)) }} />
      </span>
      {share === '' ? null : <span className={css.share}>{share}</span>}
    </div>
  );
}

/** The longest bar of the table. */
function widestOf(answer: MemoryMapAnswer): number {
  const metric = mainMetric(answer);
  let widest = 0;
  for (const row of answer.rows) {
    for (const side of [row.before, row.after]) widest = Math.max(widest, side?.[metric] || 0);
  }
  return widest;
}

function FigureCell({ line, column }: { readonly line: MapLine; readonly column: FigureColumn }) {
  const value = figure(line.range ?? line.unit, column);
  const known = !Number.isNaN(value);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div
      role="gridcell"
      title={known ? `${groupDigits(value)} bytes` : undefined}
      className={cx(grid.cell, grid.numeric)}
    >
      {!known ? (
        '—'
      ) : column.of === 'delta' ? (
        <Delta value={value} unit="bytes" target="auto" />
      ) : (
        showAmount(value, 'bytes')
      )}
    </div>
  );
}
