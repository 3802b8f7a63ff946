import { showAmount, showShare } from '../base/figures.ts';
import { changeMark } from '../base/units.ts';
import { cx } from '../ui/cx.ts';
import css from './Delta.module.css';

interface DeltaProps {
  readonly value: number;
  readonly unit: string;
  /** The lens's unit. */
  readonly target: string;
  /** Within sampling noise: set back. */
  readonly veiled?: boolean;
}

/** A change: ▲ 18.91 MB in the colour of growth, ▼ in that of shrinking. The mark says the direction without colour. */
export function Delta({ value, unit, target, veiled }: DeltaProps) {
  const tone = veiled === true ? css.quiet : value > 0 ? css.grew : value < 0 ? css.shrank : css.quiet;
  return (
    <span className={cx(css.delta, tone)}>
      {value === 0 ? null : `${changeMark(value)} `}
      {showAmount(Math.abs(value), unit, target)}
    </span>
  );
}

/** The change in per cent of before: `+163 %`; a new path has none. */
export function deltaShare(before: number, after: number, words: { readonly fresh: string }): string {
  if (before === 0) return after === 0 ? '' : words.fresh;
  const share = showShare(after - before, Math.abs(before));
  return after > before ? `+${share}` : share;
}
