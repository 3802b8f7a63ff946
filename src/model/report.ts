/** A sentence for people, by key: the words are in base/words, in English and Chinese. */
export interface Message {
  readonly key: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

export interface SkippedPlace {
  /** Byte offset in the file, after decompression. */
  readonly offset: number;
  /** 1-based line of a text file. */
  readonly line?: number;
  /** What stood there, at most 40 characters. */
  readonly seen?: string;
}

/** Records that were not read, by reason. */
export interface Skipped {
  readonly reason: Message;
  readonly count: number;
  /** The first few places (at most 5). */
  readonly first: readonly SkippedPlace[];
}

/** What reading a file gave: shown in the import report, printed by `leaklens report`. */
export interface ImportReport {
  /** Format id as in the registry ('pprof', 'go-heap-text' …), 'unknown' if none fitted. */
  readonly format: string;
  readonly evidence: Message;
  /** Bytes of the file as it was dropped, and after decompression. */
  readonly bytes: number;
  readonly rawBytes: number;
  readonly records: number;
  readonly skipped: readonly Skipped[];
  readonly guesses: readonly Message[];
  /** Remarks that are neither loss nor guess ("int64 totals wrap in pprof"). */
  readonly notes: readonly Message[];
  /** Present exactly when data was lost or cannot be trusted. */
  readonly error?: {
    readonly what: Message;
    readonly offset?: number;
    readonly advice?: Message;
    readonly command?: string;
  };
  readonly millis: number;
  /** Bytes of the tables that were made. */
  readonly tableBytes: number;
}
