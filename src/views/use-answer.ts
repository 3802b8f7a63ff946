import { useEffect, useRef, useState } from 'react';

/** The answer to a question, with the previous one kept on screen while a new one is computed. */
export interface Answered<A> {
  readonly answer: A | undefined;
  readonly pending: boolean;
  readonly failure: string | undefined;
  /** JSON of the question that `answer` belongs to. */
  readonly asked?: string;
}

/**
 * Asks whenever `question` changes (by identity of its JSON) and returns the newest answer. `ask` resolving to undefined
 * means that a newer question replaced this one.
 */
export function useAnswer<Q, A>(question: Q | null, ask: (question: Q) => Promise<A | undefined>): Answered<A> {
  const [state, setState] = useState<Answered<A>>({
    answer: undefined,
    pending: question !== null,
    failure: undefined,
  });
  const json = question === null ? '' : JSON.stringify(question);
  const newest = useRef(0);
  const asker = useRef(ask);
  asker.current = ask;
  useEffect(() => {
    const turn = ++newest.current;
    if (json === '') {
      setState({ answer: undefined, pending: false, failure: undefined });
      return;
    }
    setState((s) => (s.pending ? s : { ...s, pending: true }));
    asker.current(JSON.parse(json) as Q).then(
      (answer) => {
        if (turn === newest.current && answer !== undefined)
          setState({ answer, pending: false, failure: undefined, asked: json });
      },
      (error: unknown) => {
        if (turn === newest.current) setState({ answer: undefined, pending: false, failure: String(error) });
      },
    );
  }, [json]);
  return state;
}
