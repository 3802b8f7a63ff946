import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cx } from './cx.ts';
import css from './Splitter.module.css';

interface SplitterProps {
  readonly label: string;
  /** 'columns' = a vertical bar between columns, 'rows' = a horizontal one between rows. */
  readonly between: 'columns' | 'rows';
  /** Size in pixels of the panel that it resizes. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  /** Which side of the bar that panel lies on. */
  readonly side: 'before' | 'after';
  readonly onResize: (size: number) => void;
}

const STEP = 16;

/** The bar between two panels: drag, arrows by 16 px, Home/End to the limits, double click back to the first size. */
export function Splitter({ label, between, size, min, max, initial, side, onResize }: SplitterProps) {
  const grip = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const columns = between === 'columns';
  const sign = side === 'before' ? 1 : -1;
  const set = (next: number) => onResize(Math.round(Math.min(max, Math.max(min, next))));
  const place = (e: PointerEvent) => (columns ? e.clientX : e.clientY);

  const onKeyDown = (e: KeyboardEvent) => {
    const forward = columns ? 'ArrowRight' : 'ArrowDown';
    const back = columns ? 'ArrowLeft' : 'ArrowUp';
    if (e.key === forward) set(size + sign * STEP);
    else if (e.key === back) set(size - sign * STEP);
    else if (e.key === 'Home') set(min);
    else if (e.key === 'End') set(max);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot hold a grip nor be focused
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={columns ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={cx(css.bar, columns ? css.columns : css.rows)}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(initial)}
      onPointerDown={(e) => {
        e.currentTarget.setPointerCapture(e.pointerId);
        grip.current = { at: place(e), size };
        e.preventDefault();
      }}
      onPointerMove={(e) => {
        if (grip.current !== null) set(grip.current.size + sign * (place(e) - grip.current.at));
      }}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
    />
  );
}
