import type { Lens } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import type { Timeline } from '../../model/timeline.ts';
import type {
  AxisSource,
  LayerPicture,
  Mark,
  RangeAnswer,
  TimelineAnswer,
  TimelineQuestion,
  TrackInfo,
  TrackPicture,
  TracksAnswer,
  TracksQuestion,
  TrackTable,
  TrackTableQuestion,
} from '../../model/timeline-answers.ts';
import { wholeKey } from '../part-key.ts';
import { type Axis, buildAxis, manualOffsets, placeMoments, type TimedSamples } from './axis.ts';
import { cycleTracks, heapTrack } from './gc-tracks.ts';
import { layerTrack } from './layer-track.ts';
import { mergeDumps } from './merge-dumps.ts';
import { pauseTrack } from './pause-track.ts';
import { perfClock } from './perf-clock.ts';
import { gcFigures, seriesChanges } from './range-report.ts';
import { seriesTracks } from './series-tracks.ts';
import { spanTracks, threadTrack } from './span-tracks.ts';
import type { Track } from './track.ts';
import { growthVerdict } from './verdict.ts';

/** Order of the kinds of tracks from the top: what tells of a leak first. */
const ORDER: readonly TrackInfo['kind'][] = [
  'pauses',
  'heap',
  'layers',
  'memory',
  'goroutines',
  'sites',
  'cgo',
  'procs',
  'threads',
  'spans',
  'allocation',
  'gc-cpu',
  'gc-period',
  'series',
];

interface Owned {
  readonly id: string;
  readonly source: string;
  readonly track: Track;
}

/** Answers the questions of the timeline: one axis for all sources, tracks that are built once per source. */
export class Timelines {
  readonly tables = new Map<string, Timeline>();
  private readonly samples = new Map<string, TimedSamples>();
  private readonly tracks = new Map<string, readonly Owned[]>();
  /** The tracks of an axis, which are asked for with every window. */
  private together: { readonly axis: Axis; readonly owned: readonly Owned[] } | null = null;
  private axis: { readonly id: string; readonly value: Axis } | null = null;
  private merged: {
    readonly id: string;
    readonly timeline: Timeline;
    readonly owned: readonly Owned[];
  } | null = null;

  add(key: string, timeline: Timeline): void {
    this.forget(key);
    this.tables.set(key, timeline);
  }

  /** A profile: only samples with times of their own lie on the axis. */
  addSamples(key: string, profile: Profile): void {
    this.forget(key);
    const { time, thread } = profile.samples;
    if (time === null) return;
    this.samples.set(key, { key, time, thread, clock: perfClock(profile.comments) });
  }

  forget(key: string): void {
    this.tables.delete(key);
    this.samples.delete(key);
    this.tracks.delete(key);
    this.axis = null;
    this.merged = null;
  }

  /** The axis of a lens; the same until sources or the lens's part in it change. */
  axisOf(lens: Pick<Lens, 'timelines' | 'align'>): Axis {
    const id = JSON.stringify([lens.timelines, lens.align]);
    if (this.axis?.id !== id) {
      this.axis = { id, value: buildAxis(this.tables, [...this.samples.values()], lens) };
    }
    return this.axis.value;
  }

  /** What is added to the times of a source's samples to have them on the axis; null while it is not related. */
  shiftOf(lens: Pick<Lens, 'timelines' | 'align'>, key: string): number | null {
    // A part of a merged set has the times of its source.
    const own = wholeKey(key);
    return this.axisOf(lens).sources.find((s) => s.key === own)?.shift ?? null;
  }

  /** What takes times of one source to the own clock of another, ns; null while one of them is not related. */
  offsetBetween(lens: Pick<Lens, 'timelines' | 'align'>, to: string, from: string): number | null {
    const [there, here] = [this.shiftOf(lens, to), this.shiftOf(lens, from)];
    if (there === null || here === null) return null;
    // Times of a timeline count from its first event.
    return here - there + Number(this.tables.get(to)?.clock.origin ?? 0n);
  }

  /** When on the axis a profile of one moment was taken; null while the axis has no wall time. */
  momentOf(lens: Pick<Lens, 'timelines' | 'align'>, key: string, unixNs: bigint): number | null {
    const moment = { key, kind: 'other' as const, timeNanos: String(unixNs), durationNanos: '0', lastGc: '' };
    return placeMoments(this.axisOf(lens), [moment], manualOffsets(lens), this.tables).marks[0]?.end ?? null;
  }

