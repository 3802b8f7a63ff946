import type { ReactNode } from 'react';
import { timeTicks } from '../../draw/time-scale.ts';
import { timeToX } from '../../draw/timeline-painter.ts';
import { useSay } from '../context.ts';
import { HEAD, LABELS, type Paper, PlotCanvas, RIGHT } from './plot-canvas.tsx';
import type { TimelineStage } from './stage.ts';
import css from './Timeline.module.css';

export const AXIS_HEIGHT = 24;
const PX_PER_TICK = 88;

/** Ticks of the window that is on screen. */
export function ticksOf(stage: TimelineStage, wallZero: number | null) {
  return timeTicks(stage.window.from, stage.window.to, Math.max(2, stage.width / PX_PER_TICK), wallZero);
}

interface AxisRowProps {
  readonly stage: TimelineStage;
  readonly width: number;
  /** unix ms of the axis's zero, null while it is not known. */
  readonly wallZero: number | null;
  readonly corner: string;
}

export function AxisRow({ stage, width, wallZero, corner }: AxisRowProps): ReactNode {
  const t = useSay();
  const paint = ({ pen, theme, width: whole }: Paper) => {
    const box = { left: LABELS, width: whole - LABELS - RIGHT };
    pen.clearRect(0, 0, whole, AXIS_HEIGHT);
    pen.font = `10.5px ${theme.fontFamily}`;
    pen.textBaseline = 'middle';
    pen.textAlign = 'center';
    pen.fillStyle = theme.ink3;
    const { at, labels, base } = ticksOf(stage, wallZero);
    let free = base === '' ? 0 : LABELS + pen.measureText(base).width + 8;
    at.forEach((tick, i) => {
      const x = timeToX(tick, stage.window, box);
      const label = labels[i] ?? '';
      const half = pen.measureText(label).width / 2;
      if (x - half < free || x + half > whole) return;
      free = x + half + 10;
      pen.fillText(label, x, AXIS_HEIGHT / 2);
    });
    if (base === '') return;
    pen.textAlign = 'left';
    pen.fillStyle = theme.ink2;
    pen.fillText(base, LABELS, AXIS_HEIGHT / 2);
  };
  return (
    <div className={css.axisRow}>
      <div className={css.corner} title={corner}>
        {corner}
      </div>
      <PlotCanvas
        stage={stage}
        width={Math.max(1, width - HEAD)}
        height={AXIS_HEIGHT}
        label={t('timeline.axis')}
        paint={paint}
      />
    </div>
  );
}
