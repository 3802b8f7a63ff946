import type { Lens } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import { cutBroken } from './broken.ts';
import type { ProcessCode } from './code-ranges.ts';
import { placeFrames } from './place-frames.ts';
import { withoutClasses } from './without-classes.ts';

/** Flavours whose stacks a kernel walked by frame pointers, or a tool by unwind tables. */
const WALKED = new Set([
  'memleak',
  'perf',
  'perf-live',
  'perf-mappings',
  'bpftrace',
  'profile-bpfcc',
  'offcputime',
  'stackcount',
]);

/** True for sources whose stacks can be broken, and whose records can be something else than what the program did. */
export const isWalked = (flavor: string): boolean => WALKED.has(flavor);

/** What a source's stacks and records become before anything is asked of them; pprof's stay as they are. */
export function nativeSteps(
  profile: Profile,
  flavor: string,
  lens: Pick<Lens, 'rawStacks' | 'allRecords'>,
  code: ProcessCode | null = null,
): Profile {
  if (!isWalked(flavor)) return profile;
  const placed = code === null ? profile : placeFrames(profile, code);
  const whole = lens.rawStacks ? placed : cutBroken(placed, code?.isCode ?? null);
  return lens.allRecords ? whole : withoutClasses(whole);
}
