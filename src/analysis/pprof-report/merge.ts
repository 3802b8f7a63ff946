import type { Amount } from '../../base/units.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { absolute, columnOf, isExact, isZero, minus, plus } from './amounts.ts';
import { MergeReader } from './merge-reader.ts';

/** One profile of a merge. */
export interface MergeInput {
  readonly profile: Profile;
  /** Per merged sample type: its index in this profile, and what its values are multiplied by. */
  readonly types: readonly number[];
  readonly factors: readonly number[];
  /** Marks the samples with BASE_LABEL. */
  readonly label: boolean;
  /** Counts as the base of a comparison. */
  readonly isBase: boolean;
}

/** What each sample was before and after, per sample type; rows as in the merged profile. Neither is negative unless the file was. */
export interface Sides {
  readonly before: readonly (readonly Amount[])[];
  readonly after: readonly (readonly Amount[])[];
}

/**
 * Merges profiles as pprof does, at the level of addresses: mappings are one when rounded size, offset and build id (else
 * file) agree, addresses count from the start of their mapping, samples are one when stack and labels agree. Samples
 * that come to zero in every type are left out; with `sides` they stay while they are not zero on both sides.
 */
export function mergeProfiles(
  inputs: readonly MergeInput[],
  sampleTypes: readonly ValueType[],
  withSides: boolean,
): { readonly profile: Profile; readonly sides: Sides | null } {
  const merger = new Merger(inputs, sampleTypes);
  for (const input of inputs) merger.add(input);
  return merger.finish(withSides);
}

/** Both numbers of a sample's key fit a double: 2^24 label sets, 2^29 stacks. */
const MAX_LABEL_SETS = 2 ** 24;

interface Rows {
  readonly net: Amount[];
  readonly before: Amount[];
  readonly after: Amount[];
}

class Merger {
  private readonly builder: ProfileBuilder;
  private readonly inputs: readonly MergeInput[];
  private readonly exact: readonly boolean[];
  private readonly rows: readonly Rows[];
  private readonly rowIds = new Map<number, number>();
  private readonly stackOfRow: number[] = [];
  private readonly labelsOfRow: number[] = [];
  private readonly mappingIds = new Map<string, { id: number; start: bigint }>();

  constructor(inputs: readonly MergeInput[], sampleTypes: readonly ValueType[]) {
    this.inputs = inputs;
    this.builder = new ProfileBuilder(sampleTypes);
    this.rows = sampleTypes.map(() => ({ net: [], before: [], after: [] }));
    this.exact = sampleTypes.map((_, t) => needsExact(inputs, t));
  }

  add(input: MergeInput): void {
    const { profile, isBase } = input;
    const { samples } = profile;
    const columns = input.types.map((t) => columnOf(profile, t));
    const reader = new MergeReader(profile, this.builder, this.mappingIds, input.label);
    if (profile.mappings.length > 0) reader.mapping(0);
    const values: Amount[] = columns.map(() => 0);
    for (let s = 0; s < samples.length; s++) {
      let zero = true;
      for (let t = 0; t < columns.length; t++) {
        const value = scaled(columns[t]?.[s] ?? 0, input.factors[t] ?? 1, this.exact[t] === true);
        values[t] = value;
        zero &&= isZero(value);
      }
      if (zero) continue;
      const row = this.rowOf(reader.stack(samples.stack[s] as number), reader.labels(samples.labels[s] as number));
      for (let t = 0; t < values.length; t++) this.addValue(t, row, values[t] as Amount, isBase);
    }
  }

  finish(withSides: boolean): { profile: Profile; sides: Sides | null } {
    const before: Amount[][] = this.rows.map(() => []);
    const after: Amount[][] = this.rows.map(() => []);
    for (let row = 0; row < this.stackOfRow.length; row++) {
      const alive = this.rows.some((r) => !isZero(r.net[row] ?? 0));
      const seen = withSides && this.rows.some((r) => !isZero(r.before[row] ?? 0) || !isZero(r.after[row] ?? 0));
      if (!alive && !seen) continue;
      this.builder.sample(
        this.stackOfRow[row] as number,
        this.rows.map((r) => r.net[row] ?? 0),
        this.labelsOfRow[row] as number,
      );
      this.rows.forEach((r, t) => {
        before[t]?.push(r.before[row] ?? 0);
        after[t]?.push(r.after[row] ?? 0);
      });
    }
    return { profile: this.builder.finish(mergedFacts(this.inputs)), sides: withSides ? { before, after } : null };
  }

  private rowOf(stack: number, labels: number): number {
    const key = stack * MAX_LABEL_SETS + labels;
    let row = this.rowIds.get(key);
    if (row === undefined) {
      row = this.stackOfRow.push(stack) - 1;
      this.labelsOfRow.push(labels);
      for (let t = 0; t < this.rows.length; t++) {
        const zero = this.exact[t] === true ? 0n : 0;
        const r = this.rows[t] as Rows;
        r.net.push(zero);
        r.before.push(zero);
        r.after.push(zero);
      }
      this.rowIds.set(key, row);
    }
    return row;
  }

  private addValue(type: number, row: number, value: Amount, isBase: boolean): void {
    const r = this.rows[type] as Rows;
    r.net[row] = plus(r.net[row] as Amount, value);
    if (isBase) r.before[row] = plus(r.before[row] as Amount, minus(value));
    else r.after[row] = plus(r.after[row] as Amount, value);
  }
}

/** Rounded half away from zero, as Go's math.Round. */
function scaled(value: Amount, factor: number, exact: boolean): Amount {
  if (factor === 1) return exact ? BigInt(value) : value;
  if (factor === -1) return minus(exact ? BigInt(value) : value);
  const product = Number(value) * factor;
  const rounded = Math.sign(product) * Math.round(Math.abs(product)) + 0;
  return exact ? BigInt(rounded) : rounded;
}

function needsExact(inputs: readonly MergeInput[], type: number): boolean {
  let sum = 0;
  for (const { profile, types, factors } of inputs) {
    const t = types[type] ?? 0;
    if (isExact(profile, t)) return true;
    const column = columnOf(profile, t);
    const factor = Math.abs(factors[type] ?? 1);
    for (let s = 0; s < column.length; s++) sum += Number(absolute(column[s] ?? 0)) * factor;
  }
  return sum > Number.MAX_SAFE_INTEGER;
}

/** Header of a merge: earliest time, sum of durations, longest period, every comment once, the rest from the first that has it. */
function mergedFacts(inputs: readonly MergeInput[]): Parameters<ProfileBuilder['finish']>[0] {
  const profiles = inputs.map((i) => i.profile);
  const first = profiles[0];
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  const comments = new Set<string>();
  for (const p of profiles) {
    if (timeNanos === 0n || p.timeNanos < timeNanos) timeNanos = p.timeNanos;
    durationNanos += p.durationNanos;
    if (period === 0n || period < p.period) period = p.period;
    for (const comment of p.comments) comments.add(comment);
  }
  return {
    timeNanos,
    durationNanos,
    period,
    comments: [...comments],
    docUrl: profiles.find((p) => p.docUrl !== '')?.docUrl ?? '',
    defaultSampleTypeName: profiles.find((p) => p.defaultSampleTypeName !== '')?.defaultSampleTypeName ?? '',
    ...(first === undefined
      ? {}
      : { periodType: first.periodType, dropFrames: first.dropFrames, keepFrames: first.keepFrames }),
  };
}
