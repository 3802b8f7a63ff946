import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { LabelBreakdown, LabelsAnswer } from '../../contract/api.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSay, useView } from '../context.ts';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import { ViewFrame } from '../shell/ViewFrame.tsx';
import { useAnswer } from '../use-answer.ts';
import { LabelBars } from './LabelBars.tsx';
import css from './LabelsView.module.css';

/** Labels of the samples: what each value weighs, as a filter or as frames of the tree. */
export default function LabelsView() {
  const t = useSay();
  const { engine } = useApp();
  const lens = useAskedLens();
  const answered = useAnswer(lens === null ? null : { lens }, (q) => engine.labels(q));
  const { answer } = answered;
  return (
    <ViewFrame answered={answered}>
      {answer === undefined ? null : answer.keys.length === 0 ? (
        <EmptyState title={t('views.labels.none')}>{t('views.labels.noneText')}</EmptyState>
      ) : (
        <div className={css.page}>
          {answer.keys.map((label) => (
            <Key key={label.key} label={label} answer={answer} />
          ))}
          <FooterFacts>
            {t(answer.keys.length === 1 ? 'views.labels.oneKey' : 'views.labels.keys', {
              count: groupDigits(answer.keys.length),
            })}
          </FooterFacts>
          <FooterHints>{t('views.labels.hints')}</FooterHints>
        </div>
      )}
    </ViewFrame>
  );
}

function Key({ label, answer }: { readonly label: LabelBreakdown; readonly answer: LabelsAnswer }) {
  const t = useSay();
  const { view } = useApp();
  const target = useView((s) => s.lens.unit);
  const compared = useView((s) => s.lens.compare !== null);
  const asRoot = useView((s) => s.lens.tagRoot.includes(label.key));
  const asLeaf = useView((s) => s.lens.tagLeaf.includes(label.key));
  const { unit } = answer.sampleType;
  const flip = (field: 'tagRoot' | 'tagLeaf') => {
    const now = view.store.getState().lens[field];
    const next = now.includes(label.key) ? now.filter((k) => k !== label.key) : [...now, label.key];
    view.setLens({ [field]: next, root: [] });
  };
  return (
    <section className={css.card}>
      <header className={css.head}>
        <h2 className={css.key}>{label.key}</h2>
        {label.unit === '' || label.unit === label.key ? null : <span className={css.meta}>{label.unit}</span>}
        <span className={css.meta}>
          {t('views.labels.values', { count: groupDigits(label.values.length + label.more) })}
        </span>
        <span className={css.total} title={`${groupDigits(label.total)} ${unit}`}>
          {showAmount(label.total, unit, target)}
          {compared ? null : ` · ${showShare(label.total, answer.total)}`}
        </span>
        <Button kind="quiet" pressed={asRoot} title={t('views.labels.asRootHint')} onClick={() => flip('tagRoot')}>
          {t('views.labels.asRoot')}
        </Button>
        <Button kind="quiet" pressed={asLeaf} title={t('views.labels.asLeafHint')} onClick={() => flip('tagLeaf')}>
          {t('views.labels.asLeaf')}
        </Button>
      </header>
      <LabelBars label={label} unit={unit} total={answer.total} wide />
    </section>
  );
}
