import { formatValue } from '../base/units.ts';
import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { AddedFrames } from './extend-tables.ts';

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
  const { samples, stacks, labelSets } = profile;
  const added = new AddedFrames(profile);
  const frameOf = (set: number, key: string): number => added.add(valuesOf(profile, set, key, unit).join(','), key);
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
  return {
    ...profile,
    ...added.finish(),
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
