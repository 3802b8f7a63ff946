import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORIGINS } from '../model/profile.ts';
import { FlameLayout } from './flame-layout.ts';
import { FlamePainter, type PaintInput } from './flame-painter.ts';
import { type FlameMode, FlameTree } from './flame-tree.ts';
import { KeyFills } from './frame-fills.ts';
import { naivePicture, naiveStacks } from './naive-tree.ts';
import { DARK, LIGHT } from './palette.ts';
import type { FlameTheme } from './theme.ts';
import { nodeAtPath, ROOT_NODE } from './tree-walk.ts';

/** A 2D context that writes down what it is told; a letter is 6 px wide. */
function recorder() {
  const log: string[] = [];
  const state = { fillStyle: '', strokeStyle: '', globalAlpha: 1, font: '', lineWidth: 1, dash: '' };
  const n = (...values: number[]) => values.map((v) => Math.round(v * 100) / 100).join(' ');
  const context = {
    ...state,
    setTransform: () => undefined,
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => undefined,
    clip: () => undefined,
    moveTo: () => undefined,
    lineTo: () => undefined,
    stroke: () => undefined,
    rect: (x: number, y: number, w: number, h: number) => log.push(`clip ${n(x, y, w, h)}`),
    fillRect(x: number, y: number, w: number, h: number) {
      log.push(`fill ${this.fillStyle}${this.globalAlpha < 1 ? `/${this.globalAlpha}` : ''} ${n(x, y, w, h)}`);
    },
    strokeRect(x: number, y: number, w: number, h: number) {
      log.push(`stroke ${this.strokeStyle} ${this.lineWidth}${this.dash} ${n(x, y, w, h)}`);
    },
    fillText(text: string, x: number) {
      log.push(`text ${this.fillStyle} ${n(x)} ${text}${this.font.startsWith('italic') ? ' (italic)' : ''}`);
    },
    setLineDash(dash: number[]) {
      this.dash = dash.length > 0 ? ` dashed ${dash.join('-')}` : '';
    },
    measureText: (text: string) => ({ width: text.length * 6 }),
    createPattern: () => ({ setTransform: () => undefined, toString: () => 'hatch' }),
  };
  return { log, context: context as unknown as CanvasRenderingContext2D };
}

