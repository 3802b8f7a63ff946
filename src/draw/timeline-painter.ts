import { scaleLinear, scaleLog } from 'd3-scale';
import type { LayerPicture, LayerRole, TrackInfo, TrackPicture } from '../model/timeline-answers.ts';
import type { TimelineTheme } from './timeline-theme.ts';

/** Where a track is drawn, in CSS px: axis labels left of `left`, the plot from there to `left + width`. */
export interface TrackBox {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the axis on screen, ns. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** A value and where it is drawn. */
export interface ValueScale {
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  y(value: number): number;
}

const BASELINE = 5;
const HEADROOM = 10;
const LABEL_GAP = 8;
const HEAT_LANE = 12;
/** A track with more lanes than fit draws them thinner. */
const LEAST_LANE = 4;

export const timeToX = (t: number, window: TimeWindow, box: Pick<TrackBox, 'left' | 'width'>): number =>
  box.left + ((t - window.from) / (window.to - window.from)) * box.width;

export const xToTime = (x: number, window: TimeWindow, box: Pick<TrackBox, 'left' | 'width'>): number =>
  window.from + ((x - box.left) / box.width) * (window.to - window.from);

/** Top of a lane and its height. */
export function laneBox(lane: number, lanes: number, height: number): { readonly y: number; readonly height: number } {
  const room = (height - 2 * BASELINE) / Math.max(1, lanes);
  const size = Math.max(LEAST_LANE, Math.min(HEAT_LANE + 4, room));
  return { y: BASELINE + lane * size, height: Math.max(2, size - 2) };
}

/** The scale of a track's values for its height; labels are written by `format`. */
export function valueScale(
  info: Pick<TrackInfo, 'scale'>,
  picture: Pick<TrackPicture, 'min' | 'max'>,
  height: number,
  format: (value: number) => string,
): ValueScale {
  const bottom = height - BASELINE;
  if (info.scale === 'log') {
    const high = 10 ** Math.ceil(Math.log10(Math.max(10, picture.max)));
    const low = Math.min(high / 1000, 10 ** Math.floor(Math.log10(Math.max(1, picture.min)) - 0.3));
    const scale = scaleLog().domain([low, high]).range([bottom, HEADROOM]).clamp(true);
    const decades: number[] = [];
    for (let v = low; v <= high * 1.01; v *= 10) decades.push(v);
    const every = Math.max(1, Math.ceil(decades.length / Math.max(2, Math.floor(height / 17))));
    const shown = decades.filter((_, i) => i > 0 && (decades.length - 1 - i) % every === 0);
    return { ticks: shown.map((v) => ({ y: scale(v), label: format(v) })), y: (v) => scale(Math.max(low, v)) };
  }
  const low = Math.min(0, picture.min);
  const top = picture.max > low ? picture.max : low + 1;
  const count = Math.max(1, Math.min(3, Math.floor(height / 34)));
  const base = binaryStep((top - low) / count, format);
  const high = Math.max(top, base);
  const scale = scaleLinear().domain([low, high]).range([bottom, HEADROOM]);
  const ticks: { y: number; label: string }[] = [];
  for (let v = Math.ceil(low / base) * base; v <= high * 1.0001; v += base)
    ticks.push({ y: scale(v), label: format(v) });
  return { ticks, y: (v) => scale(v) };
}

/** Round steps: of bytes in powers of two, else 1, 2, 5. What a value is written as tells which. */
function binaryStep(rough: number, format: (value: number) => string): number {
  if (/[kMGTP]?B\b/.test(format(1024))) return 2 ** Math.round(Math.log2(Math.max(1, rough)));
  const power = 10 ** Math.floor(Math.log10(Math.max(1e-9, rough)));
  return (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10) * power;
}

/** Paints one track: grid, labels of the axis, layers, trend. The canvas is cleared. */
export function paintTrack(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  info: TrackInfo,
  picture: TrackPicture | undefined,
  look: {
    readonly window: TimeWindow;
    readonly gridAt: readonly number[];
    readonly theme: TimelineTheme;
    readonly format: (value: number) => string;
    readonly trend: string;
  },
): void {
  const { theme, window, gridAt } = look;
  const { left, width, height } = box;
  pen.clearRect(0, 0, left + width + 64, height);
  const scale = picture === undefined || info.scale === 'lanes' ? null : valueScale(info, picture, height, look.format);
  paintGrid(
    pen,
    box,
    gridAt.map((t) => timeToX(t, window, box)),
    scale,
    theme,
  );
  if (picture === undefined) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width, height);
  pen.clip();
  const x = (t: number) => timeToX(t, window, box);
  picture.layers.forEach((layer, i) => {
    const role = info.layers[i]?.role ?? 'line';
    if (layer.kind === 'line' && scale !== null)
      paintLine(pen, layer, { role, at: lineRank(info, i), x, y: scale.y, theme, bottom: height - BASELINE });
    else if (layer.kind === 'bars' && scale !== null) paintBars(pen, layer, role, x, scale.y, height - BASELINE, theme);
    else if (layer.kind === 'ranges') paintRanges(pen, layer, role, x, box, info.lanes.length, theme);
    else if (layer.kind === 'heat') paintHeat(pen, layer, x, box, info.lanes.length, picture.max, theme);
  });
  if (info.trend !== null && scale !== null) paintTrend(pen, info.trend, x, scale.y, theme);
  pen.restore();
  if (info.trend !== null && look.trend !== '' && info.trend.low > 0) paintTrendText(pen, look.trend, box, theme);
  if (info.scale === 'lanes') paintLaneNames(pen, info.lanes, box, theme);
}

