import { showAmount } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { type GcFigures, PAUSE_BINS, type RangeAnswer } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import css from './Timeline.module.css';
import { showValue, slopeText } from './timeline-words.ts';

interface GcReportPaneProps {
  readonly answer: RangeAnswer | undefined;
  readonly title: (key: string) => string;
}

/** What the garbage collector did in the chosen range, one block a source: upper and lower bounds are never mixed. */
export function GcReportPane({ answer, title }: GcReportPaneProps) {
  const t = useSay();
  if (answer === undefined) return null;
  if (answer.gc.length === 0) return <p className={css.report}>{t('timeline.report.none')}</p>;
  return (
    <div className={css.report}>
      {answer.gc.map((figures) => (
        <GcBlock key={figures.source} figures={figures} title={title(figures.source)} />
      ))}
    </div>
  );
}

const time = (ns: number) => showValue(ns, 'nanoseconds');
const share = (part: number) => (Number.isNaN(part) ? '—' : showValue(part * 100, 'percent'));

function GcBlock({ figures: f, title }: { readonly figures: GcFigures; readonly title: string }) {
  const t = useSay();
  const { liveSlope } = f;
  if (f.cycles === 0 && f.all.count === 0) {
    return (
      <section className={css.block}>
        <h3>{title}</h3>
        <p className={css.note}>{t('timeline.report.empty')}</p>
      </section>
    );
  }
  const rows = f.pauses.length > 1 ? [f.all, ...f.pauses] : f.pauses;
  const slope = liveSlope === null ? '—' : slopeText(liveSlope.estimate, liveSlope.low, liveSlope.high, 'bytes');
  const pairs: readonly (readonly [name: string, value: string, tone?: string | undefined])[] = [
    ['cycles', groupDigits(f.cycles)],
    ['forced', Number.isNaN(f.forced) ? '—' : groupDigits(f.forced)],
    ['total', time(f.all.total)],
    ['cpu', `${time(f.cpuNs)} · ${share(f.cpuShare)}`],
    ['assist', share(f.assistShare)],
    ['live', `${showValue(f.liveFirst, 'bytes')} → ${showValue(f.liveLast, 'bytes')}`],
    ['slope', slope, liveSlope !== null && liveSlope.low > 0 ? css.grew : undefined],
    ['gogc', Number.isNaN(f.gogc) ? '—' : `≈ ${Math.round(f.gogc)}`],
    ['limited', groupDigits(f.limited)],
  ];
  return (
    <section className={css.block}>
      <h3>{title}</h3>
      <table className={css.pauses}>
        <thead>
          <tr>
            <th scope="col">{t(`timeline.report.${f.bound}`)}</th>
            {(['count', 'p50', 'p95', 'p99', 'max'] as const).map((name) => (
              <th key={name} scope="col">
                {name === 'count' ? t('timeline.report.count') : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((p) => (
            <tr key={p.kind}>
              <th scope="row">{p.kind === 'GC' ? t('timeline.report.all') : p.kind}</th>
              <td>{groupDigits(p.count)}</td>
              {[p.p50, p.p95, p.p99, p.max].map((ns, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={i}>{time(ns)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Histogram bins={f.histogram} />
      <dl className={css.figures} style={{ marginTop: 8 }}>
        {pairs.map(([name, value, tone]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`timeline.report.${name}`)}</dt>
            <dd className={tone}>{value}</dd>
          </div>
        ))}
      </dl>
      {f.deathSpiral ? <p className={css.alert}>{t('timeline.report.spiral')}</p> : null}
    </section>
  );
}

/** Pauses by length, a bar for each third of a decade. */
function Histogram({ bins }: { readonly bins: Float64Array }) {
  const t = useSay();
  const most = bins.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return null;
  const label = (i: number) => showAmount(Math.round(PAUSE_BINS[i] ?? 0), 'ns');
  const text = Array.from(bins, (n, i) => (n === 0 ? '' : `${label(i)}: ${n}`)).filter((part) => part !== '');
  return (
    <>
      <div className={css.bars} role="img" aria-label={`${t('timeline.report.histogram')}. ${text.join(', ')}`}>
        {Array.from(bins, (n, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={i}
            title={`≥ ${label(i)}: ${groupDigits(n)}`}
            style={{ height: n === 0 ? 0 : `${Math.max(4, (100 * n) / most)}%` }}
          />
        ))}
      </div>
      <div className={css.binLabels} aria-hidden>
        {[0, 6, 12, 18].map((i) => (
          <span key={i}>{label(i)}</span>
        ))}
      </div>
    </>
  );
}
