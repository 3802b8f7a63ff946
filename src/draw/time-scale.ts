/** ns per unit of an axis, smallest first. */
const UNITS = [
  ['ns', 1],
  ['µs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['min', 60e9],
  ['h', 3600e9],
  ['d', 86_400e9],
] as const;

/** Steps beyond a second; below, 1, 2 and 5 of every power of ten. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
].map((s) => s * 1e9);
const NARROW = '\u202f';
const MINUS = '\u2212';

/** The smallest round step that is not below `least` ns. */
export function roundStep(least: number): number {
  if (least > 0.5e9) {
    const fixed = STEPS.find((s) => s >= least);
    if (fixed !== undefined) return fixed;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  for (const m of [1, 2, 5, 10]) if (m * power >= least) return m * power;
  return 10 * power;
}

export interface TimeTicks {
  readonly step: number;
  /** ns on the axis. */
  readonly at: readonly number[];
  readonly labels: readonly string[];
  /** What labels count from, '' when they are whole times. */
  readonly base: string;
}

/**
 * Ticks of a window: round times in the unit of the step. Far into a deep zoom whole times would be long numbers: labels
 * then count from a base. `wallZero` (unix ms of the axis's zero) makes them clock times once a step is a second or more and the window is long.
 */
export function timeTicks(from: number, to: number, most: number, wallZero: number | null = null): TimeTicks {
  const step = roundStep((to - from) / Math.max(1, most));
  if (wallZero !== null && step >= 60e9) return clockTicks(from, to, step, wallZero);
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  const reach = Math.max(Math.abs(from), Math.abs(to));
  const deep = step < 1e9 && reach / step > 20_000;
  const zero = deep ? first * step : 0;
  const at: number[] = [];
  for (let i = first; i <= last; i++) at.push(i * step);
  return {
    step,
    at,
    labels: at.map((t) => (deep && t !== zero ? `+${showTick(t - zero, step)}` : showTick(t - zero, step))),
    base: deep ? showTime(zero, step) : '',
  };
}

function clockTicks(from: number, to: number, step: number, wallZero: number): TimeTicks {
  const zone = new Date(wallZero).getTimezoneOffset() * -60_000;
  const ms = step / 1e6;
  const first = Math.ceil((from / 1e6 + wallZero + zone) / ms) * ms;
  const at: number[] = [];
  const labels: string[] = [];
  for (let local = first; local - wallZero - zone <= to / 1e6; local += ms) {
    at.push((local - wallZero - zone) * 1e6);
    const text = new Date(local).toISOString();
    labels.push(local % 86_400_000 === 0 ? text.slice(5, 10) : text.slice(11, 16));
  }
  return { step, at, labels, base: '' };
}

function unitOf(ns: number): readonly [name: string, factor: number] {
  let chosen: readonly [string, number] = UNITS[0];
  for (const unit of UNITS) if (Math.abs(ns) >= unit[1]) chosen = unit;
  return chosen;
}

const signed = (value: number, text: string): string => (value < 0 ? MINUS + text : text);

/** A time at a tick: as many digits as the step has. */
function showTick(t: number, step: number): string {
  const [unit, factor] =
    step >= 60e9
      ? unitOf(step)
      : unitOf(
          Math.max(Math.abs(t), step) >= 1e9 ? Math.min(1e9, Math.max(Math.abs(t), step)) : Math.max(Math.abs(t), step),
        );
  const digits = Math.max(0, Math.ceil(-Math.log10(step / factor) - 1e-9));
  return `${signed(t, (Math.abs(t) / factor).toFixed(digits))}${NARROW}${t === 0 ? unitOf(step)[0] : unit}`;
}

/** A time on the axis in seconds, exact to `resolution` ns: `9.600 s`. */
export function showTime(t: number, resolution: number): string {
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(resolution / 1e9) - 1e-9)));
  return `${signed(t, (Math.abs(t) / 1e9).toFixed(digits))}${NARROW}s`;
}

/** A range of the axis: `9.60 – 19.10 s`. */
export function showRange(from: number, to: number): string {
  const digits = Math.max(0, Math.min(9, 3 - Math.floor(Math.log10(Math.max(1, to - from) / 1e9)) - 1));
  const text = (t: number) => signed(t, (Math.abs(t) / 1e9).toFixed(digits));
  return `${text(from)} – ${text(to)}${NARROW}s`;
}
