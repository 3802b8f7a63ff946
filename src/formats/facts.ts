import { at } from '../model/columns.ts';
import { type FrameId, type MappingId, NONE } from '../model/ids.ts';
import { heapOf } from '../model/live-heap.ts';
import { type MemoryMap, sumKnown } from '../model/maps.ts';
import type { Profile } from '../model/profile.ts';
import type { DecodedSource, MapTotals, SourceFacts, TimelineSource } from '../model/source.ts';
import { stringAt } from '../model/strings.ts';
import type { Timeline } from '../model/timeline.ts';

/** Where Go's own sources lie: …/go1.24.4/src/runtime/…, …/go-1.24/src/…, …toolchain@v0.0.1-go1.24.4.linux-amd64/src/…. */
const GO_ROOT =
  /(?:^|[/@.-])go-?(\d+\.\d+)(?:\.\d+)?(?:[a-z0-9.-]*)\/(?:[a-z]+\/)?src\/(?:runtime|internal|net|sync)\//;
const NOT_PROGRAM = /\.so$|\.so[._ ]|^\[/;
const GO_VERSION = /\bgo(\d+\.\d+)(?:\.\d+)?\b/;

/** What the main thread knows of source number `index` of a file. Works on the tables once; nothing is kept. */
export function factsOf(
  file: { readonly name: string; readonly key: string; readonly lastModified?: number },
  source: DecodedSource,
  index: number,
): SourceFacts {
  const p = source.profile;
  const main = mainMapping(p);
  return {
    key: `${file.key}.${index}`,
    kind: source.kind,
    fileName: file.name,
    name: source.name,
    flavor: source.flavor,
    sampleTypes: p.sampleTypes,
    defaultSampleType: p.defaultSampleType,
    totals: p.sampleTypes.map((_, t) => exactTotal(p, t)),
    samples: p.samples.length,
    stacks: p.stacks.length,
    functions: p.functions.length,
    mappings: source.maps?.length ?? p.mappings.length,
    binary: main < 0 ? '' : baseName(stringAt(p.strings, at(p.mappings.file, main))),
    buildId: main < 0 ? '' : stringAt(p.strings, at(p.mappings.buildId, main)),
    runtime: runtimeOf(p),
    // A map holds no time; the date of its file is the only hint.
    timeNanos: String(source.maps === undefined ? p.timeNanos : fileNanos(file.lastModified ?? 0)),
    durationNanos: String(p.durationNanos),
    comments: p.comments,
    docUrl: p.docUrl,
    isDiff: source.isDiff,
    ...(source.lossRate === undefined ? {} : { lossRate: source.lossRate }),
    heap: heapOf(p, source.flavor),
    goShare: goShare(p),
    labelKeys: labelKeys(p),
    stats: source.stats ?? null,
    ...(p.samples.time === null ? {} : { timed: true as const }),
    ...(source.maps === undefined ? {} : { maps: mapTotals(source.maps) }),
    tableBytes: sourceBytes(source),
  };
}

/** Every stack of a goroutine begins in one of these. */
const GO_ROOTS = /^runtime\.(?:goexit|main|mcall|cgocallback\w*)(?:\d|\.abi0)?$/;

/** Share of the stacks that reach a goroutine, 0 … 1. */
function goShare(p: Profile): number {
  const isRoot = Uint8Array.from(p.functions.name, (name) => (GO_ROOTS.test(stringAt(p.strings, name)) ? 1 : 0));
  if (!isRoot.includes(1)) return 0;
  const { offsets, frames } = p.stacks;
  let reached = 0;
  for (let s = 0; s < p.stacks.length; s++) {
    let i = offsets[s] as number;
    const end = offsets[s + 1] as number;
    while (i < end && isRoot[p.frames.func[frames[i] as FrameId] as number] !== 1) i++;
    if (i < end) reached++;
  }
  return reached / p.stacks.length;
}

/** What the main thread knows of timeline number `index` of a file. */
export function timelineFacts(
  file: { readonly name: string; readonly key: string; readonly lastModified?: number },
  { name, flavor, timeline, stats, columns }: TimelineSource,
  index: number,
): SourceFacts {
  return {
    key: `${file.key}.t${index}`,
    kind: 'timeline',
    fileName: file.name,
    name,
    flavor,
    sampleTypes: [],
    defaultSampleType: 0,
    totals: [],
    samples: 0,
    stacks: 0,
    functions: 0,
    mappings: 0,
    binary: '',
    buildId: '',
    runtime: '',
    timeNanos: '0',
    durationNanos: String(BigInt(Math.max(0, Math.round(timeline.durationNs)))),
    comments: [],
    docUrl: '',
    isDiff: false,
    heap: null,
    labelKeys: [],
    stats: stats ?? null,
    ...(columns === undefined ? {} : { columns }),
    timeline: {
      clock: timeline.clock.kind,
      gcCycles: timeline.gc.length,
      stops: timeline.stw.length,
      series: timeline.series.map((s) => s.name),
      points: timeline.series.reduce((most, s) => Math.max(most, s.n), 0),
      goroutines: timeline.goroutines?.length ?? 0,
    },
    tableBytes: timelineBytes(timeline),
  };
}

/**
 * The mapping of the program, -1 if none: the first, as pprof has it. Texts name objects in the order of their frames,
 * so libraries and the kernel are passed over.
 */
function mainMapping(p: Profile): MappingId {
  for (let m = 0; m < p.mappings.length; m++) {
    const id = m as MappingId;
    if (!NOT_PROGRAM.test(stringAt(p.strings, at(p.mappings.file, id)))) return id;
  }
  return NONE as MappingId;
}

function mapTotals(map: MemoryMap): MapTotals {
  const { size, rss, dirty, pid, command } = map;
  return { size: sumKnown(size), rss: sumKnown(rss), dirty: sumKnown(dirty), pid, command };
}

function fileNanos(millis: number): bigint {
  return BigInt(Math.max(0, Math.floor(millis / 1000))) * 1_000_000_000n;
}

/** Signed sum of a sample type as decimal text: through BigInt where doubles would round. */
export function exactTotal(p: Profile, type: number): string {
  const exact = p.samples.exact[type] ?? null;
  if (exact !== null) {
    let total = 0n;
    for (const v of exact) total += v;
    return String(total);
  }
  let total = 0;
  for (const v of p.samples.values[type] ?? []) total += v;
  return String(total);
}

/** Bytes of all typed arrays of a source. */
export function sourceBytes(source: DecodedSource): number {
  return tableBytes(source.profile) + (source.maps === undefined ? 0 : columnBytes([source.maps, source.maps.strings]));
}

/** Bytes of all typed arrays of a profile. */
export function tableBytes(p: Profile): number {
  return columnBytes([p.strings, p.mappings, p.functions, p.frames, p.stacks, p.samples, p.labelSets]);
}

function columnBytes(tables: readonly object[]): number {
  let bytes = 0;
  const add = (value: unknown) => {
    if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (Array.isArray(value)) value.forEach(add);
  };
  for (const table of tables) {
    for (const column of Object.values(table)) add(column);
  }
  return bytes;
}

/** Bytes of all typed arrays of a timeline. */
export function timelineBytes(timeline: Timeline): number {
  let bytes = 0;
  const open: unknown[] = [timeline];
  while (open.length > 0) {
    const next = open.pop();
    if (next === null || typeof next !== 'object') continue;
    if (ArrayBuffer.isView(next)) bytes += next.byteLength;
    else for (const value of Object.values(next)) open.push(value);
  }
  return bytes;
}

function labelKeys(p: Profile): string[] {
  const keys = new Set<string>();
  for (const id of new Set(p.labelSets.key)) keys.add(stringAt(p.strings, id));
  return [...keys].sort();
}

function runtimeOf(p: Profile): string {
  for (const comment of p.comments) {
    const match = GO_VERSION.exec(comment);
    if (match !== null) return `Go ${match[1]}`;
  }
  for (const id of new Set(p.functions.file)) {
    const match = GO_ROOT.exec(stringAt(p.strings, id));
    if (match !== null) return `Go ${match[1]}`;
  }
  return '';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
