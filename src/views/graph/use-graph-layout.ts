import { useEffect, useState } from 'react';
import type { GraphAnswer } from '../../contract/api.ts';
import { type GraphBox, layoutText } from '../../draw/graph-picture.ts';
import { useApp } from '../context.ts';
import type { ShownGraph } from './graph-link.ts';

/** Nothing is said of a layout that is done sooner. */
const SLOW_MS = 300;

/** How far the layout of the newest answer is; the last picture stays until the next one is there. */
export interface LayoutState {
  readonly shown: ShownGraph | null;
  readonly pending: boolean;
  /** It takes long enough to say so and to offer a way out. */
  readonly slow: boolean;
  readonly failure: 'none' | 'stopped' | 'no-wasm' | 'broken';
  /** What Graphviz said, for `broken`. */
  readonly what: string;
}

export interface GraphLayouter extends LayoutState {
  readonly cancel: () => void;
  readonly again: () => void;
}

const IDLE: LayoutState = { shown: null, pending: false, slow: false, failure: 'none', what: '' };

/** Has the boxes of an answer placed in the layout worker. A newer answer ends the layout of an older one. */
export function useGraphLayout(answer: GraphAnswer | undefined, boxes: readonly GraphBox[] | null): GraphLayouter {
  const { engine } = useApp();
  const [state, setState] = useState<LayoutState>(IDLE);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again for the same boxes.
  useEffect(() => {
    if (answer === undefined || boxes === null || boxes.length === 0) return;
    let current = true;
    setState((s) => ({ ...s, pending: true, slow: false, failure: 'none' }));
    const timer = setTimeout(() => setState((s) => ({ ...s, slow: s.pending })), SLOW_MS);
    engine.layout(layoutText(boxes, answer.edges)).then(
      (layout) => {
        if (current) setState({ ...IDLE, shown: { answer, boxes, layout } });
      },
      (error: unknown) => {
        const failure = error instanceof Error && error.name === 'NoWasm' ? 'no-wasm' : 'broken';
        const what = error instanceof Error ? error.message : String(error);
        if (current) setState((s) => ({ ...s, pending: false, slow: false, failure, what }));
      },
    );
    return () => {
      current = false;
      clearTimeout(timer);
      engine.cancelLayout();
    };
  }, [answer, boxes, engine, turn]);
  return {
    ...state,
    cancel: () => {
      engine.cancelLayout();
      setState((s) => ({ ...s, pending: false, slow: false, failure: 'stopped' }));
    },
    again: () => setTurn(turn + 1),
  };
}
