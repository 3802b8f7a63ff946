import { GrowableInt32 } from '../base/growable.ts';
import { NONE } from '../model/ids.ts';
import type { Lens } from '../model/lens.ts';
import type { Frames, Profile } from '../model/profile.ts';
import { cutStacks } from './cut-stacks.ts';
import type { LoadedSource } from './loaded-source.ts';
import { pickSamples } from './pick-samples.ts';
import { selectSamples, type TimePlace } from './selection.ts';

/** The tables of a source with only what a lens lets through: fewer samples, shorter stacks, no hidden frames. */
export function filteredProfile(lens: Lens, source: LoadedSource, place: TimePlace): Profile {
  const { profile } = source.prepare(lens);
  const filters = source.frameFilters(lens);
  const selection = selectSamples(lens, source, place);
  const { frames, row } = keptFrames(profile, filters.keep);
  const { values, start, gone } = cutStacks(profile.stacks, row, filters);
  const offsets = new Int32Array(profile.stacks.length + 1);
  const inner = new GrowableInt32(values.length);
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    for (let i = start[stack] as number; i < (start[stack + 1] as number) - 1; i++) inner.push(values[i] as number);
    offsets[stack + 1] = inner.length;
  }
  const chosen = new GrowableInt32();
  const { samples } = profile;
  const { time } = selection;
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    if (gone?.[stack] === 1 || selection.stacks?.[stack] === 0) continue;
    if (selection.labelSets?.[samples.labels[s] as number] === 0) continue;
    if (time !== null && !((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) continue;
    chosen.push(s);
  }
  const cut: Profile = {
    ...profile,
    dropFrames: lens.allFrames ? profile.dropFrames : '',
    keepFrames: lens.allFrames ? profile.keepFrames : '',
    frames,
    stacks: { length: profile.stacks.length, offsets, frames: inner.take() },
  };
  return pickSamples(cut, chosen.take());
}

/** The frames that are kept, with the lines of an address numbered anew, and the new row of every old frame. */
function keptFrames(profile: Profile, keep: Uint8Array): { readonly frames: Frames; readonly row: Int32Array } {
  const { frames } = profile;
  const row = new Int32Array(frames.length).fill(NONE);
  const rows = new GrowableInt32();
  for (let f = 0; f < frames.length; f++) if (keep[f] === 1) row[f] = rows.push(f);
  const kept = rows.take();
  const n = kept.length;
  if (n === frames.length) return { frames, row };
  const ints = (column: Int32Array) => Int32Array.from(kept, (f) => column[f] as number);
  const location = ints(frames.location);
  const inlineDepth = new Uint16Array(n);
  for (let i = 1; i < n; i++) {
    inlineDepth[i] = location[i] === location[i - 1] ? (inlineDepth[i - 1] as number) + 1 : 0;
  }
  const address = new BigUint64Array(n);
  for (let i = 0; i < n; i++) address[i] = frames.address[kept[i] as number] ?? 0n;
  return {
    row,
    frames: {
      length: n,
      func: ints(frames.func),
      line: ints(frames.line),
      column: ints(frames.column),
      location,
      mapping: ints(frames.mapping),
      address,
      inlineDepth,
      origin: Uint8Array.from(kept, (f) => frames.origin[f] as number),
      folded: Uint8Array.from(kept, (f) => frames.folded[f] as number),
    },
  };
}
