import { GrowableInt32 } from '../base/growable.ts';
import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';

type Numbers = Float64Array | BigInt64Array | Int32Array;

/** The profile with only some of its samples (`rows`, in that order) and the stacks that they have. */
export function pickSamples(profile: Profile, rows: Int32Array): Profile {
  const { blocks: _, ...tables } = profile;
  const { samples, stacks } = profile;
  const pick = <A extends Numbers>(column: A, into: A): A => {
    for (let i = 0; i < rows.length; i++) into[i] = column[rows[i] as number] as number & bigint;
    return into;
  };
  const n = rows.length;
  const stackRow = new Int32Array(stacks.length).fill(NONE);
  const offsets = new GrowableInt32();
  offsets.push(0);
  const frames = new GrowableInt32(stacks.frames.length);
  const stack = pick(samples.stack, new Int32Array(n));
  for (let i = 0; i < n; i++) {
    const s = stack[i] as number;
    if (stackRow[s] === NONE) {
      stackRow[s] = offsets.length - 1;
      for (let f = stacks.offsets[s] as number; f < (stacks.offsets[s + 1] as number); f++) {
        frames.push(stacks.frames[f] as number);
      }
      offsets.push(frames.length);
    }
    stack[i] = stackRow[s] as number;
  }
  return {
    ...tables,
    stacks: { length: offsets.length - 1, offsets: offsets.take(), frames: frames.take() },
    samples: {
      length: n,
      stack,
      labels: pick(samples.labels, new Int32Array(n)),
      values: samples.values.map((column) => pick(column, new Float64Array(n))),
      exact: samples.exact.map((column) => (column === null ? null : pick(column, new BigInt64Array(n)))),
      time: samples.time === null ? null : pick(samples.time, new Float64Array(n)),
      thread: samples.thread === null ? null : pick(samples.thread, new Int32Array(n)),
    },
  };
}
