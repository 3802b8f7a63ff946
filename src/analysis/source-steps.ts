import type { Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import type { ProcessCode } from './native/code-ranges.ts';
import { nativeSteps } from './native/steps.ts';
import { seamStep } from './seam/step.ts';

/** What the tables of a source become before anything is asked of them, by what wrote them; pprof's stay as they are. */
export function sourceSteps(
  profile: Profile,
  flavor: string,
  lens: Pick<Lens, 'rawStacks' | 'allRecords'>,
  code: ProcessCode | null = null,
): Profile {
  return seamStep(nativeSteps(profile, flavor, lens, code), flavor, lens);
}