/** Which of the plain lines a layer is: they take the series' colours in turn. */
function lineRank(info: TrackInfo, layer: number): number {
  return info.layers.slice(0, layer).filter((l) => l.role === 'line' || l.role === 'stack').length;
}

function paintGrid(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  xs: readonly number[],
  scale: ValueScale | null,
  theme: TimelineTheme,
): void {
  const { left, width, height } = box;
  pen.lineWidth = 1;
  pen.strokeStyle = theme.line;
  pen.beginPath();
  for (const x of xs) {
    const at = Math.round(x) + 0.5;
    if (at < left || at > left + width) continue;
    pen.moveTo(at, 0);
    pen.lineTo(at, height);
  }
  pen.stroke();
  if (scale === null) return;
  pen.setLineDash([2, 4]);
  pen.beginPath();
  for (const { y } of scale.ticks) {
    pen.moveTo(left, Math.round(y) + 0.5);
    pen.lineTo(left + width, Math.round(y) + 0.5);
  }
  pen.stroke();
  pen.setLineDash([]);
  pen.font = `10.5px ${theme.fontFamily}`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.ink3;
  let last = Number.POSITIVE_INFINITY;
  for (const { y, label } of scale.ticks) {
    const at = Math.min(height - 7, Math.max(7, y));
    if (last - at < 12) continue;
    last = at;
    pen.fillText(label, left - LABEL_GAP, at);
  }
}

interface LineLook {
  readonly role: LayerRole;
  readonly at: number;
  readonly x: (t: number) => number;
  readonly y: (v: number) => number;
  readonly theme: TimelineTheme;
  readonly bottom: number;
}

type Points = Extract<LayerPicture, { kind: 'line' }>;

