import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { DetailsAnswer } from '../../contract/api.ts';
import { useSay, useView } from '../context.ts';
import { Delta, deltaShare } from '../Delta.tsx';
import css from './Details.module.css';

interface FiguresProps {
  readonly answer: DetailsAnswer;
  /** A call path is selected, not only a function. */
  readonly onPath: boolean;
  /** The selection is the root of all, which is no function. */
  readonly everything: boolean;
}

/** Total and self of the path, then of the function wherever it occurs. The unrounded value stands in each title. */
export function Figures({ answer, onPath, everything }: FiguresProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const { unit } = answer.sampleType;
  const { before, total } = answer;
  const row = (label: string, value: number, share: string, was: number | null) => (
    <tr>
      <th scope="row">{label}</th>
      {was === null ? null : (
        <td className={css.was} title={`${groupDigits(was)} ${unit}`}>
          {showAmount(was, unit, target)} →
        </td>
      )}
      <td title={`${groupDigits(value)} ${unit}`}>{showAmount(value, unit, target)}</td>
      <td className={css.share}>{share}</td>
    </tr>
  );
  const change = (was: number, now: number) => (
    <tr>
      <th scope="row">Δ</th>
      <td />
      <td title={`${groupDigits(now - was)} ${unit}`}>
        <Delta value={now - was} unit={unit} target={target} />
      </td>
      <td className={css.share}>{deltaShare(was, now, { fresh: t('views.new') })}</td>
    </tr>
  );
  const elsewhere = !everything && (answer.cum !== answer.pathTotal || answer.flat !== answer.pathSelf);
  return (
    <>
      {onPath ? (
        <table className={css.figures}>
          <tbody>
            {row(
              t('views.totalCum'),
              answer.pathTotal,
              before === null ? showShare(answer.pathTotal, total) : '',
              before?.pathTotal ?? null,
            )}
            {before === null ? null : change(before.pathTotal, answer.pathTotal)}
            {row(
              t('views.selfFlat'),
              answer.pathSelf,
              before === null ? showShare(answer.pathSelf, total) : '',
              before?.pathSelf ?? null,
            )}
            {before === null ? (
              <tr>
                <th scope="row">{t('views.ofParent')}</th>
                <td />
                <td className={css.share}>{showShare(answer.pathTotal, answer.parentTotal)}</td>
              </tr>
            ) : null}
          </tbody>
        </table>
      ) : null}
      {onPath && elsewhere ? <h3 className={css.sub}>{t('views.details.anywhere')}</h3> : null}
      {onPath && !elsewhere ? null : (
        <table className={css.figures}>
          <tbody>
            {row(
              t('views.totalCum'),
              answer.cum,
              before === null ? showShare(answer.cum, total) : '',
              before?.cum ?? null,
            )}
            {before === null || onPath ? null : change(before.cum, answer.cum)}
            {row(
              t('views.selfFlat'),
              answer.flat,
              before === null ? showShare(answer.flat, total) : '',
              before?.flat ?? null,
            )}
          </tbody>
        </table>
      )}
    </>
  );
}
