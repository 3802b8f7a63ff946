import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_FOLDED, BOX_FRAME, BOX_MERGED, BOX_REST, type DrawList, FLAG_GONE, FLAG_NEW } from './draw-list.ts';
import { FlameLayout, type Viewport } from './flame-layout.ts';
import { type FlameMode, type FlameOrder, FlameTree } from './flame-tree.ts';
import { hitTest, nodeByArrow } from './hit-test.ts';
import { type NaiveStack, naivePicture, naiveStacks } from './naive-tree.ts';
import { sortDown } from './sort-down.ts';
import { deepestRows, depthOf, nameOf, nodeAtPath, parentNode, pathOf, ROOT_NODE, runOf } from './tree-walk.ts';

function flameOf(stacks: readonly NaiveStack[], order: FlameOrder = 'size', mode: FlameMode = 'plain') {
  const picture = naivePicture(stacks);
  const weights = mode === 'plain' ? picture.weights : picture.compare;
  return { ...picture, flame: new FlameTree(picture.tree, weights, mode, order) };
}

function view(flame: FlameTree, changes: Partial<Viewport> = {}): Viewport {
  return {
    width: 100,
    height: 400,
    rowHeight: 20,
    x0: 0,
    x1: flame.total,
    scroll: 0,
    root: ROOT_NODE,
    up: false,
    clip: null,
    ...changes,
  };
}

/** The list as text: one line per tree row, `name x+width` with letters for the other kinds. */
function drawn(list: DrawList, name: (node: number) => string): string[] {
  const lines = new Map<number, string[]>();
  for (let s = 0; s < list.rows; s++) {
    for (let p = list.rowFirst[s] ?? 0; p < (list.rowFirst[s + 1] ?? 0); p++) {
      const i = list.byRow[p] ?? 0;
      const kind = list.kind[i];
      const node = list.node[i] ?? 0;
      const what =
        kind === BOX_MERGED
          ? `~${(list.to[i] ?? 0) - (list.from[i] ?? 0)}`
          : kind === BOX_REST
            ? 'rest'
            : kind === BOX_FOLDED
              ? `folded${list.from[i]}`
              : node < 0
                ? '*'
                : name(node);
      const row = lines.get(s) ?? [];
      row.push(`${what} ${round(list.x[i])}+${round(list.width[i])}`);
      lines.set(s, row);
    }
  }
  return [...lines].map(([s, boxes]) => `${s}: ${boxes.join(' | ')}`);
}
const round = (n: number | undefined) => Math.round((n ?? 0) * 100) / 100;

const SMALL = naiveStacks(`
  30 main;a;x
  10 main;a
  50 main;b;y;z
  10 main;c`);

