/** How the clock of a source was related to that of another. */
export type ClockMethod =
  | 'reference'
  | 'same clock'
  | 'GC match'
  | 'pause match'
  | 'snapshot'
  | 'correlation'
  | 'log envelope'
  | 'file time'
  | 'last GC'
  | 'manual'
  | 'none';

/** `time in the reference clock = time in the source's own clock + offset`, ± error (NaN: not known); null when it is not known. */
export interface ClockRelation {
  readonly offsetNs: bigint | null;
  readonly errorNs: number;
  /** Of several steps, the one with the largest error. */
  readonly method: ClockMethod;
  /** How much faster the reference's clock runs, parts per million; there where anchors are far enough apart. */
  readonly driftPpm?: number;
  /** All steps, from the source on, where there is more than one. */
  readonly via?: readonly ClockMethod[];
}

export const UNKNOWN_RELATION: ClockRelation = { offsetNs: null, errorNs: Number.NaN, method: 'none' };
