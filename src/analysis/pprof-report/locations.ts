import type { Profile } from '../../model/profile.ts';

/** Frames of location `l` are `first[l] … first[l] + count[l]`, physical function first. */
export interface LocationIndex {
  readonly first: Int32Array;
  readonly count: Int32Array;
}

/** Where the frames of each address stand; decoders store the frames of a location side by side. */
export function indexLocations(profile: Profile): LocationIndex {
  const { frames } = profile;
  let locations = 0;
  for (let f = 0; f < frames.length; f++) locations = Math.max(locations, (frames.location[f] as number) + 1);
  const first = new Int32Array(locations);
  const count = new Int32Array(locations);
  for (let f = 0; f < frames.length; f++) {
    const l = frames.location[f] as number;
    if (count[l] === 0) first[l] = f;
    count[l] = (count[l] as number) + 1;
  }
  return { first, count };
}
