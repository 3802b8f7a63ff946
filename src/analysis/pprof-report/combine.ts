import { err, ok, type Result } from '../../base/result.ts';
import { type Amount, unitRatio } from '../../base/units.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import type { Message } from '../../model/report.ts';
import { stringAt } from '../../model/strings.ts';
import { columnOf, minus } from './amounts.ts';
import { type MergeInput, mergeProfiles, type Sides } from './merge.ts';
import { BASE_LABEL } from './merge-reader.ts';

/** How bases are taken off: `base` lets equal stacks cancel, `diff_base` keeps them apart by a label. */
export type CompareKind = 'none' | 'base' | 'diff_base';

export interface Combined {
  readonly profile: Profile;
  /** Present in a comparison. */
  readonly sides: Sides | null;
}

/** One profile out of several, and out of sources minus bases, as pprof combines them. */
export function combineProfiles(
  sources: readonly Profile[],
  bases: readonly Profile[],
  kind: CompareKind,
  normalize: boolean,
): Result<Combined, Message> {
  const all = [...sources, ...bases];
  const types = commonTypes(all);
  if (types.length === 0) return err({ key: 'analysis.noCommonType' });
  const single = all.length === 1 ? all[0] : undefined;
  if (single !== undefined) return ok({ profile: single, sides: labelledSides(single) });
  if (bases.length === 0) {
    const merged = mergeProfiles(
      sources.map((p) => inputOf(p, types)),
      types,
      false,
    ).profile;
    return ok({ profile: merged, sides: labelledSides(merged) });
  }
  const after = onOneScale(sources, types);
  const base = onOneScale(bases, types);
  const scale = normalize ? types.map((_, t) => normalizer(after, base, t)) : types.map(() => 1);
  const scaledBy = (input: MergeInput, by: readonly number[]): number[] =>
    input.factors.map((f, t) => f * (by[t] ?? 1));
  return ok(
    mergeProfiles(
      [
        { ...after, factors: scaledBy(after, scale) },
        {
          ...base,
          factors: scaledBy(
            base,
            types.map(() => -1),
          ),
          label: kind === 'diff_base',
          isBase: true,
        },
      ],
      types,
      true,
    ),
  );
}

/** Several profiles merged; a single one as it is, for merging twice would cost time and change nothing. */
function onOneScale(profiles: readonly Profile[], types: readonly ValueType[]): MergeInput {
  const inputs = profiles.map((p) => inputOf(p, types));
  const single = inputs[0];
  if (single !== undefined && inputs.length === 1) return single;
  return inputOf(mergeProfiles(inputs, types, false).profile, types);
}

/** Sample types that every profile has, by name, in the order of the first and in the finest unit. */
function commonTypes(profiles: readonly Profile[]): ValueType[] {
  const first = profiles[0];
  if (first === undefined) return [];
  return first.sampleTypes
    .filter(({ type }) => profiles.every((p) => p.sampleTypes.some((t) => t.type === type)))
    .map(({ type, unit }) => {
      let finest = unit;
      for (const p of profiles) {
        const other = p.sampleTypes.find((t) => t.type === type)?.unit ?? unit;
        if (unitRatio(other, finest) < 1) finest = other;
      }
      return { type, unit: finest };
    });
}

function inputOf(profile: Profile, types: readonly ValueType[]): MergeInput {
  const indexes = types.map(({ type }) => profile.sampleTypes.findIndex((t) => t.type === type));
  return {
    profile,
    types: indexes,
    factors: types.map(({ unit }, t) => unitRatio(profile.sampleTypes[indexes[t] ?? 0]?.unit ?? unit, unit)),
    label: false,
    isBase: false,
  };
}

/** Σ of the base over Σ of the source: what `-normalize` multiplies the source by. */
function normalizer(after: MergeInput, base: MergeInput, type: number): number {
  const a = signedSum(after, type);
  return a === 0 ? 0 : signedSum(base, type) / a;
}

function signedSum({ profile, types, factors }: MergeInput, type: number): number {
  const column = columnOf(profile, types[type] ?? 0);
  let sum = 0;
  for (let s = 0; s < column.length; s++) sum += Number(column[s] ?? 0);
  return sum * (factors[type] ?? 1);
}

/** Which label sets carry `pprof::base=true`. */
export function baseLabelSets(profile: Profile): Uint8Array {
  const { labelSets, strings } = profile;
  const marked = new Uint8Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    for (let i = labelSets.offsets[set] as number; i < (labelSets.offsets[set + 1] as number); i++) {
      if (stringAt(strings, labelSets.key[i] as number) !== BASE_LABEL) continue;
      const text = labelSets.text[i] as number;
      if (text >= 0 && stringAt(strings, text) === 'true') marked[set] = 1;
    }
  }
  return marked;
}

/** The sides of a file that is a comparison in itself; null when no sample is marked as base. */
function labelledSides(profile: Profile): Sides | null {
  const marked = baseLabelSets(profile);
  if (!marked.includes(1)) return null;
  const { samples } = profile;
  const before: Amount[][] = [];
  const after: Amount[][] = [];
  profile.sampleTypes.forEach((_, t) => {
    const column = columnOf(profile, t);
    const b: Amount[] = [];
    const a: Amount[] = [];
    for (let s = 0; s < samples.length; s++) {
      const value = column[s] ?? 0;
      const zero = typeof value === 'bigint' ? 0n : 0;
      const isBase = marked[samples.labels[s] as number] === 1;
      b.push(isBase ? minus(value) : zero);
      a.push(isBase ? zero : value);
    }
    before.push(b);
    after.push(a);
  });
  return { before, after };
}
