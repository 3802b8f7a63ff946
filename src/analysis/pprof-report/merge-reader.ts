import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import type { FrameInput, LabelInput, ProfileBuilder } from '../../model/profile-builder.ts';
import { stringAt } from '../../model/strings.ts';
import { indexLocations, type LocationIndex } from './locations.ts';

/** The label that marks the samples of a base, as in the files that `pprof -diff_base … -proto` writes. */
export const BASE_LABEL = 'pprof::base';

/** Rewrites the tables of one input into the builder, each row once. */
export class MergeReader {
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
