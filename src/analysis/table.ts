import type { LensProblem, TableAnswer, TableQuestion } from '../model/answers.ts';
import type { KeyTable } from '../model/call-tree.ts';
import { stringAt } from '../model/strings.ts';
import { type Ask, countsOf, mean, meanBase, sumsOf } from './ask.ts';
import { type KeySums, sumKeys } from './per-key.ts';
import { tierOfGroups, tierOfKeys } from './seam/tiers.ts';
import { compileSearch, matchKeys } from './text-match.ts';
import { copyKeys } from './union-keys.ts';
import type { Sums } from './weights.ts';

const INLINE = 1;
const PARTIAL = 2;

/** Self and total per name: pprof's top. Rows without any value are left out. */
export function answerTable(question: Ask, { sort, descending, filter, by }: Omit<TableQuestion, 'lens'>): TableAnswer {
  const { picture, lens } = question;
  const { keys } = picture;
  const problems: LensProblem[] = [...question.base.problems];
  const { now, before, base } = columnsOf(question);
  const search = filter === '' ? null : compileSearch(filter);
  if (search !== null && !search.ok) problems.push({ where: 'filter', what: search.error });
  const shown = search?.ok ? matchKeys(keys, search.value, ['name', 'file']) : null;
  const rows = new Int32Array(keys.length);
  let n = 0;
  for (let k = 0; k < keys.length; k++) {
    const flat = now.flat[k] as number;
    const cum = now.cum[k] as number;
    if (flat === 0 && cum === 0 && (before === null || (before.flat[k] === 0 && before.cum[k] === 0))) continue;
    if (lens.dropNegative && before === null && (flat < 0 || (flat === 0 && cum < 0))) continue;
    if (shown === null || shown[k] === 1) rows[n++] = k;
  }
  const key = rows.slice(0, n);
  const rank = rankOf(sort, by, keys, now, before);
  if (rank === null) {
    if (descending) key.reverse();
  } else if (descending) key.sort((a, b) => (rank[b] as number) - (rank[a] as number) || a - b);
  else key.sort((a, b) => (rank[a] as number) - (rank[b] as number) || a - b);
  const pick = (column: Float64Array) => {
    const picked = new Float64Array(n);
    for (let i = 0; i < n; i++) picked[i] = column[key[i] as number] as number;
    return picked;
  };
  const inlined = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const bits = keys.inlined[key[i] as number] as number;
    inlined[i] = bits === 1 ? INLINE : bits === 3 ? PARTIAL : 0;
  }
  return {
    ...base,
    problems,
    rows: n,
    keys: copyKeys(keys),
    key,
    flat: pick(now.flat),
    cum: pick(now.cum),
    flatBefore: before === null ? null : pick(before.flat),
    cumBefore: before === null ? null : pick(before.cum),
    inlined,
    tier: tiersOf(question, key),
  };
}

function tiersOf({ picture, lens }: Ask, rows: Int32Array): Uint8Array | null {
  const { groups } = picture.shape;
  const tiers = tierOfGroups(picture, picture.shape);
  if (tiers === null) return null;
  const of = tierOfKeys(groups, picture.keys.origin, tiers, lens.tagRoot.length);
  return Uint8Array.from(rows, (key) => of[key] as number);
}

interface TableColumns {
  readonly now: KeySums;
  readonly before: KeySums | null;
  readonly base: Ask['base'];
}

function columnsOf(question: Ask): TableColumns {
  const { picture, lens } = question;
  const sums = (sample: Ask) => sumKeys(picture.shape.groups, picture.keys.length, sidesOf(sumsOf(sample)));
  const [now, before = null] = sums(question);
  if (now === undefined) throw new Error('no column');
  if (!lens.mean) return { now, before, base: question.base };
  const counts = countsOf(question);
  const [nowCount, beforeCount = null] = sums(counts);
  if (nowCount === undefined) throw new Error('no column');
  return {
    now: divide(now, nowCount),
    before: before === null || beforeCount === null ? before : divide(before, beforeCount),
    base: meanBase(question.base, counts.base),
  };
}

/** The columns of group sums: what is shown now, and before in a comparison. */
export function sidesOf(sums: Sums): readonly Float64Array[] {
  return sums.kind === 'plain' ? [sums.value] : [sums.after, sums.before];
}

function divide(values: KeySums, counts: KeySums): KeySums {
  return {
    flat: values.flat.map((v, k) => mean(v, counts.flat[k] as number)),
    cum: values.cum.map((v, k) => mean(v, counts.cum[k] as number)),
  };
}

/** What rows are ordered by; null = their number, which is the order of names. */
function rankOf(
  sort: TableQuestion['sort'],
  by: TableQuestion['by'],
  keys: KeyTable,
  now: KeySums,
  before: KeySums | null,
): Float64Array | null {
  const after = now[by];
  const base = before?.[by] ?? new Float64Array(after.length);
  switch (sort) {
    case 'name':
      return null;
    case 'flat':
      return now.flat.map(Math.abs);
    case 'cum':
      return now.cum.map(Math.abs);
    case 'before':
      return base;
    case 'after':
      return after;
    case 'delta':
      return after.map((v, k) => v - (base[k] as number));
    case 'ratio':
      return after.map((v, k) => changeOf(base[k] as number, v));
    case 'origin':
      return Float64Array.from(keys.origin);
    case 'file':
      return fileRanks(keys);
  }
}

const MOST = Number.MAX_VALUE;

function changeOf(before: number, after: number): number {
  if (before === after) return 0;
  return before === 0 ? (after > 0 ? MOST : -MOST) : (after - before) / Math.abs(before);
}

function fileRanks(keys: KeyTable): Float64Array {
  const ids = [...new Set(keys.file)];
  const texts = new Map(ids.map((id) => [id, stringAt(keys.strings, id)]));
  ids.sort((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
  const rank = new Map(ids.map((id, i) => [id, i]));
  return Float64Array.from(keys.file, (id) => rank.get(id) ?? 0);
}
