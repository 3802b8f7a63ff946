import { showAmount } from '../../base/figures.ts';
import { type SeamAnswer, SURENESS, surenessOf, TIERS } from '../../model/seam.ts';
import { useApp, useSay, useSession, useView } from '../context.ts';
import css from './Seam.module.css';
import { TierSample } from './TierSample.tsx';

/** Under the flame graph: how much of what crossed into C was joined how surely. A click keeps only that. */
export function SeamBar({ seam }: { readonly seam: SeamAnswer }) {
  const t = useSay();
  const { view } = useApp();
  const target = useView((s) => s.lens.unit);
  const all = useSession((s) => s.sources);
  const titleOf = (key: string) => all.find((s) => s.facts.key === key)?.title ?? '';
  if (seam.tiers.length === 0) return null;
  const sums = SURENESS.map(() => ({ value: 0, tiers: [] as string[] }));
  for (const { tier, value } of seam.tiers) {
    const sum = sums[surenessOf(1 + TIERS.indexOf(tier)) - 1];
    if (sum === undefined) continue;
    sum.value += value;
    sum.tiers.push(tier);
  }
  return (
    <section className={css.bar} aria-label={t('seam.joined')}>
      <h2>{t('seam.joined')}</h2>
      <ul>
        {sums.map(({ value, tiers }, i) =>
          tiers.length === 0 ? null : (
            <li key={SURENESS[i]}>
              <button
                type="button"
                title={tiers.map((tier) => t(`seam.tier.${tier}`)).join('\n')}
                onClick={() => view.addFilter({ verb: 'tagfocus', value: `tier=^(${tiers.join('|')})$` })}
              >
                <TierSample entry={1 + TIERS.findIndex((tier) => tier === tiers[tiers.length - 1])} />
                {t(`seam.sure.${SURENESS[i]}`)}
                <span className={css.amount}>{showAmount(value, seam.sampleType.unit, target)}</span>
              </button>
            </li>
          ),
        )}
      </ul>
      {seam.doubts.map((doubt) => (
        <p key={`${doubt.source} ${doubt.tier}`} className={css.doubt}>
          {t('seam.doubt', { source: titleOf(doubt.source), agreed: doubt.agreed, seen: doubt.seen })}
        </p>
      ))}
    </section>
  );
}
