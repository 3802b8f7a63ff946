import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect } from 'react';
import { cx } from '../../ui/cx.ts';
import css from './TableGrid.module.css';
import { useRowHeight } from './use-row-height.ts';
import { useRows } from './use-rows.ts';

/** One row as it is drawn. */
export interface GridRow {
  readonly key: string | number;
  readonly cells: ReactNode;
  readonly className?: string | undefined;
  /** Depth from 1 and whether it is open, in a tree. */
  readonly level?: number;
  readonly expanded?: boolean | undefined;
  readonly onClick: () => void;
  readonly onDoubleClick?: () => void;
  readonly onContextMenu?: (event: MouseEvent) => void;
}

interface RowGridProps {
  readonly role?: 'grid' | 'treegrid';
  readonly label: string;
  readonly count: number;
  readonly columns: number;
  /** `grid-template-columns` of the head and of every row. */
  readonly template: string;
  readonly head: ReactNode;
  /** The row that the keys move; −1 = none yet. */
  readonly active: number;
  readonly onMove: (row: number) => void;
  readonly rowAt: (row: number) => GridRow;
  /** Keys beyond those that move, when the grid itself has the focus; true = done. `box` is where the active row is. */
  readonly onKey?: (event: KeyboardEvent, box: DOMRect | undefined) => boolean;
  readonly onWidth?: (width: number) => void;
}

/** Rows of any number under a head that stays: a million of them scroll like ten, and all of it works from the keyboard. */
export function RowGrid(props: RowGridProps) {
  const { role = 'grid', label, count, columns, template, head, active, onMove, rowAt, onKey, onWidth } = props;
  const id = useId();
  const rowHeight = useRowHeight();
  const list = useRows(count, rowHeight);
  const { reveal, scroller } = list;
  useEffect(() => {
    if (active >= 0) reveal(active);
  }, [active, reveal]);
  useWidth(scroller, onWidth);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: Math.max(0, active) + list.page,
      PageUp: active - list.page,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      if (count > 0) onMove(Math.max(0, Math.min(count - 1, to)));
    } else {
      const box = document.getElementById(`${id}-${active}`)?.getBoundingClientRect();
      if (event.target !== event.currentTarget || onKey?.(event, box) !== true) return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const style = { gridTemplateColumns: template };
  const visible: number[] = [];
  for (let row = list.first; row < Math.min(list.last, count); row++) visible.push(row);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is a prop
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is a prop
    <div
      ref={scroller}
      role={role}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns}
      aria-activedescendant={active >= list.first && active < list.last ? `${id}-${active}` : undefined}
      className={css.grid}
      data-active={active >= 0 || undefined}
      onKeyDown={onKeyDown}
      onScroll={list.onScroll}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a <table> cannot be virtual and keep its rows at fixed places */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, rows are its active descendants */}
      <div role="row" aria-rowindex={1} className={css.head} style={style}>
        {head}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className={css.all} style={{ height: list.height }}>
        <div role="presentation" style={{ transform: `translateY(${list.top}px)` }}>
          {visible.map((row) => {
            const { key, cells, className, level, expanded, ...hands } = rowAt(row);
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              <div
                key={key}
                id={`${id}-${row}`}
                role="row"
                aria-rowindex={row + 2}
                aria-level={level}
                aria-expanded={expanded}
                aria-selected={row === active}
                className={cx(css.row, row === active && css.selected, className)}
                style={{ ...style, height: rowHeight }}
                {...hands}
              >
                {cells}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function useWidth(ref: { readonly current: HTMLElement | null }, tell: ((width: number) => void) | undefined): void {
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null || tell === undefined) return;
    const measure = () => tell(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [ref, tell]);
}
