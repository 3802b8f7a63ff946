import type { PeekAnswer, PeekRow } from '../model/answers.ts';
import type { KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import { stringAt } from '../model/strings.ts';
import { type Ask, countsOf, mean, meanBase, sumsOf } from './ask.ts';
import type { Groups } from './groups.ts';
import { eachPath, firstMatches } from './orders.ts';
import { keysNamed } from './picture.ts';
import { sidesOf } from './table.ts';

/** Sums of a function and of the edges around it: [now, before]. */
interface Neighbours {
  readonly flat: Pair;
  readonly cum: Pair;
  readonly callers: ReadonlyMap<number, Edge>;
  readonly callees: ReadonlyMap<number, Edge>;
}

type Pair = [now: number, before: number];

interface Edge {
  readonly sum: Pair;
  inlined: boolean;
  /** Group that counted last: an edge counts once per stack. */
  last: number;
}

/** Callers and callees of a function, as pprof's peek: each directed edge once per stack, calls to itself left out. */
export function answerPeek(question: Ask, name: string): PeekAnswer {
  const { picture, lens } = question;
  const [from, to] = keysNamed(picture.keys, name);
  const around = (sample: Ask) => neighbours(picture.shape.groups, from, to, sidesOf(sumsOf(sample)));
  const values = around(question);
  const counting = lens.mean ? countsOf(question) : null;
  const counts = counting === null ? null : around(counting);
  const of = (pair: Pair, divisor: Pair | undefined, side: 0 | 1) =>
    counts === null ? pair[side] : mean(pair[side], divisor?.[side] ?? 0);
  const rows = (edges: ReadonlyMap<number, Edge>, divisors: ReadonlyMap<number, Edge> | undefined): PeekRow[] =>
    [...edges]
      .map(([key, { sum, inlined }]) => ({
        name: stringAt(picture.keys.strings, picture.keys.name[key] as number),
        origin: picture.keys.origin[key] as number,
        value: of(sum, divisors?.get(key)?.sum, 0),
        before: of(sum, divisors?.get(key)?.sum, 1),
        inlined,
      }))
      .filter((row) => row.value !== 0 || row.before !== 0)
      .sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
  return {
    ...(counting === null ? question.base : meanBase(question.base, counting.base)),
    name,
    flat: of(values.flat, counts?.flat, 0),
    cum: of(values.cum, counts?.cum, 0),
    flatBefore: of(values.flat, counts?.flat, 1),
    cumBefore: of(values.cum, counts?.cum, 1),
    callers: rows(values.callers, counts?.callers),
    callees: rows(values.callees, counts?.callees),
  };
}

const weight = (row: PeekRow): number => Math.max(Math.abs(row.value), Math.abs(row.before));

function neighbours(groups: Groups, from: number, to: number, sides: readonly Float64Array[]): Neighbours {
  const isPivot = (key: number) => key >= from && key < to;
  const first = firstMatches(groups, isPivot);
  const [now, before] = sides;
  const flat: Pair = [0, 0];
  const cum: Pair = [0, 0];
  const callers = new Map<number, Edge>();
  const callees = new Map<number, Edge>();
  eachPath(groups, (g, path, length) => {
    const pivot = first[g] as number;
    const v = now?.[g] ?? 0;
    const b = before?.[g] ?? 0;
    if (pivot === NONE || (v === 0 && b === 0)) return;
    add(cum, v, b);
    let parent: number = NONE;
    let parentIsPivot = false;
    for (let d = Math.max(0, pivot - 1); d < length; d++) {
      const value = path[d] as number;
      const key = value >> 1;
      const here = isPivot(key);
      if (parent !== NONE && here !== parentIsPivot) {
        count(here ? callers : callees, here ? parent : key, g, v, b, (value & 1) === 1);
      }
      parent = key;
      parentIsPivot = here;
    }
    if (parentIsPivot) add(flat, v, b);
  });
  return { flat, cum, callers, callees };
}

function add(pair: Pair, now: number, before: number): void {
  pair[0] += now;
  pair[1] += before;
}

function count(
  edges: Map<number, Edge>,
  key: number,
  group: number,
  now: number,
  before: number,
  inlined: boolean,
): void {
  const edge = edges.get(key);
  if (edge === undefined) {
    edges.set(key, { sum: [now, before], inlined, last: group });
    return;
  }
  if (!inlined) edge.inlined = false;
  if (edge.last === group) return;
  edge.last = group;
  add(edge.sum, now, before);
}

/** Origin, file and the like of the first key of a name; null when there is none. */
export function keyFacts(keys: KeyTable, key: number) {
  const text = (column: 'name' | 'rawName' | 'file' | 'module' | 'buildId') =>
    stringAt(keys.strings, keys[column][key] as number);
  return {
    name: text('name'),
    rawName: text('rawName'),
    origin: keys.origin[key] as number,
    file: text('file'),
    line: keys.line[key] as number,
    module: text('module'),
    buildId: text('buildId'),
  };
}
