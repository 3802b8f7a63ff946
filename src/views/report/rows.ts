import type { FileEntry, FilePart } from '../../state/session.ts';

export type ReadState = 'read' | 'partial' | 'refused' | 'reading' | 'cancelled';

/** A row of the report: a file, or one member of an archive. */
export interface ReportRow {
  readonly id: string;
  readonly file: FileEntry;
  readonly name: string;
  readonly part: FilePart | null;
  readonly state: ReadState;
}

function partState(part: FilePart): ReadState {
  if (part.sourceKeys.length === 0 && part.report.error !== undefined) return 'refused';
  return part.report.error !== undefined ? 'partial' : 'read';
}

function fileState(file: FileEntry): ReadState {
  return file.status === 'waiting' ? 'reading' : file.status;
}

/** One row a file; an archive has one a member. */
export function reportRows(files: readonly FileEntry[]): readonly ReportRow[] {
  return files.flatMap((file): readonly ReportRow[] => {
    if (file.parts.length <= 1 || file.status === 'reading') {
      const part = file.parts[0] ?? null;
      return [{ id: file.id, file, name: file.name, part, state: fileState(file) }];
    }
    return file.parts.map((part, i) => ({
      id: i === 0 ? file.id : `${file.id} ${i}`,
      file,
      name: part.name,
      part,
      state: partState(part),
    }));
  });
}

/** Records skipped in a part. */
export function skippedCount(part: FilePart): number {
  return part.report.skipped.reduce((sum, s) => sum + s.count, 0);
}

/** Reading stopped at the cap of decompressed bytes: the user may want it read on. */
export function isTooLarge(row: ReportRow): boolean {
  return row.part?.report.error?.what.key === 'open.tooLarge';
}
