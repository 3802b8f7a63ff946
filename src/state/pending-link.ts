import type { Session } from './session.ts';
import { type Link, sourcesOf } from './url.ts';
import type { View } from './view.ts';

/**
 * A link that was opened before its files: it waits until every source that it names is there, then restores its view.
 */
export function createPendingLink(link: Link | null, session: Session, view: View) {
  let waiting = link;
  return {
    /** The link that still waits, to say which files it asks for. */
    get: () => waiting,
    /** Restores the view if all named sources are open; true when it did. */
    resolve(): boolean {
      if (waiting === null) return false;
      const open = new Set(session.store.getState().sources.map((s) => s.facts.key));
      const named = sourcesOf(waiting.lens);
      if (named.length === 0 || !named.every((key) => open.has(key))) return false;
      const { view: id, lens, colour, order } = waiting;
      waiting = null;
      view.go(id, lens);
      if (colour !== null) view.setColour(colour);
      if (order !== null) view.setOrder(order);
      return true;
    },
    forget(): void {
      waiting = null;
    },
  };
}

export type PendingLink = ReturnType<typeof createPendingLink>;
