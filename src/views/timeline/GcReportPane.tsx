import { showAmount } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { showTime } from '../../draw/time-scale.ts';
import {
  type GcFigures,
  type GrowthVerdict,
  PAUSE_BINS,
  type RangeAnswer,
  type TrackInfo,
} from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import css from './Timeline.module.css';
import { showValue, slopeText } from './timeline-words.ts';

interface GcReportPaneProps {
  readonly answer: RangeAnswer | undefined;
  readonly title: (key: string) => string;
  /** Where the curve of its live heap bends, by source. */
  readonly bendsOf: (key: string) => NonNullable<TrackInfo['trend']>['bends'];
}

/** What the garbage collector did in the chosen range, one block a source: upper and lower bounds are never mixed. */
export function GcReportPane({ answer, title, bendsOf }: GcReportPaneProps) {
  const t = useSay();
  if (answer === undefined) return null;
  if (answer.gc.length === 0 && answer.growth === null)
    return <p className={css.report}>{t('timeline.report.none')}</p>;
  return (
    <div className={css.report}>
      {answer.growth === null ? null : <GrowthBlock growth={answer.growth} />}
      {answer.gc.map((figures) => (
        <GcBlock key={figures.source} figures={figures} title={title(figures.source)} bends={bendsOf(figures.source)} />
      ))}
    </div>
  );
}

/** Which layer of the process grows, by slopes alone, with what they do not tell. */
function GrowthBlock({ growth }: { readonly growth: GrowthVerdict }) {
  const t = useSay();
  const layers = ['live', 'go', 'native', 'rss'] as const;
  const said = (layer: string) => (layer === 'retained' && growth.live === null ? 'held' : layer);
  const verdicts = growth.grows.length > 0 ? growth.grows.map(said) : [growth.rssGrows === false ? 'flat' : 'none'];
  return (
    <section className={css.block}>
      <h3>{t('timeline.growth.title')}</h3>
      {verdicts.map((name) => (
        <p key={name} className={growth.grows.length > 0 ? css.verdict : undefined}>
          {t(`timeline.growth.${name}`)}
        </p>
      ))}
      <dl className={css.figures} style={{ marginTop: 8 }}>
        {layers.map((layer) => {
          const slope = growth[layer];
          return (
            <div key={layer} style={{ display: 'contents' }}>
              <dt>{t(`timeline.growth.of.${layer}`)}</dt>
              <dd>{slope === null ? '—' : slopeText(slope.estimate, slope.low, slope.high, 'bytes')}</dd>
            </div>
          );
        })}
      </dl>
      {growth.caveats.map((caveat) => (
        <p key={caveat} className={css.note}>
          {t(`timeline.caveat.${caveat.replaceAll(' ', '-')}`)}
        </p>
      ))}
    </section>
  );
}

const time = (ns: number) => showValue(ns, 'nanoseconds');
const share = (part: number) => (Number.isNaN(part) ? '—' : showValue(part * 100, 'percent'));

interface GcBlockProps {
  readonly figures: GcFigures;
  readonly title: string;
  readonly bends: NonNullable<TrackInfo['trend']>['bends'];
}

function GcBlock({ figures: f, title, bends }: GcBlockProps) {
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
    [
      'bends',
      bends.length === 0
        ? t('timeline.report.noBends')
        : bends
            .map((b) => t(`timeline.report.bend.${b.kind}`, { at: showTime(b.at, 1e8), f: b.f.toFixed(0) }))
            .join(', '),
    ],
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
