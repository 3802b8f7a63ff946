import { NONE } from '../model/ids.ts';
import type { Stacks } from '../model/profile.ts';
import type { FrameFilters } from './filters.ts';

/** Sequences of one value per frame that is still seen; sequence `i` belongs to stack `i`. */
export interface CutStacks {
  readonly values: Int32Array;
  /** One more entry than stacks. */
  readonly offsets: Int32Array;
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
  const values = new Int32Array(frames.length);
  if (!cuts.removes && showFrom === null && prune === null && !dropEmpty) {
    for (let i = 0; i < frames.length; i++) values[i] = value[frames[i] as number] as number;
    return { values, offsets, gone: null };
  }
  const gone = new Uint8Array(stacks.length);
  const starts = new Int32Array(stacks.length + 1);
  let n = 0;
  for (let s = 0; s < stacks.length; s++) {
    starts[s] = n;
    let from = offsets[s] as number;
    let to = offsets[s + 1] as number;
    if (showFrom !== null) {
      while (from < to && showFrom[frames[from] as number] === 0) from++;
      if (from === to) {
        gone[s] = 1;
        continue;
      }
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
    if (dropEmpty && n === starts[s]) gone[s] = 1;
  }
  starts[stacks.length] = n;
  return { values: n < values.length >> 1 ? values.slice(0, n) : values.subarray(0, n), offsets: starts, gone };
}
