import type { Say } from '../context.ts';

/** Name of a format by its id; the id itself for one that has no words yet. */
export function formatTitle(t: Say, id: string): string {
  const title = t(`shell.format.${id}`);
  return title.startsWith('shell.') ? id : title;
}
