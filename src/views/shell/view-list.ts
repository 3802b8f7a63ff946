import { anyTimes, hasStacks, isMap, type ViewId } from '../../state/policy.ts';
import type { SessionState } from '../../state/session.ts';
import { canCompare } from '../../state/sources.ts';
import type { ViewState } from '../../state/view.ts';

/** Views in the order of their tabs, each with the condition under which it has data. A new view = one line here. */
const VIEWS: readonly { readonly id: ViewId; readonly has: (s: SessionState, v: ViewState) => boolean }[] = [
  { id: 'flame', has: (s) => s.sources.some((x) => hasStacks(x.facts)) },
  { id: 'compare', has: (s, v) => v.lens.compare !== null || canCompare(s.sources.map((x) => x.facts)) },
  { id: 'graph', has: (s) => s.sources.some((x) => hasStacks(x.facts)) },
  { id: 'table', has: (s) => s.sources.some((x) => hasStacks(x.facts)) },
  { id: 'labels', has: (s) => s.sources.some((x) => x.facts.labelKeys.length > 0) },
  { id: 'timeline', has: (s) => anyTimes(s.sources.map((x) => x.facts)) },
  { id: 'maps', has: (s) => s.sources.some((x) => isMap(x.facts)) },
  { id: 'report', has: (s) => s.files.length > 0 },
];

/** The views that have something to show. */
export function visibleViews(session: SessionState, view: ViewState): readonly ViewId[] {
  return VIEWS.filter((v) => v.has(session, view)).map((v) => v.id);
}

/** Files that were not read whole or in which records were skipped: the number on the report's tab. */
export function troubledFiles(session: SessionState): number {
  return session.files.filter(
    (f) =>
      f.status === 'partial' ||
      f.status === 'refused' ||
      f.parts.some((p) => p.report.error !== undefined || p.report.skipped.length > 0),
  ).length;
}
