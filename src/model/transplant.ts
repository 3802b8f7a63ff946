import { GrowableInt32 } from '../base/growable.ts';
import { NONE } from './ids.ts';
import type { Profile } from './profile.ts';
import type { FrameInput, LabelInput, ProfileBuilder } from './profile-builder.ts';
import { stringAt } from './strings.ts';

/** Puts rows of a finished profile into a builder, each once and only those that are asked for. */
export class Transplant {
  private readonly from: Profile;
  private readonly to: ProfileBuilder;
  private readonly stacks: Int32Array;
  private readonly labelSets: Int32Array;
  private readonly mappings: Int32Array;
  private readonly functions: Int32Array;
  /** First frame there of the location of a frame here, less the first frame here. */
  private readonly shiftOfFrame: Int32Array;
  private readonly frameKnown: Uint8Array;
  private readonly scratch = new GrowableInt32();

  constructor(from: Profile, to: ProfileBuilder) {
    this.from = from;
    this.to = to;
    this.stacks = new Int32Array(from.stacks.length).fill(NONE);
    this.labelSets = new Int32Array(from.labelSets.length).fill(NONE);
    this.mappings = new Int32Array(from.mappings.length).fill(NONE);
    this.functions = new Int32Array(from.functions.length).fill(NONE);
    this.shiftOfFrame = new Int32Array(from.frames.length);
    this.frameKnown = new Uint8Array(from.frames.length);
  }

  /** The row there of a stack here. */
  stack(row: number): number {
    const known = this.stacks[row] as number;
    if (known !== NONE) return known;
    const { scratch, from } = this;
    const { offsets, frames } = from.stacks;
    const end = offsets[row + 1] as number;
    scratch.length = 0;
    for (let i = offsets[row] as number; i < end; i++) scratch.push(this.frame(frames[i] as number));
    const id = this.to.stackOfFrames(scratch.data, scratch.length);
    this.stacks[row] = id;
    return id;
  }

  /** The row there of a label set here. */
  labelSet(row: number): number {
    const known = this.labelSets[row] as number;
    if (known !== NONE) return known;
    const id = this.to.labelSet(labelsOf(this.from, row));
    this.labelSets[row] = id;
    return id;
  }

  private frame(row: number): number {
    if (this.frameKnown[row] === 0) this.addLocation(row);
    return row + (this.shiftOfFrame[row] as number);
  }

  private addLocation(row: number): void {
    const { frames } = this.from;
    const location = frames.location[row];
    let first = row;
    while (first > 0 && frames.location[first - 1] === location) first--;
    let end = row + 1;
    while (end < frames.length && frames.location[end] === location) end++;
    const target = end - first === 1 ? this.addPlace(first) : this.addInlined(first, end);
    for (let f = first; f < end; f++) {
      this.shiftOfFrame[f] = this.to.firstFrame(target) - first;
      this.frameKnown[f] = 1;
    }
  }

  private addPlace(frame: number): number {
    const { frames } = this.from;
    if (frames.column[frame] !== 0) return this.addInlined(frame, frame + 1);
    const address = frames.address[frame] as bigint;
    return this.to.place(
      this.func(frames.func[frame] as number),
      frames.line[frame] as number,
      this.mapping(frames.mapping[frame] as number),
      Number(address & 0xffffffffn),
      Number(address >> 32n),
    );
  }

  private addInlined(first: number, end: number): number {
    const { frames, functions, strings } = this.from;
    const lines: FrameInput[] = [];
    for (let f = end - 1; f >= first; f--) {
      const func = frames.func[f] as number;
      const mapping = frames.mapping[f] as number;
      lines.push({
        ...(func === NONE
          ? {}
          : {
              name: stringAt(strings, functions.name[func] as number),
              systemName: stringAt(strings, functions.systemName[func] as number),
              file: stringAt(strings, functions.file[func] as number),
              startLine: functions.startLine[func] as number,
            }),
        ...(mapping === NONE ? {} : { mapping: this.mapping(mapping) }),
        line: frames.line[f] as number,
        column: frames.column[f] as number,
        address: frames.address[f] as bigint,
      });
    }
    return this.to.location(lines);
  }

  private func(row: number): number {
    if (row === NONE) return NONE;
    let id = this.functions[row] as number;
    if (id === NONE) {
      const { functions, strings } = this.from;
      id = this.to.functionOf({
        name: stringAt(strings, functions.name[row] as number),
        systemName: stringAt(strings, functions.systemName[row] as number),
        file: stringAt(strings, functions.file[row] as number),
        startLine: functions.startLine[row] as number,
      });
      this.functions[row] = id;
    }
    return id;
  }

  private mapping(row: number): number {
    if (row === NONE) return NONE;
    let id = this.mappings[row] as number;
    if (id === NONE) {
      const { mappings, strings } = this.from;
      id = this.to.mappingOf({
        start: mappings.start[row] as bigint,
        limit: mappings.limit[row] as bigint,
        offset: mappings.offset[row] as bigint,
        file: stringAt(strings, mappings.file[row] as number),
        buildId: stringAt(strings, mappings.buildId[row] as number),
      });
      this.mappings[row] = id;
    }
    return id;
  }
}

/** The labels of a set. */
export function labelsOf(p: Profile, set: number): LabelInput[] {
  const { offsets, key, text, num, unit } = p.labelSets;
  const labels: LabelInput[] = [];
  for (let l = offsets[set] as number; l < (offsets[set + 1] as number); l++) {
    const words = text[l] as number;
    labels.push({
      key: stringAt(p.strings, key[l] as number),
      ...(words === NONE
        ? { num: num[l] as bigint, unit: stringAt(p.strings, unit[l] as number) }
        : { text: stringAt(p.strings, words) }),
    });
  }
  return labels;
}
