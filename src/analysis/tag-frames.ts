import { formatValue } from '../base/units.ts';
import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { append, ExtraStrings, widened } from './extend-tables.ts';

/**
 * tagroot and tagleaf: the profile with a frame per label key around every stack. The frame's function is the values of
 * the key joined by a comma ('' where the sample has none), its file is the key; the first root key is outermost, the
 * last leaf key innermost. Samples of one stack and label set share their new stack.
 */
export function withTagFrames(
  profile: Profile,
  roots: readonly string[],
  leaves: readonly string[],
  unit = 'auto',
): Profile {
  if (roots.length + leaves.length === 0) return profile;
  const { samples, stacks, labelSets, frames, functions } = profile;
  const strings = new ExtraStrings(profile.strings);
  const added = { name: [] as number[], file: [] as number[] };
  const frameIds = new Map<string, number>();
  const frameOf = (set: number, key: string): number => {
    const name = valuesOf(profile, set, key, unit).join(',');
    const identity = `${key}\0${name}`;
    let id = frameIds.get(identity);
    if (id === undefined) {
      id = frames.length + added.name.length;
      added.name.push(strings.intern(name));
      added.file.push(strings.intern(key));
      frameIds.set(identity, id);
    }
    return id;
  };
  const rootsOf: Int32Array[] = [];
  const leavesOf: Int32Array[] = [];
  for (let set = 0; set < labelSets.length; set++) {
    rootsOf.push(Int32Array.from(roots, (key) => frameOf(set, key)));
    leavesOf.push(Int32Array.from(leaves, (key) => frameOf(set, key)));
  }

  const stackOf = new Int32Array(samples.length);
  const pairs = new Map<number, number>();
  const stackParts: number[] = [];
  let size = 0;
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    const set = samples.labels[s] as number;
    const pair = stack * labelSets.length + set;
    let id = pairs.get(pair);
    if (id === undefined) {
      id = pairs.size;
      pairs.set(pair, id);
      stackParts.push(stack, set);
      size += (stacks.offsets[stack + 1] as number) - (stacks.offsets[stack] as number) + roots.length + leaves.length;
    }
    stackOf[s] = id;
  }
  const offsets = new Int32Array(pairs.size + 1);
  const all = new Int32Array(size);
  let n = 0;
  for (let i = 0; i < pairs.size; i++) {
    const stack = stackParts[2 * i] as number;
    const set = stackParts[2 * i + 1] as number;
    all.set(rootsOf[set] as Int32Array, n);
    n += roots.length;
    const inner = stacks.frames.subarray(stacks.offsets[stack], stacks.offsets[stack + 1]);
    all.set(inner, n);
    n += inner.length;
    all.set(leavesOf[set] as Int32Array, n);
    n += leaves.length;
    offsets[i + 1] = n;
  }
  const more = added.name.length;
  const firstLocation = frames.location.reduce((most, id) => Math.max(most, id), -1) + 1;
  return {
    ...profile,
    strings: strings.finish(),
    functions: {
      length: functions.length + more,
      name: append(functions.name, added.name),
      systemName: append(functions.systemName, added.name),
      file: append(functions.file, added.file),
      startLine: append(functions.startLine, new Array<number>(more).fill(0)),
    },
    frames: {
      length: frames.length + more,
      func: append(
        frames.func,
        added.name.map((_, i) => functions.length + i),
      ),
      line: append(frames.line, new Array<number>(more).fill(0)),
      column: append(frames.column, new Array<number>(more).fill(0)),
      location: append(
        frames.location,
        added.name.map((_, i) => firstLocation + i),
      ),
      mapping: append(frames.mapping, new Array<number>(more).fill(NONE)),
      address: widened(frames.address, new BigUint64Array(frames.length + more)),
      inlineDepth: widened(frames.inlineDepth, new Uint16Array(frames.length + more)),
      origin: widened(frames.origin, new Uint8Array(frames.length + more)),
      folded: widened(frames.folded, new Uint8Array(frames.length + more)),
    },
    stacks: { length: pairs.size, offsets, frames: all },
    samples: { ...samples, stack: stackOf },
  };
}

/** Values of a label key in a set as pprof prints them: text as it is, numbers with their unit. */
export function valuesOf(profile: Profile, set: number, key: string, shownUnit = 'auto'): string[] {
  const { labelSets, strings } = profile;
  const values: string[] = [];
  const to = labelSets.offsets[set + 1] as number;
  for (let i = labelSets.offsets[set] as number; i < to; i++) {
    if (stringAt(strings, labelSets.key[i] as number) === key) values.push(labelValue(profile, i, shownUnit));
  }
  return values;
}

/** One label entry as text. */
export function labelValue({ labelSets, strings }: Profile, entry: number, shownUnit = 'auto'): string {
  const text = labelSets.text[entry] as number;
  if (text !== NONE) return stringAt(strings, text);
  const unit = stringAt(strings, labelSets.unit[entry] as number);
  const value = labelSets.num[entry] ?? 0n;
  return unit === '' ? String(value) : formatValue(value, unit, shownUnit);
}
