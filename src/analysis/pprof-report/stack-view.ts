import { NONE } from '../../model/ids.ts';
import type { Lens } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import type { Message } from '../../model/report.ts';
import { type CutStacks, cutStacks } from '../cut-stacks.ts';
import { compileFilters, focusStacks } from '../filters.ts';
import { compileTagFilters } from '../tag-filters.ts';

/** What is left of a profile under the filters of a lens. */
export interface StackView {
  readonly profile: Profile;
  /** Root first; the frames that filters hide are taken out. */
  readonly stacks: CutStacks;
  /** Per sample: its row in `stacks`, or NONE when it is filtered out. */
  readonly stackOf: Int32Array;
  /** Filters that are no valid expression: `where` is their index in the lens. They were not applied. */
  readonly problems: readonly { readonly where: number; readonly what: Message }[];
}

/** Applies focus, ignore, hide, show, show_from, prune_from, tagfocus, tagignore and noinlines. */
export function viewStacks(profile: Profile, lens: Lens): StackView {
  const { samples, stacks } = profile;
  const filters = compileFilters(profile, lens);
  const tags = compileTagFilters(profile, lens.filters);
  const focus = focusStacks(stacks, filters);
  const frame = new Int32Array(profile.frames.length);
  for (let f = 0; f < frame.length; f++) frame[f] = filters.keep[f] === 1 ? f : NONE;
  const cut = cutStacks(stacks, frame, filters);
  const stackOf = new Int32Array(samples.length);
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    const out = focus?.[stack] === 0 || cut.gone?.[stack] === 1 || tags.keep?.[samples.labels[s] as number] === 0;
    stackOf[s] = out ? NONE : stack;
  }
  return {
    profile,
    stacks: cut,
    stackOf,
    problems: [...filters.problems, ...tags.problems],
  };
}

/** Where the frames of a stack stand in `view.stacks.values`: [from, to). */
export function stackRange({ stacks }: StackView, stack: number): { readonly from: number; readonly to: number } {
  return { from: stacks.start[stack] as number, to: (stacks.start[stack + 1] as number) - 1 };
}

/** A frame is inlined when the frame before it (its caller) is of the same location and outer to it. */
export function isInlined(profile: Profile, caller: number, frame: number): boolean {
  const { frames } = profile;
  return (
    caller >= 0 &&
    frames.location[caller] === frames.location[frame] &&
    (frames.inlineDepth[caller] as number) < (frames.inlineDepth[frame] as number)
  );
}