function paintLine(pen: CanvasRenderingContext2D, layer: Points, look: LineLook): void {
  const { role, theme, bottom, at } = look;
  const first = theme.series[0];
  if (role === 'live' || role === 'stack') {
    tracePath(pen, layer, look);
    closeToFloor(pen, layer, look, bottom);
    pen.globalAlpha = role === 'live' ? 0.12 : 1;
    pen.fillStyle = role === 'live' ? first : stackFill(theme, at);
    // Parts are stacked from the ground up: each is drawn behind the ones before it.
    if (role === 'stack') pen.globalCompositeOperation = 'destination-over';
    pen.fill();
    pen.globalCompositeOperation = 'source-over';
    pen.globalAlpha = 1;
    if (role === 'stack') return;
  }
  tracePath(pen, layer, look);
  pen.lineJoin = 'round';
  pen.lineWidth = role === 'live' ? 1.75 : role === 'sawtooth' ? 0.75 : 1.25;
  pen.globalAlpha = role === 'sawtooth' ? 0.45 : 1;
  pen.strokeStyle =
    role === 'live'
      ? first
      : role === 'sawtooth'
        ? theme.ink
        : role === 'goal'
          ? theme.series[2]
          : role === 'total'
            ? theme.ink
            : (theme.series[1 + (at % 3)] ?? first);
  if (role === 'goal') pen.setLineDash([5, 3]);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/** Layers of RSS: files, shared memory, anonymous memory. */
function stackFill(theme: TimelineTheme, at: number): string {
  const { origins } = theme.frames;
  return [origins.libc.fill, origins.kernel.fill, origins.go.fill, origins.c.fill][at % 4] ?? origins.go.fill;
}

function tracePath(pen: CanvasRenderingContext2D, { time, value }: Points, { x, y }: LineLook): void {
  pen.beginPath();
  let down = false;
  for (let i = 0; i < time.length; i++) {
    const v = value[i] as number;
    if (Number.isNaN(v)) {
      down = false;
      continue;
    }
    if (down) pen.lineTo(x(time[i] as number), y(v));
    else pen.moveTo(x(time[i] as number), y(v));
    down = true;
  }
}

function closeToFloor(pen: CanvasRenderingContext2D, { time }: Points, { x }: LineLook, bottom: number): void {
  const n = time.length;
  if (n === 0) return;
  pen.lineTo(x(time[n - 1] as number), bottom);
  pen.lineTo(x(time[0] as number), bottom);
  pen.closePath();
}

function paintBars(
  pen: CanvasRenderingContext2D,
  { time, value }: Extract<LayerPicture, { kind: 'bars' }>,
  role: LayerRole,
  x: (t: number) => number,
  y: (v: number) => number,
  bottom: number,
  theme: TimelineTheme,
): void {
  pen.fillStyle = role === 'forced' ? theme.series[2] : role === 'stop' ? theme.ink3 : theme.series[0];
  pen.beginPath();
  for (let i = 0; i < time.length; i++) {
    const left = Math.round(x(time[i] as number)) - 1;
    const top = Math.min(bottom - 2, y(value[i] as number));
    pen.rect(left, top, 2, bottom - top);
  }
  pen.fill();
  if (role !== 'forced') return;
  pen.beginPath();
  for (let i = 0; i < time.length; i++) {
    const at = Math.round(x(time[i] as number));
    const top = Math.min(bottom - 2, y(value[i] as number));
    pen.moveTo(at + 2.5, top);
    pen.arc(at, top, 2.5, 0, 2 * Math.PI);
  }
  pen.fill();
}

function paintRanges(
  pen: CanvasRenderingContext2D,
  { begin, end, lane }: Extract<LayerPicture, { kind: 'ranges' }>,
  role: LayerRole,
  x: (t: number) => number,
  box: TrackBox,
  lanes: number,
  theme: TimelineTheme,
): void {
  const cycle = role === 'cycle';
  pen.fillStyle = theme.series[0];
  pen.globalAlpha = cycle ? 0.18 : 0.55;
  const right = box.left + box.width;
  pen.beginPath();
  for (let i = 0; i < begin.length; i++) {
    const from = Math.max(box.left - 2, x(begin[i] as number));
    const to = Math.min(right + 2, x(end[i] as number));
    const place = cycle ? { y: box.height - BASELINE, height: 3 } : laneBox(lane[i] as number, lanes, box.height);
    pen.rect(from, place.y, Math.max(1, to - from), place.height);
  }
  pen.fill();
  pen.globalAlpha = 1;
}

function paintHeat(
  pen: CanvasRenderingContext2D,
  { from, to, columns, cells }: Extract<LayerPicture, { kind: 'heat' }>,
  x: (t: number) => number,
  box: TrackBox,
  lanes: number,
  max: number,
  theme: TimelineTheme,
): void {
  const step = (to - from) / columns;
  pen.fillStyle = theme.series[0];
  for (let lane = 0; lane < lanes; lane++) {
    const { y, height } = laneBox(lane, lanes, box.height);
    for (let c = 0; c < columns; c++) {
      const count = cells[lane * columns + c] as number;
      if (count === 0) continue;
      // One sample is seen; a hundred times as many do not look a hundred times as dark.
      pen.globalAlpha = 0.2 + 0.8 * Math.sqrt(count / Math.max(1, max));
      const left = x(from + c * step);
      pen.fillRect(left, y, Math.max(1, x(from + (c + 1) * step) - left), height);
    }
  }
  pen.globalAlpha = 1;
}

function paintLaneNames(
  pen: CanvasRenderingContext2D,
  lanes: readonly string[],
  box: TrackBox,
  theme: TimelineTheme,
): void {
  pen.font = `10.5px ${theme.fontFamily}`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.ink3;
  let last = Number.NEGATIVE_INFINITY;
  lanes.forEach((name, lane) => {
    const { y, height } = laneBox(lane, lanes.length, box.height);
    const middle = y + height / 2;
    if (middle - last < 11 || middle > box.height - 4) return;
    last = middle;
    const most = Math.floor((box.left - 12) / 6);
    pen.fillText(name.length > most ? `…${name.slice(name.length - most + 1)}` : name, box.left - LABEL_GAP, middle);
  });
}

function paintTrend(
  pen: CanvasRenderingContext2D,
  { begin, end, from, slope }: NonNullable<TrackInfo['trend']>,
  x: (t: number) => number,
  y: (v: number) => number,
  theme: TimelineTheme,
): void {
  pen.strokeStyle = theme.frames.grew.fill;
  pen.lineWidth = 1.5;
  pen.setLineDash([6, 4]);
  pen.beginPath();
  pen.moveTo(x(begin), y(from));
  pen.lineTo(x(end), y(from + (slope * (end - begin)) / 1e9));
  pen.stroke();
  pen.setLineDash([]);
}

function paintTrendText(
  pen: CanvasRenderingContext2D,
  text: string,
  { left, width }: TrackBox,
  theme: TimelineTheme,
): void {
  pen.font = `600 11px ${theme.fontFamily}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  const at = left + Math.min(110, width * 0.12);
  const room = pen.measureText(text).width;
  pen.fillStyle = theme.canvas;
  pen.fillRect(at - 4, 4, room + 8, 16);
  pen.fillStyle = theme.grewText;
  pen.fillText(text, at, 16);
}
