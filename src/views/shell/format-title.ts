import type { Say } from '../context.ts';

/** Name of a format by its id; a dash when the content was not recognised, the id itself when it has no words yet. */
export function formatTitle(t: Say, id: string): string {
  if (id === 'unknown') return '—';
  const key = `shell.format.${id}`;
  const title = t(key);
  return title === key ? id : title;
}
