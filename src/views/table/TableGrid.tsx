import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { TableSort } from '../../contract/api.ts';
import { SURENESS, surenessOf, TIERS } from '../../model/seam.ts';
import { cx } from '../../ui/cx.ts';
import { OriginSwatch } from '../../ui/OriginSwatch.tsx';
import { type Say, useApp, useSay, useView } from '../context.ts';
import { Delta, deltaShare } from '../Delta.tsx';
import { FunctionName } from '../FunctionName.tsx';
import { useFrameMenu } from '../flame/FrameMenu.tsx';
import { sandwich } from '../flame/frame-actions.ts';
import { shortPlace } from '../place.ts';
import { TierSample } from '../seam/TierSample.tsx';
import { type Column, columnsFor, gridTemplate, type TableRows } from './columns.ts';
import { RowGrid } from './RowGrid.tsx';
import css from './TableGrid.module.css';

interface TableGridProps {
  readonly rows: TableRows;
  readonly label: string;
  readonly sort: TableSort;
  readonly descending: boolean;
  readonly onSort: (sort: TableSort, descending: boolean) => void;
}

/** Functions as rows. */
export function TableGrid({ rows, label, sort, descending, onSort }: TableGridProps) {
  const t = useSay();
  const app = useApp();
  const selected = useView((s) => s.selection?.name ?? null);
  const target = useView((s) => s.lens.unit);
  const { open, menu } = useFrameMenu();
  const [width, setWidth] = useState(1200);
  const columns = columnsFor(rows, width);
  const active = selected === null ? -1 : rows.find(selected);

  const select = (row: number) => app.view.select({ path: null, name: rows.name(row) });
  const openMenu = (row: number, x: number, y: number) => {
    const name = rows.name(row);
    app.view.select({ path: null, name });
    open({ name, rawName: rows.rawName(row), path: null }, { x, y });
  };
  const onKey = (event: KeyboardEvent, box: DOMRect | undefined): boolean => {
    if (active < 0) return false;
    if (event.key === 'Enter') sandwich(app, rows.name(active));
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
      openMenu(active, (box?.left ?? 0) + 240, box?.bottom ?? 0);
    else return false;
    return true;
  };
  return (
    <>
      <RowGrid
        label={label}
        count={rows.answer.rows}
        columns={columns.length}
        template={gridTemplate(columns)}
        head={columns.map((c) => <Head key={c.id} column={c} sort={sort} descending={descending} onSort={onSort} />)}
        active={active}
        onMove={select}
        onKey={onKey}
        onWidth={setWidth}
        rowAt={(row) => ({
          key: row,
          onClick: () => select(row),
          onDoubleClick: () => sandwich(app, rows.name(row)),
          onContextMenu: (event) => {
            event.preventDefault();
            openMenu(row, event.clientX, event.clientY);
          },
          cells: columns.map((c) => <CellOf key={c.id} column={c} rows={rows} row={row} target={target} t={t} />),
        })}
      />
      {menu}
    </>
  );
}

interface HeadProps {
  readonly column: Column;
  readonly sort: TableSort;
  readonly descending: boolean;
  readonly onSort: (sort: TableSort, descending: boolean) => void;
}

function Head({ column, sort, descending, onSort }: HeadProps) {
  const t = useSay();
  const on = column.sort === sort && !column.id.endsWith('Share');
  const textual = !column.numeric;
  const { sort: by } = column;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside has the focus
    <div
      role="columnheader"
      aria-sort={on ? (descending ? 'descending' : 'ascending') : undefined}
      className={cx(css.headCell, column.numeric && css.numeric)}
    >
      {by === null ? (
        <span title={t(`views.table.${column.id}.hint`)}>{t(`views.table.${column.id}`)}</span>
      ) : (
        <button
          type="button"
          className={cx(css.sort, on && css.sorted)}
          title={t(`views.table.${column.id}.hint`)}
          onClick={() => onSort(by, sort === by ? !descending : !textual)}
        >
          {t(`views.table.${column.id}`)}
          {on ? descending ? <ArrowDown /> : <ArrowUp /> : null}
        </button>
      )}
    </div>
  );
}

interface CellProps {
  readonly column: Column;
  readonly rows: TableRows;
  readonly row: number;
  readonly target: string;
  readonly t: Say;
}

function CellOf({ column, rows, row, target, t }: CellProps) {
  const { unit } = rows.answer.sampleType;
  const { id } = column;
  let content: ReactNode;
  let title: string | undefined;
  switch (id) {
    case 'name': {
      const name = rows.name(row);
      const inlined = rows.answer.inlined[row] ?? 0;
      title = rows.rawName(row) || name;
      content = (
        <>
          <FunctionName name={name} />
          {inlined === 0 ? null : (
            <span className={css.mark}>{t(inlined === 1 ? 'views.inline' : 'views.partialInline')}</span>
          )}
        </>
      );
      break;
    }
    case 'origin': {
      const origin = rows.origin(row);
      content = (
        <>
          <OriginSwatch origin={origin} /> {t(`shell.origin.${origin}`)}
        </>
      );
      break;
    }
    case 'tier': {
      const entry = rows.tier(row);
      const tier = TIERS[entry - 1];
      if (tier === undefined) break;
      title = t(`seam.tier.${tier}`);
      content = (
        <>
          <TierSample entry={entry} /> {t(`seam.sure.${SURENESS[surenessOf(entry) - 1]}`)}
        </>
      );
      break;
    }
    case 'file': {
      const file = rows.file(row);
      const line = rows.line(row);
      title = line > 0 ? `${file}:${line}` : file;
      content = shortPlace(file, line);
      break;
    }
    case 'delta': {
      const value = rows.value(row, id);
      title = `${groupDigits(value)} ${unit}`;
      content = <Delta value={value} unit={unit} target={target} />;
      break;
    }
    case 'ratio':
      content = deltaShare(rows.value(row, 'before'), rows.value(row, 'after'), { fresh: t('views.new') });
      break;
    case 'flatShare':
    case 'sumShare':
    case 'cumShare':
      content = showShare(rows.value(row, id), rows.answer.total);
      break;
    default: {
      const value = rows.value(row, id);
      title = `${groupDigits(value)} ${unit}`;
      content = showAmount(value, unit, target);
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div role="gridcell" title={title} className={cx(css.cell, column.numeric && css.numeric, css[id])}>
      {content}
    </div>
  );
}
