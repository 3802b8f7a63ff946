import type { LayerPicture, LayerRole, TrackInfo, TrackPicture } from '../model/timeline-answers.ts';
import { paintLine } from './timeline-lines.ts';
import type { TimelineTheme } from './timeline-theme.ts';
import { BASELINE, laneBox, type ValueScale, valueScale } from './value-scale.ts';

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

const LABEL_GAP = 8;

export const timeToX = (t: number, window: TimeWindow, box: Pick<TrackBox, 'left' | 'width'>): number =>
  box.left + ((t - window.from) / (window.to - window.from)) * box.width;

export const xToTime = (x: number, window: TimeWindow, box: Pick<TrackBox, 'left' | 'width'>): number =>
  window.from + ((x - box.left) / box.width) * (window.to - window.from);

/** Paints one track: grid, labels of the axis, layers, trend. The canvas is cleared. */
export function paintTrack(
  pen: CanvasRenderingContext2D,
  box: TrackBox,
  info: TrackInfo,
  picture: TrackPicture | undefined,
  look: {
    readonly window: TimeWindow;
    /** Where the lines of the grid are, px. */
    readonly gridX: readonly number[];
    readonly theme: TimelineTheme;
    readonly format: (value: number) => string;
    readonly trend: string;
  },
): void {
  const { theme, window, gridX } = look;
  const { left, width, height } = box;
  pen.clearRect(0, 0, left + width + 64, height);
  const scale = picture === undefined || info.scale === 'lanes' ? null : valueScale(info, picture, height, look.format);
  paintGrid(pen, box, gridX, scale, theme);
  if (picture === undefined) return;
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width, height);
  pen.clip();
  const x = (t: number) => timeToX(t, window, box);
  picture.layers.forEach((layer, i) => {
    const role = info.layers[i]?.role ?? 'line';
    if (layer.kind === 'line' && scale !== null)
      paintLine(pen, layer, {
        role,
        name: info.layers[i]?.name ?? '',
        at: lineRank(info, i),
        x,
        y: scale.y,
        theme,
        bottom: height - BASELINE,
        stepped: info.unit === 'count' || role === 'goal',
        box,
      });
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
  { begin, end, from, slope, bends }: NonNullable<TrackInfo['trend']>,
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
  // Where the curve bends: a mark on the ground, pointing up.
  pen.fillStyle = theme.frames.grew.fill;
  pen.beginPath();
  for (const bend of bends) {
    const at = x(bend.at);
    pen.moveTo(at, y(0) - 8);
    pen.lineTo(at + 4.5, y(0) - 1);
    pen.lineTo(at - 4.5, y(0) - 1);
    pen.closePath();
  }
  pen.fill();
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
