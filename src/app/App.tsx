import { CSPProvider } from '@base-ui/react/csp-provider';
import { Shell } from '../views/shell/Shell.tsx';
import { PAGES, STRIP, WORKPLACE } from './pages.ts';

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <Shell pages={PAGES} workplace={WORKPLACE} strip={STRIP} />
    </CSPProvider>
  );
}
