import { referenceOf, relateClocks } from '../analysis/timeline/clocks.ts';
import { type GcReport, gcReport, type Pauses } from '../analysis/timeline/gc-report.ts';
import { formatValue } from '../base/units.ts';
import type { TimelineSource } from '../model/source.ts';
import { stringAt } from '../model/strings.ts';
import type { Goroutines } from '../model/timeline.ts';
import type { Json } from './json.ts';
import type { ReadFile } from './read.ts';
import { sayText, text } from './say.ts';
import type { Print } from './text.ts';

interface Named {
  readonly source: string;
  readonly entry: TimelineSource;
}

/** All timelines of the files, each with a name that says where it is from. */
function named(files: readonly ReadFile[]): Named[] {
  return files.flatMap(({ file, timelines }) =>
    timelines.map((entry) => ({ source: entry.name === '' ? file : `${file} ${entry.name}`, entry })),
  );
}

export function hasTimeline(files: readonly ReadFile[]): boolean {
  return files.some((f) => f.timelines.length > 0);
}

/** Integers of ns as text; null for what is not known. */
const nanos = (ns: number | bigint): string | null =>
  typeof ns === 'number' && Number.isNaN(ns) ? null : String(typeof ns === 'number' ? Math.round(ns) : ns);
const figure = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** `timeline --json`. */
export function timelineJson(files: readonly ReadFile[]): Json {
  const sources = named(files);
  const timelines = sources.map((s) => s.entry.timeline);
  const reference = referenceOf(timelines);
  const relations = relateClocks(timelines, reference);
  const origin = timelines[reference]?.clock.origin ?? 0n;
  const gc: Json[] = [];
  const stw: Json[] = [];
  sources.forEach(({ source, entry: { timeline } }, k) => {
    const offset = relations[k]?.offsetNs ?? null;
    // What is not related to the reference keeps its own origin.
    const shift = offset === null ? 0n : timeline.clock.origin + offset - origin;
    const at = (ns: number): string | null => (Number.isNaN(ns) ? null : String(BigInt(Math.round(ns)) + shift));
    for (let i = 0; i < timeline.gc.length; i++) {
      const n = timeline.gc.n[i] as number;
      const forced = timeline.gc.forced[i] as number;
      gc.push({
        ...(Number.isNaN(n) ? {} : { n }),
        begin: at(timeline.gc.begin[i] as number),
        end: at(timeline.gc.end[i] as number),
        forced: forced === 255 ? null : forced === 1,
        liveBytes: figure(timeline.gc.live[i]),
        goalBytes: figure(timeline.gc.goal[i]),
        source,
      });
    }
    for (let i = 0; i < timeline.stw.length; i++) {
      const kind = stringAt(timeline.strings, timeline.stw.kind[i] as number);
      stw.push({ kind, begin: at(timeline.stw.begin[i] as number), end: at(timeline.stw.end[i] as number), source });
    }
  });
  return {
    origin: String(origin),
    clocks: sources.map(({ source, entry: { timeline } }, k) => ({
      source,
      clock: timeline.clock.kind,
      offset: relations[k]?.offsetNs == null ? null : String(relations[k]?.offsetNs),
      errorNs: figure(relations[k]?.errorNs),
      method: relations[k]?.method ?? 'none',
      origin: String(timeline.clock.origin),
      durationNs: nanos(timeline.durationNs),
    })),
    gc,
    stw,
    series: sources.flatMap(({ source, entry: { timeline } }) =>
      timeline.series.map(({ name, unit, n, first, last, min, max }) => ({
        name,
        unit,
        n,
        first,
        last,
        min,
        max,
        source,
      })),
    ),
    goroutines: goroutinesJson(sources),
    loss: lossJson(files),
  };
}

function goroutinesJson(sources: readonly Named[]): Json {
  const sum = { seen: 0, alive: 0, created: 0, ended: 0 };
  for (const { entry } of sources) {
    const g = entry.timeline.goroutines;
    if (g === null) continue;
    const one = countGoroutines(g);
    sum.seen += one.seen;
    sum.alive += one.alive;
    sum.created += one.created;
    sum.ended += one.ended;
  }
  return sum;
}

/** Ids seen and created (each once), goroutines alive at the end, and how many ended. */
function countGoroutines(g: Goroutines): { seen: number; alive: number; created: number; ended: number } {
  const created = new Set<number>();
  let ended = 0;
  for (let i = 0; i < g.length; i++) {
    if (!Number.isNaN(g.created[i] as number)) created.add(g.id[i] as number);
    if (!Number.isNaN(g.ended[i] as number)) ended++;
  }
  return { seen: new Set(g.id).size, alive: g.length - ended, created: created.size, ended };
}

