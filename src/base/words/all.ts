import { analysisWords } from './analysis.ts';
import { flameWords } from './flame.ts';
import { graphWords } from './graph.ts';
import { mapsWords } from './maps.ts';
import { nativeWords } from './native.ts';
import { openWords } from './open.ts';
import { perfWords } from './perf.ts';
import { pprofWords } from './pprof.ts';
import { recipesWords } from './recipes.ts';
import { seamWords } from './seam.ts';
import { seriesWords } from './series.ts';
import { shellWords } from './shell.ts';
import { stateWords } from './state.ts';
import { statsWords } from './stats.ts';
import { textWords } from './text.ts';
import { timelineWords } from './timeline.ts';
import { timelineViewWords } from './timeline-view.ts';
import { toolsWords } from './tools.ts';
import { viewsWords } from './views.ts';
import type { Words } from './words.ts';

/** Every word of the page, by area. The command's own (cli, cli-help) stay out: the page need not carry them. */
export const ALL_WORDS: Words = {
  ...analysisWords,
  ...flameWords,
  ...graphWords,
  ...mapsWords,
  ...nativeWords,
  ...openWords,
  ...perfWords,
  ...pprofWords,
  ...recipesWords,
  ...seamWords,
  ...seriesWords,
  ...shellWords,
  ...stateWords,
  ...statsWords,
  ...textWords,
  ...toolsWords,
  ...timelineViewWords,
  ...timelineWords,
  ...viewsWords,
};
