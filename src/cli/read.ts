import { type Dirent, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBytes } from '../formats/compress.ts';
import { detect } from '../formats/registry.ts';
import type { ImportReport } from '../model/report.ts';
import { ReportBuilder } from '../model/report-builder.ts';
import type { DecodedSource } from '../model/source.ts';
import { FileBlob } from './file-blob.ts';
import type { Invocation } from './options.ts';

/** A file of the command line, or a member of an archive. */
export interface ReadFile {
  readonly file: string;
  readonly report: ImportReport;
  readonly sources: readonly DecodedSource[];
}

type ReadOptions = Pick<Invocation, 'legacyDropFrames' | 'maxRawBytes'>;

/** Reads files and folders (all files below, by name). What cannot be read has a report that says why. */
export async function readFiles(paths: readonly string[], options: ReadOptions): Promise<ReadFile[]> {
  const read: ReadFile[] = [];
  for (const path of paths) {
    for (const file of await filesBelow(path)) {
      read.push(...(await readFile(file, options)));
    }
  }
  return read;
}

async function filesBelow(path: string): Promise<string[]> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
  const entries: Dirent[] = await readdir(path, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.name.startsWith('.')) files.push(...(await filesBelow(join(path, entry.name))));
  }
  return files;
}

async function readFile(file: string, options: ReadOptions): Promise<ReadFile[]> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return [unread(file)];
  const blob = FileBlob.of(file, stats);
  const source = await openBytes(blob, { name: file, lastModified: stats.mtimeMs });
  const found = detect(await source.head());
  const builder = new ReportBuilder();
  const sources =
    found.kind === 'format'
      ? await found.format.decode(source, builder, { legacyDropFrames: options.legacyDropFrames })
      : [];
  if (found.kind !== 'format') builder.fail({ what: found.evidence });
  const report = builder.finish({
    format: found.kind === 'format' ? found.format.id : 'unknown',
    evidence: found.evidence,
    bytes: blob.size,
    rawBytes: 0,
    millis: 0,
    tableBytes: 0,
  });
  return [{ file, report, sources }];
}

function unread(file: string): ReadFile {
  const what = { key: 'cli.error.missing' };
  const nothing = { bytes: 0, rawBytes: 0, records: 0, skipped: [], guesses: [], notes: [], millis: 0, tableBytes: 0 };
  return { file, sources: [], report: { ...nothing, format: 'unknown', evidence: what, error: { what } } };
}
