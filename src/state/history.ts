import type { Session } from './session.ts';
import { linkOf, readLink, sourcesOf } from './url.ts';
import type { View, ViewState } from './view.ts';

/** The part of `window` that history needs, so that it can be tested without a browser. */
export interface HistoryHost {
  readonly location: { readonly hash: string };
  readonly history: {
    pushState(data: unknown, unused: string, url: string): void;
    replaceState(data: unknown, unused: string, url: string): void;
    back(): void;
    forward(): void;
    readonly state: unknown;
  };
  addEventListener(type: 'popstate', listener: () => void): void;
}

/**
 * Undo and redo through the browser's own history: every change of the view or lens is an entry, its URL restores it.
 * Typing in the search field replaces the entry instead of adding one.
 */
export function connectHistory(host: HistoryHost, view: View, session: Session) {
  let depth = 0;
  let deepest = 0;
  let applying = false;
  let shown = link(view.store.getState());

  function link(state: ViewState): string {
    const named = new Set(sourcesOf(state.lens));
    const { sources, files } = session.store.getState();
    const ids = new Set(sources.filter((s) => named.has(s.facts.key)).map((s) => s.fileId));
    return linkOf(
      state,
      files.filter((f) => ids.has(f.id)).map((f) => f.name),
    );
  }

  const onlySearchChanged = (a: ViewState, b: ViewState) =>
    a.view === b.view && JSON.stringify({ ...a.lens, search: '' }) === JSON.stringify({ ...b.lens, search: '' });

  view.store.subscribe((state, before) => {
    if (applying || sourcesOf(state.lens).length === 0) return;
    const next = link(state);
    if (next === shown) return;
    shown = next;
    if (sourcesOf(before.lens).length === 0 || onlySearchChanged(state, before)) {
      host.history.replaceState({ depth }, '', next);
    } else {
      deepest = ++depth;
      host.history.pushState({ depth }, '', next);
    }
  });

  host.addEventListener('popstate', () => {
    const target = readLink(host.location.hash);
    const at = (host.history.state as { depth?: number } | null)?.depth;
    depth = typeof at === 'number' ? at : 0;
    deepest = Math.max(deepest, depth);
    if (target === null) return;
    const open = new Set(session.store.getState().sources.map((s) => s.facts.key));
    if (!sourcesOf(target.lens).every((key) => open.has(key))) return;
    applying = true;
    view.store.setState({
      view: target.view,
      lens: target.lens,
      colour: target.colour ?? 'origin',
      order: target.order ?? 'size',
    });
    applying = false;
    shown = link(view.store.getState());
  });

  return {
    undo: () => host.history.back(),
    redo: () => host.history.forward(),
    canUndo: () => depth > 0,
    canRedo: () => depth < deepest,
  };
}

export type History = ReturnType<typeof connectHistory>;
