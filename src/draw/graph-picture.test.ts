import { describe, expect, test } from 'vitest';
import type { GraphEdges } from '../model/graph-answers.ts';
import { NONE } from '../model/ids.ts';
import { edgeLooks, pathText, placePlates, pointAt } from './graph-edges.ts';
import { exportDot, type GraphBox, layoutText, shortLabel } from './graph-picture.ts';

/** Edges 0 → 1 with these values; the caller of the last one is not known. */
function edgesOf(value: readonly number[], more: Partial<GraphEdges> = {}): GraphEdges {
  const none = () => new Uint8Array(value.length);
  return {
    from: Int32Array.from(value, (_, e) => (e === value.length - 1 ? NONE : 0)),
    to: new Int32Array(value.length).fill(1),
    value: Float64Array.from(value),
    before: null,
    inlined: none(),
    residual: none(),
    tier: none(),
    ...more,
  };
}

const box = (name: string): GraphBox => {
  const text = { strong: '1', rest: 'of 2', absent: false };
  return { name, label: name, texts: { both: text, base: text, after: text }, width: 72, height: 36, change: null };
};

describe('edges', () => {
  test('are as wide as their share of the heaviest, of either profile', () => {
    const edges = edgesOf([100, 50, 0], { before: Float64Array.of(0, 200, 0) });
    expect(edgeLooks(edges, 'both').map((x) => x.width)).toEqual([3, 5, 1]);
    expect(edgeLooks(edges, 'after').map((x) => x.width)).toEqual([3, 2, 1]);
    expect(edgeLooks(edges, 'base').map((x) => x.width)).toEqual([1, 5, 1]);
    expect(edgeLooks(edges, 'both').map((x) => x.tone)).toEqual(['grew', 'shrank', 'plain']);
  });

  test('of a seam have the style of their tier, in ink; a weight that is not known is not drawn', () => {
    const tier = Uint8Array.of(1, 2, 3, 4, 5, 0);
    const looks = edgeLooks(edgesOf([100, 100, 100, 100, 100, 100], { tier }), 'both');
    expect(looks.map((x) => x.dash)).toEqual(['', '', '6 3', '2 3', '1 5', '']);
    expect(looks.map((x) => x.width)).toEqual([5, 4.5, 2, 2, 2, 5]);
    expect(looks.map((x) => x.double)).toEqual([false, true, false, false, false, false]);
    expect(looks.map((x) => x.tone)).toEqual(['seam', 'seam', 'seam', 'seam', 'seam', 'plain']);
  });

  test('over functions that were left out are dotted', () => {
    expect(edgeLooks(edgesOf([1], { residual: Uint8Array.of(1) }), 'both')[0]?.dash).toBe('1 5');
  });

  test('end where the head begins; points lie at shares of their length', () => {
    const path = Float64Array.of(0, 0, 0, 30, 40, 30, 50, 30);
    expect(pathText(path)).toBe('M0.0 0.0L0.0 30.0L40.0 30.0');
    expect(pointAt(path, 0.5)).toEqual([10, 30]);
    expect(pointAt(path, 0.25)).toEqual([0, 20]);
    expect(pointAt(new Float64Array(0), 0.5)).toEqual([0, 0]);
  });
});

test('plates do not cover one another or a box: the next spot of the edge, or none', () => {
  const down = (x: number) => Float64Array.of(x, 0, x, 100);
  const placed = placePlates([down(0), down(10), down(200), down(0.5)], [40, 40, 40, 40], [2, 0, 1, 3], []);
  expect(placed.get(2)).toMatchObject({ x: 200, y: 50 });
  expect(placed.get(0)).toMatchObject({ x: 0, y: 50 });
  expect(placed.get(1)?.y).toBeCloseTo(26);
  expect(placed.get(3)?.y).toBeCloseTo(74);
  const short = Float64Array.of(0, 0, 0, 10);
  expect([...placePlates([short, short], [40, 40], [1, 0], []).keys()]).toEqual([1]);
  const box = { x: 0, y: 50, width: 30, height: 40 };
  expect(placePlates([down(0)], [40], [0], [box]).size).toBe(0);
  expect(placePlates([Float64Array.of(0, 0, 0, 200)], [40], [0], [box]).get(0)?.y).toBe(100);
});

describe('the text for Graphviz', () => {
  test('has boxes in inches, no labels, and an end for a caller that is not known', () => {
    const text = layoutText([box('a'), box('b')], edgesOf([3, 2]));
    expect(text).toContain('"n0" [label="" fixedsize="true" width="1" height="0.5"]');
    expect(text).toContain('"n0" -> "n1" [id="e0"]');
    expect(text).toContain('"s1" -> "n1" [id="e1"]');
    expect(text.match(/label="[^"]+"/g)).toBeNull();
  });

  test('to be saved names functions, amounts and tiers', () => {
    const edges = edgesOf([3, 2, 1], { tier: Uint8Array.of(0, 3, 5), residual: Uint8Array.of(1, 0, 0) });
    const text = exportDot(
      [box('m.a'), box('"b"')],
      { edges },
      (v) => `${v} kB`,
      (tier) => `t${tier}`,
    );
    expect(text).toContain('label="m.a\\n1 of 2"');
    expect(text).toContain('label="\\"b\\"\\n1 of 2"');
    expect(text).toContain('[label="3 kB" style="dotted"]');
    expect(text).toContain('[label="t3 · 2 kB" style="dashed"]');
    expect(text).toContain('"s2" -> "n1" [label="t5 · 1 kB" style="dotted"]');
  });
});

test('a label is the name without the path of its package, cut in front', () => {
  expect(shortLabel('example.com/a/b.(*T).Method')).toBe('b.(*T).Method');
  expect(shortLabel('std::vector<int, a/b>::push_back')).toBe('std::vector<int, a/b>::push_back');
  expect(shortLabel(`m.${'x'.repeat(60)}`)).toMatch(/^…x{33}$/);
});
