import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { PeekRow } from '../../contract/api.ts';
import { ORIGINS } from '../../model/profile.ts';
import bars from '../../ui/Bars.module.css';
import { cx } from '../../ui/cx.ts';
import { OriginSwatch } from '../../ui/OriginSwatch.tsx';
import { useSay } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { FunctionName } from '../FunctionName.tsx';
import css from './EdgeList.module.css';

interface EdgeListProps {
  readonly rows: readonly PeekRow[];
  /** Weight that a full bar stands for. */
  readonly whole: number;
  readonly unit: string;
  readonly target: string;
  readonly compared: boolean;
  /** With per cents and swatches, for a wide page. */
  readonly wide?: boolean;
  readonly onPick: (name: string) => void;
}

/** Callers or callees with the weight of each edge as a 4 px bar. */
export function EdgeList({ rows, whole, unit, target, compared, wide, onPick }: EdgeListProps) {
  const t = useSay();
  return (
    <ul className={bars.list}>
      {rows.map((row) => {
        const value = compared ? row.value - row.before : row.value;
        const share = whole === 0 ? 0 : Math.min(1, Math.abs(row.value / whole));
        const before = whole === 0 ? 0 : Math.min(1, Math.abs(row.before / whole));
        return (
          <li key={`${row.name} ${row.inlined}`}>
            <button type="button" className={bars.row} onClick={() => onPick(row.name)} title={row.name}>
              {wide === true ? <OriginSwatch origin={ORIGINS[row.origin] ?? 'unknown'} /> : null}
              <span className={cx(bars.name, css.name)}>
                <FunctionName name={row.name} />
                {row.inlined ? <span className={css.mark}>{t('views.inline')}</span> : null}
              </span>
              <span className={bars.value} title={`${groupDigits(value)} ${unit}`}>
                {compared ? <Delta value={value} unit={unit} target={target} /> : showAmount(row.value, unit, target)}
              </span>
              {wide === true && !compared ? <span className={bars.share}>{showShare(row.value, whole)}</span> : null}
              <span className={bars.track} aria-hidden>
                <span
                  className={compared ? css.same : bars.bar}
                  style={{ width: `${(compared ? Math.min(share, before) : share) * 100}%` }}
                />
                {compared && share !== before ? (
                  <span
                    className={share > before ? css.grew : css.shrank}
                    style={{ width: `${Math.abs(share - before) * 100}%` }}
                  />
                ) : null}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