  overview({ lens, moments }: TimelineQuestion): TimelineAnswer {
    const axis = this.axisOf(lens);
    const { marks, unplaced } = placeMoments(axis, moments, manualOffsets(lens), this.tables);
    const owned = this.shown(axis);
    let { from, to } = axis;
    if (axis.sources.length === 0 && marks.length > 0) from = marks[0]?.begin ?? 0;
    const near = marks.filter((m) => isNear(m, axis));
    for (const mark of near) {
      from = Math.min(from, mark.begin);
      to = Math.max(to, mark.end);
    }
    return {
      reference: axis.reference,
      sources: axis.sources,
      marks: near,
      unplaced: [...unplaced, ...marks.filter((m) => !near.includes(m)).map((m) => m.key)],
      wall: axis.wall === null ? null : { unixNs: String(axis.wall.unixNs), errorNs: axis.wall.errorNs },
      from,
      to,
      tracks: owned.map(({ id, source, track }): TrackInfo => {
        const { trend } = track.info;
        const shift = shiftOf(axis, source);
        const moved =
          trend === null
            ? null
            : {
                ...trend,
                begin: trend.begin + shift,
                end: trend.end + shift,
                bends: trend.bends.map((b) => ({ ...b, at: b.at + shift })),
              };
        return { ...track.info, id, source, trend: moved };
      }),
      isolated: owned.reduce((n, o) => n + o.track.isolated, 0),
    };
  }

  pictures({ lens, from, to, width, which, quick }: TracksQuestion): TracksAnswer {
    const axis = this.axisOf(lens);
    const owned = this.shown(axis);
    const tracks = owned.filter((o) => which.includes(o.id) && !(quick && o.track.heavy));
    return {
      from,
      to,
      tracks: tracks.map(({ id, source, track }): TrackPicture => {
        const shift = shiftOf(axis, source);
        const picture = track.picture(from - shift, to - shift, Math.max(1, width));
        return { ...picture, id, layers: picture.layers.map((layer) => moved(layer, shift)) };
      }),
    };
  }

  table({ lens, track: id, range }: TrackTableQuestion): TrackTable {
    const axis = this.axisOf(lens);
    const owned = this.shown(axis).find((o) => o.id === id);
    if (owned === undefined) return { length: 0, more: 0, row: new Int32Array(0), columns: [] };
    const shift = shiftOf(axis, owned.source);
    const { length, time, columns } = owned.track.table();
    const all = Int32Array.from({ length }, (_, i) => i);
    const inside = (i: number) => {
      const t = (time[i] as number) + shift;
      return range === null || (t >= range.from && t <= range.to);
    };
    const chosen = range === null ? all : all.filter(inside);
    const row = chosen.slice(0, MOST_ROWS);
    return {
      length: row.length,
      more: chosen.length - row.length,
      row,
      columns: columns.map(({ values, ...column }) => ({
        ...column,
        values: Float64Array.from(row, (i) => (values[i] as number) + (column.unit === 'time' ? shift : 0)),
      })),
    };
  }

  /** What happened in the range of a lens, all of it without one. */
  range({ lens }: { readonly lens: Lens }): RangeAnswer {
    const axis = this.axisOf(lens);
    const { from, to } = lens.timeRange ?? axis;
    const sources = axis.sources.filter((s) => s.kind === 'timeline');
    // What has no place on the axis is not cut by it.
    const rangeOf = (shift: number | null) =>
      lens.timeRange === null || shift === null ? null : { from: from - shift, to: to - shift };
    const pairs = sources.map((s) => ({ ...s, table: this.tables.get(s.key) as Timeline }));
    const dumps = this.dumpsOf(axis);
    const [first] = dumps;
    this.tracksOfDumps(dumps);
    const together = new Set(dumps.map((s) => s.key));
    const told = first === undefined || this.merged === null ? null : { first, timeline: this.merged.timeline };
    const joint = told === null ? null : gcFigures(told.first.key, told.timeline, rangeOf(told.first.shift));
    const single = pairs.filter((s) => !together.has(s.key)).map((s) => gcFigures(s.key, s.table, rangeOf(s.shift)));
    const logs = pairs.filter((s) => !together.has(s.key)).map((s) => s.table);
    return {
      from,
      to,
      growth: told === null ? null : growthVerdict(told.timeline, logs, rangeOf(told.first.shift)),
      gc: [...single, joint].filter((r) => r !== null),
      changes: [
        ...pairs.filter((s) => !together.has(s.key)).flatMap((s) => seriesChanges(s.key, s.table, rangeOf(s.shift))),
        ...(told === null ? [] : seriesChanges(told.first.key, told.timeline, rangeOf(told.first.shift))),
      ],
    };
  }

