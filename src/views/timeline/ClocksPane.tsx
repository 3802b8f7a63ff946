import { showAmount } from '../../base/figures.ts';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import css from './Timeline.module.css';

/** How a source's clock was related, in words, with its error. */
export function useClockText(): (source: { readonly method: string; readonly errorNs: number }) => string {
  const t = useSay();
  return ({ method, errorNs }) => {
    const how = t(`timeline.method.${method.replaceAll(' ', '-')}`);
    if (method === 'none' || method === 'reference') return how;
    return Number.isNaN(errorNs)
      ? `${how} · ${t('timeline.noError')}`
      : `${how} · ± ${showAmount(Math.round(errorNs), 'ns')}`;
  };
}

interface ClocksPaneProps {
  readonly answer: TimelineAnswer;
  readonly title: (key: string) => string;
}

/** Every source on the axis: its clock, offset, how that was found and how far it may be off. */
export function ClocksPane({ answer, title }: ClocksPaneProps) {
  const t = useSay();
  const clockText = useClockText();
  return (
    <div className={css.report}>
      <section className={css.block} style={{ gridColumn: '1 / -1' }}>
        <table className={css.pauses}>
          <thead>
            <tr>
              {(['source', 'clock', 'offset', 'method'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`timeline.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.sources.map((s) => (
              <tr key={s.key}>
                <th scope="row">{title(s.key)}</th>
                <td>{t(`timeline.clock.${s.clock}`)}</td>
                <td>{s.offset === null ? '—' : showAmount(BigInt(s.offset), 'ns')}</td>
                <td>{clockText(s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {answer.isolated === 0 ? null : (
          <p className={css.alert}>{t('timeline.isolated', { count: answer.isolated })}</p>
        )}
      </section>
    </div>
  );
}
