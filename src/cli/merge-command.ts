import { Analyst } from '../analysis/analyst.ts';
import type { Reconciled } from '../analysis/native/reconcile.ts';
import { formatValue } from '../base/units.ts';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import type { NativeAnswer } from '../model/native.ts';
import { ORIGINS } from '../model/profile.ts';
import { type Layer, type SeamAnswer, TIERS } from '../model/seam.ts';
import { stringAt } from '../model/strings.ts';
import { snapshotsOf } from './chosen.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { residentJson, residentOf } from './resident.ts';
import { sayText } from './say.ts';
import type { Print } from './text.ts';

/** A function with what it holds of one layer. */
export interface MergedRow {
  readonly name: string;
  readonly origin: string;
  readonly layer: Layer;
  readonly flat: number;
  readonly cum: number;
  readonly tier?: string;
}

export interface MergedFiles {
  readonly rows: readonly MergedRow[];
  readonly seam: SeamAnswer;
  /** What the keys of sources in `seam` stand for. */
  readonly names: ReadonlyMap<string, string>;
  readonly native: NativeAnswer;
  /** Null without a memory map. */
  readonly resident: Reconciled | null;
}

/** Everything that the files know as one set; null when none of them counts memory or has a stack. */
export function mergeFiles(files: readonly ReadFile[], lens: Lens, interval: number | null): MergedFiles | null {
  const analyst = new Analyst();
  const names = new Map<string, string>();
  files.forEach((file, f) => {
    snapshotsOf(file, interval).forEach((source, i) => {
      const key = `${f}.${i}`;
      const name = source.name === '' ? file.file : `${file.file} ${source.name}`;
      names.set(key, name);
      if (source.maps !== undefined) analyst.addMaps(key, source.maps);
      else analyst.add({ key, name, flavor: source.flavor, isDiff: source.isDiff }, source.profile);
    });
    file.timelines.forEach(({ timeline }, i) => {
      const key = `${f}.t${i}`;
      names.set(key, file.file);
      analyst.addTimeline(key, timeline);
    });
  });
  const asked: Lens = { ...lens, merge: true, sources: [...names.keys()] };
  const seam = analyst.seam({ lens: asked });
  if (seam.layers.length === 0 && seam.all === 0) return null;
  const rows = seam.layers.flatMap(({ layer }) => rowsOf(analyst, asked, layer));
  rows.sort((a, b) => b.flat - a.flat || b.cum - a.cum || (a.name < b.name ? -1 : 1));
  const native = analyst.native({ lens: asked });
  return { rows, seam, names, native, resident: residentOf(files, seam.layers, native) };
}

function rowsOf(analyst: Analyst, lens: Lens, layer: Layer): MergedRow[] {
  const filters = [...lens.filters, { verb: 'tagfocus' as const, value: `layer=^${layer}$` }];
  const question = { sort: 'flat' as const, descending: true, filter: '', by: 'flat' as const };
  const { rows, key, keys, flat, cum, tier } = analyst.table({ lens: { ...lens, filters }, ...question });
  return Array.from({ length: rows }, (_, i): MergedRow => {
    const row = key[i] as number;
    const entry = tier?.[i] ?? 0;
    return {
      name: stringAt(keys.strings, keys.name[row] as number),
      origin: ORIGINS[keys.origin[row] as number] ?? 'unknown',
      layer,
      flat: flat[i] as number,
      cum: cum[i] as number,
      ...(entry === 0 ? {} : { tier: TIERS[entry - 1] as string }),
    };
  });
}

/** The lens of `merge` where the command line says nothing else: stacks that can be joined, and leaks only. */
export const MERGE_DEFAULTS: Pick<Lens, 'rawStacks' | 'allRecords'> = {
  rawStacks: DEFAULT_LENS.rawStacks,
  allRecords: DEFAULT_LENS.allRecords,
};

/** `merge --json`. */
export function mergeJson({ rows, seam, native, names, resident }: MergedFiles): Json {
  const { stacks, bytes } = native.broken;
  return {
    layers: seam.layers.map(({ layer, bytes }) => ({ name: layer, bytes })),
    rows: rows.map((row) => ({ ...row })),
    seam: seam.wrappers.map(({ name, value, callers }) => ({
      wrapper: name,
      goCallers: callers.map(({ path, value: bytes, tier }) => ({ path, bytes, tier })),
      bytes: value,
    })),
    notAleak: native.notALeak.map((row) => ({ class: row.class, bytes: row.bytes, records: row.records })),
    broken: { stacks, bytes },
    ...(resident === null ? {} : { resident: residentJson(resident) }),
    doubts: seam.doubts.map((doubt) => ({ ...doubt, source: names.get(doubt.source) ?? '' })),
  };
}

const WIDTH = 13;
const MOST_ROWS = 40;

/** `merge` as text: layers, how sure the joins are, functions. */
export function printMerge({ rows, seam, native, resident }: MergedFiles, print: Print): void {
  const amount = (value: number): string => formatValue(value, seam.sampleType.unit).padStart(WIDTH);
  print(sayText('cli.merge.layers'));
  for (const { layer, bytes } of seam.layers) print(`${amount(bytes)}  ${sayText(`seam.layer.${layer}`)}`);
  if (native.notALeak.length > 0) print(sayText('cli.merge.notALeak'));
  for (const row of native.notALeak) print(`${amount(row.bytes)}  ${sayText(`native.class.${row.class}`)}`);
  if (native.broken.alarming)
    print(sayText('cli.merge.broken', { stacks: native.broken.stacks, total: native.broken.total }));
  if (resident !== null) {
    print(sayText('cli.merge.resident', { bytes: formatValue(resident.rssBytes, 'bytes') }));
    for (const { part, bytes } of resident.parts) print(`${amount(bytes)}  ${sayText(`cli.merge.part.${part}`)}`);
    print(
      `${amount(resident.restBytes)}  ${sayText(`cli.merge.part.${resident.goIsLiveHeap ? 'restOfLive' : 'rest'}`)}`,
    );
  }
  print(sayText('cli.merge.tiers'));
  for (const { tier, value } of seam.tiers) print(`${amount(value)}  ${tier}  ${sayText(`seam.tier.${tier}`)}`);
  print(sayText('cli.merge.rows'));
  for (const { name, layer, flat, cum, tier } of rows.slice(0, MOST_ROWS)) {
    print(`${amount(flat)}${amount(cum)}  ${layer.padEnd(8)}  ${(tier ?? '').padEnd(2)}  ${name}`);
  }
  for (const { name, value, callers } of seam.wrappers) {
    print(sayText('cli.merge.wrapper', { name, value: formatValue(value, seam.sampleType.unit) }));
    for (const caller of callers) {
      const [...path] = caller.path;
      print(`${amount(caller.value)}  ${caller.tier.padEnd(2)}  ${path.reverse().join(' ← ')}`);
    }
  }
}