function lossJson(files: readonly ReadFile[]): Json[] {
  return files.flatMap(({ file, report }) => [
    ...report.skipped.map(({ reason, count }) => ({ source: file, what: text(reason), count })),
    ...(report.error === undefined ? [] : [{ source: file, what: text(report.error.what) }]),
  ]);
}

/** `gc --json`. */
export function gcJson(files: readonly ReadFile[]): Json {
  return named(files).map(({ source, entry: { flavor, timeline } }) => {
    const r = gcReport(timeline);
    return {
      source,
      flavor,
      cycles: r.cycles,
      forced: r.forced,
      bound: r.bound,
      pauses: [r.all, ...r.pauses].map(pausesJson),
      gcCpuNs: nanos(r.cpuNs),
      gcCpuShare: figure(r.cpuShare),
      assistShare: figure(r.assistShare),
      liveBytes: { first: figure(r.liveFirst), last: figure(r.liveLast), max: figure(r.liveMax) },
      liveSlope:
        r.liveSlope === null
          ? null
          : { bytesPerSecond: r.liveSlope.estimate, low: r.liveSlope.low, high: r.liveSlope.high },
      gogc: figure(r.gogc),
      limitedCycles: r.limited,
      deathSpiral: r.deathSpiral,
    };
  });
}

function pausesJson({ kind, count, p50, p95, p99, max, total }: Pauses): Json {
  return {
    kind,
    count,
    p50Ns: figure(p50),
    p95Ns: figure(p95),
    p99Ns: figure(p99),
    maxNs: figure(max),
    totalNs: figure(total),
  };
}

const time = (ns: number): string => (Number.isNaN(ns) ? '–' : formatValue(Math.round(ns), 'nanoseconds', 'auto'));
const size = (bytes: number): string => (Number.isNaN(bytes) ? '–' : formatValue(Math.round(bytes), 'bytes', 'auto'));
const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)}%`);

/** `timeline` as text: what there is, and how the clocks relate. */
export function printTimeline(files: readonly ReadFile[], print: Print): void {
  const sources = named(files);
  const timelines = sources.map((s) => s.entry.timeline);
  const relations = relateClocks(timelines, referenceOf(timelines));
  sources.forEach(({ source, entry: { timeline } }, k) => {
    print(sayText('cli.timeline.source', { source, duration: time(timeline.durationNs) }));
    const relation = relations[k];
    const { kind: clock } = timeline.clock;
    const method = relation?.method ?? 'none';
    if (relation?.offsetNs == null) print(sayText('cli.timeline.clockAlone', { clock }));
    else print(sayText('cli.timeline.clock', { clock, method, error: time(relation.errorNs) }));
    print(sayText('cli.timeline.gc', { cycles: timeline.gc.length, stops: timeline.stw.length }));
    for (const s of timeline.series) {
      const { name, unit, n, first, last, min, max } = s;
      print(sayText('cli.timeline.series', { name, unit, n, first, last, min, max }));
    }
    if (timeline.goroutines !== null) {
      print(sayText('cli.timeline.goroutines', { ...countGoroutines(timeline.goroutines) }));
    }
  });
}

/** `gc` as text. */
export function printGc(files: readonly ReadFile[], print: Print): void {
  for (const { source, entry } of named(files)) {
    const r = gcReport(entry.timeline);
    print(sayText('cli.gc.source', { source }));
    print(sayText('cli.gc.cycles', { cycles: r.cycles, forced: r.forced }));
    print(sayText(`cli.gc.bound.${r.bound}`));
    for (const p of [r.all, ...r.pauses]) {
      const { kind, count } = p;
      const times = { p50: time(p.p50), p95: time(p.p95), p99: time(p.p99), max: time(p.max), total: time(p.total) };
      print(sayText('cli.gc.pauses', { kind, count, ...times }));
    }
    print(sayText('cli.gc.cpu', { cpu: time(r.cpuNs), share: percent(r.cpuShare), assist: percent(r.assistShare) }));
    print(sayText('cli.gc.live', { first: size(r.liveFirst), last: size(r.liveLast), max: size(r.liveMax) }));
    printSlope(r, print);
    if (!Number.isNaN(r.gogc)) print(sayText('cli.gc.gogc', { gogc: Math.round(r.gogc), limited: r.limited }));
    if (r.deathSpiral) print(sayText('cli.gc.spiral'));
  }
}

function printSlope({ liveSlope }: GcReport, print: Print): void {
  if (liveSlope === null) return;
  const { estimate, low, high } = liveSlope;
  print(sayText('cli.gc.slope', { slope: size(estimate), low: size(low), high: size(high) }));
}
