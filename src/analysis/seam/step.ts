import type { Lens } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import { type Evidence, EvidenceBuilder } from './evidence.ts';
import { foldSeam, learnPackages } from './fold.ts';
import { joinSeam } from './join.ts';

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

const NO_EVIDENCE: Evidence = new EvidenceBuilder().finish();

/** True for sources whose stacks are shown with one frame for the border between Go and C. */
function isFolded(flavor: string): boolean {
  return !PPROF.has(flavor) && !AS_IT_IS.has(flavor) && !flavor.startsWith('trace-');
}

/** A source on its own with the border folded; every sample that crosses it says how sure its Go callers are. */
export function seamStep(profile: Profile, flavor: string, { rawStacks }: Pick<Lens, 'rawStacks'>): Profile {
  if (rawStacks || !isFolded(flavor)) return profile;
  const packages = new Map<string, string>();
  learnPackages(profile, packages);
  return joinSeam(foldSeam(profile, packages), NO_EVIDENCE).profile;
}
