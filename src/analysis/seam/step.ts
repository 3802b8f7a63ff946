import { NONE } from '../../model/ids.ts';
import type { Lens } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import { TIER_LABEL, TIERS } from '../../model/seam.ts';
import { withSampleLabel } from '../extend-tables.ts';
import { foldSeam, learnPackages } from './fold.ts';

/** Flavors of Go's own profilers: their names and figures are pprof's, border and all. */
const PPROF = new Set([
  'heap',
  'allocs',
  'cpu',
  'goroutine',
  'threadcreate',
  'block',
  'mutex',
  'contention',
  'profile',
]);
/** Already folded, or drawn by hand. */
const AS_IT_IS = new Set(['merged', 'folded']);

/** True for sources whose stacks are shown with one frame for the border between Go and C. */
function isFolded(flavor: string): boolean {
  return !PPROF.has(flavor) && !AS_IT_IS.has(flavor) && !flavor.startsWith('trace-');
}

/** A source on its own with the border folded; every sample that crosses it says how sure its Go callers are. */
export function seamStep(profile: Profile, flavor: string, { rawStacks }: Pick<Lens, 'rawStacks'>): Profile {
  if (rawStacks || !isFolded(flavor)) return profile;
  const packages = new Map<string, string>();
  learnPackages(profile, packages);
  const folded = foldSeam(profile, packages);
  // One source alone holds no evidence but its own stacks.
  const tiers = Int8Array.from(
    folded.profile.samples.stack,
    (stack) => TIER_OF[folded.crossing[stack] as number] ?? NONE,
  );
  return withSampleLabel(folded.profile, TIER_LABEL, TIERS, tiers);
}

/** Tiers (index in TIERS) in the order of CROSSING. */
const TIER_OF: readonly number[] = [NONE, TIERS.indexOf('0'), TIERS.indexOf('5'), TIERS.indexOf('5')];
