import { useEffect, useMemo } from 'react';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { anyTimes } from '../../state/policy.ts';
import { useApp, useSession, useView } from '../context.ts';
import { type Answered, useAnswer } from '../use-answer.ts';
import { timelineQuestion } from './moments.ts';

/** The source whose first event was the zero of the axis that was shown last. */
let lastReference = '';

/** What lies on the common axis; nothing while no open source has times. */
export function useTimeline(): Answered<TimelineAnswer> {
  const { engine } = useApp();
  const sources = useSession((s) => s.sources);
  const timelines = useView((s) => s.lens.timelines);
  const align = useView((s) => s.lens.align);
  const question = useMemo(() => {
    const facts = sources.map((s) => s.facts);
    if (!anyTimes(facts)) return null;
    return { ...timelineQuestion({ timelines, align }, facts), open: facts.map((f) => f.key) };
  }, [sources, timelines, align]);
  const answered = useAnswer(question, ({ open: _open, ...asked }) => engine.timeline(asked));
  useSameRange(answered.answer);
  return answered;
}

/** A range stays where it was when another source becomes the reference: its figures count from the new zero. */
function useSameRange(answer: TimelineAnswer | undefined): void {
  const { view } = useApp();
  useEffect(() => {
    if (answer === undefined || answer.reference === lastReference) return;
    const before = answer.sources.find((s) => s.key === lastReference);
    const known = lastReference !== '';
    lastReference = answer.reference;
    const { timeRange } = view.store.getState().lens;
    if (timeRange === null || !known) return;
    const { shift = null } = before ?? {};
    const moved = shift === null ? null : { from: timeRange.from + shift, to: timeRange.to + shift };
    view.setLens({ timeRange: moved });
  }, [answer, view]);
}
