import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { expect, test } from 'vitest';
import { dotText } from '../model/dot.ts';
import { layoutOf } from './layout.ts';

test('paths lead from caller to callee, whatever the order of the text', async () => {
  const graphviz = await Graphviz.load();
  const box = { label: '', fixedsize: 'true', width: 1, height: 0.5 };
  const nodes = [0, 1, 2, 3].map((i) => ({ id: `n${i}`, attributes: box }));
  const calls = [
    [2, 3],
    [0, 1],
    [1, 2],
    [0, 3],
  ] as const;
  const edges = calls.map(([from, to], e) => ({ from: `n${from}`, to: `n${to}`, attributes: { id: `e${e}` } }));
  for (const splines of ['polyline', 'line']) {
    const layout = layoutOf(graphviz.layout(dotText({ splines }, nodes, edges), 'json', 'dot'));
    expect(layout.paths).toHaveLength(4);
    calls.forEach(([from, to], e) => {
      const path = layout.paths[e] ?? new Float64Array(0);
      const tip = path.length - 2;
      expect(Math.abs((path[0] ?? 0) - (layout.x[from] ?? 0))).toBeLessThanOrEqual(37);
      expect(Math.abs((path[1] ?? 0) - (layout.y[from] ?? 0))).toBeLessThanOrEqual(19);
      expect(Math.abs((path[tip] ?? 0) - (layout.x[to] ?? 0))).toBeLessThanOrEqual(37);
      expect(Math.abs((path[tip + 1] ?? 0) - (layout.y[to] ?? 0))).toBeLessThanOrEqual(19);
    });
    expect(layout.y[1]).toBeGreaterThan(layout.y[0] ?? 0);
  }
});
