import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';

/** Libraries are never mapped so low. */
const LOWEST_LIBRARY = 1n << 32n;
const FIRST = [5, 16] as const;
const LAST = [6, 4] as const;
const LOOKED_AT = 10_000;

/** Whether this perf prints file offsets for the user frames of call chains (from 5.16 to 6.4); other versions print addresses. */
export function printsOffsets(version: string): boolean {
  const m = /(\d+)\.(\d+)/.exec(version);
  if (m === null) return false;
  const [major, minor] = [Number(m[1]), Number(m[2])];
  const after = major > FIRST[0] || (major === FIRST[0] && minor >= FIRST[1]);
  const before = major < LAST[0] || (major === LAST[0] && minor <= LAST[1]);
  return after && before;
}

/** The same from the frames of shared libraries, where no header tells the version. */
export function looksLikeOffsets({ frames, mappings, strings }: Profile): boolean {
  const library = Array.from(mappings.file, (file) => /\.so(?:\.|$| )/.test(stringAt(strings, file)));
  for (let f = 0; f < Math.min(frames.length, LOOKED_AT); f++) {
    const mapping = frames.mapping[f] as number;
    if (mapping !== NONE && library[mapping] === true) return (frames.address[f] as bigint) < LOWEST_LIBRARY;
  }
  return false;
}
