import { CSPProvider } from '@base-ui/react/csp-provider';
import { lazy } from 'react';
import type { Pages } from '../views/shell/page.ts';
import { Shell } from '../views/shell/Shell.tsx';

const ReportPage = lazy(() => import('../views/report/ReportPage.tsx'));

/** The views, by tab. A new view = one line here and one in the shell's view list. */
const PAGES: Pages = {
  report: { Body: ReportPage },
};

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <Shell pages={PAGES} />
    </CSPProvider>
  );
}
