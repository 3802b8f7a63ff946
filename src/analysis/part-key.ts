const IN_SET = / in set \d+$/;

/** Key of what a merged set made of a source. */
export function partKey(source: string, set: number): string {
  return `${source} in set ${set}`;
}

/** Key of the source itself, also for a part of a set. */
export function wholeKey(key: string): string {
  return key.replace(IN_SET, '');
}
