import { shellWords } from './shell.ts';
import { stateWords } from './state.ts';
import type { Words } from './words.ts';

/** Every word of the product, by area. */
export const ALL_WORDS: Words = {
  ...shellWords,
  ...stateWords,
};
