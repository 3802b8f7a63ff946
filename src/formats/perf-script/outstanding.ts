import type { Profile } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { labelsOf, Transplant } from '../../model/transplant.ts';
import type { Outstanding } from './pair-counts.ts';

/** Labels of a sample that say who allocated. */
const KEPT = new Set(['comm', 'pid', 'tid']);

/**
 * The outstanding blocks or ranges as a profile of its own: one sample each, with stack, thread and time of the call that
 * made it. Its tables are copies of what it needs.
 */
export function outstandingProfile(recording: Profile, { sample, size }: Outstanding, count: string): Profile {
  const builder = new ProfileBuilder([
    { type: count, unit: 'count' },
    { type: 'outstanding', unit: 'bytes' },
  ]);
  const rows = new Transplant(recording, builder);
  const { samples } = recording;
  const labelSets = new Int32Array(recording.labelSets.length).fill(-1);
  for (let i = 0; i < sample.length; i++) {
    const row = sample[i] as number;
    const set = samples.labels[row] as number;
    if (labelSets[set] === -1) {
      labelSets[set] = builder.labelSet(labelsOf(recording, set).filter((label) => KEPT.has(label.key)));
    }
    const stack = rows.stack(samples.stack[row] as number);
    builder.sample(stack, [1, size[i] as number], labelSets[set], samples.time?.[row], samples.thread?.[row]);
  }
  return builder.finish({ defaultSampleTypeName: 'outstanding', comments: recording.comments });
}
