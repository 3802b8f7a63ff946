import { formatValue } from '../../base/units.ts';
import type { Column } from '../../model/columns.ts';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { StringsBuilder, stringAt, stringCount } from '../../model/strings.ts';

/**
 * The profile with labels as frames: for each key of `roots` (first outermost) and `leaves` (last innermost) a frame
 * whose function is the label's value (several joined by commas) and whose file is the key. A sample without the key
 * gets a frame without a name, as in pprof.
 */
export function addTagFrames(
  profile: Profile,
  roots: readonly string[],
  leaves: readonly string[],
  unit: string,
): Profile {
  if (roots.length + leaves.length === 0) return profile;
  const { samples, stacks } = profile;
  const tables = new TagTables(profile, unit);
  const around = new Map<number, { before: number[]; after: number[] }>();
  const pairs = new Map<string, number>();
  const offsets: number[] = [0];
  const frames: number[] = [];
  const stack = new Int32Array(samples.length);
  for (let s = 0; s < samples.length; s++) {
    const set = samples.labels[s] as number;
    const old = samples.stack[s] as number;
    let row = pairs.get(`${old},${set}`);
    if (row === undefined) {
      let tags = around.get(set);
      if (tags === undefined) {
        tags = {
          before: roots.map((key) => tables.frame(set, key)),
          after: leaves.map((key) => tables.frame(set, key)),
        };
        around.set(set, tags);
      }
      for (const f of tags.before) frames.push(f);
      const to = stacks.offsets[old + 1] as number;
      for (let i = stacks.offsets[old] as number; i < to; i++) frames.push(stacks.frames[i] as number);
      for (const f of tags.after) frames.push(f);
      row = offsets.push(frames.length) - 2;
      pairs.set(`${old},${set}`, row);
    }
    stack[s] = row;
  }
  return {
    ...tables.finish(),
    stacks: { length: offsets.length - 1, offsets: Int32Array.from(offsets), frames: Int32Array.from(frames) },
    samples: { ...samples, stack: stack as Column<never, never> },
  };
}

class TagTables {
  private readonly profile: Profile;
  private readonly unit: string;
  private readonly strings = new StringsBuilder();
  private readonly frames = new Map<string, number>();
  private readonly names: number[] = [];
  private readonly files: number[] = [];
  private readonly locations: number;

  constructor(profile: Profile, unit: string) {
    this.profile = profile;
    this.unit = unit;
    for (let i = 0; i < stringCount(profile.strings); i++) this.strings.intern(stringAt(profile.strings, i));
    let locations = 0;
    for (let f = 0; f < profile.frames.length; f++) {
      locations = Math.max(locations, (profile.frames.location[f] as number) + 1);
    }
    this.locations = locations;
  }

  frame(set: number, key: string): number {
    const text = this.valuesOf(set, key).join(',');
    const identity = `${key}\0${text}`;
    let frame = this.frames.get(identity);
    if (frame === undefined) {
      this.names.push(this.strings.intern(text));
      frame = this.profile.frames.length + this.files.push(this.strings.intern(key)) - 1;
      this.frames.set(identity, frame);
    }
    return frame;
  }

  finish(): Profile {
    const { profile } = this;
    const { frames, functions, mappings, labelSets } = profile;
    const added = this.names.length;
    const own = (i: number): string => stringAt(profile.strings, i);
    const text = (column: ArrayLike<number>): Int32Array =>
      Int32Array.from(column, (id) => (id === NONE ? NONE : this.strings.intern(own(id))));
    const extend = (column: Int32Array, more: readonly number[]): Column<never, never> => {
      const longer = new Int32Array(column.length + added);
      longer.set(column);
      longer.set(more, column.length);
      return longer as Column<never, never>;
    };
    const all = (value: number): number[] => new Array<number>(added).fill(value);
    const numbered = (from: number): number[] => Array.from({ length: added }, (_, i) => from + i);
    const addresses = new BigUint64Array(frames.length + added);
    addresses.set(frames.address);
    const depths = new Uint16Array(frames.length + added);
    depths.set(frames.inlineDepth);
    const bytes = (column: Uint8Array): Uint8Array => {
      const longer = new Uint8Array(column.length + added);
      longer.set(column);
      return longer;
    };
    return {
      ...profile,
      mappings: { ...mappings, file: text(mappings.file), buildId: text(mappings.buildId) },
      functions: {
        length: functions.length + added,
        name: extend(text(functions.name), this.names),
        systemName: extend(text(functions.systemName), this.names),
        file: extend(text(functions.file), this.files),
        startLine: extend(functions.startLine, all(0)),
      },
      frames: {
        length: frames.length + added,
        func: extend(frames.func, numbered(functions.length)),
        line: extend(frames.line, all(0)),
        column: extend(frames.column, all(0)),
        location: extend(frames.location, numbered(this.locations)),
        mapping: extend(frames.mapping, all(NONE)),
        address: addresses,
        inlineDepth: depths,
        origin: bytes(frames.origin),
        folded: bytes(frames.folded),
      },
      labelSets: { ...labelSets, key: text(labelSets.key), text: text(labelSets.text), unit: text(labelSets.unit) },
      strings: this.strings.finish(),
    };
  }

  private valuesOf(set: number, key: string): string[] {
    const { labelSets, strings } = this.profile;
    const texts: string[] = [];
    const numbers: string[] = [];
    for (let i = labelSets.offsets[set] as number; i < (labelSets.offsets[set + 1] as number); i++) {
      if (stringAt(strings, labelSets.key[i] as number) !== key) continue;
      const text = labelSets.text[i] as number;
      if (text !== NONE) texts.push(stringAt(strings, text));
      else {
        const unit = stringAt(strings, labelSets.unit[i] as number);
        numbers.push(formatValue(labelSets.num[i] as bigint, unit, unit === '' ? '' : this.unit));
      }
    }
    return [...texts, ...numbers];
  }
}
