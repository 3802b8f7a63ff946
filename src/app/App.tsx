import { CSPProvider } from '@base-ui/react/csp-provider';
import { Shell } from '../views/shell/Shell.tsx';
import { PAGES } from './pages.ts';

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <Shell pages={PAGES} />
    </CSPProvider>
  );
}
