import { useMemo } from 'react';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { anyTimes } from '../../state/policy.ts';
import { useApp, useSession, useView } from '../context.ts';
import { type Answered, useAnswer } from '../use-answer.ts';
import { timelineQuestion } from './moments.ts';

/** What lies on the common axis; nothing while no open source has times. */
export function useTimeline(): Answered<TimelineAnswer> {
  const { engine } = useApp();
  const sources = useSession((s) => s.sources);
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const lens = useView((s) => s.lens);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these two fields of the lens count
  const question = useMemo(() => {
    const facts = sources.map((s) => s.facts);
    return anyTimes(facts) ? { ...timelineQuestion(lens, facts), open: facts.map((f) => f.key) } : null;
  }, [sources, timelines, align]);
  return useAnswer(question, ({ open: _open, ...asked }) => engine.timeline(asked));
}
