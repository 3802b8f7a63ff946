import type { Profile } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import { eachLocation, frameIn, matchFunctions } from './frame-match.ts';
import { simplifyFunc } from './names.ts';
import { compileRegex } from './regex.ts';

const PRUNE = 1;
const PRUNE_BENEATH = 2;

/**
 * The profile with its own drop_frames and keep_frames applied, as pprof does after loading: from root to leaf, a frame
 * whose simplified name matches as a whole and everything below it is taken off, never before the first frame that does
 * not match. Stack numbers stay (equal stacks may then occur twice). The same profile when it has no drop_frames.
 */
export function applyDropFrames(profile: Profile): { readonly profile: Profile; readonly problem: Message | null } {
  if (profile.dropFrames === '') return { profile, problem: null };
  const drop = compileRegex(`^(${profile.dropFrames})$`);
  const keep = profile.keepFrames === '' ? null : compileRegex(`^(${profile.keepFrames})$`);
  if (!drop.ok || (keep !== null && !keep.ok)) {
    return { profile, problem: { key: 'analysis.dropFrames', args: { what: profile.dropFrames.slice(0, 60) } } };
  }
  const func = matchFunctions(profile, (name) => {
    const simple = simplifyFunc(name);
    return drop.value.test(simple) && keep?.value.test(simple) !== true;
  });
  if (!func.includes(1)) return { profile, problem: null };
  const flags = new Uint8Array(profile.frames.length);
  const removed = new Uint8Array(profile.frames.length);
  eachLocation(profile, (from, to) => {
    for (let f = from; f < to; f++) {
      if (!frameIn(profile, func, f)) continue;
      flags.fill(f === from ? PRUNE : PRUNE_BENEATH, from, to);
      if (f > from) removed.fill(1, f, to);
      return;
    }
  });
  return { profile: { ...profile, stacks: cutDropped(profile, flags, removed) }, problem: null };
}

function cutDropped(profile: Profile, flags: Uint8Array, removed: Uint8Array): Profile['stacks'] {
  const { stacks } = profile;
  const { inlineDepth } = profile.frames;
  const frames = new Int32Array(stacks.frames.length);
  const offsets = new Int32Array(stacks.length + 1);
  let n = 0;
  for (let s = 0; s < stacks.length; s++) {
    const to = stacks.offsets[s + 1] as number;
    let foundUser = false;
    let ending = false;
    for (let i = stacks.offsets[s] as number; i < to; i++) {
      const f = stacks.frames[i] as number;
      const flag = flags[f] as number;
      if (ending && inlineDepth[f] === 0) break;
      if (flag === 0) foundUser = true;
      else if (foundUser && flag === PRUNE) break;
      else if (foundUser) ending = true;
      if (removed[f] === 0) frames[n++] = f;
    }
    offsets[s + 1] = n;
  }
  return { length: stacks.length, offsets, frames: frames.slice(0, n) };
}
