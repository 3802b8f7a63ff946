import { useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();

/** One list per query: making one is slow, and every row of a long list asks. */
function listOf(query: string): MediaQueryList {
  let list = lists.get(query);
  if (list === undefined) lists.set(query, (list = window.matchMedia(query)));
  return list;
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = listOf(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => listOf(query).matches,
  );
}

/** Below 1200 px the frame folds: rail, drawer, drop-downs. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 1199px)');
}
