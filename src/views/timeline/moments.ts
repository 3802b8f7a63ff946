import type { Lens } from '../../model/lens.ts';
import { DEFAULT_LENS } from '../../model/lens.ts';
import type { SourceFacts } from '../../model/source.ts';
import type { MarkKind, Moment, TimelineQuestion } from '../../model/timeline-answers.ts';
import { isMap, isTimeline } from '../../state/policy.ts';

function markKind(facts: SourceFacts): MarkKind {
  if (isMap(facts)) return 'maps';
  switch (facts.flavor) {
    case 'heap':
    case 'allocs':
      return 'heap';
    case 'goroutine':
      return 'goroutine';
    case 'memleak':
    case 'memleak-trace':
      return 'memleak';
    case 'cpu':
      return 'cpu';
    default:
      return 'other';
  }
}

/** A heap text knows the GC that it shows; as unix ns, '' when it does not say. */
function lastGcOf({ stats }: SourceFacts): string {
  const written = stats?.values.find(([name]) => name === 'LastGC')?.[1] ?? '';
  return /^[1-9]\d{15,18}$/.test(written) ? written : '';
}

/** Sources of one moment, for the worker to place. Profiles that a trace holds have none: they are sums over all of it. */
export function momentsOf(all: readonly SourceFacts[]): readonly Moment[] {
  return all
    .filter((f) => !isTimeline(f) && f.timed !== true && !f.flavor.startsWith('trace-'))
    .map((facts): Moment => {
      const lastGc = lastGcOf(facts);
      const timeNanos = facts.timeNanos === '0' && lastGc !== '' ? lastGc : facts.timeNanos;
      return { key: facts.key, kind: markKind(facts), timeNanos, durationNanos: facts.durationNanos, lastGc };
    });
}

/** The part of a lens that the axis depends on. */
export function axisLens({ timelines, align }: Pick<Lens, 'timelines' | 'align'>): Lens {
  return { ...DEFAULT_LENS, timelines, align };
}

export function timelineQuestion(
  lens: Pick<Lens, 'timelines' | 'align'>,
  all: readonly SourceFacts[],
): TimelineQuestion {
  return { lens: axisLens(lens), moments: momentsOf(all) };
}
