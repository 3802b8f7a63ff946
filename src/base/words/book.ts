import { shellWords } from './shell.ts';
import type { Words } from './words.ts';

const book: Record<string, Words[string]> = { ...shellWords };

/** The words that the page can say: those of its frame from the start, the rest when the code that needs them has come. */
export const BOOK: Words = book;

export function learnWords(words: Words): void {
  Object.assign(book, words);
}
