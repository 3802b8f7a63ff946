import { showAmount, showShare } from '../../base/figures.ts';
import type { LabelBreakdown } from '../../contract/api.ts';
import { type SeamCaller, SURENESS, surenessOf, TIER_LABEL, TIERS } from '../../model/seam.ts';
import type { Selection } from '../../state/view.ts';
import { useApp, useSay, useView } from '../context.ts';
import details from '../details/Details.module.css';
import { FunctionName } from '../FunctionName.tsx';
import css from './Seam.module.css';
import { useSeamFacts } from './seam-facts.ts';
import { TierSample } from './TierSample.tsx';

const MOST_CALLERS = 8;

interface JoinedByProps {
  readonly selection: Selection;
  readonly labels: readonly LabelBreakdown[];
  readonly unit: string;
}

/** What the selection holds beyond the border, by how it was joined to its Go callers, with the evidence. */
export function JoinedBy({ selection, labels, unit }: JoinedByProps) {
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
      <GoCallers selection={selection} unit={unit} />
    </section>
  );
}

/** Who calls the wrapper that the selection is, or lies under: each Go path with its share; candidates have none. */
function GoCallers({ selection, unit }: Pick<JoinedByProps, 'selection' | 'unit'>) {
  const t = useSay();
  const { view } = useApp();
  const target = useView((s) => s.lens.unit);
  const seam = useSeamFacts();
  const names = new Set([...(selection.path ?? []), selection.name]);
  const wrapper = seam?.wrappers.find(({ name }) => names.has(name));
  if (wrapper === undefined || wrapper.callers.length === 0) return null;
  const nameOf = ({ path }: SeamCaller) => path[path.length - 1] ?? '';
  return (
    <>
      <h3 className={css.callersHead}>{t('seam.goCallers')}</h3>
      <ul className={css.callers}>
        {wrapper.callers.slice(0, MOST_CALLERS).map((caller) => (
          <li key={`${caller.tier} ${caller.path.join()}`}>
            <button
              type="button"
              title={[...caller.path].reverse().join('\n')}
              onClick={() => view.select({ path: null, name: nameOf(caller) })}
            >
              <TierSample entry={1 + TIERS.indexOf(caller.tier)} />
              <span>
                <FunctionName name={nameOf(caller)} />
              </span>
              <span className={css.amount}>
                {caller.value === 0
                  ? t('seam.sure.candidates')
                  : `${showAmount(caller.value, unit, target)} · ${showShare(caller.value, wrapper.value)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
