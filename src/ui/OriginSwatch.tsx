import { cx } from './cx.ts';
import css from './OriginSwatch.module.css';

/** Token names of the origins: `c++` is no CSS name. */
export function originToken(origin: string): string {
  return origin === 'c++' ? 'cpp' : origin;
}

/** The colour of an origin, 9 × 9; the word stands beside it. */
export function OriginSwatch({ origin, off }: { readonly origin: string; readonly off?: boolean }) {
  return (
    <i
      aria-hidden
      className={cx(css.swatch, origin === 'unknown' && css.hatched, off === true && css.off)}
      style={{ backgroundColor: `var(--origin-${originToken(origin)})` }}
    />
  );
}
