import type { CompareWeights, PlainWeights, Prefix } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import type { Lens } from '../model/lens.ts';
import type { Picture, Role, Shape } from './picture.ts';
import { type Measure, type Selection, selectSamples, type TimePlace } from './selection.ts';

/** Sums per group: one column of signed values and one of absolute ones, or before and after. */
export type Sums =
  | { readonly kind: 'plain'; readonly value: Float64Array; readonly size: Float64Array }
  | { readonly kind: 'compare'; readonly before: Float64Array; readonly after: Float64Array };

/** What a lens selects in every source of a picture. */
export function selectAll(lens: Lens, picture: Picture, place: TimePlace): readonly Selection[] {
  return picture.sources.map((s) => selectSamples(lens, s.source, place));
}

/** Adds the values of all selected samples to their groups. */
export function sumGroups(
  picture: Picture,
  shape: Shape,
  selections: readonly Selection[],
  measures: readonly Measure[],
): Sums {
  const first = new Float64Array(shape.groups.count);
  let second = picture.compare ? new Float64Array(shape.groups.count) : first;
  picture.sources.forEach(({ profile, role }, i) => {
    const measure = measures[i];
    const selection = selections[i];
    const groupOf = shape.groupOf[i];
    if (measure === undefined || measure.column === null || selection === undefined || groupOf === undefined) return;
    const { column, factor } = measure;
    const { stack, labels, length } = profile.samples;
    const { stacks, labelSets, time, base } = selection;
    const map = shape.toMerged[i] ?? null;
    const into = role === 'after' || role === 'both' ? second : first;
    for (let s = 0; s < length; s++) {
      const v = (column[s] as number) * factor;
      if (v === 0) continue;
      const id = stack[s] as number;
      let g = groupOf[id] as number;
      if (g === NONE) continue;
      if (stacks !== null && stacks[id] === 0) continue;
      if (labelSets !== null && labelSets[labels[s] as number] === 0) continue;
      if (time !== null && !((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) continue;
      if (map !== null) g = map[g] as number;
      if (role === 'both' && base !== null && base[labels[s] as number] === 1) first[g] = (first[g] as number) - v;
      else {
        if (v < 0 && role === 'plain' && second === first) second = first.slice();
        into[g] = (into[g] as number) + v;
      }
      if (role === 'plain' && second !== first) second[g] = (second[g] as number) + Math.abs(v);
    }
  });
  return picture.compare
    ? { kind: 'compare', before: first, after: second }
    : { kind: 'plain', value: first, size: second };
}

/** Prefix sums: entry i is the sum of the first i. */
export function prefixSums(sums: Float64Array): Prefix {
  const prefix = new Float64Array(sums.length + 1);
  let total = 0;
  for (let i = 0; i < sums.length; i++) {
    total += sums[i] as number;
    prefix[i + 1] = total;
  }
  return prefix;
}

/** Weights of a flame graph: prefix sums over groups. */
export function weightsOf(sums: Sums): PlainWeights | CompareWeights {
  if (sums.kind === 'plain') {
    const value = prefixSums(sums.value);
    return { kind: 'plain', value, size: sums.size === sums.value ? value : prefixSums(sums.size) };
  }
  const { before, after } = sums;
  const n = before.length;
  const envelope = new Float64Array(n + 1);
  const grew = new Float64Array(n + 1);
  const shrank = new Float64Array(n + 1);
  let most = 0;
  let up = 0;
  let down = 0;
  for (let g = 0; g < n; g++) {
    const b = before[g] as number;
    const a = after[g] as number;
    most += Math.max(a, b);
    if (a > b) up += a - b;
    else down += b - a;
    envelope[g + 1] = most;
    grew[g + 1] = up;
    shrank[g + 1] = down;
  }
  const prefixes = { before: prefixSums(before), after: prefixSums(after) };
  return { kind: 'compare', ...prefixes, envelope, grew, shrank, veiled: null };
}

export interface Totals {
  /** pprof's denominator: Σ|v| of all samples, of the base where there is one with values. */
  readonly total: number;
  /** Stacks with a selected sample, and all that have a sample. */
  readonly kept: number;
  readonly all: number;
}

/** Sums that do not depend on names. With relative percentages only selected samples count. */
export function totalsOf(
  lens: Lens,
  picture: Picture,
  selections: readonly Selection[],
  measures: readonly Measure[],
): Totals {
  let total = 0;
  let baseTotal = 0;
  let kept = 0;
  let all = 0;
  picture.sources.forEach(({ profile, role }, i) => {
    const selection = selections[i];
    const groupOf = picture.shape.groupOf[i];
    const measure = measures[i];
    if (selection === undefined || groupOf === undefined) return;
    const column = measure?.column ?? null;
    const { stack, labels, length } = profile.samples;
    const { stacks, labelSets, time, base } = selection;
    const seen = new Uint8Array(profile.stacks.length);
    let sum = 0;
    let baseSum = 0;
    for (let s = 0; s < length; s++) {
      const id = stack[s] as number;
      const chosen =
        (stacks === null || stacks[id] === 1) &&
        (labelSets === null || labelSets[labels[s] as number] === 1) &&
        (time === null || ((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) &&
        groupOf[id] !== NONE;
      const mark = chosen ? 3 : 1;
      const before = seen[id] as number;
      if ((before & mark) !== mark) {
        if (before === 0) all++;
        if (chosen) kept++;
        seen[id] = before | mark;
      }
      if (column === null || (lens.relativePercentages && !chosen)) continue;
      const v = Math.abs(column[s] as number);
      sum += v;
      if (base !== null && base[labels[s] as number] === 1) baseSum += v;
    }
    const factor = measure?.factor ?? 1;
    total += sum * factor;
    baseTotal += (isBase(role) ? sum : role === 'both' ? baseSum : 0) * factor;
  });
  return { total: baseTotal > 0 ? baseTotal : total, kept, all };
}

const isBase = (role: Role): boolean => role === 'before';

/** Signed sum of all samples of a source, for `normalize`. */
export function signedTotal(measure: Measure): number {
  let sum = 0;
  if (measure.column !== null) for (const v of measure.column) sum += v;
  return sum * measure.factor;
}
