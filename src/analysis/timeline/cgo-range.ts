import type { Profile } from '../../model/profile.ts';
import type { Timeline } from '../../model/timeline.ts';

/**
 * The cgo profile of a trace for the calls that begin within [from, to] of the trace's clock: the same stacks, counts and
 * times anew. Null where the profile has stacks that the table of calls does not know: v1 traces do not time short calls.
 */
export function cgoProfileInRange(
  profile: Profile,
  { cgoCalls, stacks }: Timeline,
  from: number,
  to: number,
): Profile | null {
  if (cgoCalls === null || stacks === null) return null;
  const { samples } = profile;
  const used = new Uint8Array(stacks.offsets.length);
  for (const stack of cgoCalls.stack) if (stack >= 0) used[stack] = 1;
  // Samples of the profile are in the order of the trace's stacks.
  const row = new Int32Array(used.length);
  let rows = 0;
  for (let stack = 0; stack < used.length; stack++) if (used[stack] === 1) row[stack] = rows++;
  if (rows !== samples.length) return null;
  const count = new Float64Array(rows);
  const ns = new Float64Array(rows);
  for (let i = 0; i < cgoCalls.length; i++) {
    const begin = cgoCalls.begin[i] as number;
    if (!(begin >= from && begin <= to)) continue;
    const sample = row[cgoCalls.stack[i] as number] as number;
    count[sample] = (count[sample] as number) + 1;
    ns[sample] = (ns[sample] as number) + (cgoCalls.end[i] as number) - begin;
  }
  return { ...profile, samples: { ...samples, values: [count, ns], exact: [null, null] } };
}
