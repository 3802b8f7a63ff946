import { scaleLinear, scaleLog } from 'd3-scale';
import type { TrackInfo, TrackPicture } from '../model/timeline-answers.ts';

/** A value and where it is drawn. */
export interface ValueScale {
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  y(value: number): number;
}

/** Free px under the values of a track, and above them. */
export const BASELINE = 5;
const HEADROOM = 10;
const HEAT_LANE = 12;
/** A track with more lanes than fit draws them thinner. */
const LEAST_LANE = 4;

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
