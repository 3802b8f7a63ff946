import type { ReactNode } from 'react';
import type { AnswerBase } from '../../contract/api.ts';
import type { Lens } from '../../model/lens.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useApp, useSay, useView } from '../context.ts';
import type { Answered } from '../use-answer.ts';
import { ViewFailed } from './ErrorBoundary.tsx';
import { usePublishAnswer } from './status.ts';
import css from './ViewFrame.module.css';

interface ViewFrameProps {
  readonly answered: Answered<AnswerBase>;
  /** Left side of the 36 px toolbar: mode switch, colour. */
  readonly toolbar?: ReactNode;
  /** Right side: the legend. */
  readonly legend?: ReactNode;
  readonly children: ReactNode;
}

/** Toolbar, pending bar and the empty and failed states that every view of an answer shares. */
export function ViewFrame({ answered, toolbar, legend, children }: ViewFrameProps) {
  usePublishAnswer(answered);
  const { answer, pending, failure } = answered;
  const empty = answer !== undefined && answer.kept === 0 && answer.all > 0;
  return (
    <div className={css.frame}>
      {toolbar === undefined && legend === undefined ? null : (
        <div className={css.toolbar}>
          <div className={css.left}>{toolbar}</div>
          <div className={css.legend}>{legend}</div>
        </div>
      )}
      <div className={css.pending} data-on={pending || undefined} />
      <div className={css.body}>
        {failure !== undefined ? (
          <ViewFailed what={failure} details={failure} />
        ) : empty ? (
          <NothingPasses all={answer.all} />
        ) : (
          children
        )}
      </div>
    </div>
  );
}

/** The conditions of a lens in words: `focus leakOnce`. */
function conditions(lens: Lens): readonly string[] {
  return [
    ...lens.filters.filter((f) => f.off !== true).map((f) => `${f.verb} ${f.value}`),
    ...lens.originsOff.map((origin) => `hide_origin ${origin}`),
  ];
}

function NothingPasses({ all }: { readonly all: number }) {
  const t = useSay();
  const { view } = useApp();
  const lens = useView((s) => s.lens);
  const list = conditions(lens);
  const last = lens.filters.length - 1;
  return (
    <EmptyState
      title={t('shell.nothingPasses')}
      actions={
        list.length === 0 ? null : (
          <>
            <Button onClick={() => (last >= 0 ? view.removeFilter(last) : view.setLens({ originsOff: [] }))}>
              {t('shell.removeLast')}
            </Button>
            <Button kind="quiet" onClick={() => view.clearFilters()}>
              {t('shell.clearAll')}
            </Button>
          </>
        )
      }
    >
      {list.length === 0
        ? t('shell.leavesNone', { all })
        : t('shell.filtersLeaveNone', { filters: list.join(t('shell.and')), all })}
    </EmptyState>
  );
}
