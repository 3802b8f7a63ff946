import type { Profile } from '../../model/profile.ts';

/** The columns of a profile of native memory that was asked for and not given back. */
export interface Outstanding {
  readonly bytes: Float64Array;
  /** Allocations; null where every sample is one block or mapping. */
  readonly records: Float64Array | null;
  /** Where the two stand among the sample types; -1 = not there. */
  readonly bytesType: number;
  readonly recordsType: number;
}

/** Live native memory of a profile, by the names that decoders give its sample types; null when it holds something else. */
export function outstandingOf({ sampleTypes, samples }: Profile): Outstanding | null {
  const find = (name: string, unit: string) => sampleTypes.findIndex((t) => t.type === name && t.unit === unit);
  const bytesType = find('outstanding', 'bytes');
  const recordsType = find('allocations', 'count');
  const bytes = samples.values[bytesType];
  return bytes === undefined ? null : { bytes, records: samples.values[recordsType] ?? null, bytesType, recordsType };
}
