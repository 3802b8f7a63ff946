import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { useApp, useSay } from '../context.ts';
import type { GraphLayouter } from './use-graph-layout.ts';

interface GraphProblemProps {
  readonly layout: GraphLayouter;
  /** Functions of a first, small picture. */
  readonly few: number;
}

/** Why there is no picture, and what to do: stopped by hand, no WebAssembly in this browser, or Graphviz gave up. */
export function GraphProblem({ layout, few }: GraphProblemProps) {
  const t = useSay();
  const { view } = useApp();
  const fewer = () => {
    view.setLens({ nodeCount: few });
    layout.again();
  };
  if (layout.failure === 'stopped') {
    return (
      <EmptyState
        title={t('graph.stopped')}
        actions={
          <>
            <Button onClick={layout.again}>{t('graph.again')}</Button>
            <Button onClick={fewer}>{t('graph.show80', { few })}</Button>
          </>
        }
      >
        {t('graph.stoppedText')}
      </EmptyState>
    );
  }
  if (layout.failure === 'no-wasm') {
    return (
      <ErrorState
        title={t('graph.noWasm')}
        actions={<Button onClick={() => view.go('flame', view.store.getState().lens)}>{t('graph.openFlame')}</Button>}
      >
        {t('graph.noWasmText')}
      </ErrorState>
    );
  }
  return (
    <ErrorState title={t('graph.failed')} actions={<Button onClick={fewer}>{t('graph.show80', { few })}</Button>}>
      {t('graph.failedText', { what: layout.what })}
    </ErrorState>
  );
}
