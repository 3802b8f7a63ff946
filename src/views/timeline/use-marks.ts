import { useMemo } from 'react';
import type { DrawnMark, MarkRole } from '../../draw/timeline-marks.ts';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { useSession, useView } from '../context.ts';

/** Endings that tell nothing beside a pin. */
const ENDINGS = /\.(?:pb|gz|txt|zst)(?=\.|$| ·)/g;

/** Marks with their names and what they are to the comparison. */
export function useMarks(answer: TimelineAnswer): readonly DrawnMark[] {
  const sources = useSession((s) => s.sources);
  const compare = useView((s) => s.lens.compare);
  const shown = useView((s) => s.lens.sources);
  return useMemo(() => {
    const titles = new Map(sources.map((s) => [s.facts.key, s.title]));
    const role = (key: string): MarkRole => {
      if (compare === null) return shown.includes(key) ? 'shown' : 'none';
      return compare.base === key ? 'base' : compare.after === key ? 'after' : 'none';
    };
    return answer.marks.map((mark) => ({
      ...mark,
      title: (titles.get(mark.key) ?? '').replace(ENDINGS, ''),
      role: role(mark.key),
    }));
  }, [answer, sources, compare, shown]);
}
