import { NONE } from '../model/ids.ts';
import type { Stacks } from '../model/profile.ts';
import type { FrameFilters } from './filters.ts';

/** Stands before the first and after every sequence of a `values` array, so that it can be read in both directions without lengths. */
export const END = -1;

/** Sequences of one value per frame that is still seen; sequence `i` is that of stack `i`. */
export interface CutStacks {
  /** END, sequence 0, END, sequence 1, END … */
  readonly values: Int32Array;
  /** One more entry than stacks: sequence `i` is `values[start[i] … start[i + 1] - 1)`. */
  readonly start: Int32Array;
  /** Per stack: 1 = the stack is not part of the picture. Null when all are. */
  readonly gone: Uint8Array | null;
}

type Cuts = Pick<FrameFilters, 'removes' | 'showFrom' | 'prune' | 'dropEmpty'>;

/**
 * Translates every frame to `value[frame]`, leaving out those whose value is NONE, and cuts the stacks at show_from (the
 * outermost flagged frame begins the stack, without one it is gone) and prune_from (the innermost flagged one ends it).
 */
export function cutStacks(stacks: Stacks, value: Int32Array, cuts: Cuts): CutStacks {
  const { frames, offsets } = stacks;
  const { showFrom, prune, dropEmpty } = cuts;
  const values = new Int32Array(frames.length + stacks.length + 1);
  const start = new Int32Array(stacks.length + 1);
  const whole = !cuts.removes && showFrom === null && prune === null && !dropEmpty;
  const gone = whole ? null : new Uint8Array(stacks.length);
  values[0] = END;
  let n = 1;
  for (let s = 0; s < stacks.length; s++) {
    start[s] = n;
    let from = offsets[s] as number;
    let to = offsets[s + 1] as number;
    if (gone === null) {
      for (let i = from; i < to; i++) values[n++] = value[frames[i] as number] as number;
      values[n++] = END;
      continue;
    }
    if (showFrom !== null) {
      while (from < to && showFrom[frames[from] as number] === 0) from++;
      if (from === to) gone[s] = 1;
    }
    if (prune !== null) {
      let last = to - 1;
      while (last >= from && prune[frames[last] as number] === 0) last--;
      if (last >= from) to = last + 1;
    }
    for (let i = from; i < to; i++) {
      const v = value[frames[i] as number] as number;
      if (v !== NONE) values[n++] = v;
    }
    if (dropEmpty && n === start[s]) gone[s] = 1;
    values[n++] = END;
  }
  start[stacks.length] = n;
  return { values: n < values.length >> 1 ? values.slice(0, n) : values.subarray(0, n), start, gone };
}
