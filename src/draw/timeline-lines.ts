import type { LayerPicture, LayerRole } from '../model/timeline-answers.ts';
import type { TrackBox } from './timeline-painter.ts';
import type { TimelineTheme } from './timeline-theme.ts';

/** How a line is drawn. */
export interface LineLook {
  readonly role: LayerRole;
  readonly name: string;
  readonly at: number;
  readonly x: (t: number) => number;
  readonly y: (v: number) => number;
  readonly theme: TimelineTheme;
  readonly bottom: number;
  /** A value holds until the next one. */
  readonly stepped: boolean;
  readonly box: TrackBox;
}

type Points = Extract<LayerPicture, { kind: 'line' }>;

/** Paints a line, with what lies under it where its role says so. Of many points it paints a box per pixel. */
export function paintLine(pen: CanvasRenderingContext2D, layer: Points, look: LineLook): void {
  const { role, theme, bottom, at, box } = look;
  const columns = layer.time.length > box.width ? columnsOf(layer, look) : null;
  if (role === 'live' || role === 'stack') {
    pen.globalAlpha = role === 'live' ? 0.12 : 1;
    pen.fillStyle = role === 'live' ? theme.series[0] : stackFill(theme, look.name);
    // Parts are stacked from the ground up: each is drawn behind the ones before it.
    if (role === 'stack') pen.globalCompositeOperation = 'destination-over';
    if (columns === null) {
      tracePath(pen, layer, look, bottom);
      pen.fill();
    } else fillAreas(pen, columns, box.left, bottom);
    pen.globalCompositeOperation = 'source-over';
    pen.globalAlpha = 1;
    if (role === 'stack') return;
  }
  const width = role === 'live' ? 1.75 : role === 'sawtooth' ? 0.75 : 1.25;
  pen.globalAlpha = role === 'sawtooth' ? 0.45 : 1;
  const colour = lineColour(theme, role, at);
  if (columns === null) {
    tracePath(pen, layer, look);
    pen.lineJoin = 'round';
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    if (role === 'goal') pen.setLineDash([5, 3]);
    pen.stroke();
    pen.setLineDash([]);
  } else {
    pen.fillStyle = colour;
    fillColumns(pen, columns, box.left, width);
  }
  pen.globalAlpha = 1;
}

function lineColour(theme: TimelineTheme, role: LayerRole, at: number): string {
  if (role === 'live') return theme.series[0];
  if (role === 'sawtooth' || role === 'total') return theme.ink;
  return role === 'goal' ? theme.series[2] : (theme.series[1 + (at % 3)] ?? theme.series[0]);
}

/** Highest and lowest place of a line in each pixel, y down; NaN where it is not. A line of many points is cheap to paint so. */
interface Columns {
  readonly top: Float32Array;
  readonly bottom: Float32Array;
}

function columnsOf({ time, value }: Points, { x, y, stepped, box }: LineLook): Columns {
  const n = Math.ceil(box.width);
  const top = new Float32Array(n).fill(Number.NaN);
  const bottom = new Float32Array(n).fill(Number.NaN);
  const mark = (column: number, a: number, b: number) => {
    if (column < 0 || column >= n) return;
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    if (!(low >= (top[column] as number))) top[column] = low;
    if (!(high <= (bottom[column] as number))) bottom[column] = high;
  };
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  for (let i = 0; i < time.length; i++) {
    const v = value[i] as number;
    const at = x(time[i] as number) - box.left;
    const to = y(v);
    if (!Number.isNaN(lastX) && !Number.isNaN(v)) {
      // What lies between two points belongs to every pixel that it crosses.
      const first = Math.max(0, Math.floor(lastX));
      const last = Math.min(n - 1, Math.floor(at));
      for (let c = first; c <= last; c++) {
        if (stepped) mark(c, lastY, c === last ? to : lastY);
        else {
          const slope = at === lastX ? 0 : (to - lastY) / (at - lastX);
          mark(c, lastY + slope * (Math.max(c, lastX) - lastX), lastY + slope * (Math.min(c + 1, at) - lastX));
        }
      }
    }
    if (!Number.isNaN(v)) mark(Math.floor(at), to, to);
    lastX = Number.isNaN(v) ? Number.NaN : at;
    lastY = to;
  }
  return { top, bottom };
}

/** Boxes on whole pixels: a path of them, or one with soft edges, takes the browser many times as long. */
function fillColumns(pen: CanvasRenderingContext2D, { top, bottom }: Columns, left: number, width: number): void {
  for (let c = 0; c < top.length; c++) {
    const from = top[c] as number;
    if (Number.isNaN(from)) continue;
    const y = Math.round(from - width / 2);
    pen.fillRect(left + c, y, 1, Math.max(1, Math.round((bottom[c] as number) + width / 2) - y));
  }
}

function fillAreas(pen: CanvasRenderingContext2D, { top }: Columns, left: number, floor: number): void {
  for (let c = 0; c < top.length; c++) {
    const from = top[c] as number;
    if (Number.isNaN(from)) continue;
    const y = Math.round(from);
    if (floor > y) pen.fillRect(left + c, y, 1, floor - y);
  }
}

/** Parts of resident memory in the colours of where they come from. */
function stackFill(theme: TimelineTheme, name: string): string {
  const { origins } = theme.frames;
  if (name === 'files' || name === 'RssFile') return origins.libc.fill;
  if (name === 'RssShmem') return origins.kernel.fill;
  return name === 'C' ? origins.c.fill : origins.go.fill;
}

/** The line as a path; with a `floor` as the areas under it. A NaN is a gap. */
function tracePath(
  pen: CanvasRenderingContext2D,
  { time, value }: Points,
  look: LineLook,
  floor: number | null = null,
): void {
  const { x, y, stepped } = look;
  pen.beginPath();
  let from = -1;
  for (let i = 0; i <= time.length; i++) {
    const v = i === time.length ? Number.NaN : (value[i] as number);
    if (Number.isNaN(v)) {
      if (from >= 0 && floor !== null) {
        pen.lineTo(x(time[i - 1] as number), floor);
        pen.lineTo(x(time[from] as number), floor);
        pen.closePath();
      }
      from = -1;
      continue;
    }
    const at = x(time[i] as number);
    if (from < 0) {
      from = i;
      pen.moveTo(at, y(v));
      continue;
    }
    if (stepped) pen.lineTo(at, y(value[i - 1] as number));
    pen.lineTo(at, y(v));
  }
}
