import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, type Camera, clampCamera, panBy, zoomAt } from './camera.ts';
import { FlameTree } from './flame-tree.ts';
import { naivePicture, naiveStacks } from './naive-tree.ts';
import { nodeAtPath, ROOT_NODE } from './tree-walk.ts';
import { fitted, isBelow, revealing, rowOffset, zoomBounds, zoomExtent } from './zoom.ts';

const BOUNDS = { from: 100, to: 1100, maxScroll: 500 };
const anyCamera = fc
  .record({
    x0: fc.double({ min: 100, max: 1000, noNaN: true }),
    span: fc.double({ min: 1, max: 1000, noNaN: true }),
    scroll: fc.double({ min: 0, max: 500, noNaN: true }),
  })
  .map(({ x0, span, scroll }) => clampCamera({ x0, x1: x0 + span, scroll }, BOUNDS));

describe('camera', () => {
  it('never leaves its bounds and never turns inside out', () => {
    fc.assert(
      fc.property(
        anyCamera,
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (camera, factor, share, pan) => {
          for (const next of [zoomAt(camera, factor, share, BOUNDS), panBy(camera, pan, pan * 900, BOUNDS)]) {
            expect(next.x0).toBeGreaterThanOrEqual(100);
            expect(next.x1).toBeLessThanOrEqual(1100 + 1e-9);
            expect(next.x1).toBeGreaterThan(next.x0);
            expect(next.scroll).toBeGreaterThanOrEqual(0);
            expect(next.scroll).toBeLessThanOrEqual(500);
          }
        },
      ),
    );
  });

  it('keeps the place under the cursor when it zooms in', () => {
    fc.assert(
      fc.property(
        anyCamera,
        fc.double({ min: 1, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (camera, factor, share) => {
          const place = (c: Camera) => c.x0 + (c.x1 - c.x0) * share;
          expect(place(zoomAt(camera, factor, share, BOUNDS))).toBeCloseTo(place(camera), 6);
        },
      ),
    );
  });

  it('eases out and ends exactly', () => {
    const a = { x0: 0, x1: 100, scroll: 0 };
    const b = { x0: 50, x1: 60, scroll: 40 };
    expect(between(a, b, 0)).toEqual(a);
    expect(between(a, b, 1)).toBe(b);
    expect(between(a, b, 0.5).x0).toBeGreaterThan(25);
  });
});

describe('zoom to a path', () => {
  const { tree, keys, weights, compare } = naivePicture(
    naiveStacks('60/20 main;a;x;y\n0/90 main;b\n40/40 main;c;z'.replace(/^ +/gm, '')),
  );
  const flame = new FlameTree(tree, weights, 'plain', 'size');
  const zoom = (root: number, height = 80) => ({ flame, root, height, rowHeight: 20 });
  const node = (...path: string[]) => nodeAtPath(tree, keys, path) ?? -2;

  it('fills the width with the interval of the path', () => {
    expect(fitted(zoom(node('main', 'c')), 0)).toEqual({ x0: 60, x1: 100, scroll: 0 });
    expect(fitted(zoom(ROOT_NODE), 0)).toEqual({ x0: 0, x1: 100, scroll: 0 });
  });

  it('gives both panes of a comparison one length', () => {
    const base = new FlameTree(tree, compare, 'base', 'size');
    const after = new FlameTree(tree, compare, 'after', 'size');
    for (const at of [ROOT_NODE, node('main', 'a'), node('main', 'b')]) {
      const [one, two] = [zoomExtent(base, at), zoomExtent(after, at)];
      expect(one.to - one.from).toBe(two.to - two.from);
    }
  });

  it('scrolls as far as the deepest row', () => {
    expect(zoomBounds(zoom(ROOT_NODE)).maxScroll).toBe(20);
    expect(zoomBounds(zoom(node('main', 'c'))).maxScroll).toBe(0);
  });

  it('keeps rows in place when the zoom changes', () => {
    expect(rowOffset(zoom(ROOT_NODE), 10)).toBe(-10);
    expect(rowOffset(zoom(node('main', 'a', 'x')), 0)).toBe(0);
  });

  it('knows what lies below', () => {
    expect(isBelow(flame, node('main', 'a', 'x'), node('main', 'a'))).toBe(true);
    expect(isBelow(flame, node('main', 'a'), node('main', 'a'))).toBe(true);
    expect(isBelow(flame, node('main'), node('main', 'a'))).toBe(false);
    expect(isBelow(flame, node('main', 'c'), node('main', 'a'))).toBe(false);
  });

  it('moves only as much as shows a node', () => {
    const camera = { x0: 0, x1: 20, scroll: 0 };
    expect(revealing(zoom(ROOT_NODE), camera, node('main', 'a'), 1000)).toEqual(camera);
    expect(revealing(zoom(ROOT_NODE), camera, node('main', 'a', 'x', 'y'), 1000)).toEqual({ ...camera, scroll: 20 });
    expect(revealing(zoom(ROOT_NODE), camera, node('main', 'c'), 1000)).toEqual({ x0: 70, x1: 90, scroll: 0 });
    const near = revealing(zoom(ROOT_NODE), { x0: 0, x1: 100, scroll: 0 }, node('main', 'c'), 5);
    expect(near.x1 - near.x0).toBe(100);
  });
});
