import { StringsBuilder, stringAt } from '../../model/strings.ts';
import type { CaptureMethod, Timeline, TimeSeries } from '../../model/timeline.ts';
import { GcBuilder, makeTimeline, SeriesBuilder, StwBuilder } from '../../model/timeline-builder.ts';
import { nativeEstimate } from './layers.ts';
import { type MergedSeries, type Shifted, seriesOf } from './series-of.ts';

/** RSS and the figures of Go that belong together were taken within about one GC period. */
export const APART_NS = 1e9;
export const NATIVE = 'native estimate';
/** Heading of a column of resident memory: VmRSS, RSS 1234, rss_bytes, process_resident_memory_bytes{…}. */
const RESIDENT = /(?:^|[^a-z])(?:vm)?rss(?:$|[^a-z])|resident_memory/i;
const WEAKEST: readonly CaptureMethod[] = ['stated', 'file time', 'last GC'];

/**
 * Dumps of many moments as one timeline, so that a file an hour is a curve: a series per figure, each pause once, and
 * what is resident beside Go where both are told. Times are those of the first dump's clock, `shift` is relative to it.
 */
export function mergeDumps(dumps: readonly Shifted[]): Timeline {
  const merged = seriesOf(dumps);
  const series = merged.map(asSeries);
  const native = nativeOf(merged);
  if (native !== null) series.push(native);
  const rows = captureRows(dumps);
  const first = dumps[0]?.timeline.clock;
  const clock = first ?? { kind: 'unix' as const, origin: 0n, resolutionNs: 1, truncated: false };
  const duration = dumps.reduce((last, { timeline, shift }) => Math.max(last, timeline.durationNs + shift), 0);
  return makeTimeline(clock, duration, {
    ...pausesOf(dumps),
    series,
    captures: {
      length: rows.length,
      method:
        WEAKEST[Math.max(0, ...dumps.map((d) => WEAKEST.indexOf(d.timeline.captures?.method ?? 'stated')))] ?? 'stated',
      time: Float64Array.from(rows, (r) => r[0]),
      earliest: Float64Array.from(rows, (r) => r[1]),
      latest: Float64Array.from(rows, (r) => r[2]),
    },
  });
}

const isResident = ({ name, unit }: Pick<MergedSeries, 'name' | 'unit'>): boolean =>
  unit === 'bytes' && RESIDENT.test(name) && !/max|peak|anon|file|shm/i.test(name);

/** The RSS of a set of series: the kernel's own figure before others; undefined when there is none. */
export function residentOf(series: readonly MergedSeries[]): MergedSeries | undefined {
  return series.find((s) => s.name === 'VmRSS') ?? series.find(isResident);
}

function nativeOf(series: readonly MergedSeries[]): TimeSeries | null {
  const rss = residentOf(series);
  const go = series.find((s) => s.name === 'Go retained');
  const native = rss === undefined || go === undefined ? null : nativeEstimate(rss, go, APART_NS);
  return native === null ? null : asSeries({ name: NATIVE, unit: 'bytes', ...native });
}

function asSeries({ name, unit, time, value }: Pick<MergedSeries, 'name' | 'unit' | 'time' | 'value'>): TimeSeries {
  const builder = new SeriesBuilder(name, unit);
  for (let i = 0; i < time.length; i++) builder.push(time[i] as number, value[i] as number);
  return builder.finish();
}

function captureRows(dumps: readonly Shifted[]): (readonly [time: number, earliest: number, latest: number])[] {
  const rows = dumps.flatMap(({ timeline: { captures }, shift }) =>
    Array.from(
      captures?.time ?? [],
      (t, i) => [t + shift, (captures?.earliest[i] ?? 0) + shift, (captures?.latest[i] ?? 0) + shift] as const,
    ),
  );
  return rows.sort((a, b) => a[0] - b[0]);
}

/** Dumps of one process remember each other's pauses: number and end tell them apart. */
function pausesOf(dumps: readonly Shifted[]): Pick<Timeline, 'gc' | 'stw' | 'strings'> {
  const seen = new Map<
    string,
    { readonly n: number; readonly begin: number; readonly end: number; readonly kind: string }
  >();
  for (const { timeline, shift } of dumps) {
    const { gc, stw, strings } = timeline;
    for (let i = 0; i < stw.length; i++) {
      const n = gc.n[i] ?? Number.NaN;
      const end = (stw.end[i] as number) + shift;
      const key = `${n} ${Math.round(end / 1000)}`;
      if (seen.has(key)) continue;
      seen.set(key, {
        n,
        begin: (stw.begin[i] as number) + shift,
        end,
        kind: stringAt(strings, stw.kind[i] as number),
      });
    }
  }
  const texts = new StringsBuilder();
  const gc = new GcBuilder(1);
  const stw = new StwBuilder();
  for (const { n, begin, end, kind } of [...seen.values()].sort((a, b) => a.end - b.end)) {
    gc.add({ n, end }, null);
    stw.add(texts.intern(kind), begin, end);
  }
  return { gc: gc.finish(), stw: stw.finish('lower'), strings: texts.finish() };
}
