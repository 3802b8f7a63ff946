import { DARK, type FramePalette, LIGHT, rgbOf } from './palette.ts';

/** Everything a painter needs to know of the theme. */
export interface FlameTheme {
  readonly dark: boolean;
  /** Forced colours: frames are outlined instead of filled. */
  readonly forced: boolean;
  readonly canvas: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink3: string;
  readonly accent: string;
  readonly fontFamily: string;
  /** Names of vanished paths are slanted, but never in Chinese. */
  readonly italics: boolean;
  readonly frames: FramePalette;
}

const FALLBACK_FONT = 'system-ui, sans-serif';

function isDark(canvas: string): boolean {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(canvas);
  const hex = short === null ? canvas : `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  if (!/^#[0-9a-f]{6}$/i.test(hex)) return false;
  const [r, g, b] = rgbOf(hex);
  return r + g + b < 384;
}

/** Reads the role tokens of an element, once per change of theme. What a token does not say is taken from the palette. */
export function readTheme(element: Element): FlameTheme {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string) => style.getPropertyValue(`--${name}`).trim() || fallback;
  const forced = typeof matchMedia === 'function' && matchMedia('(forced-colors: active)').matches;
  const canvas = token('canvas', '#FFFFFF');
  const dark = isDark(canvas);
  const base = dark ? DARK : LIGHT;
  const fill = (name: string, from: { fill: string; ink: string }) => ({ fill: token(name, from.fill), ink: from.ink });
  const { origins } = base;
  const frames: FramePalette = {
    ...base,
    origins: {
      go: fill('origin-go', origins.go),
      'go-runtime': fill('origin-go-runtime', origins['go-runtime']),
      'cgo-seam': fill('origin-cgo-seam', origins['cgo-seam']),
      c: fill('origin-c', origins.c),
      'c++': fill('origin-cpp', origins['c++']),
      libc: fill('origin-libc', origins.libc),
      kernel: fill('origin-kernel', origins.kernel),
      unknown: fill('origin-unknown', origins.unknown),
    },
    grew: fill('grew', base.grew),
    shrank: fill('shrank', base.shrank),
    same: fill('same', base.same),
    grewVeil: fill('grew-veil', base.grewVeil),
    shrankVeil: fill('shrank-veil', base.shrankVeil),
  };
  const language = element.closest('[lang]')?.getAttribute('lang') ?? '';
  const common = { fontFamily: token('font-ui', FALLBACK_FONT), italics: !language.startsWith('zh'), frames, dark };
  if (forced) {
    return {
      ...common,
      forced,
      canvas: 'Canvas',
      sunken: 'Canvas',
      line: 'CanvasText',
      lineStrong: 'CanvasText',
      ink: 'CanvasText',
      ink3: 'CanvasText',
      accent: 'Highlight',
    };
  }
  return {
    ...common,
    forced,
    canvas,
    sunken: token('sunken', dark ? '#0C0E11' : '#EFF1F4'),
    line: token('line', dark ? '#272C34' : '#E3E6EB'),
    lineStrong: token('line-strong', dark ? '#414955' : '#C8CDD5'),
    ink: token('ink', dark ? '#E6E9ED' : '#16191D'),
    ink3: token('ink-3', dark ? '#8D96A3' : '#626B77'),
    accent: token('accent', dark ? '#93AAFF' : '#3451B2'),
  };
}
