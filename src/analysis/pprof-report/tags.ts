import { type Amount, formatValue } from '../../base/units.ts';
import { NONE } from '../../model/ids.ts';
import { absolute, compareAmounts, compareTexts, plus } from './amounts.ts';
import type { Subject } from './report.ts';
import { LabelReader } from './traces.ts';

export interface TagValue {
  readonly value: string;
  readonly weight: Amount;
}

/** One label key: its values, heaviest first, and their sum. */
export interface TagKey {
  readonly key: string;
  readonly total: Amount;
  readonly values: readonly TagValue[];
}

/** Sums of the samples by label key and value; numbers are written in their unit. */
export function makeTags(subject: Subject, showKey: (key: string) => boolean): TagKey[] {
  const { profile, view, amounts, lens } = subject;
  const labels = new LabelReader(subject, showKey);
  const keys = new Map<string, Map<string, Amount>>();
  for (let s = 0; s < view.stackOf.length; s++) {
    if (view.stackOf[s] === NONE) continue;
    const amount = amounts.value(s);
    for (const label of labels.of(profile.samples.labels[s] as number)) {
      let values = keys.get(label.key);
      if (values === undefined) keys.set(label.key, (values = new Map()));
      const written = [...label.texts, ...label.numbers.map((n) => formatValue(n, label.unit, lens.unit))];
      for (const value of written) values.set(value, plus(values.get(value) ?? 0, amount));
    }
  }
  return [...keys]
    .map(([key, values]) => ({
      key,
      total: [...values.values()].reduce((a, b) => plus(a, b), 0 as Amount),
      values: [...values]
        .map(([value, weight]) => ({ value, weight }))
        .sort((a, b) => compareAmounts(absolute(b.weight), absolute(a.weight)) || compareTexts(a.value, b.value)),
    }))
    .sort((a, b) => compareTexts(a.key, b.key));
}
