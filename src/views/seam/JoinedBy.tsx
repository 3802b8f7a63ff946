import { showAmount } from '../../base/figures.ts';
import type { LabelBreakdown } from '../../contract/api.ts';
import { SURENESS, surenessOf, TIER_LABEL, TIERS } from '../../model/seam.ts';
import { useSay, useView } from '../context.ts';
import details from '../details/Details.module.css';
import css from './Seam.module.css';
import { TierSample } from './TierSample.tsx';

interface JoinedByProps {
  readonly labels: readonly LabelBreakdown[];
  readonly unit: string;
}

/** What the selection holds beyond the border, by how it was joined to its Go callers, with the evidence. */
export function JoinedBy({ labels, unit }: JoinedByProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const tiers = labels.find(({ key }) => key === TIER_LABEL);
  if (tiers === undefined) return null;
  return (
    <section className={details.section}>
      <h2>{t('seam.joinedBy')}</h2>
      {tiers.values.map(({ value, weight }) => {
        const entry = 1 + (TIERS as readonly string[]).indexOf(value);
        return (
          <div key={value}>
            <p className={css.joined}>
              <TierSample entry={entry} />
              {t(`seam.sure.${SURENESS[surenessOf(entry) - 1]}`)}
              <span className={css.amount}>{showAmount(weight, unit, target)}</span>
            </p>
            <p className={css.evidence}>{t(`seam.tier.${value}`)}</p>
          </div>
        );
      })}
    </section>
  );
}
