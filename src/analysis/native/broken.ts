import { GrowableInt32 } from '../../base/growable.ts';
import { SequenceInterner } from '../../base/interners.ts';
import { NONE } from '../../model/ids.ts';
import type { BrokenStacks } from '../../model/native.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { outstandingOf } from './outstanding.ts';

/** Share of broken stacks from which on the picture as a whole misleads. */
const ALARMING = 0.3;
/** Nothing is mapped below. */
const LOWEST = 0x10000n;
const USER_END = 1n << 47n;
const KERNEL_START = 2n ** 64n - (1n << 47n);
/** The C side of a callback into Go; the word above it is no address (an artefact of Go 1.23 and later). */
const CALLBACK = 'crosscall2';

/** True when an address lies in a mapping that can be executed. */
export type IsCode = (address: bigint) => boolean;

/**
 * Per frame: 1 = it cannot be a frame. That is one without a name and without a mapping, at an address that is too low, not
 * canonical, or in none of the mappings that the tool or the maps of the process know.
 */
function implausible(profile: Profile, isCode: IsCode | null): Uint8Array {
  const { frames, functions, mappings, strings } = profile;
  // Where the tool names modules, it named none here because the address lies in none.
  const namesModules = Array.from(mappings.file).some((file) => !/^(?:$|\[kernel)/.test(stringAt(strings, file)));
  const flags = new Uint8Array(frames.length);
  for (let f = 0; f < frames.length; f++) {
    const func = frames.func[f] as number;
    const named = func !== NONE && functions.name[func] !== 0;
    if (named || frames.mapping[f] !== NONE) continue;
    const address = frames.address[f] as bigint;
    if (address >= KERNEL_START) continue;
    const outside = isCode === null || address === 0n ? namesModules : !isCode(address);
    if (outside || address >= USER_END || (address !== 0n && address < LOWEST)) flags[f] = 1;
  }
  return flags;
}

/**
 * Per stack: index in `stacks.frames` of the outermost frame that is kept, walking from the leaf to the first implausible
 * one. The leaf itself always stays: it is where the program was, no word found on a stack.
 */
function cutsOf(profile: Profile, isCode: IsCode | null): Int32Array {
  const { stacks } = profile;
  const wrong = implausible(profile, isCode);
  const callback = callbackFrames(profile);
  const from = stacks.offsets.slice(0, stacks.length);
  if (!wrong.includes(1)) return from;
  for (let s = 0; s < stacks.length; s++) {
    const begin = stacks.offsets[s] as number;
    const end = stacks.offsets[s + 1] as number;
    for (let i = end - 2; i >= begin; i--) {
      if (wrong[stacks.frames[i] as number] === 0) continue;
      if (callback[stacks.frames[i + 1] as number] === 1) continue;
      from[s] = i + 1;
      break;
    }
  }
  return from;
}

function callbackFrames({ frames, functions, strings }: Profile): Uint8Array {
  const is = new Uint8Array(functions.length);
  for (let f = 0; f < functions.length; f++)
    is[f] = stringAt(strings, functions.name[f] as number) === CALLBACK ? 1 : 0;
  return Uint8Array.from(frames.func, (func) => (func === NONE ? 0 : (is[func] as number)));
}

/**
 * Counts the stacks of a profile that are broken. Samples without any frame have lost their stack for other reasons; those
 * of `apart` (not 0 per sample) have one frame by nature: neither counts.
 */
export function countBroken(
  profile: Profile,
  isCode: IsCode | null = null,
  apart: Uint8Array | null = null,
): BrokenStacks {
  const { samples, stacks } = profile;
  const from = cutsOf(profile, isCode);
  const live = outstandingOf(profile);
  const sum = { stacks: 0, bytes: 0, cut: 0, total: 0 };
  let walked = false;
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    const begin = stacks.offsets[stack] as number;
    const end = stacks.offsets[stack + 1] as number;
    if (begin === end || (apart?.[s] ?? 0) !== 0) continue;
    walked ||= end - begin > 1;
    sum.total++;
    if ((from[stack] as number) > begin) sum.cut++;
    if (end - (from[stack] as number) > 1) continue;
    sum.stacks++;
    sum.bytes += live?.bytes[s] ?? 0;
  }
  // One frame everywhere is no damage: no call graph was recorded.
  return { ...sum, alarming: walked && sum.stacks > ALARMING * sum.total };
}

/**
 * The profile with every stack cut at the first frame, from the leaf, that cannot be one. Stacks and samples that are then
 * equal are one. The same profile when nothing is broken.
 */
export function cutBroken(profile: Profile, isCode: IsCode | null = null): Profile {
  const { stacks } = profile;
  const from = cutsOf(profile, isCode);
  if (from.every((at, s) => at === stacks.offsets[s])) return profile;
  const interner = new SequenceInterner();
  const row = new Int32Array(stacks.length);
  for (let s = 0; s < stacks.length; s++) {
    const kept = stacks.frames.subarray(from[s], stacks.offsets[s + 1]);
    row[s] = interner.intern(kept, kept.length);
  }
  const { blocks, ...tables } = profile;
  const merged = mergeSamples({
    ...tables,
    stacks: { length: interner.length, offsets: interner.offsets.take(), frames: interner.values.take() },
    samples: { ...profile.samples, stack: profile.samples.stack.map((s) => row[s] as number) },
  });
  const { rowOf } = merged;
  if (blocks === undefined) return merged.profile;
  const sample = blocks.sample.map((s) => (s === NONE ? NONE : (rowOf[s] as number)));
  return { ...merged.profile, blocks: { ...blocks, sample } };
}

/** Sums the samples of one stack and label set; those with times or threads stay apart. */
function mergeSamples(profile: Profile): { readonly profile: Profile; readonly rowOf: Int32Array } {
  const { samples, labelSets } = profile;
  const rowOf = new Int32Array(samples.length);
  if (samples.time !== null || samples.thread !== null) {
    return { profile, rowOf: rowOf.map((_, s) => s) };
  }
  const rows = new Map<number, number>();
  const first = new GrowableInt32();
  for (let s = 0; s < samples.length; s++) {
    const key = (samples.stack[s] as number) * labelSets.length + (samples.labels[s] as number);
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = first.push(s)));
    rowOf[s] = row;
  }
  const n = first.length;
  const firsts = first.take();
  const values = samples.values.map((column) => {
    const sums = new Float64Array(n);
    for (let s = 0; s < column.length; s++)
      sums[rowOf[s] as number] = (sums[rowOf[s] as number] as number) + (column[s] as number);
    return sums;
  });
  const exact = samples.exact.map((column) => {
    if (column === null) return null;
    const sums = new BigInt64Array(n);
    for (let s = 0; s < column.length; s++)
      sums[rowOf[s] as number] = (sums[rowOf[s] as number] as bigint) + (column[s] as bigint);
    return sums;
  });
  const pick = (column: Int32Array) => Int32Array.from(firsts, (s) => column[s] as number);
  return {
    rowOf,
    profile: {
      ...profile,
      samples: { ...samples, length: n, stack: pick(samples.stack), labels: pick(samples.labels), values, exact },
    },
  };
}
