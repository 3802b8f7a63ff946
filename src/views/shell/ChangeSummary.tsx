import { showAmount } from '../../base/figures.ts';
import { useSay } from '../context.ts';
import css from './ChangeSummary.module.css';

interface ChangeSummaryProps {
  readonly before: number;
  readonly after: number;
  readonly grew: number;
  readonly shrank: number;
  readonly unit: string;
  /** The lens's unit. */
  readonly target: string;
}

/** Before, after and what grew and shrank, over all call paths on screen; for `SourcesSummary`. */
export function ChangeSummary({ before, after, grew, shrank, unit, target }: ChangeSummaryProps) {
  const t = useSay();
  return (
    <section className={css.block}>
      <h2>{t('shell.change')}</h2>
      <dl className={css.figures}>
        <dt>{t('shell.before')}</dt>
        <dd>{showAmount(before, unit, target)}</dd>
        <dt>{t('shell.after')}</dt>
        <dd>{showAmount(after, unit, target)}</dd>
        <dt>{t('shell.grew')}</dt>
        <dd className={css.grew}>▲ {showAmount(grew, unit, target)}</dd>
        <dt>{t('shell.shrank')}</dt>
        <dd className={css.shrank}>▼ {showAmount(shrank, unit, target)}</dd>
      </dl>
    </section>
  );
}

/** How the boxes of an envelope are to be read. */
export function HowToRead() {
  const t = useSay();
  return (
    <section className={css.block}>
      <h2>{t('shell.howToRead')}</h2>
      <div className={css.sample}>
        <span>{t('shell.before')}</span>
        <span className={css.grewBox}>▲ {t('shell.grew')}</span>
      </div>
      <div className={css.sample}>
        <span>{t('shell.after')}</span>
        <span className={css.goneBox}>
          <i>▼ {t('shell.gone')}</i>
        </span>
      </div>
      <p className={css.note}>{t('shell.envelopeNote')}</p>
    </section>
  );
}
