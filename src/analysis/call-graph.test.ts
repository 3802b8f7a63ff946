import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import { stringAt } from '../model/strings.ts';
import { profileFromText } from '../model/text-stacks.ts';
import { Analyst } from './analyst.ts';

const TYPES = [{ type: 'space', unit: 'bytes' }];
const BEFORE = `
  10       20          40
  m.main   m.main      m.main
  m.rec    m.rec       m.b
  m.rec    m.b         m.c
  m.c      m.rec
`;
const AFTER = `
  10       45          80
  m.main   m.main      m.main
  m.rec    m.rec       m.b
  m.rec    m.b         m.new [inl]
  m.c      m.rec
`;

function analyst(): Analyst {
  const open = new Analyst();
  [BEFORE, AFTER].forEach((text, i) => {
    open.add({ key: `s${i}`, name: `s${i}`, flavor: '', isDiff: false }, profileFromText(text, TYPES));
  });
  return open;
}

function picture(lens: Lens, nodeCount: number) {
  const { keys, flat, cum, flatBefore, cumBefore, edges } = analyst().graph({ lens, nodeCount });
  const name = (i: number) => stringAt(keys.strings, keys.name[i] ?? 0);
  const nodes = Array.from(flat, (f, i) => {
    const before = flatBefore === null || cumBefore === null ? '' : ` was ${flatBefore[i]}/${cumBefore[i]}`;
    return `${name(i)} ${f}/${cum[i]}${before}`;
  });
  const lines = Array.from(edges.from, (from, e) => {
    const marks = `${edges.inlined[e] === 1 ? ' inline' : ''}${edges.residual[e] === 1 ? ' residual' : ''}`;
    const before = edges.before === null ? '' : ` was ${edges.before[e]}`;
    return `${name(from)} → ${name(edges.to[e] ?? 0)} ${edges.value[e]}${before}${marks}`;
  });
  return { nodes: nodes.sort(), edges: lines.sort() };
}

const ONE: Lens = { ...DEFAULT_LENS, sources: ['s0'] };

test('a function and an edge count once per stack; calls to itself are no edge', () => {
  expect(picture(ONE, 80)).toEqual({
    nodes: ['m.b 0/60', 'm.c 50/50', 'm.main 0/70', 'm.rec 20/30'],
    edges: [
      'm.b → m.c 40',
      'm.b → m.rec 20',
      'm.main → m.b 40',
      'm.main → m.rec 30',
      'm.rec → m.b 20',
      'm.rec → m.c 10',
    ],
  });
});

test('what nodecount leaves out is bridged by residual edges and keeps its own value from its caller', () => {
  const { nodes, edges } = picture(ONE, 2);
  expect(nodes).toHaveLength(2);
  for (const edge of edges) expect(edge).toMatch(/residual$/);
  expect(picture(ONE, 3).edges.length).toBeGreaterThan(0);
});

test('a comparison has both values of nodes and edges, also of what is gone or new', () => {
  const lens: Lens = { ...DEFAULT_LENS, compare: { base: 's0', after: 's1', mode: 'growth' } };
  const { nodes, edges } = picture(lens, 80);
  expect(nodes).toContain('m.new 80/80 was 0/0');
  expect(nodes).toContain('m.c 10/10 was 50/50');
  expect(edges).toContain('m.b → m.new 80 was 0 inline');
  expect(edges).toContain('m.b → m.c 0 was 40');
});

/** One pass over every element of every stack: the plain meaning of the sums. */
function plainGraph(stacks: readonly { readonly path: readonly number[]; readonly value: number }[]) {
  const cum = new Map<string, number>();
  const add = (key: string, value: number) => cum.set(key, (cum.get(key) ?? 0) + value);
  for (const { path, value } of stacks) {
    const once = new Set<string>();
    path.forEach((key, d) => {
      once.add(`cum f${key}`);
      if (d > 0 && path[d - 1] !== key) once.add(`f${path[d - 1]} → f${key}`);
    });
    for (const key of once) add(key, value);
    add(`flat f${path[path.length - 1]}`, value);
  }
  return Object.fromEntries([...cum].filter(([, value]) => value !== 0));
}

test('sums of nodes and edges are those of every stack by itself, with recursion and shared callers', () => {
  const path = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 });
  const stacks = fc.array(fc.record({ path, value: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(stacks, (all) => {
      const open = new Analyst();
      const text = all.map(({ path, value }) => [value, ...path.map((k) => `f${k}`)]);
      const height = Math.max(...text.map((column) => column.length));
      const lines = Array.from({ length: height }, (_, i) => text.map((column) => String(column[i] ?? '').padEnd(4)));
      const drawn = lines.map((line) => line.join(' ')).join('\n');
      open.add({ key: 's', name: 's', flavor: '', isDiff: false }, profileFromText(drawn, TYPES));
      const lens: Lens = { ...DEFAULT_LENS, sources: ['s'], trim: false };
      const { keys, flat, cum, edges } = open.graph({ lens, nodeCount: 80 });
      const name = (i: number | undefined) => stringAt(keys.strings, keys.name[i ?? 0] ?? 0);
      const got: [string, number][] = [];
      for (let i = 0; i < keys.length; i++)
        got.push([`cum ${name(i)}`, cum[i] ?? 0], [`flat ${name(i)}`, flat[i] ?? 0]);
      edges.value.forEach((value, e) => {
        got.push([`${name(edges.from[e])} → ${name(edges.to[e])}`, value]);
      });
      expect(Object.fromEntries(got.filter(([, value]) => value !== 0))).toEqual(plainGraph(all));
    }),
    { numRuns: 200 },
  );
});
