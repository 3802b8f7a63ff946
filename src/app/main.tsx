import '../base/polyfills.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { Engine } from '../engine/engine.ts';
import { createActions } from '../state/actions.ts';
import { connectHistory } from '../state/history.ts';
import { createPendingLink } from '../state/pending-link.ts';
import { loadPreferences, savePreferences } from '../state/preferences.ts';
import { createSession } from '../state/session.ts';
import { showView } from '../state/sources.ts';
import { filesToFetch, readLink } from '../state/url.ts';
import { createView } from '../state/view.ts';
import { AppContext, type AppParts } from '../views/context.ts';
import { openInputs } from '../views/drop/open-inputs.ts';
import { visibleViews } from '../views/shell/view-list.ts';
import { App } from './App.tsx';
import { openAddressed } from './addressed-files.ts';
import { connectKeys } from './connect-keys.ts';
import { registerOffline } from './offline.ts';
import { preloadPages } from './pages.ts';
import { connectTheme } from './theme.ts';
import { whenIdle } from './when-idle.ts';

const storage = () => window.localStorage;
const engine = new Engine();
const session = createSession(engine);
const view = createView(loadPreferences(storage, navigator.languages));
const actions = createActions();
const addressed = filesToFetch(location.hash);
const pendingLink = createPendingLink(readLink(location.hash), session, view);
const history = connectHistory(window, view, session);
const parts: AppParts = { engine, session, view, history, actions, pendingLink };

connectTheme(document.documentElement, view);
view.store.subscribe((state, before) => {
  if (state.preferences !== before.preferences) savePreferences(storage, state.preferences);
});
connectKeys(window, actions, (number) => {
  const target = visibleViews(session.store.getState(), view.store.getState())[number - 1];
  if (target === undefined) return false;
  showView(parts, target);
  return true;
});
actions.on('undo', () => {
  if (!history.canUndo()) return false;
  history.undo();
  return true;
});
actions.on('redo', () => {
  if (!history.canRedo()) return false;
  history.redo();
  return true;
});

const root = document.getElementById('root');
if (root === null) throw new Error('missing #root');
createRoot(root).render(
  <AppContext.Provider value={parts}>
    <App />
  </AppContext.Provider>,
);

// A file that comes at once must not wait for idle time: the code of its view is fetched while it is decoded.
const stopWaiting = session.store.subscribe(() => {
  stopWaiting();
  void preloadPages();
});
registerOffline();
whenIdle(() => {
  void Promise.all([engine.warm(), preloadPages()]).then(() => {
    performance.mark('leaklens:ready');
    engine.warmLayout();
  });
});
if (addressed.length > 0) void openAddressed(addressed, (files) => openInputs(parts, files));
