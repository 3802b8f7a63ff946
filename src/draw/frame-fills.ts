import type { KeyTable } from '../model/call-tree.ts';
import { ORIGINS } from '../model/profile.ts';
import { packageOfKey } from './package-kind.ts';
import { type Fill, packageSlot, thirdPartyFill } from './palette.ts';
import type { FlameTheme } from './theme.ts';

export type FlameColour = 'origin' | 'package' | 'change';

// Numbers of the fills: a painter collects rectangles per number and sets each colour once a frame.
const OWN = 8;
const THIRD_PARTY = 16;
export const FILL_STANDARD = 24;
export const FILL_RUNTIME = 25;
export const FILL_SAME = 26;
export const FILL_GREW = 27;
export const FILL_SHRANK = 28;
export const FILL_GREW_VEIL = 29;
export const FILL_SHRANK_VEIL = 30;
export const FILL_SUNKEN = 31;
/** Hatches, drawn over what is below them. */
export const FILL_GONE = 32;
export const FILL_GONE_VEIL = 33;
export const FILL_MERGED = 34;
export const FILL_REST = 35;
export const FILL_UNKNOWN_HATCH = 36;
export const FILL_COUNT = 37;

/** Index of `unknown` among the origins; its frames are hatched. */
export const UNKNOWN_ORIGIN = ORIGINS.indexOf('unknown');

/** Plain fills of a theme by number; hatches are not among them. */
export function fillsOf(theme: FlameTheme): readonly Fill[] {
  const { frames } = theme;
  const fills: Fill[] = ORIGINS.map((origin) => frames.origins[origin]);
  const ink = frames.packageInk;
  for (const fill of frames.packages) fills.push({ fill, ink });
  for (let slot = 0; slot < 8; slot++) fills.push({ fill: thirdPartyFill(frames, slot), ink });
  fills.push({ fill: frames.standard, ink }, { fill: frames.runtime, ink });
  fills.push(frames.same, frames.grew, frames.shrank, frames.grewVeil, frames.shrankVeil);
  fills.push({ fill: theme.sunken, ink: theme.ink });
  if (!theme.forced) return fills;
  return fills.map(() => ({ fill: theme.canvas, ink: theme.ink }));
}

const UNSET = 255;

/** Fill numbers of the keys of a table under one way of colouring, found when first asked for. */
export class KeyFills {
  readonly keys: KeyTable;
  readonly colour: FlameColour;
  private readonly known: Uint8Array;

  constructor(keys: KeyTable, colour: FlameColour) {
    this.keys = keys;
    this.colour = colour;
    this.known = new Uint8Array(keys.length).fill(UNSET);
  }

  of(key: number): number {
    let fill = this.known[key] ?? UNSET;
    if (fill === UNSET) {
      fill = this.find(key);
      this.known[key] = fill;
    }
    return fill;
  }

  private find(key: number): number {
    if (this.colour === 'change') return FILL_SAME;
    if (this.colour === 'origin') return Math.min(this.keys.origin[key] ?? 0, ORIGINS.length - 1);
    const { kind, path } = packageOfKey(this.keys, key);
    if (kind === 'standard') return FILL_STANDARD;
    if (kind === 'runtime') return FILL_RUNTIME;
    return (kind === 'own' ? OWN : THIRD_PARTY) + packageSlot(path);
  }
}
