import type { Message } from '../model/report.ts';
import type { ReportBuilder } from '../model/report-builder.ts';
import type { AnySource, ColumnChoice, DecodedSource } from '../model/source.ts';

/** The first bytes of a file after decompression; what a sniffer may look at. */
export interface Head {
  /** At most 64 KiB. */
  readonly bytes: Uint8Array;
  /** The same as text (latin1-safe UTF-8 with BOM, CR and ANSI colours removed), or null when it is binary (NUL or invalid UTF-8). */
  readonly text: string | null;
  readonly complete: boolean;
}

/** How sure a sniffer is: magic bytes 100, structure checked 80, first line only 50; below 40 does not count. */
export interface Sniff {
  readonly score: number;
  readonly evidence: Message;
}

/** Decompressed bytes in chunks of any size; reading is pulled, so a slow decoder holds the file back. Errors of the compressed layer arrive in `problem`, after the last good chunk. */
export interface ByteSource {
  readonly name: string;
  /** Date of the file, ms since 1970; 0 if unknown. */
  readonly lastModified: number;
  /** Next chunk, or null at the end. A chunk is valid until the next call. */
  next(): Promise<Uint8Array | null>;
  /** Set when the stream ended early or its checksum is wrong. */
  readonly problem: { readonly what: Message; readonly offset: number } | null;
}

export interface DecodeOptions {
  /** Apply the built-in drop regexps of pprof's legacy parsers. */
  readonly legacyDropFrames?: boolean;
  /** Columns of a table of values over time, instead of those that the decoder would take. */
  readonly columns?: ColumnChoice;
}

/** Reads a text, or a part of it that another worker adds to the rest. */
export interface PartReader<P> {
  /** Reads all of a source. */
  read(source: ByteSource): Promise<void>;
  /** What was read, as plain values and typed arrays that may cross workers. Ends the reader. */
  part(): P;
  /** Adds what another reader read of the next part of the file. */
  absorb(part: P): void;
  /** The sources of all that was read. */
  finish(): readonly AnySource[];
}

/** A text of records that do not depend on each other: big files are cut and read by several workers at once. */
export interface InParts<P> {
  /** Where in `bytes`, a piece from the middle of a file, a part may begin; -1 if nowhere. */
  border(bytes: Uint8Array): number;
  /** `first`: what it reads is the beginning of the file. */
  reader(report: ReportBuilder, first: boolean): PartReader<P>;
}

/** One file format: a folder under src/formats and a line in registry.ts. */
export interface Format<S extends AnySource = DecodedSource> {
  readonly id: string;
  /** Evidence that the bytes are this format, from content alone; `null` = not mine. */
  sniff(head: Head): Sniff | null;
  /**
   * Reads the whole source. Bad records go into the report and are skipped; returns every source that could be saved
   * (possibly none, then `report` has an error). Never throws on file content.
   */
  decode(source: ByteSource, report: ReportBuilder, options: DecodeOptions): Promise<readonly S[]>;
  /** Present when big files can be read in parts. `decode` gives the same tables. */
  readonly inParts?: InParts<unknown>;
}
