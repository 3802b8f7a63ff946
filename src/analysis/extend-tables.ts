import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { type Strings, StringsBuilder, stringCount } from '../model/strings.ts';

/** A string table with more rows behind those of another. */
export class ExtraStrings {
  private readonly base: Strings;
  private readonly extra = new StringsBuilder();

  constructor(base: Strings) {
    this.base = base;
  }

  intern(text: string): number {
    const id = this.extra.intern(text);
    return id === 0 ? 0 : stringCount(this.base) - 1 + id;
  }

  finish(): Strings {
    const extra = this.extra.finish();
    const { bytes, offsets } = this.base;
    const shift = offsets[offsets.length - 1] as number;
    // Row 0 of both is the empty string.
    const more = Array.from(extra.offsets.subarray(2), (offset) => offset + shift);
    const whole = new Uint8Array(shift + extra.bytes.length);
    whole.set(bytes.subarray(0, shift));
    whole.set(extra.bytes, shift);
    return { bytes: whole, offsets: append(offsets, more) };
  }
}

/** A column with more values behind its own. */
export function append(column: Int32Array, more: readonly number[]): Int32Array {
  const wider = new Int32Array(column.length + more.length);
  wider.set(column);
  wider.set(more, column.length);
  return wider;
}

/** `into` with the values of a shorter column at its start. */
function widened<A extends { set(from: A): void }>(from: A, into: A): A {
  into.set(from);
  return into;
}

/** Frames behind those of a profile, each with a function and a location of its own; equal ones are one. */
export class AddedFrames {
  private readonly profile: Profile;
  private readonly strings: ExtraStrings;
  private readonly ids = new Map<string, number>();
  private readonly column = {
    name: [] as number[],
    file: [] as number[],
    line: [] as number[],
    origin: [] as number[],
  };

  constructor(profile: Profile) {
    this.profile = profile;
    this.strings = new ExtraStrings(profile.strings);
  }

  /** Row of the frame; `origin` is an index into ORIGINS. */
  add(name: string, file: string, line = 0, origin = 0): number {
    const identity = `${name}\0${file}\0${line}`;
    let id = this.ids.get(identity);
    if (id === undefined) {
      id = this.profile.frames.length + this.column.name.length;
      this.column.name.push(this.strings.intern(name));
      this.column.file.push(this.strings.intern(file));
      this.column.line.push(line);
      this.column.origin.push(origin);
      this.ids.set(identity, id);
    }
    return id;
  }

  /** The tables with what was added. */
  finish(): Pick<Profile, 'strings' | 'functions' | 'frames'> {
    const { frames, functions } = this.profile;
    const { name, file, line, origin } = this.column;
    const zeros = new Array<number>(name.length).fill(0);
    const rows = name.map((_, i) => i);
    const wide = frames.length + name.length;
    const firstLocation = frames.location.reduce((most, id) => Math.max(most, id), -1) + 1;
    const origins = widened(frames.origin, new Uint8Array(wide));
    origins.set(origin, frames.length);
    return {
      strings: this.strings.finish(),
      functions: {
        length: functions.length + name.length,
        name: append(functions.name, name),
        systemName: append(functions.systemName, name),
        file: append(functions.file, file),
        startLine: append(functions.startLine, zeros),
      },
      frames: {
        length: wide,
        func: append(
          frames.func,
          rows.map((i) => functions.length + i),
        ),
        line: append(frames.line, line),
        column: append(frames.column, zeros),
        location: append(
          frames.location,
          rows.map((i) => firstLocation + i),
        ),
        mapping: append(
          frames.mapping,
          rows.map(() => NONE),
        ),
        address: widened(frames.address, new BigUint64Array(wide)),
        inlineDepth: widened(frames.inlineDepth, new Uint16Array(wide)),
        origin: origins,
        folded: widened(frames.folded, new Uint8Array(wide)),
      },
    };
  }
}

/**
 * The profile with one more text label on its samples: sample `s` gets `texts[choice[s]]` under `key`, none where
 * `choice[s]` is -1. Labels that a set already has under the key stay in front.
 */
export function withSampleLabel(
  profile: Profile,
  key: string,
  texts: readonly string[],
  choice: Int32Array | Int8Array,
): Profile {
  const { samples, labelSets } = profile;
  if (choice.every((c) => c < 0)) return profile;
  const strings = new ExtraStrings(profile.strings);
  const keyId = strings.intern(key);
  const textIds = texts.map((text) => strings.intern(text));
  const made = new Int32Array(labelSets.length * texts.length).fill(NONE);
  const labels = samples.labels.slice();
  const sets: [set: number, text: number][] = [];
  for (let s = 0; s < samples.length; s++) {
    const text = choice[s] as number;
    if (text < 0) continue;
    const set = labels[s] as number;
    const pair = set * texts.length + text;
    let id = made[pair] as number;
    if (id === NONE) {
      id = labelSets.length + sets.length;
      made[pair] = id;
      sets.push([set, textIds[text] as number]);
    }
    labels[s] = id;
  }
  const keys: number[] = [];
  const values: number[] = [];
  const units: number[] = [];
  const nums: bigint[] = [];
  const ends: number[] = [];
  for (const [set, text] of sets) {
    const to = labelSets.offsets[set + 1] as number;
    for (let e = labelSets.offsets[set] as number; e < to; e++) {
      keys.push(labelSets.key[e] as number);
      values.push(labelSets.text[e] as number);
      nums.push(labelSets.num[e] as bigint);
      units.push(labelSets.unit[e] as number);
    }
    keys.push(keyId);
    values.push(text);
    nums.push(0n);
    units.push(0);
    ends.push(labelSets.key.length + keys.length);
  }
  const num = new BigInt64Array(labelSets.num.length + nums.length);
  num.set(labelSets.num);
  num.set(nums, labelSets.num.length);
  return {
    ...profile,
    strings: strings.finish(),
    samples: { ...samples, labels },
    labelSets: {
      length: labelSets.length + sets.length,
      offsets: append(labelSets.offsets, ends),
      key: append(labelSets.key, keys),
      text: append(labelSets.text, values),
      num,
      unit: append(labelSets.unit, units),
    },
  };
}
