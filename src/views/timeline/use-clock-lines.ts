import { useMemo } from 'react';
import { showAmount } from '../../base/figures.ts';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { useSay } from '../context.ts';
import { useClockText } from './ClocksPane.tsx';

/** Per source what its row says: clock, how it was related, ± error; of a snapshot how old the heap is that it shows. */
export function useClockLines(answer: TimelineAnswer): Readonly<Record<string, string>> {
  const t = useSay();
  const clockText = useClockText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with t
  return useMemo(() => {
    const lines: Record<string, string> = {};
    for (const s of answer.sources) lines[s.key] = `${t(`timeline.clock.${s.clock}`)} · ${clockText(s)}`;
    for (const key of answer.unplaced) lines[key] = t('timeline.rowUnplaced');
    for (const m of answer.marks) {
      const error = Number.isNaN(m.errorNs) ? t('timeline.byHand') : `± ${showAmount(Math.round(m.errorNs), 'ns')}`;
      const age =
        m.kind === 'heap' && m.begin < m.end
          ? `${t('timeline.rowLastGc', { age: showAmount(Math.round(m.end - m.begin), 'ns') })} · `
          : '';
      lines[m.key] = `${t('timeline.clock.wall')} · ${age}${error}`;
    }
    return lines;
  }, [answer, t]);
}
