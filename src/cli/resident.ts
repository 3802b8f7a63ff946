import { answerMemoryMap } from '../analysis/memory-map/answer.ts';
import { type Known, type Reconciled, reconcile } from '../analysis/native/reconcile.ts';
import type { MapUnit } from '../model/map-answers.ts';
import type { NativeAnswer } from '../model/native.ts';
import type { LayerShare } from '../model/seam.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';

const FILES: readonly MapUnit[] = ['elf-image', 'file', 'shared-memory', 'vdso'];

/** What is known of a merged set against the resident set of the last memory map among the files; null without one. */
export function residentOf(
  files: readonly ReadFile[],
  layers: readonly LayerShare[],
  native: NativeAnswer,
): Reconciled | null {
  const sources = files.flatMap((file) => file.sources);
  const maps = sources.flatMap((s) => (s.maps === undefined ? [] : [answerMemoryMap(null, s.maps)]));
  const map = maps.filter(({ after }) => !Number.isNaN(after.rss)).pop();
  if (map === undefined) return null;
  const layer = (name: string) => layers.find((l) => l.layer === name)?.bytes ?? null;
  const ofFiles = map.rows.filter((row) => FILES.includes(row.unit)).map((row) => row.after?.rss ?? Number.NaN);
  const resident = ofFiles.filter((rss) => !Number.isNaN(rss));
  return reconcile({
    rssBytes: map.after.rss,
    go: goOf(files, layer('go-heap')),
    cBytes: layer('c-heap'),
    notALeak: native.notALeak,
    fileBytes: resident.length === 0 ? null : resident.reduce((sum, rss) => sum + rss, 0),
  });
}

/** What Go holds of the system, where a text profile carries MemStats; else its live heap. */
function goOf(files: readonly ReadFile[], live: number | null): Known['go'] {
  for (const { stats } of files.flatMap((file) => file.sources)) {
    const value = (name: string) => Number(stats?.values.find(([key]) => key === name)?.[1] ?? Number.NaN);
    const held = value('Sys') - value('HeapReleased');
    if (!Number.isNaN(held)) return { bytes: held, basis: 'sys' };
  }
  return live === null ? null : { bytes: live, basis: 'inuse' };
}

/** `resident` of `merge --json`. */
export function residentJson({ rssBytes, parts, classes, restBytes, goIsLiveHeap }: Reconciled): Json {
  return {
    rssBytes,
    parts: parts.map((row) => ({ ...row })),
    classes: classes.map((row) => ({ ...row })),
    restBytes,
    goIsLiveHeap,
  };
}
