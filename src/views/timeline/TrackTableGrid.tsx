import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { showTime } from '../../draw/time-scale.ts';
import type { TrackColumn, TrackInfo } from '../../model/timeline-answers.ts';
import { useApp, useSay, useView } from '../context.ts';
import grid from '../table/TableGrid.module.css';
import { useRowHeight } from '../table/use-row-height.ts';
import { useRows } from '../table/use-rows.ts';
import { useAnswer } from '../use-answer.ts';
import type { TimeSpan } from './brush-drag.ts';
import { wordOf } from './EventCard.tsx';
import { axisLens } from './moments.ts';
import css from './Timeline.module.css';
import { columnName, showValue } from './timeline-words.ts';

interface TrackTableGridProps {
  readonly info: TrackInfo;
  readonly name: string;
  readonly range: TimeSpan | null;
  /** The row that has the focus: its time is shown in the tracks. */
  readonly onRow: (time: number) => void;
}

/** The twin of a track: every event of it in the chosen range as a row. */
export function TrackTableGrid({ info, name, range, onRow }: TrackTableGridProps) {
  const t = useSay();
  const id = useId();
  const { engine } = useApp();
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const question = { lens: axisLens({ timelines, align }), track: info.id, range };
  const { answer } = useAnswer(question, (asked) => engine.trackTable(asked, 'table'));
  const length = answer?.length ?? 0;
  const columns = answer?.columns ?? [];
  const rowHeight = useRowHeight();
  const list = useRows(length, rowHeight);
  const [active, setActive] = useState(-1);
  const { reveal } = list;
  useEffect(() => {
    if (active >= 0) reveal(active);
  }, [active, reveal]);
  const go = (row: number) => {
    const next = Math.max(0, Math.min(length - 1, row));
    setActive(next);
    const time = columns.find((c) => c.unit === 'time')?.values[next];
    if (time !== undefined && !Number.isNaN(time)) onRow(time);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + list.page,
      PageUp: active - list.page,
      Home: 0,
      End: length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || length === 0) return;
    go(to);
    event.preventDefault();
    event.stopPropagation();
  };
  const template = {
    gridTemplateColumns: columns.map((c) => (c.words === null ? 'minmax(92px, 1fr)' : 'minmax(140px, 2fr)')).join(' '),
  };
  return (
    <>
      {answer === undefined || answer.more === 0 ? null : (
        <p className={css.cut}>{t('timeline.moreRows', { shown: length, more: answer.more })}</p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of divs scrolls by rows */}
      <div
        ref={list.scroller}
        role="grid"
        tabIndex={0}
        aria-label={name}
        aria-rowcount={length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={active >= list.first && active < list.last ? `${id}-${active}` : undefined}
        className={grid.grid}
        data-active={active >= 0 || undefined}
        onKeyDown={onKeyDown}
        onScroll={list.onScroll}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a grid of divs scrolls by rows */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, rows are its active descendants */}
        <div role="row" aria-rowindex={1} className={grid.head} style={template}>
          {columns.map((c) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div key={c.name} role="columnheader" className={grid.headCell}>
              {columnName(t, c.name)}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className={grid.all} style={{ height: list.height }}>
          <div role="presentation" style={{ transform: `translateY(${list.top}px)` }}>
            {Array.from({ length: list.last - list.first }, (_, i) => {
              const row = list.first + i;
              return (
                // biome-ignore lint/a11y/useSemanticElements: see above
                // biome-ignore lint/a11y/useFocusableInteractive: see above
                // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles its keys
                <div
                  key={row}
                  id={`${id}-${row}`}
                  role="row"
                  aria-rowindex={row + 2}
                  aria-selected={row === active}
                  className={grid.row}
                  style={{ ...template, height: rowHeight }}
                  onClick={() => go(row)}
                >
                  {columns.map((c) => (
                    // biome-ignore lint/a11y/useSemanticElements: see above
                    // biome-ignore lint/a11y/useFocusableInteractive: see above
                    <div
                      key={c.name}
                      role="gridcell"
                      className={c.words === null ? `${grid.cell} ${grid.numeric}` : grid.cell}
                    >
                      {cellText(t, c, row)}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
}

function cellText(t: (key: string) => string, { unit, values, words }: TrackColumn, row: number): string {
  const value = values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return '—';
  const word = words?.[value];
  if (word !== undefined) return wordOf(t, word);
  return unit === 'time' ? showTime(value, 1000) : showValue(value, unit);
}