describe('the picture of a small tree', () => {
  it('puts the largest sibling first and self weight last', () => {
    const { flame, tree, keys } = flameOf(SMALL);
    const list = new FlameLayout().layout(flame, view(flame));
    expect(drawn(list, (n) => nameOf(tree, keys, n))).toEqual([
      '0: * 0+100',
      '1: main 0+100',
      '2: b 0+50 | a 50+40 | c 90+10',
      '3: y 0+50 | x 50+30',
      '4: z 0+50',
    ]);
  });

  it('follows the alphabet when asked', () => {
    const { flame, tree, keys } = flameOf(SMALL, 'name');
    const list = new FlameLayout().layout(flame, view(flame));
    expect(drawn(list, (n) => nameOf(tree, keys, n))[2]).toBe('2: a 0+40 | b 40+50 | c 90+10');
  });

  it('zooms to a path with its ancestors above it', () => {
    const { flame, tree, keys } = flameOf(SMALL);
    const root = nodeAtPath(tree, keys, ['main', 'a']) ?? -2;
    const from = flame.start(root);
    const to = from + flame.size(root);
    const list = new FlameLayout().layout(flame, view(flame, { root, x0: from, x1: to, clip: [from, to] }));
    expect(drawn(list, (n) => nameOf(tree, keys, n))).toEqual([
      '0: * 0+100',
      '1: main 0+100',
      '2: a 0+100',
      '3: x 0+75',
    ]);
    expect(list.stickyRows).toBe(2);
  });

  it('draws from the bottom up as a flame', () => {
    const { flame } = flameOf(SMALL);
    const list = new FlameLayout().layout(flame, view(flame, { up: true, height: 400 }));
    expect(list.y[list.byRow[0] ?? 0]).toBe(380);
    expect(hitTest(list, view(flame, { up: true }), 10, 399)).toBe(list.byRow[0]);
  });

  it('scrolls rows, but not the root row', () => {
    const { flame, tree, keys } = flameOf(SMALL);
    const list = new FlameLayout().layout(flame, view(flame, { height: 60, scroll: 30 }));
    expect(drawn(list, (n) => nameOf(tree, keys, n))).toEqual([
      '0: * 0+100',
      '1: b 0+50 | a 50+40 | c 90+10',
      '2: y 0+50 | x 50+30',
      '3: z 0+50',
    ]);
    const b = list.byRow[list.rowFirst[1] ?? 0] ?? 0;
    expect(list.y[b]).toBe(10);
  });

  it('folds outer ancestors of a deep zoom into one row', () => {
    const deep = [{ frames: Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, '0')}`), value: 8 }];
    const { flame, tree, keys } = flameOf(deep);
    const list = new FlameLayout().layout(flame, view(flame, { root: 20, height: 240 }));
    // 12 rows fit, 4 may stick: the root, the folded ones, two ancestors.
    expect(drawn(list, (n) => nameOf(tree, keys, n)).slice(0, 5)).toEqual([
      '0: * 0+100',
      '1: folded18 0+100',
      '2: f18 0+100',
      '3: f19 0+100',
      '4: f20 0+100',
    ]);
    expect(list.node[list.byRow[1] ?? 0]).toBe(17);
  });
});

describe('siblings below a pixel', () => {
  const MANY: NaiveStack[] = [{ frames: ['main', 'big'], value: 500 }];
  for (let i = 0; i < 500; i++) MANY.push({ frames: ['main', `s${String(i).padStart(3, '0')}`, 'leaf'], value: 1 });

  it('become one box that knows what it stands for', () => {
    const { flame, tree, keys } = flameOf(MANY);
    const list = new FlameLayout().layout(flame, view(flame));
    expect(drawn(list, (n) => nameOf(tree, keys, n))).toEqual([
      '0: * 0+100',
      '1: main 0+100',
      '2: big 0+50 | ~500 50+50',
    ]);
    const box = list.byRow[(list.rowFirst[2] ?? 0) + 1] ?? 0;
    expect(flame.merged(list.run[box] ?? 0, list.from[box] ?? 0, list.to[box] ?? 0)).toEqual({
      siblings: 500,
      frames: 1000,
      stacks: 500,
      size: 500,
    });
    expect([list.start[box], list.size[box]]).toEqual([500, 500]);
  });

  it('can be zoomed into, and stay the same box wherever the picture is panned', () => {
    const { flame, tree, keys } = flameOf(MANY);
    const layout = new FlameLayout();
    const near = drawn(layout.layout(flame, view(flame, { x0: 700, x1: 720 })), (n) => nameOf(tree, keys, n));
    expect(near[2]?.split(' | ').length).toBe(20);
    const panned = layout.layout(flame, view(flame, { x0: 600, x1: 900 }));
    const box = panned.byRow[panned.rowFirst[2] ?? 0] ?? 0;
    expect([panned.kind[box], panned.start[box], panned.size[box]]).toEqual([BOX_MERGED, 500, 500]);
  });
});

describe('comparisons', () => {
  const PAIR = naiveStacks(
    `
    30/10 main;a
    0/20  main;gone
    40/40 main;same
    10/0  main;new`.replace(/ {2,}/g, ' '),
  );

  it('splits a box of the envelope into common, grown and gone', () => {
    const { flame, tree, keys } = flameOf(PAIR, 'name', 'envelope');
    const list = new FlameLayout().layout(flame, view(flame));
    const box = (name: string) => {
      for (let i = 0; i < list.length; i++) if (nameOf(tree, keys, list.node[i] ?? -1) === name) return i;
      return -1;
    };
    expect([0, box('main')].map((i) => [list.commonEnd[i], list.grewEnd[i]])).toEqual([
      [50, 80],
      [50, 80],
    ]);
    expect([list.commonEnd[box('a')], list.grewEnd[box('a')]]).toEqual([10, 30]);
    expect([list.x[box('gone')], list.commonEnd[box('gone')], list.grewEnd[box('gone')]]).toEqual([30, 30, 30]);
    expect((list.flags[box('gone')] ?? 0) & FLAG_GONE).toBe(FLAG_GONE);
    expect((list.flags[box('new')] ?? 0) & FLAG_NEW).toBe(FLAG_NEW);
  });

  it('shows only what grew, or only what shrank', () => {
    const grown = flameOf(PAIR, 'size', 'growth');
    const list = new FlameLayout().layout(grown.flame, view(grown.flame));
    expect(drawn(list, (n) => nameOf(grown.tree, grown.keys, n))[2]).toBe('2: a 0+66.67 | new 66.67+33.33');
    const shrunk = flameOf(PAIR, 'size', 'shrink');
    const other = new FlameLayout().layout(shrunk.flame, view(shrunk.flame));
    expect(drawn(other, (n) => nameOf(shrunk.tree, shrunk.keys, n))[2]).toBe('2: gone 0+100');
  });

  it('gives both panes one scale and one order', () => {
    const base = flameOf(PAIR, 'size', 'base');
    const after = flameOf(PAIR, 'size', 'after');
    const extent = Math.max(base.flame.total, after.flame.total);
    const left = new FlameLayout().layout(base.flame, view(base.flame, { x1: extent, extent }));
    expect(drawn(left, (n) => nameOf(base.tree, base.keys, n))).toEqual([
      '0: * 0+87.5 | rest 87.5+12.5',
      '1: main 0+87.5',
      '2: same 0+50 | a 50+12.5 | gone 62.5+25',
    ]);
    const right = new FlameLayout().layout(after.flame, view(after.flame, { x1: extent, extent }));
    expect(drawn(right, (n) => nameOf(after.tree, after.keys, n))[2]).toBe('2: same 0+50 | a 50+37.5 | new 87.5+12.5');
  });

  it('orders by growth', () => {
    const { flame, tree, keys } = flameOf(PAIR, 'growth', 'envelope');
    const list = new FlameLayout().layout(flame, view(flame));
    expect(drawn(list, (n) => nameOf(tree, keys, n))[2]).toMatch(/a 0.* new .* same .* gone /);
  });
});

const anyStacks = fc.array(
  fc.record({
    frames: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 0, maxLength: 9 }),
    value: fc.integer({ min: 0, max: 1000 }),
    before: fc.integer({ min: 0, max: 1000 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const anyMode = fc.constantFrom<FlameMode>('plain', 'envelope', 'growth', 'shrink', 'base', 'after');
const anyOrder = fc.constantFrom<FlameOrder>('size', 'name', 'growth');

describe('any tree', () => {
  it('keeps children inside their parent and hides no stretch of a pixel or more', () => {
    fc.assert(
      fc.property(anyStacks, anyMode, anyOrder, fc.integer({ min: 5, max: 300 }), (stacks, mode, order, width) => {
        const { flame, tree } = flameOf(stacks, order, mode);
        const list = new FlameLayout().layout(flame, view(flame, { width, height: 1000 }));
        if (flame.total <= 0) return;
        const scale = width / flame.total;
        for (let i = 0; i < list.length; i++) {
          const node = list.node[i] ?? 0;
          if (list.kind[i] === BOX_MERGED) continue;
          const run = node < 0 ? 0 : runOf(tree, node);
          if (node >= 0 && node < (tree.first[run + 1] ?? 0) - 1) continue;
          let childSum = 0;
          for (let c = run + 1; c < (tree.end[run] ?? 0); c = tree.end[c] ?? 0) childSum += flame.sizeOfRun(c);
          expect(childSum).toBeLessThanOrEqual(flame.sizeOfRun(run));
          // What the children's row must cover: from the box's start over the children.
          const from = (list.start[i] ?? 0) * scale;
          const to = from + childSum * scale;
          const covers: [number, number][] = [];
          for (let j = 0; j < list.length; j++) {
            if ((list.row[j] ?? 0) !== (list.row[i] ?? 0) + 1) continue;
            const x = list.x[j] ?? 0;
            if (x >= from - 0.01 && x < to) covers.push([x, x + (list.width[j] ?? 0)]);
          }
          let at = from;
          for (const [a, b] of covers.sort((p, q) => p[0] - q[0])) {
            expect(a - at).toBeLessThan(1.01);
            expect(a - at).toBeGreaterThan(-0.01);
            at = b;
          }
          expect(to - at).toBeLessThan(1.01);
          for (const [a, b] of covers) expect(b - a).toBeGreaterThan(0.99);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds by hit test exactly the box that was laid out', () => {
    fc.assert(
      fc.property(
        anyStacks,
        anyMode,
        fc.boolean(),
        fc.integer({ min: 0, max: 90 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (stacks, mode, up, scroll, share) => {
          const { flame } = flameOf(stacks, 'size', mode);
          const x0 = flame.total * share;
          const shown = view(flame, { height: 130, scroll, up, x0 });
          const list = new FlameLayout().layout(flame, shown);
          for (let i = 0; i < list.length; i++) {
            const y = (list.y[i] ?? 0) + 10;
            const fromRoot = up ? 130 - y : y;
            if (fromRoot < 0 || fromRoot >= 130 || ((list.row[i] ?? 0) > 0 && fromRoot < 20)) continue;
            if ((list.width[i] ?? 0) < 0.1) continue;
            expect(hitTest(list, shown, (list.x[i] ?? 0) + (list.width[i] ?? 0) / 2, y)).toBe(i);
          }
          expect(hitTest(list, shown, -1, 10)).toBe(-1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('places a node where `start` says, at any zoom', () => {
    fc.assert(
      fc.property(anyStacks, anyOrder, fc.nat(), (stacks, order, pick) => {
        const { flame, tree } = flameOf(stacks, order, 'envelope');
        if (tree.nodes === 0) return;
        const root = pick % tree.nodes;
        const size = flame.size(root);
        if (size <= 0) return;
        const from = flame.start(root);
        const shown = view(flame, { root, x0: from, x1: from + size, clip: [from, from + size] });
        const list = new FlameLayout().layout(flame, shown);
        let seen = false;
        for (let i = 0; i < list.length; i++) {
          if ((list.row[i] ?? 0) <= flame.depth(root) && list.kind[i] === BOX_FRAME) {
            expect([list.x[i], round(list.width[i])]).toEqual([0, 100]);
          }
          if (list.node[i] === root) seen = true;
        }
        expect(seen).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('walks: paths, depths and parents agree', () => {
    fc.assert(
      fc.property(anyStacks, (stacks) => {
        const { tree, keys } = naivePicture(stacks);
        const deepest = deepestRows(tree);
        for (let node = 0; node < tree.nodes; node++) {
          const path = pathOf(tree, keys, node);
          expect(nodeAtPath(tree, keys, path)).toBe(node);
          expect(depthOf(tree, node)).toBe(path.length);
          expect(pathOf(tree, keys, parentNode(tree, node))).toEqual(path.slice(0, -1));
          expect(deepest[0]).toBeGreaterThanOrEqual(path.length);
        }
        expect(nodeAtPath(tree, keys, [])).toBe(ROOT_NODE);
        expect(nodeAtPath(tree, keys, ['no such frame'])).toBeNull();
      }),
    );
  });
});

it('moves by arrows to parent, first child and siblings', () => {
  const { flame, tree, keys } = flameOf(SMALL);
  const at = (...path: string[]) => nodeAtPath(tree, keys, path);
  const a = at('main', 'a') ?? 0;
  expect(nodeByArrow(flame, ROOT_NODE, 'ArrowDown', false)).toBe(at('main'));
  expect(nodeByArrow(flame, at('main') ?? 0, 'ArrowDown', false)).toBe(at('main', 'b'));
  expect(nodeByArrow(flame, a, 'ArrowUp', false)).toBe(at('main'));
  expect(nodeByArrow(flame, a, 'ArrowUp', true)).toBe(at('main', 'a', 'x'));
  expect(nodeByArrow(flame, a, 'ArrowLeft', false)).toBe(at('main', 'b'));
  expect(nodeByArrow(flame, a, 'ArrowRight', false)).toBe(at('main', 'c'));
  expect(nodeByArrow(flame, at('main', 'c') ?? 0, 'ArrowRight', false)).toBeNull();
  expect(nodeByArrow(flame, at('main', 'b', 'y', 'z') ?? 0, 'ArrowDown', false)).toBeNull();
});

it('sorts large inputs like small ones', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e15 }), { maxLength: 40 }), fc.nat(), (seed, by) => {
      const keys = Float64Array.from(
        { length: 5000 },
        (_, i) => (seed[(i * 7 + by) % Math.max(1, seed.length)] ?? 0) % 1e6,
      );
      const expected = Array.from(keys.keys()).sort((a, b) => (keys[b] ?? 0) - (keys[a] ?? 0) || a - b);
      expect(Array.from(sortDown(keys))).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});
