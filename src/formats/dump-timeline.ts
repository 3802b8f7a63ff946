import { StringsBuilder } from '../model/strings.ts';
import type { CaptureMethod, Timeline } from '../model/timeline.ts';
import { GcBuilder, makeTimeline, SeriesBuilder, StwBuilder } from '../model/timeline-builder.ts';
import { fileUnixNs, isPlausible } from './unix-time.ts';

/** A pause of the collector: all stops of cycle `n` together, and when the last of them ended. */
export interface Pause {
  readonly n: number;
  readonly ns: number;
  readonly endUnixNs: bigint;
}

/** Figures of one moment. */
export interface Dump {
  /** The time that the dump itself states; null if none. */
  readonly statedUnixNs: bigint | null;
  /** The dump is not older than this: its newest GC. */
  readonly notBeforeUnixNs: bigint | null;
  readonly figures: readonly { readonly name: string; readonly unit: string; readonly value: number }[];
  /** Oldest first. */
  readonly pauses: readonly Pause[];
}

/** What the runtime's own timer allows between two collections, and a little: a dump cannot be further from its newest GC. */
const MAX_SINCE_GC_NS = 125n * 1_000_000_000n;
/** Told of a pause: the sum of its cycle. Begins with "GC", like the kinds of a trace. */
const PAUSE_KIND = 'GC pauses of a cycle';
const WEAKEST: readonly CaptureMethod[] = ['stated', 'file time', 'last GC'];

interface Placed {
  readonly dump: Dump;
  readonly at: bigint;
  readonly earliest: bigint | null;
  readonly latest: bigint | null;
  readonly method: CaptureMethod;
}

/**
 * Makes a timeline of dumps that each tell one moment: a point per figure, and the pauses they remember. A dump seldom says
 * when it was taken: it is not older than its newest GC and not younger than its file.
 */
export class DumpTimeline {
  /** Dumps that no time could be found for. */
  timeless = 0;
  /** A dump that is older than the one before it. */
  backwards = false;
  private readonly fileUnixNs: bigint | null;
  private readonly placed: Placed[] = [];

  /** `fileMillis` is the date of the file, ms since 1970; 0 if unknown. */
  constructor(fileMillis: number) {
    this.fileUnixNs = fileUnixNs(fileMillis);
  }

  add(dump: Dump): void {
    const placed = this.place(dump);
    if (placed === null) {
      this.timeless++;
      return;
    }
    const before = this.placed[this.placed.length - 1];
    if (before !== undefined && placed.at < before.at) this.backwards = true;
    this.placed.push(placed);
  }

  /** Null when there is nothing that has a time. */
  finish(): Timeline | null {
    const dumps = this.placed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const pauses = pausesOf(dumps.map((d) => d.dump.pauses));
    const [first] = dumps;
    if (first === undefined) return null;
    let origin = first.at;
    for (const { ns, endUnixNs } of pauses) {
      const begin = endUnixNs - BigInt(Math.round(ns));
      if (begin < origin) origin = begin;
    }
    const since = (unixNs: bigint | null): number => (unixNs === null ? Number.NaN : Number(unixNs - origin));
    const strings = new StringsBuilder();
    const gc = new GcBuilder(1);
    const stw = new StwBuilder();
    const kind = pauses.length === 0 ? 0 : strings.intern(PAUSE_KIND);
    for (const { n, ns, endUnixNs } of pauses) {
      const end = since(endUnixNs);
      gc.add({ n, end }, null);
      stw.add(kind, end - ns, end);
    }
    const methods = dumps.map((d) => WEAKEST.indexOf(d.method));
    const lastPause = pauses.reduce((a, p) => Math.max(a, since(p.endUnixNs)), 0);
    const last = Math.max(since((dumps[dumps.length - 1] ?? first).at), lastPause);
    return makeTimeline({ kind: 'unix', origin, resolutionNs: 1, truncated: false }, last, {
      strings: strings.finish(),
      gc: gc.finish(),
      stw: stw.finish('lower'),
      series: seriesOf(dumps, since),
      captures: {
        length: dumps.length,
        method: WEAKEST[Math.max(...methods)] ?? 'last GC',
        time: Float64Array.from(dumps, (d) => since(d.at)),
        earliest: Float64Array.from(dumps, (d) => since(d.earliest)),
        latest: Float64Array.from(dumps, (d) => since(d.latest)),
      },
      counts: { dumps: dumps.length, pauses: pauses.length },
    });
  }

  private place(dump: Dump): Placed | null {
    const stated = plausible(dump.statedUnixNs);
    if (stated !== null) return { dump, at: stated, earliest: stated, latest: stated, method: 'stated' };
    const earliest = plausible(dump.notBeforeUnixNs);
    const file = this.fileUnixNs;
    const latest = file !== null && (earliest === null || file >= earliest) ? file : null;
    // A file that was copied has the date of the copy: then only the GC says when it was.
    if (latest !== null && (earliest === null || latest - earliest <= MAX_SINCE_GC_NS)) {
      return { dump, at: latest, earliest, latest, method: 'file time' };
    }
    return earliest === null ? null : { dump, at: earliest, earliest, latest, method: 'last GC' };
  }
}

const plausible = (unixNs: bigint | null): bigint | null => (unixNs !== null && isPlausible(unixNs) ? unixNs : null);

/** A point per dump for every figure, in the order in which names first come. */
function seriesOf(dumps: readonly Placed[], since: (unixNs: bigint) => number) {
  const builders = new Map<string, SeriesBuilder>();
  for (const { dump, at } of dumps) {
    for (const { name, unit, value } of dump.figures) {
      let builder = builders.get(name);
      if (builder === undefined) builders.set(name, (builder = new SeriesBuilder(name, unit)));
      builder.push(since(at), value);
    }
  }
  return [...builders.values()].map((b) => b.finish());
}

/** Dumps of one process repeat each other's pauses: each is kept once. A number that falls is a process that began anew. */
function pausesOf(lists: readonly (readonly Pause[])[]): Pause[] {
  const kept: Pause[] = [];
  let newest = 0;
  for (const list of lists) {
    const last = list[list.length - 1];
    if (last === undefined) continue;
    if (last.n < newest) newest = 0;
    for (const pause of list) {
      if (pause.n <= newest || !isPlausible(pause.endUnixNs)) continue;
      kept.push(pause);
    }
    newest = last.n;
  }
  return kept;
}
