import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { ALL_WORDS } from '../base/words/all.ts';
import { say } from '../base/words/words.ts';
import type { Engine } from '../engine/engine.ts';
import type { Message } from '../model/report.ts';
import type { Session, SessionState } from '../state/session.ts';
import type { View, ViewState } from '../state/view.ts';

/** What every view may use: the engine (questions), the session (what is open) and the view (lens, selection, preferences). */
export interface AppParts {
  readonly engine: Engine;
  readonly session: Session;
  readonly view: View;
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

/** The words of the chosen language. */
export function useSay(): Say {
  const language = useView((s) => s.preferences.language);
  return useMemo(() => (key, args) => say(ALL_WORDS, language, key, args), [language]);
}

/** A message of a report or answer in the chosen language. */
export function useSayMessage(): (message: Message) => string {
  const t = useSay();
  return useMemo(() => (message) => t(message.key, message.args), [t]);
}
