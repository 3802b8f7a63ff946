import { showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { DetailsAnswer, PeekRow } from '../../contract/api.ts';
import { ORIGINS } from '../../model/profile.ts';
import { KNOWN_BYTES, TIER_LABEL } from '../../model/seam.ts';
import { seriesOf } from '../../state/policy.ts';
import type { Selection } from '../../state/view.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { OriginSwatch } from '../../ui/OriginSwatch.tsx';
import { useAskedLens } from '../asked-lens.ts';
import { type Say, useApp, useSay, useSession, useView } from '../context.ts';
import { FunctionName } from '../FunctionName.tsx';
import { usePending } from '../flame/marks.ts';
import { LabelBars } from '../labels/LabelBars.tsx';
import { JoinedBy } from '../seam/JoinedBy.tsx';
import { useLensSources } from '../shell/use-lens-sources.ts';
import { typeName } from '../type-name.ts';
import { useAnswer } from '../use-answer.ts';
import css from './Details.module.css';
import { EdgeList } from './EdgeList.tsx';
import { Figures } from './Figures.tsx';
import { Trend } from './Trend.tsx';

const SERIES_FROM = 3;
const MOST_EDGES = 8;
const MOST_LABELS = 6;

/** Everything about the selection: what it is, its figures, who calls it, its trend, its labels. */
export default function Details() {
  const t = useSay();
  const { engine } = useApp();
  const selection = useView((s) => s.selection);
  const lens = useAskedLens();
  const shown = useLensSources();
  const all = useSession((s) => s.sources);
  const facts = all.map((s) => s.facts);
  // Of several sources the first with snapshots enough tells the trend; sources that are not looked at as one have one.
  const series =
    (lens?.merge === true ? shown : shown.slice(0, 1))
      .map((s) => seriesOf(s.facts, facts).map((f) => f.key))
      .find((keys) => keys.length >= SERIES_FROM) ?? [];
  const question =
    lens === null || selection === null
      ? null
      : {
          // A function without a path is the root of its own sandwich: all its outermost occurrences at once.
          lens: selection.path === null ? { ...lens, shape: 'sandwich' as const, pivot: selection.name } : lens,
          path: selection.path ?? [selection.name],
          series,
        };
  const { answer, pending } = useAnswer(question, (q) => engine.details(q));
  usePending('details', pending);
  if (selection === null) return <p className={css.none}>{t('views.details.none')}</p>;
  const everything = selection.path?.length === 0;
  const unknown =
    !everything && answer !== undefined && answer.rawName === '' && answer.file === '' && isNothing(answer);
  if (answer === undefined || unknown) return <p className={css.none}>{pending ? '' : t('views.details.gone')}</p>;
  return <Shown answer={answer} selection={selection} />;
}

function Shown({ answer, selection }: { readonly answer: DetailsAnswer; readonly selection: Selection }) {
  const t = useSay();
  const { unit, type } = answer.sampleType;
  const everything = selection.path?.length === 0;
  const origin = ORIGINS[answer.origin] ?? 'unknown';
  const place = answer.line > 0 ? `${answer.file}:${answer.line}` : answer.file;
  const copied = () =>
    [answer.rawName || answer.name, place, answer.module, ...figuresText(answer, t)].filter((x) => x !== '').join('\n');
  return (
    <div className={css.sections}>
      <section className={css.section}>
        <div className={css.title}>
          <h3 className={css.name}>
            {everything ? (
              type === KNOWN_BYTES ? (
                t('seam.known')
              ) : (
                t('views.root', { type })
              )
            ) : (
              <FunctionName name={answer.name} strong />
            )}
          </h3>
          <CopyButton text={copied} label={t('views.details.copy')} doneLabel={t('views.details.copied')} />
        </div>
        {answer.rawName === '' || answer.rawName === answer.name ? null : (
          <p className={css.raw} title={t('views.details.rawName')}>
            {answer.rawName}
          </p>
        )}
        <p className={css.facts}>
          {everything ? null : (
            <span className={css.badge}>
              <OriginSwatch origin={origin} /> {t(`shell.origin.${origin}`)}
            </span>
          )}
          {answer.module === '' ? null : <span>{answer.module}</span>}
          {answer.inlined ? <span className={css.badge}>{t('views.inline')}</span> : null}
        </p>
        {place === '' && answer.buildId === '' ? null : (
          <p className={css.place}>
            {[place, answer.buildId === '' ? '' : t('views.details.buildId', { id: shortId(answer.buildId) })]
              .filter((x) => x !== '')
              .join(' · ')}
          </p>
        )}
      </section>
      <section className={css.section}>
        <h2>{typeName(t, type)}</h2>
        <Figures answer={answer} onPath={selection.path !== null} everything={everything} />
      </section>
      <JoinedBy selection={selection} labels={answer.labels} unit={unit} />
      <Edges title={t('views.callers')} rows={answer.callers} answer={answer} />
      <Edges title={t('views.callees')} rows={answer.callees} answer={answer} />
      {answer.series.length >= SERIES_FROM ? (
        <section className={css.section}>
          <h2>{t('views.details.trend', { count: answer.series.length })}</h2>
          <Trend series={answer.series} unit={unit} origin={origin} />
        </section>
      ) : null}
      {answer.labels
        .filter(({ key }) => key !== TIER_LABEL)
        .map((label) => (
          <section key={label.key} className={css.section}>
            <h2>
              {label.key} <span className={css.count}>{showShare(label.total, answer.pathTotal || answer.cum)}</span>
            </h2>
            <LabelBars label={label} unit={unit} total={label.total} most={MOST_LABELS} />
          </section>
        ))}
    </div>
  );
}

interface EdgesProps {
  readonly title: string;
  readonly rows: readonly PeekRow[];
  readonly answer: DetailsAnswer;
}

function Edges({ title, rows, answer }: EdgesProps) {
  const t = useSay();
  const { view } = useApp();
  const target = useView((s) => s.lens.unit);
  if (rows.length === 0) return null;
  return (
    <section className={css.section}>
      <h2>
        {title} <span className={css.count}>{groupDigits(rows.length)}</span>
      </h2>
      <EdgeList
        rows={rows.slice(0, MOST_EDGES)}
        whole={Math.max(answer.cum, answer.before?.cum ?? 0)}
        unit={answer.sampleType.unit}
        target={target}
        compared={answer.before !== null}
        onPick={(name) => view.select({ path: null, name })}
      />
      {rows.length > MOST_EDGES ? (
        <p className={css.more}>{t('views.details.moreEdges', { count: groupDigits(rows.length - MOST_EDGES) })}</p>
      ) : null}
    </section>
  );
}

/** No weight anywhere: the function does not occur in this lens. */
function isNothing({ cum, flat, before, origin }: DetailsAnswer): boolean {
  return cum === 0 && flat === 0 && origin === 0 && (before === null || (before.cum === 0 && before.flat === 0));
}

/** Unrounded figures as lines of text. */
function figuresText(answer: DetailsAnswer, t: Say): string[] {
  const line = (key: string, value: number) => `${t(key)}\t${value}\t${answer.sampleType.unit}`;
  const lines = [line('views.totalCum', answer.pathTotal), line('views.selfFlat', answer.pathSelf)];
  if (answer.before !== null) lines.push(line('views.before', answer.before.pathTotal));
  return lines;
}

function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
