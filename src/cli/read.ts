import { constants, type Dirent, statSync } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_MAX_RAW_BYTES } from '../formats/compress.ts';
import { openFile } from '../formats/open.ts';
import type { ImportReport } from '../model/report.ts';
import type { DecodedSource, TimelineSource } from '../model/source.ts';
import { FileBlob } from './file-blob.ts';
import type { Invocation } from './options.ts';

/** A file of the command line, or a member of an archive. */
export interface ReadFile {
  readonly file: string;
  readonly report: ImportReport;
  readonly sources: readonly DecodedSource[];
  readonly timelines: readonly TimelineSource[];
}

type ReadOptions = Pick<Invocation, 'legacyDropFrames' | 'maxRawBytes'> & Partial<Pick<Invocation, 'columns'>>;

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

/** The file itself, or all files of a folder by name; hidden ones are left out. */
export async function filesBelow(path: string): Promise<string[]> {
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
  if (stats === undefined) return [unread(file, 'cli.error.missing')];
  const readable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!readable) return [unread(file, 'cli.error.unreadable')];
  const job = {
    blob: FileBlob.of(file, stats),
    name: file,
    lastModified: stats.mtimeMs,
    maxRawBytes: options.maxRawBytes ?? DEFAULT_MAX_RAW_BYTES,
    legacyDropFrames: options.legacyDropFrames,
    ...(options.columns == null ? {} : { columns: options.columns }),
  };
  const opened = await openFile(job, () => {});
  return opened.map(({ name, report, sources, timelines }) => ({ file: name, report, sources, timelines }));
}

function unread(file: string, key: string): ReadFile {
  const what = { key };
  const nothing = { bytes: 0, rawBytes: 0, records: 0, skipped: [], guesses: [], notes: [], millis: 0, tableBytes: 0 };
  return {
    file,
    sources: [],
    timelines: [],
    report: { ...nothing, format: 'unknown', evidence: what, error: { what } },
  };
}
