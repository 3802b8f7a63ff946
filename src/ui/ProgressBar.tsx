import { cx } from './cx.ts';
import css from './ProgressBar.module.css';

interface ProgressBarProps {
  /** 0 … 1, or null while it is not known. */
  readonly value: number | null;
  readonly label: string;
  readonly height?: 2 | 3 | 4;
}

export function ProgressBar({ value, label, height = 4 }: ProgressBarProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx(css.bar, css[`h${height}`])}
    >
      <div className={css.fill} style={{ width: percent === undefined ? '100%' : `${percent}%` }} />
    </div>
  );
}
