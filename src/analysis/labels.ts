import type { LabelBreakdown, LabelsAnswer, LensProblem } from '../model/answers.ts';
import { NONE } from '../model/ids.ts';
import { stringAt } from '../model/strings.ts';
import type { Ask } from './ask.ts';
import { groupIn } from './picture.ts';
import { compileTagKeys, labelUnits } from './tag-filters.ts';

const MOST_VALUES = 50;

interface KeyWeights {
  unit: string;
  total: number;
  readonly values: Map<string, [now: number, before: number]>;
}

/** Weight per label key and value of the selected samples; with `inside` only of groups flagged there. */
export function breakLabels(question: Ask, inside: Uint8Array | null): readonly LabelBreakdown[] {
  const { picture, lens } = question;
  const shown = compileTagKeys(lens.tagShow, lens.tagHide);
  const keys = new Map<string, KeyWeights>();
  picture.sources.forEach(({ profile, role }, i) => {
    const { labelSets, strings } = profile;
    const [now, before] = sumLabelSets(question, i, inside);
    const units = labelUnits(profile);
    for (let set = 0; set < labelSets.length; set++) {
      const n = now[set] as number;
      const b = before[set] as number;
      if (n === 0 && b === 0) continue;
      const to = labelSets.offsets[set + 1] as number;
      let last = '';
      for (let e = labelSets.offsets[set] as number; e < to; e++) {
        const id = labelSets.key[e] as number;
        const key = stringAt(strings, id);
        if ((shown.ok && !shown.value(key)) || (role === 'both' && key === 'pprof::base')) continue;
        const text = labelSets.text[e] as number;
        let weights = keys.get(key);
        if (weights === undefined) keys.set(key, (weights = { unit: '', total: 0, values: new Map() }));
        if (text === NONE && weights.unit === '') weights.unit = units.get(id) ?? '';
        const value = text === NONE ? String(labelSets.num[e]) : stringAt(strings, text);
        const pair = weights.values.get(value) ?? [0, 0];
        weights.values.set(value, [pair[0] + n, pair[1] + b]);
        if (key !== last) weights.total += n;
        last = key;
      }
    }
  });
  return [...keys]
    .map(([key, { unit, total, values }]) => {
      const shares = [...values]
        .map(([value, [weight, before]]) => ({ value, weight, before }))
        .sort((a, b) => heaviest(b) - heaviest(a) || (a.value < b.value ? -1 : 1));
      return { key, unit, total, values: shares.slice(0, MOST_VALUES), more: Math.max(0, shares.length - MOST_VALUES) };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

const heaviest = (share: { weight: number; before: number }): number =>
  Math.max(Math.abs(share.weight), Math.abs(share.before));

/** Value of the selected samples per label set: [now, before]. */
function sumLabelSets(question: Ask, i: number, inside: Uint8Array | null): readonly [Float64Array, Float64Array] {
  const { picture, selections, measures } = question;
  const source = picture.sources[i];
  const selection = selections[i];
  const measure = measures[i];
  const sets = source?.profile.labelSets.length ?? 0;
  const now = new Float64Array(sets);
  const before = new Float64Array(sets);
  if (source === undefined || selection === undefined || measure === undefined || measure.column === null) {
    return [now, before];
  }
  const { stack, labels, length } = source.profile.samples;
  const { stacks, labelSets, time, base } = selection;
  for (let s = 0; s < length; s++) {
    const id = stack[s] as number;
    const set = labels[s] as number;
    if ((stacks !== null && stacks[id] === 0) || (labelSets !== null && labelSets[set] === 0)) continue;
    if (time !== null && !((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) continue;
    const g = groupIn(picture.shape, i, id);
    if (g === NONE || (inside !== null && inside[g] === 0)) continue;
    const v = (measure.column[s] as number) * measure.factor;
    if (source.role === 'before') before[set] = (before[set] as number) + v;
    else if (base !== null && base[set] === 1) before[set] = (before[set] as number) - v;
    else now[set] = (now[set] as number) + v;
  }
  return [now, before];
}

/** All label keys with their values. */
export function answerLabels(question: Ask): LabelsAnswer {
  const { lens } = question;
  const problems: LensProblem[] = [...question.base.problems];
  for (const where of ['tagShow', 'tagHide'] as const) {
    const checked = compileTagKeys(where === 'tagShow' ? lens.tagShow : '', where === 'tagHide' ? lens.tagHide : '');
    if (!checked.ok) problems.push({ where, what: checked.error });
  }
  return { ...question.base, problems, keys: breakLabels(question, null) };
}
