import { useEffect } from 'react';
import { useAskedLens } from '../asked-lens.ts';
import { useApp } from '../context.ts';
import { SourcesSummary } from '../shell/slots.tsx';
import { useAnswer } from '../use-answer.ts';
import { Layers } from './Layers.tsx';
import { SeamBar } from './SeamBar.tsx';
import { publishSeamFacts } from './seam-facts.ts';

interface SeamProps {
  /** Something in the picture crosses the border; a merged set is looked at in any case. */
  readonly crossed: boolean;
  /** Also the line under the picture. */
  readonly bar?: boolean;
}

/** What a picture knows of the border between Go and C: layers beside the sources, certainty under the picture. */
export function Seam({ crossed, bar }: SeamProps) {
  const { engine } = useApp();
  const lens = useAskedLens();
  const wanted = lens !== null && lens.compare === null && (crossed || lens.merge);
  const { answer } = useAnswer(wanted ? { lens } : null, (q) => engine.seam(q));
  useEffect(() => {
    publishSeamFacts(answer ?? null);
    return () => publishSeamFacts(null);
  }, [answer]);
  if (answer === undefined) return null;
  return (
    <>
      <SourcesSummary>
        <Layers seam={answer} />
      </SourcesSummary>
      {bar === true ? <SeamBar seam={answer} /> : null}
    </>
  );
}
