import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { AnswerBase, LensProblem } from '../../contract/api.ts';
import type { Message } from '../../model/report.ts';
import type { Answered } from '../use-answer.ts';

/** What a search found, as the view on screen knows it. */
export interface SearchStatus {
  /** 1-based place of the shown match, 0 = none yet. */
  readonly at: number;
  readonly count: number;
  /** Weight of the matches and of all; null when it is not known. */
  readonly weight: { readonly part: number; readonly total: number } | null;
  readonly problem: Message | null;
}

/** What the view on screen tells the frame around it. */
export interface ShellStatus {
  readonly problems: readonly LensProblem[];
  /** JSON of the question that the problems belong to. */
  readonly asked: string;
  readonly pending: boolean;
  readonly search: SearchStatus | null;
  /** How each source lies on the time axis, by key: what its row says while the timeline is on screen. */
  readonly clocks: Readonly<Record<string, string>>;
  /** The filter being written is invalid: its message needs the room of the search field. */
  readonly filterInvalid: boolean;
}

const NO_CLOCKS: ShellStatus['clocks'] = {};

const store = createStore<ShellStatus>(() => ({
  problems: [],
  asked: '',
  pending: false,
  search: null,
  clocks: NO_CLOCKS,
  filterInvalid: false,
}));

export function useStatus<T>(select: (status: ShellStatus) => T): T {
  return useStore(store, select);
}

/** Tells the frame what the newest answer says: invalid filters, and whether a newer one is being computed. */
export function usePublishAnswer(answered: Answered<AnswerBase>): void {
  const { answer, pending, asked } = answered;
  useEffect(() => {
    store.setState({ problems: answer?.problems ?? [], asked: asked ?? '', pending });
  }, [answer, pending, asked]);
  useEffect(() => () => store.setState({ problems: [], asked: '', pending: false }), []);
}

/** Tells the search field what was found; null when nothing is searched for. */
export function usePublishSearch(search: SearchStatus | null): void {
  useEffect(() => store.setState({ search }), [search]);
  useEffect(() => () => store.setState({ search: null }), []);
}

/** Tells the lens bar that an invalid filter is being written. */
export function usePublishInvalid(filterInvalid: boolean): void {
  useEffect(() => store.setState({ filterInvalid }), [filterInvalid]);
  useEffect(() => () => store.setState({ filterInvalid: false }), []);
}

/** Tells the rows of the sources how each lies on the time axis. */
export function usePublishClocks(clocks: ShellStatus['clocks']): void {
  useEffect(() => store.setState({ clocks }), [clocks]);
  useEffect(() => () => store.setState({ clocks: NO_CLOCKS }), []);
}
