import { ArrowLeftRight } from 'lucide-react';
import { showAmount } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import type { MemoryMapAnswer } from '../../contract/api.ts';
import { isMap, shownMaps } from '../../state/policy.ts';
import type { SourceEntry } from '../../state/session.ts';
import { showMaps } from '../../state/sources.ts';
import { DropDown, type DropDownOption } from '../../ui/DropDown.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { RoleChip } from '../../ui/RoleChip.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useAction, useApp, useSay, useSession, useView } from '../context.ts';
import { Delta } from '../Delta.tsx';
import { ViewFailed } from '../shell/ErrorBoundary.tsx';
import { FooterFacts, FooterHints } from '../shell/slots.tsx';
import frame from '../shell/ViewFrame.module.css';
import { useAnswer } from '../use-answer.ts';
import { MapGrid } from './MapGrid.tsx';
import css from './MemoryMapView.module.css';
import { mainMetric } from './map-rows.ts';

/** The memory of a process by unit, and what changed between two snapshots. */
export default function MemoryMapView() {
  const t = useSay();
  const { engine } = useApp();
  const lens = useView((s) => s.lens);
  const sources = useSession((s) => s.sources);
  const shown = shownMaps(
    lens,
    sources.map((s) => s.facts),
  );
  const { answer, pending, failure } = useAnswer(shown, (question) => engine.memoryMap(question));
  if (shown === null) return <EmptyState title={t('maps.empty')}>{t('maps.emptyText')}</EmptyState>;
  return (
    <div className={frame.frame}>
      <div className={frame.toolbar}>
        <div className={frame.left}>
          <Snapshots base={shown.base} after={shown.after} />
        </div>
        <div className={frame.legend}>{answer === undefined ? null : <Totals answer={answer} />}</div>
      </div>
      <div className={frame.pending} data-on={pending || undefined} />
      <div className={frame.body}>
        {failure !== undefined ? (
          <ViewFailed what={failure} details={failure} />
        ) : answer === undefined ? null : answer.rows.length === 0 ? (
          <EmptyState title={t('maps.noRows')}>{t('maps.noRowsText')}</EmptyState>
        ) : (
          <>
            <MapGrid answer={answer} label={t('shell.view.maps')} />
            <FooterFacts>
              {t('maps.facts', {
                units: groupDigits(answer.rows.length),
                mappings: groupDigits(answer.rows.reduce((n, r) => n + r.ranges.length, 0)),
              })}
            </FooterFacts>
            <FooterHints>{t('maps.hints')}</FooterHints>
          </>
        )}
      </div>
    </div>
  );
}

const NONE = '';

/** [base] before ⇄ [after] later, each with a choice of the other snapshots. */
function Snapshots({ base, after }: { readonly base: string | null; readonly after: string }) {
  const t = useSay();
  const app = useApp();
  const maps = useSession((s) => s.sources).filter((s) => isMap(s.facts));
  const show = (b: string | null, a: string) => showMaps(app, b === null || b === a ? [a] : [b, a]);
  useAction('swap', () => {
    if (base === null) return false;
    show(after, base);
    return true;
  });
  if (maps.length < 2) return <span className={css.hint}>{t('maps.oneSnapshot')}</span>;
  const option = ({ facts, title }: SourceEntry) => ({ value: facts.key, label: title });
  const others = maps.filter((m) => m.facts.key !== after).map(option);
  return (
    <>
      <Side
        side="base"
        value={base ?? NONE}
        options={[{ value: NONE, label: t('maps.noBase') }, ...others]}
        onChange={(key) => show(key === NONE ? null : key, after)}
      />
      <IconButton
        kind="default"
        label={t('shell.swap')}
        shortcut="X"
        disabled={base === null}
        icon={<ArrowLeftRight />}
        onClick={() => app.actions.run('swap')}
      />
      <Side
        side="after"
        value={after}
        options={maps.map(option)}
        onChange={(key) => show(key === base ? after : base, key)}
      />
    </>
  );
}

interface SideProps {
  readonly side: 'base' | 'after';
  readonly value: string;
  readonly options: readonly DropDownOption<string>[];
  readonly onChange: (key: string) => void;
}

function Side({ side, value, options, onChange }: SideProps) {
  const t = useSay();
  const label = t(`shell.role.${side}`);
  return (
    <>
      <RoleChip role={side} label={label} />
      <DropDown bare kind="quiet" label={label} value={value} options={options} onChange={onChange} />
    </>
  );
}

/** RSS 14.4 MB → 29.0 MB ▲ 14.7 MB, over all mappings. */
function Totals({ answer }: { readonly answer: MemoryMapAnswer }) {
  const t = useSay();
  const metric = mainMetric(answer);
  const { before, after } = answer;
  if (Number.isNaN(after[metric])) return null;
  return (
    <span className={css.totals}>
      {t(`maps.metric.${metric}`)} {before === null ? null : <>{showAmount(before[metric], 'bytes')} → </>}
      <b>{showAmount(after[metric], 'bytes')}</b>{' '}
      {before === null ? null : <Delta value={after[metric] - before[metric]} unit="bytes" target="auto" />}
    </span>
  );
}
