import type { DetailsAnswer } from '../model/answers.ts';
import { type Ask, sumsOf } from './ask.ts';
import { breakLabels } from './labels.ts';
import { findPath, type Intervals, sumIntervals } from './path.ts';
import { answerPeek, keyFacts } from './peek.ts';
import { keysNamed, type Shape } from './picture.ts';
import { sidesOf } from './table.ts';
import { sumGroups } from './weights.ts';

const FEW_NEIGHBOURS = 20;
const NOTHING = { name: '', rawName: '', origin: 0, file: '', line: 0, module: '', buildId: '' };

/**
 * What is known of a call path and of its function. `shown` asks about the picture on screen, `whole` about the same lens
 * top down, where the function's own figures come from. An empty path is the whole profile.
 */
export function answerDetails(
  shown: Ask,
  whole: Ask,
  path: readonly string[],
  series: DetailsAnswer['series'],
): DetailsAnswer {
  const { picture } = shown;
  const name = path[path.length - 1] ?? '';
  const [first, last] = keysNamed(picture.keys, name);
  const facts = path.length > 0 && first < last ? keyFacts(picture.keys, first) : { ...NOTHING, name };
  const place = placeOf(shown, path);
  const peek = answerPeek(whole, name);
  const compared = place.sides.length > 1;
  return {
    ...shown.base,
    ...facts,
    inlined: first < last && picture.keys.inlined[first] === 1,
    pathTotal: place.total(0),
    pathSelf: place.self(0),
    parentTotal: place.parent(0),
    cum: peek.cum,
    flat: peek.flat,
    before: compared
      ? { pathTotal: place.total(1), pathSelf: place.self(1), cum: peek.cumBefore, flat: peek.flatBefore }
      : null,
    callers: peek.callers.slice(0, FEW_NEIGHBOURS),
    callees: peek.callees.slice(0, FEW_NEIGHBOURS),
    labels: breakLabels(place.question, place.inside),
    series,
  };
}

interface Place {
  readonly question: Ask;
  readonly sides: readonly Float64Array[];
  readonly inside: Uint8Array;
  total(side: number): number;
  self(side: number): number;
  parent(side: number): number;
}

/** The path in the picture; in a sandwich among the callees, else among the callers. */
function placeOf(question: Ask, path: readonly string[]): Place {
  const { picture, selections, measures } = question;
  const { keys, callers } = picture;
  let shape: Shape = picture.shape;
  let found = findPath(shape.groups, keys, path);
  if (found.length === 0 && callers !== null) {
    const above = findPath(callers.groups, keys, path);
    if (above.length > 0) {
      shape = callers;
      found = above;
    }
  }
  const { groups } = shape;
  const sides = sidesOf(shape === picture.shape ? sumsOf(question) : sumGroups(picture, shape, selections, measures));
  const above: Intervals = path.length === 0 ? found : findPath(groups, keys, path.slice(0, -1));
  const inside = new Uint8Array(groups.count);
  for (let i = 0; i < found.length; i += 2) inside.fill(1, found[i], found[i + 1]);
  const sum = (intervals: Intervals, side: number, ending?: number) => {
    const column = sides[side];
    return column === undefined ? 0 : sumIntervals(groups, intervals, column, ending);
  };
  return {
    question: shape === picture.shape ? question : { ...question, picture: { ...picture, shape } },
    sides,
    inside,
    total: (side) => sum(found, side),
    self: (side) => sum(found, side, path.length),
    parent: (side) => sum(above, side),
  };
}
