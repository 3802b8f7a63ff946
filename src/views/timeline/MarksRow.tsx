import type { ReactNode } from 'react';
import { type DrawnMark, paintMarks } from '../../draw/timeline-marks.ts';
import { timeToX } from '../../draw/timeline-painter.ts';
import { cx } from '../../ui/cx.ts';
import { useSay } from '../context.ts';
import { HEAD, LABELS, type Paper, PlotCanvas, RIGHT } from './plot-canvas.tsx';
import type { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';

export const MARKS_TRACK = 'marks';
export const MARKS_HEIGHT = 34;

interface MarksRowProps {
  readonly stage: TimelineStage;
  readonly width: number;
  readonly marks: readonly DrawnMark[];
  readonly chosen: string | null;
  readonly unplaced: number;
  readonly grid: () => readonly number[];
  readonly onFocus: () => void;
}

/** When snapshots were taken and reports were printed. */
export function MarksRow({ stage, width, marks, chosen, unplaced, grid, onFocus }: MarksRowProps): ReactNode {
  const t = useSay();
  const name = t('timeline.track.marks');
  const paint = ({ pen, theme, width: whole, height }: Paper) => {
    const box = { left: LABELS, width: whole - LABELS - RIGHT, height };
    pen.clearRect(0, 0, whole, height);
    pen.strokeStyle = theme.line;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const tick of grid()) {
      const x = Math.round(timeToX(tick, stage.window, box)) + 0.5;
      if (x < box.left || x > box.left + box.width) continue;
      pen.moveTo(x, 0);
      pen.lineTo(x, height);
    }
    pen.stroke();
    paintMarks(pen, box, marks, stage.window, theme, chosen);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a track is no set of fields
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys step through the marks
      tabIndex={0}
      data-track={MARKS_TRACK}
      aria-label={t('timeline.trackLabel', { name, rows: marks.length })}
      className={cx(css.track, css.single)}
      style={{ height: MARKS_HEIGHT }}
      onFocus={onFocus}
    >
      <div className={css.head}>
        <h2 title={unplaced === 0 ? undefined : t('timeline.unplaced', { count: unplaced })}>
          {name}
          {unplaced === 0 ? null : (
            <span className={css.warning}> · {t('timeline.unplacedShort', { count: unplaced })}</span>
          )}
        </h2>
      </div>
      <PlotCanvas
        stage={stage}
        width={Math.max(1, width - HEAD)}
        height={MARKS_HEIGHT - 1}
        label={t('timeline.trackLabel', { name, rows: marks.length })}
        paint={paint}
      />
    </div>
  );
}
