import type { SearchAnswer } from '../model/answers.ts';
import { NONE } from '../model/ids.ts';
import { type Ask, sumsOf } from './ask.ts';
import { firstMatches } from './orders.ts';
import { compileSearch, matchKeys } from './text-match.ts';

/** Which names a text finds, and the weight of the stacks that hold at least one of them. */
export function answerSearch(question: Ask, text: string): SearchAnswer {
  const { picture } = question;
  const sums = sumsOf(question);
  const weights = sums.kind === 'plain' ? sums.size : sums.after;
  let total = 0;
  for (let g = 0; g < weights.length; g++) total += weights[g] as number;
  const search = compileSearch(text);
  if (!search.ok || text === '') {
    const matches = new Uint8Array(picture.keys.length);
    return { matches, keys: 0, weight: 0, total, problem: search.ok ? null : search.error };
  }
  const matches = matchKeys(picture.keys, search.value, ['name', 'rawName']);
  let keys = 0;
  for (let k = 0; k < matches.length; k++) keys += matches[k] as number;
  const first = firstMatches(picture.shape.groups, (key) => matches[key] === 1);
  let weight = 0;
  for (let g = 0; g < first.length; g++) if (first[g] !== NONE) weight += weights[g] as number;
  return { matches, keys, weight, total, problem: null };
}
