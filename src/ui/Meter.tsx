import { cx } from './cx.ts';
import css from './Meter.module.css';

interface MeterProps {
  /** 3 = certain, 2 = likely, 1 = needs more data. */
  readonly level: 1 | 2 | 3;
  readonly word: string;
}

/** How sure a statement is: three rising bars, always with the word. */
export function Meter({ level, word }: MeterProps) {
  return (
    <span className={css.meter}>
      <span aria-hidden className={css.bars}>
        {[1, 2, 3].map((n) => (
          <i key={n} className={cx(n <= level && css.on)} />
        ))}
      </span>
      {word}
    </span>
  );
}
