import { useState } from 'react';
import { showTime } from '../../draw/time-scale.ts';
import type { TrackColumn, TrackInfo } from '../../model/timeline-answers.ts';
import { useApp, useSay, useView } from '../context.ts';
import { RowGrid } from '../table/RowGrid.tsx';
import grid from '../table/TableGrid.module.css';
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
  const { engine } = useApp();
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const question = { lens: axisLens({ timelines, align }), track: info.id, range };
  const { answer } = useAnswer(question, (asked) => engine.trackTable(asked, 'table'));
  const length = answer?.length ?? 0;
  const columns = answer?.columns ?? [];
  const [active, setActive] = useState(-1);
  const go = (row: number) => {
    setActive(row);
    const time = columns.find((c) => c.unit === 'time')?.values[row];
    if (time !== undefined && !Number.isNaN(time)) onRow(time);
  };
  return (
    <>
      {answer === undefined || answer.more === 0 ? null : (
        <p className={css.cut}>{t('timeline.moreRows', { shown: length, more: answer.more })}</p>
      )}
      <RowGrid
        label={name}
        count={length}
        columns={columns.length}
        template={columns.map((c) => (c.words === null ? 'minmax(92px, 1fr)' : 'minmax(140px, 2fr)')).join(' ')}
        head={columns.map((c) => (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: see the grid
          <div key={c.name} role="columnheader" className={grid.headCell}>
            {columnName(t, c.name)}
          </div>
        ))}
        active={active}
        onMove={go}
        rowAt={(row) => ({
          key: row,
          onClick: () => go(row),
          cells: columns.map((c) => (
            // biome-ignore lint/a11y/useSemanticElements: see the grid
            // biome-ignore lint/a11y/useFocusableInteractive: see the grid
            <div key={c.name} role="gridcell" className={c.words === null ? `${grid.cell} ${grid.numeric}` : grid.cell}>
              {cellText(t, c, row)}
            </div>
          )),
        })}
      />
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
