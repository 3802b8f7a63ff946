import { showAmount } from '../../base/figures.ts';
import type { DrawnMark } from '../../draw/timeline-marks.ts';
import { useSay } from '../context.ts';
import css from './Timeline.module.css';
import { whenText } from './when.ts';

interface MarksTableProps {
  readonly marks: readonly DrawnMark[];
  readonly wallZero: number | null;
}

/** The twin of the marks: what was taken when; of what may have been in another order it is said. */
export function MarksTable({ marks, wallZero }: MarksTableProps) {
  const t = useSay();
  if (marks.length === 0) return <p className={css.clocks}>{t('timeline.noRows')}</p>;
  return (
    <div className={css.clocks}>
      <table className={css.pauses} aria-label={t('timeline.tableLabel', { name: t('timeline.track.marks') })}>
        <thead>
          <tr>
            {(['source', 'kind', 'time', 'error'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`timeline.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {marks.map((mark, i) => {
            const before = marks[i - 1];
            const unsure = before !== undefined && mark.end - before.end <= (mark.errorNs || 0) + (before.errorNs || 0);
            return (
              <tr key={mark.key}>
                <th scope="row">{mark.title}</th>
                <td>{t(`timeline.mark.${mark.kind}`)}</td>
                <td>{whenText(mark.end, 1e6, wallZero)}</td>
                <td>
                  {Number.isNaN(mark.errorNs) ? t('timeline.byHand') : showAmount(Math.round(mark.errorNs), 'ns')}
                  {unsure ? ` · ${t('timeline.orderUnknown')}` : ''}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
