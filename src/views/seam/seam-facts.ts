import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SeamAnswer } from '../../model/seam.ts';

const store = createStore<{ readonly answer: SeamAnswer | null }>(() => ({ answer: null }));

/** What is known of the border between Go and C in the picture on screen; null where nothing is. */
export function useSeamFacts(): SeamAnswer | null {
  return useStore(store, (s) => s.answer);
}

export function publishSeamFacts(answer: SeamAnswer | null): void {
  store.setState({ answer });
}
