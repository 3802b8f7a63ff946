import type { ImportReport, Message, Skipped, SkippedPlace } from './report.ts';

const PLACES_KEPT = 5;
const SEEN_LENGTH = 40;

/** Rows of the report of a part of a file; places count from the part's beginning. */
export interface PartReport {
  readonly records: number;
  readonly skipped: readonly Skipped[];
}

/** Collects what a decoder saw. One per file. */
export class ReportBuilder {
  records = 0;
  private readonly skippedByKey = new Map<string, { reason: Message; count: number; first: SkippedPlace[] }>();
  private readonly guesses = new Map<string, Message>();
  private readonly notes = new Map<string, Message>();
  private failure: ImportReport['error'];

  /** Counts a record (or `count` of them) that was not read. Reasons with the same key are one row. */
  skip(reason: Message, place: SkippedPlace, count = 1): void {
    const row = this.rowOf(reason);
    row.count += count;
    if (row.first.length < PLACES_KEPT) {
      row.first.push(place.seen === undefined ? place : { ...place, seen: place.seen.slice(0, SEEN_LENGTH) });
    }
  }

  /** Takes over what another builder saw of the part of the file that begins at `offset`, behind `line` lines. */
  absorb(part: PartReport, offset: number, line: number): void {
    this.records += part.records;
    for (const { reason, count, first } of part.skipped) {
      const row = this.rowOf(reason);
      row.count += count;
      for (const place of first) {
        if (row.first.length >= PLACES_KEPT) break;
        const moved = { ...place, offset: place.offset + offset };
        row.first.push(place.line === undefined ? moved : { ...moved, line: place.line + line });
      }
    }
  }

  /** What was seen of a part of a file, for the builder of the whole. */
  part(): PartReport {
    return { records: this.records, skipped: [...this.skippedByKey.values()] };
  }

  guess(message: Message): void {
    this.guesses.set(message.key, message);
  }

  note(message: Message): void {
    this.notes.set(message.key, message);
  }

  private rowOf(reason: Message): { reason: Message; count: number; first: SkippedPlace[] } {
    let row = this.skippedByKey.get(reason.key);
    if (row === undefined) this.skippedByKey.set(reason.key, (row = { reason, count: 0, first: [] }));
    return row;
  }

  /** Data was lost or cannot be trusted. The first failure stays. */
  fail(error: NonNullable<ImportReport['error']>): void {
    this.failure ??= error;
  }

  get failed(): boolean {
    return this.failure !== undefined;
  }

  finish(
    facts: Pick<ImportReport, 'format' | 'evidence' | 'bytes' | 'rawBytes' | 'millis' | 'tableBytes'>,
  ): ImportReport {
    const skipped: Skipped[] = [...this.skippedByKey.values()];
    const report: ImportReport = {
      ...facts,
      records: this.records,
      skipped,
      guesses: [...this.guesses.values()],
      notes: [...this.notes.values()],
    };
    return this.failure === undefined ? report : { ...report, error: this.failure };
  }
}
