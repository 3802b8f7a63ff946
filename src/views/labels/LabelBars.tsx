import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { LabelBreakdown } from '../../contract/api.ts';
import bars from '../../ui/Bars.module.css';
import { cx } from '../../ui/cx.ts';
import { useApp, useSay, useView } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { labelPattern } from '../name-pattern.ts';
import css from './LabelBars.module.css';

interface LabelBarsProps {
  readonly label: LabelBreakdown;
  /** Unit of the weights. */
  readonly unit: string;
  /** What 100 % is. */
  readonly total: number;
  readonly wide?: boolean;
  /** Rows shown at most. */
  readonly most?: number;
}

/** The values of a label key by weight; a click keeps only the samples with that value. */
export function LabelBars({ label, unit, total, wide, most }: LabelBarsProps) {
  const t = useSay();
  const { view } = useApp();
  const target = useView((s) => s.lens.unit);
  const compared = useView((s) => s.lens.compare !== null && s.view !== 'flame');
  const values = most === undefined ? label.values : label.values.slice(0, most);
  const widest = values.reduce((max, v) => Math.max(max, Math.abs(v.weight), Math.abs(v.before)), 0);
  const more = label.more + label.values.length - values.length;
  return (
    <>
      <ul className={bars.list}>
        {values.map((v) => (
          <li key={v.value}>
            <button
              type="button"
              className={bars.row}
              title={t('views.labels.filterHint', { value: v.value })}
              onClick={() => view.addFilter({ verb: 'tagfocus', value: labelPattern(label.key, v.value, label.unit) })}
            >
              <span className={bars.name}>
                {v.value === '' ? t('views.labels.empty') : shownValue(v.value, label.unit)}
              </span>
              <span className={cx(bars.value, css.value)} title={`${groupDigits(v.weight)} ${unit}`}>
                {showAmount(v.weight, unit, target)}
              </span>
              {compared ? (
                <span className={cx(bars.value, css.value)}>
                  <Delta value={v.weight - v.before} unit={unit} target={target} />
                </span>
              ) : null}
              {wide === true && !compared ? <span className={bars.share}>{showShare(v.weight, total)}</span> : null}
              <span className={bars.track} aria-hidden>
                <span
                  className={bars.bar}
                  style={{ width: widest === 0 ? 0 : `${(Math.abs(v.weight) / widest) * 100}%` }}
                />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className={css.more}>{t('views.labels.more', { count: groupDigits(more) })}</p> : null}
    </>
  );
}

/** A number label with its unit, as amounts are written; text as it is. */
function shownValue(value: string, unit: string): string {
  return unit !== '' && /^-?\d{1,15}$/.test(value) ? showAmount(Number(value), unit) : value;
}
