import type { Origin } from '../model/profile.ts';

/** A fill and the ink that is read on it. */
export interface Fill {
  readonly fill: string;
  readonly ink: string;
}

/** The colours of frames in one theme (ui.md §3). The only colour literals outside tokens.css; `palette.test.ts` proves them. */
export interface FramePalette {
  readonly origins: Readonly<Record<Origin, Fill>>;
  /** Hairlines over `unknown`. */
  readonly unknownHatch: string;
  readonly grew: Fill;
  readonly shrank: Fill;
  readonly same: Fill;
  readonly grewVeil: Fill;
  readonly shrankVeil: Fill;
  readonly grewText: string;
  readonly shrankText: string;
  /** Eight hues of own packages. */
  readonly packages: readonly string[];
  readonly packageInk: string;
  readonly standard: string;
  readonly runtime: string;
}

const DARK_INK = '#16191D';

export const LIGHT: FramePalette = {
  origins: {
    go: { fill: '#85BFFB', ink: DARK_INK },
    'go-runtime': { fill: '#D2E9FF', ink: DARK_INK },
    'cgo-seam': { fill: '#FADD54', ink: DARK_INK },
    c: { fill: '#E89866', ink: DARK_INK },
    'c++': { fill: '#A173CF', ink: DARK_INK },
    libc: { fill: '#A08E80', ink: DARK_INK },
    kernel: { fill: '#8B95A3', ink: DARK_INK },
    unknown: { fill: '#D3D1CB', ink: DARK_INK },
  },
  unknownHatch: 'rgba(0, 0, 0, 0.09)',
  grew: { fill: '#D55E00', ink: DARK_INK },
  shrank: { fill: '#0072B2', ink: '#FFFFFF' },
  same: { fill: '#DDDDDD', ink: DARK_INK },
  grewVeil: { fill: '#DBBDA6', ink: DARK_INK },
  shrankVeil: { fill: '#A6C2D2', ink: DARK_INK },
  grewText: '#A84A00',
  shrankText: '#00619A',
  packages: ['#F4B4B3', '#EABE94', '#CACC93', '#A1D6B2', '#8BD7DA', '#9FCDF5', '#C6C0F5', '#E7B5DB'],
  packageInk: DARK_INK,
  standard: '#E4E7EC',
  runtime: '#CBD2DC',
};

export const DARK: FramePalette = {
  origins: {
    go: { fill: '#3A788A', ink: '#FFFFFF' },
    'go-runtime': { fill: '#47555C', ink: '#FFFFFF' },
    'cgo-seam': { fill: '#D9BC53', ink: DARK_INK },
    c: { fill: '#A05525', ink: '#FFFFFF' },
    'c++': { fill: '#713995', ink: '#FFFFFF' },
    libc: { fill: '#726D61', ink: '#FFFFFF' },
    kernel: { fill: '#2E3856', ink: '#FFFFFF' },
    unknown: { fill: '#3B3934', ink: '#FFFFFF' },
  },
  unknownHatch: 'rgba(255, 255, 255, 0.1)',
  grew: { fill: '#E8741A', ink: '#111418' },
  shrank: { fill: '#3E9BD8', ink: '#111418' },
  same: { fill: '#3A4049', ink: '#E6E9ED' },
  grewVeil: { fill: '#664D3D', ink: '#E6E9ED' },
  shrankVeil: { fill: '#3B576D', ink: '#E6E9ED' },
  grewText: '#F59A55',
  shrankText: '#6BB6EA',
  packages: ['#774545', '#704D29', '#585928', '#336144', '#156165', '#31597A', '#554E7A', '#6D4665'],
  packageInk: '#FFFFFF',
  standard: '#2B313A',
  runtime: '#3A4250',
};

/** Red, green and blue in 0 … 255 of `#RRGGBB`. */
export function rgbOf(hex: string): [number, number, number] {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** `share` of colour `b` in `a`, in sRGB. */
export function mix(a: string, b: string, share: number): string {
  const from = rgbOf(a);
  const to = rgbOf(b);
  const channel = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  const n = (channel(0) << 16) | (channel(1) << 8) | channel(2);
  return `#${n.toString(16).padStart(6, '0').toUpperCase()}`;
}

/** Third-party packages keep their hue, but 55 % of them is the quiet grey of the standard library. */
export function thirdPartyFill(palette: FramePalette, slot: number): string {
  return mix(palette.packages[slot] ?? palette.standard, palette.standard, 0.55);
}

const encoder = new TextEncoder();

/** FNV-1a, 32 bits, of the UTF-8 bytes. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export function packageSlot(packagePath: string): number {
  return fnv1a(packagePath) % 8;
}
