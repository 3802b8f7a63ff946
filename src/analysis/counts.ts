import type { CountsAnswer } from '../model/answers.ts';
import type { Profile, ValueType } from '../model/profile.ts';
import { KNOWN_BYTES, KNOWN_OBJECTS } from '../model/seam.ts';
import type { Ask } from './ask.ts';
import { chooseMeasures } from './selection.ts';
import { prefixSums, sumGroups } from './weights.ts';

/**
 * The sample type that counts what `type` weighs: `inuse_objects` of `inuse_space`, else the only count in the profile
 * (`samples` of `cpu`, `contentions` of `delay`). Null for a count itself, and where no type can be told to belong.
 */
export function countTypeOf(type: string, types: readonly ValueType[]): string | null {
  const own = types.find((t) => t.type === type);
  if (own === undefined || own.unit === 'count') return null;
  if (type === KNOWN_BYTES) return KNOWN_OBJECTS;
  if (type.endsWith('space')) {
    const objects = type.replace(/space$/, 'objects');
    return types.some((t) => t.type === objects) ? objects : null;
  }
  const counts = types.filter((t) => t.unit === 'count');
  return counts.length === 1 ? (counts[0]?.type ?? null) : null;
}

/** Counts over the same groups as the flame graph of the question; null where there are none, and in a comparison. */
export function answerCounts({ lens, picture, selections, base }: Ask): CountsAnswer | null {
  const profiles = picture.sources.map((s) => s.profile);
  const name = countTypeOf(base.sampleType.type, profiles[0]?.sampleTypes ?? []);
  if (name === null || picture.compare || !profiles.every((profile) => has(profile, name))) return null;
  const { type, of } = chooseMeasures({ ...lens, sampleType: name }, picture.sources);
  const value = sumGroups(picture, picture.shape, selections, of);
  const callers = picture.callers === null ? null : sumGroups(picture, picture.callers, selections, of);
  if (value.kind !== 'plain' || callers?.kind === 'compare') return null;
  return {
    treeId: picture.id,
    type,
    value: prefixSums(value.value),
    callers: callers === null ? null : prefixSums(callers.value),
  };
}

function has(profile: Profile, type: string): boolean {
  return profile.sampleTypes.some((t) => t.type === type);
}
