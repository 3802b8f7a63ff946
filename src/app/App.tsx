import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy } from 'react';
import type { Pages } from '../views/shell/page.ts';
import { Shell } from '../views/shell/Shell.tsx';

const Details = lazy(() => import('../views/details/Details.tsx'));

/** The views, by tab. A new view = one line here and one in the shell's view list. */
const PAGES: Pages = {
  flame: { Body: lazy(() => import('../views/flame/FlameView.tsx')), Details },
  compare: { Body: lazy(() => import('../views/compare/CompareView.tsx')), Details },
  table: { Body: lazy(() => import('../views/table/TableView.tsx')), Details },
  labels: { Body: lazy(() => import('../views/labels/LabelsView.tsx')) },
  report: { Body: lazy(() => import('../views/report/ReportPage.tsx')) },
};

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <Shell pages={PAGES} />
    </CSPProvider>
  );
}
