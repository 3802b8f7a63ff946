import type { LayerPicture, TrackInfo, TrackPicture } from '../model/timeline-answers.ts';
import { type TimeWindow, type TrackBox, timeToX, xToTime } from './timeline-painter.ts';
import { laneBox } from './value-scale.ts';

/** What a pointer is at in a track: an event of its table, the values of its lines there. */
export interface TrackHit {
  readonly time: number;
  /** An event: its row in the track's table (-1: several in one), when it is, its value (pauses: ns), how many it stands for. */
  readonly event: {
    readonly row: number;
    readonly begin: number;
    readonly end: number;
    readonly value: number;
    readonly count: number;
    readonly layer: number;
    readonly lane: number;
  } | null;
  /** Per layer that is a line: its newest value. */
  readonly values: readonly { readonly layer: number; readonly value: number }[];
}

const REACH = 5;

export function hitTrack(
  x: number,
  y: number,
  box: TrackBox,
  info: TrackInfo,
  picture: TrackPicture,
  window: TimeWindow,
): TrackHit {
  const time = xToTime(x, window, box);
  const values: { layer: number; value: number }[] = [];
  let event: TrackHit['event'] = null;
  picture.layers.forEach((layer, i) => {
    if (layer.kind === 'line') {
      const at = newest(layer.time, time);
      const value = layer.value[at];
      if (value !== undefined && !Number.isNaN(value)) values.push({ layer: i, value });
    } else if (layer.kind === 'bars') event = nearestBar(layer, i, x, box, window, event) ?? event;
    else if (layer.kind === 'ranges') event ??= rangeAt(layer, i, time, y, box, info, window);
    else if (layer.kind === 'heat') event ??= cellAt(layer, i, time, y, box, info);
  });
  return { time, event, values };
}

/** Index of the last time that is not after `t`. */
function newest(time: Float64Array, t: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function nearestBar(
  { time, value, row, count }: Extract<LayerPicture, { kind: 'bars' }>,
  layer: number,
  x: number,
  box: TrackBox,
  window: TimeWindow,
  before: TrackHit['event'],
): TrackHit['event'] {
  let best: TrackHit['event'] = null;
  let reach = before === null ? REACH : Math.abs(timeToX(before.begin, window, box) - x);
  const at = newest(time, xToTime(x - REACH, window, box)) + 1;
  for (let i = at; i < time.length; i++) {
    const t = time[i] as number;
    const away = Math.abs(timeToX(t, window, box) - x);
    if (timeToX(t, window, box) > x + REACH) break;
    if (away > reach) continue;
    reach = away;
    best = {
      row: row[i] as number,
      begin: t,
      end: t + (value[i] as number),
      value: value[i] as number,
      count: count[i] as number,
      layer,
      lane: 0,
    };
  }
  return best;
}

function rangeAt(
  { begin, end, lane, row }: Extract<LayerPicture, { kind: 'ranges' }>,
  layer: number,
  time: number,
  y: number,
  box: TrackBox,
  info: TrackInfo,
  window: TimeWindow,
): TrackHit['event'] {
  const slack = (2 * (window.to - window.from)) / box.width;
  for (let i = 0; i < begin.length; i++) {
    const from = begin[i] as number;
    const to = end[i] as number;
    if (time < from - slack || time > to + slack) continue;
    const own = lane[i] as number;
    if (info.scale === 'lanes') {
      const place = laneBox(own, info.lanes.length, box.height);
      if (y < place.y || y > place.y + place.height + 2) continue;
    }
    return {
      row: row[i] as number,
      begin: from,
      end: to,
      value: to - from,
      count: row[i] === -1 ? 2 : 1,
      layer,
      lane: own,
    };
  }
  return null;
}

function cellAt(
  { from, to, columns, cells }: Extract<LayerPicture, { kind: 'heat' }>,
  layer: number,
  time: number,
  y: number,
  box: TrackBox,
  info: TrackInfo,
): TrackHit['event'] {
  const column = Math.floor(((time - from) / (to - from)) * columns);
  for (let lane = 0; lane < info.lanes.length; lane++) {
    const place = laneBox(lane, info.lanes.length, box.height);
    if (y < place.y || y > place.y + place.height + 2) continue;
    const count = cells[lane * columns + column] ?? 0;
    const step = (to - from) / columns;
    if (count === 0) return null;
    return { row: -1, begin: from + column * step, end: from + (column + 1) * step, value: count, count, layer, lane };
  }
  return null;
}
