import type { Amount } from '../../base/units.ts';
import { NONE } from '../../model/ids.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { type FrameInput, type LabelInput, ProfileBuilder } from '../../model/profile-builder.ts';
import { stringAt } from '../../model/strings.ts';
import { absolute, columnOf, isExact, isZero, minus, plus } from './amounts.ts';
import { indexLocations, type LocationIndex } from './locations.ts';

/** The label that marks the samples of a base, as in the files that `pprof -diff_base … -proto` writes. */
export const BASE_LABEL = 'pprof::base';

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
  private readonly rowIds = new Map<string, number>();
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
    const { profile } = input;
    const { samples } = profile;
    const columns = input.types.map((t) => columnOf(profile, t));
    const reader = new Reader(profile, this.builder, this.mappingIds, input.label);
    if (profile.mappings.length > 0) reader.mapping(0);
    for (let s = 0; s < samples.length; s++) {
      const values = columns.map((column, t) => scaled(column[s] ?? 0, input.factors[t] ?? 1, this.exact[t] === true));
      if (values.every(isZero)) continue;
      const row = this.rowOf(reader.stack(samples.stack[s] as number), reader.labels(samples.labels[s] as number));
      for (let t = 0; t < values.length; t++) this.addValue(t, row, values[t] as Amount, input.isBase);
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
    const key = `${stack},${labels}`;
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

/** Rewrites the tables of one input into the builder, each row once. */
class Reader {
  private readonly profile: Profile;
  private readonly builder: ProfileBuilder;
  private readonly known: Map<string, { id: number; start: bigint }>;
  private readonly baseLabel: boolean;
  private readonly index: LocationIndex;
  private readonly mappings: ({ id: number; start: bigint } | undefined)[] = [];
  private readonly locations: Int32Array;
  private readonly stacks: Int32Array;
  private readonly labelSets: Int32Array;

  constructor(
    profile: Profile,
    builder: ProfileBuilder,
    known: Map<string, { id: number; start: bigint }>,
    baseLabel: boolean,
  ) {
    this.profile = profile;
    this.builder = builder;
    this.known = known;
    this.baseLabel = baseLabel;
    this.index = indexLocations(profile);
    this.locations = new Int32Array(this.index.first.length).fill(NONE);
    this.stacks = new Int32Array(profile.stacks.length).fill(NONE);
    this.labelSets = new Int32Array(profile.labelSets.length).fill(NONE);
  }

  mapping(m: number): { id: number; start: bigint } {
    const done = this.mappings[m];
    if (done !== undefined) return done;
    const { mappings, strings } = this.profile;
    const start = mappings.start[m] as bigint;
    const limit = mappings.limit[m] as bigint;
    const offset = mappings.offset[m] as bigint;
    const file = stringAt(strings, mappings.file[m] as number);
    const buildId = stringAt(strings, mappings.buildId[m] as number);
    const size = (BigInt.asUintN(64, limit - start) + 0xfffn) & ~0xfffn;
    const key = `${size},${offset},${buildId === '' ? file : buildId}`;
    let merged = this.known.get(key);
    if (merged === undefined) {
      merged = { id: this.builder.addMapping({ start, limit, offset, file, buildId }), start };
      this.known.set(key, merged);
    }
    this.mappings[m] = merged;
    return merged;
  }

  stack(s: number): number {
    const done = this.stacks[s] as number;
    if (done !== NONE) return done;
    const { stacks, frames } = this.profile;
    const locations: number[] = [];
    for (let i = stacks.offsets[s] as number; i < (stacks.offsets[s + 1] as number); i++) {
      const f = stacks.frames[i] as number;
      if (frames.inlineDepth[f] === 0) locations.push(this.location(frames.location[f] as number));
    }
    return (this.stacks[s] = this.builder.stack(locations));
  }

  labels(set: number): number {
    const done = this.labelSets[set] as number;
    if (done !== NONE) return done;
    const { labelSets, strings } = this.profile;
    const labels: LabelInput[] = [];
    for (let i = labelSets.offsets[set] as number; i < (labelSets.offsets[set + 1] as number); i++) {
      const key = stringAt(strings, labelSets.key[i] as number);
      if (this.baseLabel && key === BASE_LABEL) continue;
      const text = labelSets.text[i] as number;
      labels.push(
        text === NONE
          ? { key, num: labelSets.num[i] as bigint, unit: stringAt(strings, labelSets.unit[i] as number) }
          : { key, text: stringAt(strings, text) },
      );
    }
    if (this.baseLabel) labels.push({ key: BASE_LABEL, text: 'true' });
    return (this.labelSets[set] = this.builder.labelSet(labels));
  }

  private location(l: number): number {
    const done = this.locations[l] as number;
    if (done !== NONE) return done;
    const first = this.index.first[l] as number;
    const lines: FrameInput[] = [];
    for (let f = first + (this.index.count[l] as number) - 1; f >= first; f--) lines.push(this.frame(f));
    return (this.locations[l] = this.builder.location(lines));
  }

  private frame(f: number): FrameInput {
    const { frames, functions, mappings, strings } = this.profile;
    const m = frames.mapping[f] as number;
    const mapping = m === NONE ? undefined : this.mapping(m);
    const address = frames.address[f] as bigint;
    const func = frames.func[f] as number;
    return {
      line: frames.line[f] as number,
      column: frames.column[f] as number,
      address: mapping === undefined ? address : address - (mappings.start[m] as bigint) + mapping.start,
      ...(mapping === undefined ? {} : { mapping: mapping.id }),
      ...(func === NONE
        ? {}
        : {
            name: stringAt(strings, functions.name[func] as number),
            systemName: stringAt(strings, functions.systemName[func] as number),
            file: stringAt(strings, functions.file[func] as number),
            startLine: functions.startLine[func] as number,
          }),
    };
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
