import type {
  LayerInfo,
  LayerPicture,
  LayerRole,
  TrackColumn,
  TrackInfo,
  TrackPicture,
} from '../../model/timeline-answers.ts';
import { drawableRows, lowerBound, Pyramid, sampleLine } from './pyramid.ts';

/** Rows of a track with times in the clock of the source; columns of unit 'time' are moved to the axis by the host. */
export interface TrackRows {
  readonly length: number;
  /** When each row is: rows outside a range are left out by it. */
  readonly time: Float64Array;
  readonly columns: readonly TrackColumn[];
}

/** So many events are not looked at before the first picture. */
const MANY = 100_000;

/** A line of the timeline: what is known of it, its picture in a window, its rows. All times in the source's own clock. */
export interface Track {
  readonly info: Omit<TrackInfo, 'id' | 'source'>;
  readonly isolated: number;
  /** Its picture needs a first look at very many events, which takes a while. */
  readonly heavy: boolean;
  picture(from: number, to: number, width: number): Omit<TrackPicture, 'id'>;
  table(): TrackRows;
}

/** Points of one layer, ready to be sampled; what cannot be drawn is left out and counted. */
export interface Line {
  readonly info: LayerInfo;
  readonly points: Pyramid;
  readonly isolated: number;
}

export function line(role: LayerRole, name: string, time: Float64Array, value: Float64Array): Line {
  const { rows, isolated } = drawableRows(time);
  const pick = (column: Float64Array) => (rows === null ? column : Float64Array.from(rows, (i) => column[i] as number));
  return { info: { role, name }, points: new Pyramid(pick(time), pick(value)), isolated };
}

/** Points are not looked at before they are asked for. */
export function lazyLine(
  role: LayerRole,
  name: string,
  make: () => { readonly time: Float64Array; readonly value: Float64Array },
): Line & { readonly made: boolean } {
  let made: Line | null = null;
  const get = (): Line => {
    if (made === null) {
      const { time, value } = make();
      made = line(role, name, time, value);
    }
    return made;
  };
  return {
    info: { role, name },
    get points() {
      return get().points;
    },
    get isolated() {
      return made?.isolated ?? 0;
    },
    get made() {
      return made !== null;
    },
  };
}

interface LineTrackFacts {
  readonly kind: TrackInfo['kind'];
  readonly unit: string;
  readonly figures?: TrackInfo['figures'];
  readonly trend?: TrackInfo['trend'];
}

/** A track of lines on one scale. */
export function lineTrack(facts: LineTrackFacts, lines: readonly Line[], rows: () => TrackRows, length: number): Track {
  return {
    info: {
      kind: facts.kind,
      scale: 'linear',
      unit: facts.unit,
      layers: lines.map((l) => l.info),
      lanes: [],
      rows: length,
      figures: facts.figures ?? {},
      bound: null,
      trend: facts.trend ?? null,
    },
    get isolated() {
      return lines.reduce((n, l) => n + l.isolated, 0);
    },
    get heavy() {
      return length > MANY && lines.some((l) => 'made' in l && l.made === false);
    },
    picture: (from, to, width) => ({
      layers: lines.map(({ points }): LayerPicture => ({ kind: 'line', ...sampleLine(points, from, to, width) })),
      ...rangeOf(lines, from, to),
    }),
    table: rows,
  };
}

/** Smallest and largest value in a window, with the points next to it: lines run on to them. */
function rangeOf(lines: readonly Line[], from: number, to: number): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { points } of lines) {
    const begin = lowerBound(points.time, from) - 1;
    const end = lowerBound(points.time, to) + 1;
    const low = points.value[points.lowest(begin, end)];
    const high = points.value[points.highest(begin, end)];
    if (low !== undefined && low < min) min = low;
    if (high !== undefined && high > max) max = high;
  }
  return Number.isFinite(min) ? { min, max } : { min: 0, max: 0 };
}

/** Times that are known, in order; the same array where it is in order already. */
function ascending(times: Float64Array): Float64Array {
  let last = Number.NEGATIVE_INFINITY;
  for (const t of times) {
    if (!(t >= last)) return times.filter((x) => !Number.isNaN(x)).sort();
    last = t;
  }
  return times;
}

/** How many of the spans are open from each time on. Ends that are not known are left open. */
export function openSpans(begins: Float64Array, ends: Float64Array): { time: Float64Array; value: Float64Array } {
  const up = ascending(begins);
  const down = ascending(ends);
  const time = new Float64Array(up.length + down.length);
  const value = new Float64Array(time.length);
  let open = 0;
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < up.length || j < down.length) {
    const rising = i < up.length && !((down[j] ?? Number.POSITIVE_INFINITY) < (up[i] as number));
    time[n] = rising ? (up[i++] as number) : (down[j++] as number);
    open += rising ? 1 : -1;
    value[n++] = open;
  }
  return { time, value };
}

/** The longest event of each pixel of a window; `row` maps points to rows of the table. */
export function sampleBars(points: Pyramid, row: Int32Array, from: number, to: number, width: number): LayerPicture {
  const { time, value } = points;
  const picked: number[] = [];
  const counts: number[] = [];
  const end = lowerBound(time, to);
  let i = lowerBound(time, from);
  const step = (to - from) / width;
  while (i < end) {
    // Empty pixels cost nothing: the next event says which pixel is next.
    const column = Math.floor(((time[i] as number) - from) / step);
    const next = Math.min(end, Math.max(i + 1, lowerBound(time, from + (column + 1) * step)));
    const highest = points.highest(i, next);
    if (highest >= 0) {
      picked.push(highest);
      counts.push(next - i);
    }
    i = next;
  }
  return {
    kind: 'bars',
    time: Float64Array.from(picked, (k) => time[k] as number),
    value: Float64Array.from(picked, (k) => value[k] as number),
    row: Int32Array.from(picked, (k) => row[k] as number),
    count: Int32Array.from(counts),
  };
}

/** Ranges of one lane in a window, those that end within a pixel of the next one's begin joined. `begin` ascending. */
export function sampleRanges(
  begin: Float64Array,
  end: Float64Array,
  row: Int32Array,
  window: { readonly from: number; readonly to: number; readonly width: number },
  longest: number,
  into: { begin: number[]; end: number[]; row: number[] },
): void {
  const { from, to, width } = window;
  const step = (to - from) / width;
  let a = Number.NaN;
  let b = Number.NaN;
  let r = -1;
  const flush = () => {
    if (Number.isNaN(a)) return;
    into.begin.push(a);
    into.end.push(b);
    into.row.push(r);
  };
  for (let i = lowerBound(begin, from - longest); i < begin.length && (begin[i] as number) < to; ) {
    const s = begin[i] as number;
    const e = Number.isNaN(end[i] as number) ? Number.POSITIVE_INFINITY : (end[i] as number);
    if (e < from) {
      i++;
      continue;
    }
    if (s - b < step && !Number.isNaN(a)) {
      b = Math.max(b, e);
      r = -1;
    } else {
      flush();
      a = s;
      b = e;
      r = row[i] as number;
    }
    // Of what begins within this pixel only the first is looked at: the join has it all.
    i = e - s < step ? Math.max(i + 1, lowerBound(begin, s + step / 2)) : i + 1;
  }
  flush();
}

/** A column of times on the axis. */
export const timeColumn = (name: string, values: Float64Array): TrackColumn => ({
  name,
  unit: 'time',
  values,
  words: null,
});

/** Columns that say something. */
export function knownColumns(columns: readonly TrackColumn[]): readonly TrackColumn[] {
  return columns.filter((c) => c.values.some((v) => !Number.isNaN(v)));
}
