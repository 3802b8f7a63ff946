import type { Profile } from '../../model/profile.ts';
import { pickSamples } from '../pick-samples.ts';
import { type Classes, classify } from './classes.ts';
import { outstandingOf } from './outstanding.ts';

/** The profile without the records that are no leak of the program; the same one where nothing is kept apart. */
export function withoutClasses(profile: Profile): Profile {
  const classes = classify(profile);
  const kept = classes === null ? profile : withoutParts(profile, classes);
  if (classes === null) return profile;
  const live = outstandingOf(kept);
  const emptied = new Set(classes.parts.map(({ sample }) => sample).filter((s) => live?.bytes[s] === 0));
  const rows = Int32Array.from(classes.of.keys()).filter((s) => classes.of[s] === 0 && !emptied.has(s));
  return rows.length === classes.of.length && kept === profile ? profile : pickSamples(kept, rows);
}

/** Takes what is only a part of a record off its values. */
function withoutParts(profile: Profile, { parts }: Classes): Profile {
  const live = outstandingOf(profile);
  if (live === null || parts.length === 0) return profile;
  const { samples } = profile;
  const values = samples.values.map((column) => column.slice());
  const exact = samples.exact.map((column) => column?.slice() ?? null);
  const take = (type: number, sample: number, amount: number) => {
    const column = values[type];
    if (column !== undefined) column[sample] = (column[sample] as number) - amount;
    const whole = exact[type];
    if (whole) whole[sample] = (whole[sample] as bigint) - BigInt(amount);
  };
  for (const { sample, bytes, records } of parts) {
    take(live.bytesType, sample, bytes);
    take(live.recordsType, sample, records);
  }
  return { ...profile, samples: { ...samples, values, exact } };
}
