import type { Profile } from './profile.ts';

/** A table with named columns that is not a profile, such as the MemStats trailer of heap?debug=1. */
export interface StatsTable {
  readonly name: string;
  /** name → value as written in the file (numbers as text, so that int64 stay exact). */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** Unrolled rings, oldest first: GC pauses with their end (unix ns). */
  readonly pauses?: { readonly ns: Float64Array; readonly endUnixNs: BigInt64Array };
}

/** What one file gave: one or more sources (an archive member or each report of a log is one of its own). */
export interface DecodedSource {
  readonly kind: 'profile';
  /** Name within the file ('' when the file is one source). */
  readonly name: string;
  /** What it is in the field's words, short: 'heap', 'cpu', 'goroutine', 'folded' … */
  readonly flavor: string;
  readonly profile: Profile;
  /** Set when the source is a comparison in itself (pprof::base label, two-column folded): sample values of base are negative and labelled. */
  readonly isDiff: boolean;
  readonly stats?: StatsTable;
}
