import { analysisWords } from './analysis.ts';
import { cliWords } from './cli.ts';
import { flameWords } from './flame.ts';
import { mapsWords } from './maps.ts';
import { openWords } from './open.ts';
import { pprofWords } from './pprof.ts';
import { shellWords } from './shell.ts';
import { stateWords } from './state.ts';
import { textWords } from './text.ts';
import { timelineWords } from './timeline.ts';
import { toolsWords } from './tools.ts';
import { viewsWords } from './views.ts';
import type { Words } from './words.ts';

/** Every word of the product, by area. */
export const ALL_WORDS: Words = {
  ...analysisWords,
  ...cliWords,
  ...flameWords,
  ...mapsWords,
  ...openWords,
  ...pprofWords,
  ...shellWords,
  ...stateWords,
  ...textWords,
  ...toolsWords,
  ...timelineWords,
  ...viewsWords,
};
