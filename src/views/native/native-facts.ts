import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { NativeAnswer } from '../../contract/api.ts';
import { DEFAULT_LENS, type Lens } from '../../model/lens.ts';
import { isMap } from '../../state/policy.ts';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useSession } from '../context.ts';
import { useStatus } from '../shell/status.ts';
import { useAnswer } from '../use-answer.ts';

const store = createStore<{ readonly answer: NativeAnswer | null }>(() => ({ answer: null }));

/** What native tools put into the sources on screen beside the program's own doing; null while that is not known. */
export function useNativeFacts(): NativeAnswer | null {
  return useStore(store, (s) => s.answer);
}

interface Question {
  readonly lens: Lens;
  /** Maps of the process that are open: they tell where code lies. */
  readonly maps: number;
}

/**
 * Asks for the facts of the sources on screen and publishes them. It waits for the picture, which is asked for first, and
 * asks again only for other sources: filters change nothing of whole files.
 */
export function usePublishNativeFacts(): NativeAnswer | null {
  const { engine } = useApp();
  const asked = useAskedLens();
  const painted = useStatus((s) => s.asked !== '' && !s.pending);
  const maps = useSession((s) => s.sources.filter((x) => isMap(x.facts)).length);
  const sources = JSON.stringify(asked === null ? null : [asked.sources, asked.compare]);
  const wanted = useMemo((): Question | null => {
    const [keys, compare] = (JSON.parse(sources) ?? []) as [Lens['sources']?, Lens['compare']?];
    return keys === undefined ? null : { maps, lens: { ...DEFAULT_LENS, sources: keys, compare: compare ?? null } };
  }, [sources, maps]);
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    if (painted || wanted === null) setQuestion(wanted);
  }, [painted, wanted]);
  const { answer = null } = useAnswer(question, ({ lens }) => engine.native({ lens }));
  useEffect(() => store.setState({ answer }), [answer]);
  useEffect(() => () => store.setState({ answer: null }), []);
  return answer;
}
