import { showAmount, showDelta } from '../../base/figures.ts';
import { setRole } from '../../state/sources.ts';
import { originToken } from '../../ui/OriginSwatch.tsx';
import { useApp, useSay, useSession, useView } from '../context.ts';
import { clockOf } from '../shell/times.ts';
import css from './Trend.module.css';

interface TrendProps {
  readonly series: readonly { readonly source: string; readonly value: number }[];
  readonly unit: string;
  readonly origin: string;
}

const HEIGHT = 44;

/** The selection's value in every snapshot of the series; a click makes a snapshot the one that is looked at. */
export function Trend({ series, unit, origin }: TrendProps) {
  const t = useSay();
  const app = useApp();
  const target = useView((s) => s.lens.unit);
  const compare = useView((s) => s.lens.compare);
  const current = useView((s) =>
    s.lens.compare !== null && s.view !== 'flame'
      ? s.lens.compare.after
      : (s.lens.sources.find((key) => series.some((at) => at.source === key)) ?? ''),
  );
  const sources = useSession((s) => s.sources);
  const most = series.reduce((max, s) => Math.max(max, Math.abs(s.value)), 0);
  const first = series[0];
  const last = series[series.length - 1];
  const pick = (key: string) => {
    const { view, lens } = app.view.store.getState();
    if (compare !== null && view !== 'flame') setRole(app, key, 'after');
    else app.view.setLens({ sources: lens.merge ? lens.sources.map((k) => (k === current ? key : k)) : [key] });
  };
  const clock = (key: string) => {
    const source = sources.find((s) => s.facts.key === key);
    return source === undefined ? '' : clockOf(source.facts.timeNanos);
  };
  const title = (key: string) => sources.find((s) => s.facts.key === key)?.title ?? '';
  return (
    <>
      <div className={css.bars}>
        {series.map((s) => (
          <button
            key={s.source}
            type="button"
            className={css.bar}
            aria-pressed={s.source === current}
            aria-label={t('views.details.bar', { name: title(s.source), value: showAmount(s.value, unit, target) })}
            title={[title(s.source), clock(s.source), showAmount(s.value, unit, target)]
              .filter((x) => x !== '')
              .join(' · ')}
            onClick={() => pick(s.source)}
          >
            <i
              aria-hidden
              style={{
                height: most === 0 ? 1 : Math.max(1, Math.round((Math.abs(s.value) / most) * HEIGHT)),
                background: `var(--origin-${originToken(origin)})`,
              }}
            />
          </button>
        ))}
      </div>
      <div className={css.axis}>
        <span>{first === undefined ? '' : clock(first.source)}</span>
        <span>{last === undefined ? '' : clock(last.source)}</span>
      </div>
      {first === undefined || last === undefined ? null : (
        <p className={css.text}>
          {t('views.details.trendText', {
            first: showAmount(first.value, unit, target),
            last: showAmount(last.value, unit, target),
            change: showDelta(last.value - first.value, unit, target),
          })}
        </p>
      )}
    </>
  );
}
