import type { GcCycles, Timeline } from '../../model/timeline.ts';
import { GC_COLUMNS } from '../../model/timeline.ts';
import { type GcFigures, PAUSE_BINS, type SeriesChange } from '../../model/timeline-answers.ts';
import { gcReport } from './gc-report.ts';
import { lowerBound } from './pyramid.ts';

/** The cycles and stops that begin within [from, to] of the source's own clock. */
function within(timeline: Timeline, from: number, to: number): Timeline {
  const rows = (begin: Float64Array) =>
    Int32Array.from(begin, (_, i) => i).filter((i) => (begin[i] as number) >= from && (begin[i] as number) <= to);
  const { gc, stw } = timeline;
  // Dumps tell only when a cycle ended.
  const cycles = rows(gc.begin.map((t, i) => (Number.isNaN(t) ? (gc.end[i] as number) : t)));
  const stops = rows(stw.begin);
  const pick = (column: Float64Array, of: Int32Array) => Float64Array.from(of, (i) => column[i] as number);
  const columns = Object.fromEntries(GC_COLUMNS.map((name) => [name, pick(gc[name], cycles)]));
  return {
    ...timeline,
    durationNs: Math.min(to, timeline.durationNs) - Math.max(from, 0),
    gc: {
      ...(columns as Pick<GcCycles, (typeof GC_COLUMNS)[number]>),
      length: cycles.length,
      forced: Uint8Array.from(cycles, (i) => gc.forced[i] as number),
      sizeQuantum: gc.sizeQuantum,
    },
    stw: {
      ...stw,
      length: stops.length,
      kind: Int32Array.from(stops, (i) => stw.kind[i] as number),
      begin: pick(stw.begin, stops),
      end: pick(stw.end, stops),
    },
  };
}

/** The report of the collector for a range of the source's own clock, null = all of it; null when nothing of it is told. */
export function gcFigures(
  source: string,
  timeline: Timeline,
  range: { readonly from: number; readonly to: number } | null,
): GcFigures | null {
  if (timeline.gc.length === 0 && timeline.stw.length === 0) return null;
  const part = range === null ? timeline : within(timeline, range.from, range.to);
  return { source, ...gcReport(part), histogram: histogram(part) };
}

function histogram({ stw, strings }: Timeline): Float64Array {
  const bins = new Float64Array(PAUSE_BINS.length);
  const edges = Float64Array.from(PAUSE_BINS);
  const ofGc = new Map<number, boolean>();
  for (let i = 0; i < stw.length; i++) {
    const kind = stw.kind[i] as number;
    let counts = ofGc.get(kind);
    if (counts === undefined) ofGc.set(kind, (counts = isGc(strings, kind)));
    if (!counts) continue;
    const ns = (stw.end[i] as number) - (stw.begin[i] as number);
    const bin = Math.max(0, lowerBound(edges, ns + 1e-9) - 1);
    bins[bin] = (bins[bin] as number) + 1;
  }
  return bins;
}

function isGc(strings: Timeline['strings'], kind: number): boolean {
  const { bytes, offsets } = strings;
  const at = offsets[kind] as number;
  return bytes[at] === 71 && bytes[at + 1] === 67 && bytes[at + 2] === 32;
}

/** Values of the counters at both ends of a range: the newest point before each end, the first within where none is older. */
export function seriesChanges(
  source: string,
  timeline: Timeline,
  range: { readonly from: number; readonly to: number } | null,
): SeriesChange[] {
  const from = range?.from ?? Number.NEGATIVE_INFINITY;
  const to = range?.to ?? Number.POSITIVE_INFINITY;
  const changes: SeriesChange[] = [];
  const add = (name: string, unit: string, time: Float64Array, value: Float64Array) => {
    const begin = lowerBound(time, from);
    const last = lowerBound(time, to) - 1;
    const first = begin > 0 && time[begin] !== from ? begin - 1 : begin;
    const a = value[first];
    const b = value[Math.max(first, last)];
    if (a === undefined || b === undefined) return;
    changes.push({ source, name, unit, first: a, last: b });
  };
  const { gc, series } = timeline;
  if (gc.live.some((v) => !Number.isNaN(v))) add('live heap', 'bytes', gc.end, gc.live);
  for (const s of series) if (s.n > 0 && s.name !== 'live heap') add(s.name, s.unit, s.time, s.value);
  return changes;
}
