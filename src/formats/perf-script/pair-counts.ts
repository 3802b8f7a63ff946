/** What pairing calls with returns, and what they got with what gave it back, saw. */
export interface PairCounts {
  /** Blocks or ranges that were handed out. */
  allocated: number;
  freed: number;
  /** Calls that returned 0 or an error. */
  failed: number;
  /** Frees of what was not seen to be handed out. */
  unknownFrees: number;
  /** An address was handed out again without a free in between: the free was lost. */
  overwritten: number;
  /** A call whose return was lost: the thread called again. */
  noReturn: number;
  /** A return whose call was lost. */
  noEntry: number;
  /** Calls that had not returned when the recording ended, and returns of calls from before it began. */
  cutOff: number;
  /** Returns that name no address. */
  noAddress: number;
}

export const noCounts = (): PairCounts => ({
  allocated: 0,
  freed: 0,
  failed: 0,
  unknownFrees: 0,
  overwritten: 0,
  noReturn: 0,
  noEntry: 0,
  cutOff: 0,
  noAddress: 0,
});

/** What is outstanding: row i is `size[i]` bytes that the call of sample `sample[i]` got. */
export interface Outstanding {
  readonly sample: Int32Array;
  readonly size: Float64Array;
}
