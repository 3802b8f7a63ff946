import { lazyPart } from '../ui/on-demand.tsx';
import type { Pages, WorkplaceProps } from '../views/shell/page.ts';

const flame = lazyPart(() => import('../views/flame/FlameView.tsx'));
const compare = lazyPart(() => import('../views/compare/CompareView.tsx'));
const graph = lazyPart(() => import('../views/graph/GraphView.tsx'));
const table = lazyPart(() => import('../views/table/TableView.tsx'));
const labels = lazyPart(() => import('../views/labels/LabelsView.tsx'));
const timeline = lazyPart(() => import('../views/timeline/TimelineView.tsx'));
const maps = lazyPart(() => import('../views/maps/MemoryMapView.tsx'));
const report = lazyPart(() => import('../views/report/ReportPage.tsx'));
const details = lazyPart(() => import('../views/details/Details.tsx'));

export const WORKPLACE = lazyPart<WorkplaceProps>(() => import('../views/shell/Workplace.tsx'));

/** Stands under every view but the timeline while something has times. */
export const STRIP = lazyPart(() => import('../views/timeline/Strip.tsx'));

/** The views, by tab. A new view = one line here and one in the shell's view list. */
export const PAGES: Pages = {
  flame: { body: flame, details },
  compare: { body: compare, details },
  graph: { body: graph, details },
  table: { body: table, details },
  labels: { body: labels },
  timeline: { body: timeline },
  maps: { body: maps },
  report: { body: report },
};

/** Fetches the code of all views while nothing else is to do: what all of them stand in, then those that files open into. */
export async function preloadPages(): Promise<void> {
  await WORKPLACE.load();
  for (const page of [flame, compare, details, table, labels, timeline, maps, report, graph, STRIP]) await page.load();
}
