import { hasStacks } from '../../state/policy.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/States.tsx';
import { useApp, useSay, useSession } from '../context.ts';

/** Every source is unchecked. */
export function NoSource() {
  const t = useSay();
  const { view } = useApp();
  const sources = useSession((s) => s.sources).filter((s) => hasStacks(s.facts));
  return (
    <EmptyState
      title={t('shell.noSource')}
      actions={
        <Button onClick={() => view.setLens({ sources: sources.slice(0, 1).map((s) => s.facts.key) })}>
          {t('shell.showFirst')}
        </Button>
      }
    >
      {t('shell.noSourceText')}
    </EmptyState>
  );
}
