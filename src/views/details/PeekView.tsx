import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { PeekAnswer, PeekRow } from '../../contract/api.ts';
import { EmptyState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { FunctionName } from '../FunctionName.tsx';
import { useAnswer } from '../use-answer.ts';
import { EdgeList } from './EdgeList.tsx';
import css from './PeekView.module.css';

interface PeekViewProps {
  /** The function looked at; '' = none yet. */
  readonly name: string;
  readonly onPeek: (name: string) => void;
}

/** One function between its callers and its callees, each with the weight of the edge. */
export function PeekView({ name, onPeek }: PeekViewProps) {
  const t = useSay();
  const { engine } = useApp();
  const lens = useAskedLens();
  const { answer } = useAnswer(lens === null || name === '' ? null : { lens, name }, (q) => engine.peek(q));
  if (name === '') return <EmptyState title={t('views.peek.none')}>{t('views.peek.noneText')}</EmptyState>;
  if (answer === undefined) return null;
  return (
    <div className={css.page}>
      <Side title={t('views.callers')} rows={answer.callers} answer={answer} onPeek={onPeek} />
      <Pivot answer={answer} />
      <Side title={t('views.callees')} rows={answer.callees} answer={answer} onPeek={onPeek} />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly rows: readonly PeekRow[];
  readonly answer: PeekAnswer;
  readonly onPeek: (name: string) => void;
}

function Side({ title, rows, answer, onPeek }: SideProps) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const compared = useView((s) => s.lens.compare !== null);
  return (
    <section>
      <h2 className={css.title}>
        {title} <span className={css.count}>{groupDigits(rows.length)}</span>
      </h2>
      {rows.length === 0 ? (
        <p className={css.none}>{t('views.noEdges')}</p>
      ) : (
        <EdgeList
          wide
          rows={rows}
          whole={Math.max(answer.cum, answer.cumBefore)}
          unit={answer.sampleType.unit}
          target={target}
          compared={compared}
          onPick={onPeek}
        />
      )}
    </section>
  );
}

function Pivot({ answer }: { readonly answer: PeekAnswer }) {
  const t = useSay();
  const target = useView((s) => s.lens.unit);
  const compared = useView((s) => s.lens.compare !== null);
  const { unit } = answer.sampleType;
  const figure = (label: string, value: number, before: number) => (
    <div className={css.figure}>
      <dt>{label}</dt>
      <dd title={`${groupDigits(value)} ${unit}`}>{showAmount(value, unit, target)}</dd>
      <dd className={css.share}>
        {compared ? <Delta value={value - before} unit={unit} target={target} /> : showShare(value, answer.total)}
      </dd>
    </div>
  );
  return (
    <section className={css.pivot} aria-current="true">
      <h2 className={css.name}>
        <FunctionName name={answer.name} strong />
      </h2>
      <dl className={css.figures}>
        {figure(t('views.totalCum'), answer.cum, answer.cumBefore)}
        {figure(t('views.selfFlat'), answer.flat, answer.flatBefore)}
      </dl>
    </section>
  );
}