beforeEach(() => {
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => recorder().context }) });
  vi.stubGlobal(
    'DOMMatrix',
    class {
      scale() {
        return this;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const theme = (dark: boolean): FlameTheme => ({
  dark,
  forced: false,
  canvas: 'canvas',
  sunken: 'sunken',
  line: 'line',
  lineStrong: 'line-strong',
  ink: 'ink',
  ink3: 'ink-3',
  accent: 'accent',
  fontFamily: 'sans-serif',
  italics: true,
  frames: dark ? DARK : LIGHT,
});

function paint(text: string, mode: FlameMode, more: Partial<PaintInput> & { dark?: boolean; width?: number } = {}) {
  const picture = naivePicture(naiveStacks(text), (name) => ORIGINS.indexOf(name.startsWith('m') ? 'libc' : 'go'));
  const weights = mode === 'plain' ? picture.weights : picture.compare;
  const flame = new FlameTree(picture.tree, weights, mode, 'size');
  const { log, context } = recorder();
  const width = more.width ?? 400;
  const size = { width, height: 200, rowHeight: 20, up: false };
  const view = { ...size, x0: 0, x1: flame.total, scroll: 0, root: ROOT_NODE, clip: null };
  new FlamePainter(context, theme(more.dark ?? false), 1).paint({
    ...size,
    list: new FlameLayout().layout(flame, view),
    flame,
    fills: new KeyFills(picture.keys, mode === 'plain' ? 'origin' : 'change'),
    words: {
      root: 'All',
      value: (v) => `${v} B`,
      delta: (d) => (d === 0 ? '' : `${d > 0 ? '▲ +' : '▼ −'}${Math.abs(d)} B`),
      more: (n) => `${n} more`,
      folded: (n) => `${n} outer`,
    },
    hover: null,
    linkedHover: null,
    selected: null,
    highlight: null,
    matches: null,
    tier: null,
    ...more,
  });
  return { log, ...picture };
}

describe('painter', () => {
  it('fills frames one pixel short and writes the value where there is room', () => {
    const { log } = paint('300 a.F\n100 malloc', 'plain');
    expect(log).toContain('fill sunken 0 0 399 19');
    expect(log).toContain('fill #85BFFB 0 20 299 19');
    expect(log).toContain('fill #A08E80 300 20 99 19');
    expect(log).toContain('text #16191D 5 a.F');
    expect(log).toContain('text #16191D 264 300 B');
    // 99 px is too narrow for a value.
    expect(log.filter((line) => line.includes('100 B'))).toEqual([]);
  });

  it('writes a label that crosses two inks twice, each half clipped', () => {
    const { log } = paint('100/30 a.LongFunctionName', 'envelope', { dark: true, width: 128 });
    const texts = log.filter((line) => line.includes('LongFunctionName'));
    expect(texts).toEqual(['text #E6E9ED 5 a.LongFunctionName', 'text #111418 5 a.LongFunctionName']);
    expect(log).toContain('clip 0 20 38 19');
    expect(log).toContain('clip 38 20 89 19');
  });

  it('puts a plate under a label on a hatch, and slants and outlines what is gone', () => {
    const { log } = paint('100/100 a.Same\n0/100 b.Away', 'envelope');
    const plate = log.indexOf('fill canvas 202 21 42 17');
    const label = log.indexOf('text ink 205 b.Away (italic)');
    expect(plate).toBeGreaterThan(0);
    expect(label).toBe(plate + 1);
    expect(log).toContain('stroke #0072B2 1 dashed 3-2 200.5 20.5 198 18');
  });

  it('draws new paths with a double left edge', () => {
    const { log } = paint('100/0 a.New', 'envelope');
    expect(log).toContain('fill ink 0 20 2 19');
    expect(log).toContain('fill canvas 2 20 1 19');
    expect(log).toContain('fill ink 3 20 1 19');
  });

  it('shows change within noise as a veil', () => {
    const stacks = '100/50 a.F';
    const { compare } = naivePicture(naiveStacks(stacks));
    const { log } = paint(stacks, 'envelope');
    expect(log).toContain('fill #D55E00 200 20 199 19');
    const veiled = new FlameTree(
      naivePicture(naiveStacks(stacks)).tree,
      { ...compare, veiled: Uint8Array.of(1) },
      'envelope',
      'size',
    );
    const again = paint(stacks, 'envelope', { flame: veiled });
    expect(again.log).toContain('fill #DBBDA6 200 20 199 19');
  });

  it('marks selection, hover in the other pane, matches and the rest', () => {
    const { tree, keys } = naivePicture(naiveStacks('300 a.F\n100 malloc'));
    const node = nodeAtPath(tree, keys, ['a.F']) ?? -2;
    const other = nodeAtPath(tree, keys, ['malloc']) ?? -2;
    const { log } = paint('300 a.F\n100 malloc', 'plain', {
      selected: node,
      linkedHover: other,
      matches: Uint8Array.of(1, 0),
    });
    expect(log).toContain('stroke accent 2 1 21 297 17');
    expect(log).toContain('stroke ink 2 dashed 4-3 301 21 97 17');
    expect(log).toContain('fill ink 0 36 299 3');
    expect(log).toContain('fill canvas/0.62 300 20 99 19');
  });

  it('draws the tier of a seam on the top edge', () => {
    const { log } = paint('300 a.F;malloc', 'plain', { tier: Uint8Array.of(0, 1) });
    expect(log).toContain('fill ink 0 40 399 2');
    const dashed = paint('300 a.F;malloc', 'plain', { tier: Uint8Array.of(0, 5) });
    expect(dashed.log).toContain('fill ink 9 40 6 2');
  });
});