  /** Tracks of the sources on the axis, by kind, then by source. */
  private shown(axis: Axis): readonly Owned[] {
    if (this.together?.axis === axis) return this.together.owned;
    const dumps = this.dumpsOf(axis);
    const together = new Set(dumps.map((s) => s.key));
    const owned = axis.sources.flatMap((s) => (together.has(s.key) ? [] : this.tracksOf(s.key)));
    if (together.size > 0) owned.push(...this.tracksOfDumps(dumps));
    const place = new Map(owned.map((o, i) => [o, ORDER.indexOf(o.track.info.kind) * owned.length + i]));
    owned.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
    this.together = { axis, owned };
    return owned;
  }

  /** Placed dumps, where there are several: one moment alone is no curve, those of many make their tracks together. */
  private dumpsOf(axis: Axis): readonly AxisSource[] {
    const dumps = axis.sources.filter(({ key, shift }) => shift !== null && hasCaptures(this.tables.get(key)));
    return dumps.length > 1 ? dumps : [];
  }

  private tracksOfDumps(dumps: readonly AxisSource[]): readonly Owned[] {
    const [first] = dumps;
    if (first === undefined) return [];
    const shifts = dumps.map((s) => s.drawnShift - first.drawnShift);
    const id = dumps.map((s, i) => `${s.key} ${shifts[i]}`).join(' ');
    if (this.merged?.id !== id) {
      const parts = dumps.map((s, i) => ({ timeline: this.tables.get(s.key) as Timeline, shift: shifts[i] as number }));
      const timeline = mergeDumps(parts);
      const layers = layerTrack(timeline);
      // The layers show what the plain parts of RSS would show once more.
      const own = tracksOfTimeline(timeline).filter(
        ({ info }) => layers === null || info.kind !== 'memory' || info.layers.every((l) => l.role !== 'stack'),
      );
      const tracks = [...(layers === null ? [] : [layers]), ...own];
      const owned = tracks.map((track, i) => ({ id: `${track.info.kind} dumps ${i}`, source: first.key, track }));
      this.merged = { id, timeline, owned };
    }
    return this.merged.owned;
  }

  private tracksOf(key: string): readonly Owned[] {
    let known = this.tracks.get(key);
    if (known === undefined) {
      const timeline = this.tables.get(key);
      const samples = this.samples.get(key);
      const tracks =
        timeline !== undefined
          ? tracksOfTimeline(timeline)
          : samples === undefined
            ? []
            : [threadTrack(samples.time, samples.thread)];
      known = tracks.map((track, i) => ({ id: `${track.info.kind} ${key} ${i}`, source: key, track }));
      this.tracks.set(key, known);
    }
    return known;
  }
}

const hasCaptures = (timeline: Timeline | undefined): boolean => (timeline?.captures ?? null) !== null;
/** A table of more rows than this is cut: a range shows the rest. */
const MOST_ROWS = 100_000;

/** Snapshots of another day would leave the rest no room: so many times the length of the sources is near enough. */
const NEAR = 100;

function isNear({ begin, end }: Mark, axis: Axis): boolean {
  const reach = NEAR * (axis.to - axis.from);
  return axis.sources.length === 0 || (begin >= axis.from - reach && end <= axis.to + reach);
}

function tracksOfTimeline(timeline: Timeline): Track[] {
  const tracks = [pauseTrack(timeline), heapTrack(timeline)].filter((t) => t !== null);
  return [...tracks, ...seriesTracks(timeline), ...spanTracks(timeline), ...cycleTracks(timeline)];
}

function shiftOf(axis: Axis, key: string): number {
  return axis.sources.find((s) => s.key === key)?.drawnShift ?? 0;
}

/** A layer with its times on the axis; its arrays are its own. */
function moved(layer: LayerPicture, shift: number): LayerPicture {
  if (shift === 0) return layer;
  const move = (times: Float64Array) => times.map((t) => t + shift);
  switch (layer.kind) {
    case 'line':
    case 'bars':
      return { ...layer, time: move(layer.time) };
    case 'ranges':
      return { ...layer, begin: move(layer.begin), end: move(layer.end) };
    case 'heat':
      return { ...layer, from: layer.from + shift, to: layer.to + shift };
  }
}
