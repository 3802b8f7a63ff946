import { createContext, useContext, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { groupDigits } from '../base/units.ts';
import { BOOK } from '../base/words/book.ts';
import { say } from '../base/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import type { Message } from '../model/report.ts';
import type { Action, ActionHandler, Actions } from '../state/actions.ts';
import type { History } from '../state/history.ts';
import type { PendingLink } from '../state/pending-link.ts';
import type { Session, SessionState } from '../state/session.ts';
import type { View, ViewState } from '../state/view.ts';

/**
 * What every view may use: the engine (questions), the session (what is open), the view (lens, selection, preferences),
 * undo, the actions that keys and menus run, and a link that waits for its files.
 */
export interface AppParts {
  readonly engine: Engine;
  readonly session: Session;
  readonly view: View;
  readonly history: History;
  readonly actions: Actions;
  readonly pendingLink: PendingLink;
}

export const AppContext = createContext<AppParts | null>(null);

export function useApp(): AppParts {
  const parts = useContext(AppContext);
  if (parts === null) throw new Error('AppContext is missing');
  return parts;
}

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useApp().session.store, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useApp().view.store, select);
}

export type Say = (key: string, args?: Readonly<Record<string, string | number>>) => string;

/** The words of the chosen language. Large whole numbers are grouped. */
export function useSay(): Say {
  const language = useView((s) => s.preferences.language);
  return useMemo(() => (key, args) => say(BOOK, language, key, grouped(args)), [language]);
}

const GROUPED_FROM = 10_000;

function grouped(args: Parameters<Say>[1]): Parameters<Say>[1] {
  if (args === undefined) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= GROUPED_FROM
        ? groupDigits(value)
        : value,
    ]),
  );
}

/** A message of a report or answer in the chosen language. */
export function useSayMessage(): (message: Message) => string {
  const t = useSay();
  return useMemo(() => (message) => t(message.key, message.args), [t]);
}

/** Registers what this component does for an action, while it is mounted. */
export function useAction(action: Action, handler: ActionHandler): void {
  const { actions } = useApp();
  const newest = useRef(handler);
  newest.current = handler;
  useEffect(() => actions.on(action, () => newest.current()), [actions, action]);
}
