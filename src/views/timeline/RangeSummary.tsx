import { showAmount, showDelta } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { RangeAnswer, SeriesChange } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import block from '../shell/ChangeSummary.module.css';
import { SourcesSummary } from '../shell/slots.tsx';
import type { TimeSpan } from './brush-drag.ts';
import { showValue } from './timeline-words.ts';

interface RangeSummaryProps {
  readonly answer: RangeAnswer | undefined;
  readonly range: TimeSpan | null;
}

const WANTED = ['live heap', 'RSS', 'VmRSS', 'goroutines', 'Go retained'] as const;

/** Under the list of sources: the range in figures. */
export function RangeSummary({ answer, range }: RangeSummaryProps) {
  const t = useSay();
  if (answer === undefined) return null;
  const length = showAmount(Math.round(answer.to - answer.from), 'ns');
  const changes = WANTED.map((name) => answer.changes.find((c) => c.name === name)).filter(
    (c): c is SeriesChange => c !== undefined,
  );
  return (
    <SourcesSummary>
      <section className={block.block}>
        <h2>{range === null ? t('timeline.summaryAll', { length }) : t('timeline.summary', { length })}</h2>
        {answer.gc.map((gc, i) => (
          <dl key={gc.source} className={block.figures}>
            {i === 0 ? null : <dt aria-hidden>&nbsp;</dt>}
            {i === 0 ? null : <dd />}
            <dt>{t('timeline.summary.cycles')}</dt>
            <dd>{groupDigits(gc.cycles)}</dd>
            <dt>{t('timeline.summary.p50')}</dt>
            <dd>{showValue(gc.all.p50, 'nanoseconds')}</dd>
            <dt>{t('timeline.summary.p95')}</dt>
            <dd>{showValue(gc.all.p95, 'nanoseconds')}</dd>
            <dt>{t('timeline.summary.max')}</dt>
            <dd>
              <b>{showValue(gc.all.max, 'nanoseconds')}</b>
            </dd>
          </dl>
        ))}
        <dl className={block.figures}>
          {changes.map((c) => (
            <ChangeRow key={`${c.source} ${c.name}`} change={c} />
          ))}
        </dl>
      </section>
    </SourcesSummary>
  );
}

function ChangeRow({ change: { name, unit, first, last } }: { readonly change: SeriesChange }) {
  const delta = last - first;
  const text = unit === 'count' ? showDelta(Math.round(delta), 'count') : showDelta(Math.round(delta), unit);
  return (
    <>
      <dt>{name}</dt>
      <dd className={delta > 0 ? block.grew : delta < 0 ? block.shrank : undefined}>
        {delta > 0 ? '▲ ' : delta < 0 ? '▼ ' : ''}
        {text}
      </dd>
    </>
  );
}
