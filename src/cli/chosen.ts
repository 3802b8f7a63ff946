import type { Message } from '../model/report.ts';
import type { DecodedSource } from '../model/source.ts';
import type { ReadFile } from './read.ts';

/** Formats of which one file holds several snapshots of the same memory: they are never summed. */
const SNAPSHOTS = new Set(['memleak', 'massif']);

/** The sources of a file that take part: of snapshots in time order the wanted one (from 1), or the last. */
export function snapshotsOf(file: ReadFile, interval: number | null): readonly DecodedSource[] {
  if (!SNAPSHOTS.has(file.report.format)) return file.sources;
  const at = interval === null ? file.sources.length - 1 : interval - 1;
  return file.sources.slice(Math.max(at, 0), at + 1);
}

/** Says of files with several snapshots which one is shown, when nobody chose. */
export function snapshotNotes(files: readonly ReadFile[], interval: number | null): readonly Message[] {
  if (interval !== null) return [];
  return files
    .filter(({ report, sources }) => SNAPSHOTS.has(report.format) && sources.length > 1)
    .map(({ file, sources }) => ({ key: 'cli.note.lastSnapshot', args: { file, count: sources.length } }));
}

/**
 * The profiles of a file that are asked together. A file may hold several with nothing in common (an execution trace has
 * blocking, syscalls, CPU …; a recording of perf its samples and what is paired from them): then the sample type tells
 * which are meant, else they are those like the first. Events of a trace overlap in time, so only one of it is shown.
 */
export function askedTogether(file: ReadFile, sampleType: string, interval: number | null): readonly DecodedSource[] {
  const all = snapshotsOf(file, interval).filter((s) => s.kind === 'profile');
  const [first] = all;
  if (first === undefined) return [];
  const has = ({ profile }: DecodedSource, type: string) => profile.sampleTypes.some((t) => t.type === type);
  const meant = all.filter((s) => has(s, sampleType));
  if (meant.length > 0) return meant;
  if (file.report.format === 'go-trace') return [first];
  const usual = first.profile.sampleTypes[first.profile.defaultSampleType]?.type ?? '';
  const alike = all.filter((s) => has(s, usual));
  return alike.length > 0 ? alike : all;
}
