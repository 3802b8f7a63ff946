import { useMemo } from 'react';
import type { Lens } from '../../model/lens.ts';
import { EmptyState } from '../../ui/States.tsx';
import { askedLens } from '../asked-lens.ts';
import { useSay, useView } from '../context.ts';
import { FlamePane } from '../flame/FlamePane.tsx';
import { useFlame } from '../flame/use-flame.ts';
import { ViewFailed } from '../shell/ErrorBoundary.tsx';
import css from './Timeline.module.css';

interface GrowthPaneProps {
  readonly base: string;
  readonly after: string;
}

/** What grew between the first and the last heap snapshot of the range. */
export function GrowthPane({ base, after }: GrowthPaneProps) {
  const t = useSay();
  const lens = useView((s) => s.lens);
  const asked = useMemo((): Lens => {
    const compare = { base, after, mode: 'envelope' as const };
    return askedLens({ ...lens, compare, sources: [after], timeRange: null, merge: false }, 'compare');
  }, [lens, base, after]);
  const { answer, failure } = useFlame(asked);
  if (failure !== undefined) return <ViewFailed what={failure} details={failure} />;
  if (answer === undefined) return null;
  if (answer.kept === 0) return <EmptyState title={t('shell.nothingPasses')} />;
  const { type } = answer.sampleType;
  return (
    <div className={css.growth}>
      <FlamePane
        shown={answer}
        shape="down"
        mode="envelope"
        colour="change"
        label={t('views.compareLabel', { mode: t('views.compare.envelope'), type })}
        rootLabel={t('views.root', { type })}
        matches={null}
        minimap={false}
      />
    </div>
  );
}
