import { describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { DEFAULT_LENS } from '../model/lens.ts';
import { connectHistory, type HistoryHost } from './history.ts';
import { createSession, type SourceEntry } from './session.ts';
import { createView } from './view.ts';

/** A browser history in a list. */
function fakeHost(): HistoryHost & { entries: { url: string; data: unknown }[] } {
  let at = 0;
  let listener: () => void = () => undefined;
  const entries = [{ url: '', data: null as unknown }];
  const move = (by: number) => {
    const next = at + by;
    if (next < 0 || next >= entries.length) return;
    at = next;
    listener();
  };
  return {
    entries,
    location: {
      get hash() {
        return entries[at]?.url ?? '';
      },
    },
    history: {
      pushState(data, _, url) {
        entries.splice(++at, entries.length, { url, data });
      },
      replaceState(data, _, url) {
        entries[at] = { url, data };
      },
      back: () => move(-1),
      forward: () => move(1),
      get state() {
        return entries[at]?.data;
      },
    },
    addEventListener(_, l) {
      listener = l;
    },
  };
}

function connected() {
  const session = createSession({} as Engine);
  const source = { facts: { key: 'aa.0' }, fileId: 'f1', title: 'a' } as unknown as SourceEntry;
  session.store.setState({ sources: [source] });
  const view = createView();
  const host = fakeHost();
  const history = connectHistory(host, view, session);
  view.go('flame', { ...DEFAULT_LENS, sources: ['aa.0'] });
  return { view, host, history, session };
}

describe('undo through the browser history', () => {
  it('puts the first view in place of the empty page', () => {
    const { host, history } = connected();
    expect(host.entries).toHaveLength(1);
    expect(host.location.hash).toContain('src=aa.0');
    expect(history.canUndo()).toBe(false);
  });

  it('undoes and redoes a filter', () => {
    const { view, history } = connected();
    view.addFilter({ verb: 'focus', value: 'main' });
    expect(history.canUndo()).toBe(true);
    history.undo();
    expect(view.store.getState().lens.filters).toEqual([]);
    expect(history.canRedo()).toBe(true);
    history.redo();
    expect(view.store.getState().lens.filters).toEqual([{ verb: 'focus', value: 'main' }]);
  });

  it('drops what was undone when something new is done', () => {
    const { view, history } = connected();
    view.addFilter({ verb: 'focus', value: 'a' });
    history.undo();
    view.addFilter({ verb: 'focus', value: 'b' });
    expect(history.canRedo()).toBe(false);
  });

  it('makes no entry per typed letter of the search', () => {
    const { view, host } = connected();
    for (const search of ['m', 'ma', 'mai']) view.setLens({ search });
    expect(host.entries).toHaveLength(1);
    expect(host.location.hash).toContain('q=mai');
  });

  it('stays where it is when a source of the entry was removed', () => {
    const { view, history, session } = connected();
    view.addFilter({ verb: 'focus', value: 'a' });
    session.store.setState({ sources: [] });
    history.undo();
    expect(view.store.getState().lens.filters).toHaveLength(1);
  });
});
