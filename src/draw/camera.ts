/** Where one looks: the interval that fills the width (weight units of the whole tree) and the scrolled pixels. */
export interface Camera {
  readonly x0: number;
  readonly x1: number;
  readonly scroll: number;
}

/** What the camera may not leave. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly maxScroll: number;
}

/** A zoom ends where a pixel is too small a part of the total for doubles to place it well. */
const DEEPEST = 1e-11;

export function clampCamera(camera: Camera, bounds: Bounds): Camera {
  const whole = bounds.to - bounds.from;
  const least = Math.max(whole * 1e-9, Math.abs(bounds.to) * DEEPEST);
  const span = Math.min(whole, Math.max(least, camera.x1 - camera.x0));
  const x0 = Math.min(bounds.to - span, Math.max(bounds.from, camera.x0));
  const scroll = Math.max(0, Math.min(bounds.maxScroll, camera.scroll));
  return { x0, x1: span === whole ? bounds.to : x0 + span, scroll };
}

/** Zooms by `factor` (> 1 = nearer) with the place at `share` (0 left … 1 right) kept still. */
export function zoomAt(camera: Camera, factor: number, share: number, bounds: Bounds): Camera {
  const span = camera.x1 - camera.x0;
  const least = Math.max((bounds.to - bounds.from) * 1e-9, Math.abs(bounds.to) * DEEPEST);
  const next = Math.min(bounds.to - bounds.from, Math.max(least, span / factor));
  const x0 = camera.x0 + (span - next) * share;
  return clampCamera({ x0, x1: x0 + next, scroll: camera.scroll }, bounds);
}

/** Moves by a share of the width and by pixels. */
export function panBy(camera: Camera, share: number, pixels: number, bounds: Bounds): Camera {
  const by = (camera.x1 - camera.x0) * share;
  return clampCamera({ x0: camera.x0 + by, x1: camera.x1 + by, scroll: camera.scroll + pixels }, bounds);
}

export const SETTLE_MS = 140;

/** Camera between two others at `t` in 0 … 1, eased out (cubic). */
export function between(from: Camera, to: Camera, t: number): Camera {
  if (t >= 1) return to;
  const left = 1 - Math.max(0, t);
  const eased = 1 - left * left * left;
  const mix = (a: number, b: number) => a + (b - a) * eased;
  return { x0: mix(from.x0, to.x0), x1: mix(from.x1, to.x1), scroll: mix(from.scroll, to.scroll) };
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return a.x0 === b.x0 && a.x1 === b.x1 && a.scroll === b.scroll;
}
