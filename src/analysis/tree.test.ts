import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { profileFromText } from '../model/text-stacks.ts';
import { Analyst } from './analyst.ts';
import { drawTree, nodesOf, treeProblems } from './testing/draw-tree.ts';

function analystOf(...profiles: readonly Profile[]): Analyst {
  const analyst = new Analyst();
  profiles.forEach((profile, i) => {
    analyst.add({ key: `s${i}`, name: `s${i}`, flavor: '', isDiff: false }, profile);
  });
  return analyst;
}

function draw(lens: Partial<Lens>, ...profiles: readonly Profile[]): string {
  const { picture, weights } = analystOf(...profiles).flame({
    lens: { ...DEFAULT_LENS, sources: ['s0'], ...lens },
    have: 0,
  });
  if (picture === null) throw new Error('no picture');
  expect(treeProblems(picture.tree)).toEqual([]);
  const prefixes = weights.kind === 'plain' ? [weights.value] : [weights.before, weights.after];
  return drawTree(picture.tree, picture.keys, ...prefixes);
}

const lines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/^ {6}/, ''))
    .join('\n');

const SMALL = `
  10      5       3       2       1
  m.main  m.main  m.main  m.up    m.main
  m.read  m.read  m.read  m.read  m.write
  m.fill  m.fill          m.main
`;

describe('call tree', () => {
  test('shares prefixes, sorts by name, keeps self values inside', () => {
    expect(draw({}, profileFromText(SMALL))).toBe(
      lines(`
      m.main 19
        m.read 18 self 3
          m.fill 15 self 15
        m.write 1 self 1
      m.up 2
        m.read 2
          m.main 2 self 2`),
    );
  });

  test('bottom up', () => {
    expect(draw({ shape: 'bottomup' }, profileFromText(SMALL))).toBe(
      lines(`
      m.fill 15
        m.read 15
          m.main 15 self 15
      m.main 2
        m.read 2
          m.up 2 self 2
      m.read 3
        m.main 3 self 3
      m.write 1
        m.main 1 self 1`),
    );
  });

  test('sandwich: callees from the outermost occurrence, callers above it', () => {
    const profile = profileFromText(`
      4    2    1
      m.a  m.b  m.c
      m.f  m.f  m.d
      m.x  m.f
      m.f  m.y
    `);
    const lens: Lens = { ...DEFAULT_LENS, sources: ['s0'], shape: 'sandwich', pivot: 'm.f' };
    const { picture, weights, callers } = analystOf(profile).flame({ lens, have: 0 });
    if (picture === null || callers?.tree == null || weights.kind !== 'plain' || callers.weights.kind !== 'plain') {
      throw new Error('no sandwich');
    }
    expect(treeProblems(picture.tree)).toEqual([]);
    expect(treeProblems(callers.tree)).toEqual([]);
    expect(drawTree(picture.tree, picture.keys, weights.value)).toBe(
      lines(`
      m.f 6
        m.f 2
          m.y 2 self 2
        m.x 4
          m.f 4 self 4`),
    );
    expect(drawTree(callers.tree, picture.keys, callers.weights.value)).toBe(
      lines(`
      m.f 6
        m.a 4 self 4
        m.b 2 self 2`),
    );
  });

  test('comparison: before/after per node of the merged tree', () => {
    const before = profileFromText(`
      10   5
      m.a  m.a
      m.b  m.c
    `);
    const after = profileFromText(`
      20   7
      m.a  m.a
      m.b  m.d
    `);
    const lens: Partial<Lens> = { sources: [], compare: { base: 's0', after: 's1', mode: 'envelope' } };
    expect(draw(lens, before, after)).toBe(
      lines(`
      m.a 15/27
        m.b 10/20 self 10/20
        m.c 5/0 self 5/0
        m.d 0/7 self 0/7`),
    );
    const answer = analystOf(before, after).flame({ lens: { ...DEFAULT_LENS, ...lens }, have: 0 });
    expect(answer.total).toBe(15);
    if (answer.weights.kind !== 'compare') throw new Error('not a comparison');
    const last = (p: Float64Array) => p[p.length - 1];
    expect(last(answer.weights.envelope)).toBe(32);
    expect(last(answer.weights.grew)).toBe(17);
    expect(last(answer.weights.shrank)).toBe(5);
  });

  test('different builds compare: generics folded, Go by name, C apart by file and module', () => {
    const one = profileFromText(`
      1                                      2                         4
      m.F[go.shape.int]                      m.g [file:/old/g.go]      put [file:a.c] [lib:/x/liba.so]
    `);
    const two = profileFromText(`
      8                                      16                        32
      m.F[...]                               m.g [file:/new/g.go]      put [file:a.c] [lib:/y/libb.so]
    `);
    const lens: Partial<Lens> = { compare: { base: 's0', after: 's1', mode: 'envelope' } };
    expect(draw(lens, one, two)).toBe(
      lines(`
      m.F[…] 1/8 self 1/8
      m.g 2/16 self 2/16
      put 4/0 self 4/0
      put 0/32 self 0/32`),
    );
  });

  test('inlined only where every occurrence is', () => {
    const profile = profileFromText(`
      1           2           4
      m.a         m.a         m.a
      m.b [inl]   m.b [inl]   m.b [line:9]
      m.c [inl]   m.d         m.c [inl]
    `);
    expect(draw({}, profile)).toBe(
      lines(`
      m.a 7
        m.b 7
          m.c 5 self 5 inl
          m.d 2 self 2`),
    );
  });

  test('unnamed frames are module and offset', () => {
    const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
    const mapping = builder.addMapping({ start: 0x1000n, limit: 0x9000n, offset: 0x200n, file: '/usr/lib/libfoo.so' });
    const at = (address: bigint) => builder.location([{ mapping, address }]);
    builder.sample(builder.stack([at(0x1234n), at(0x2000n)]), [3]);
    builder.sample(builder.stack([builder.location([{ address: 0x77n }])]), [4]);
    const profile = builder.finish();
    expect(draw({}, profile)).toBe(
      lines(`
      0x77 4 self 4
      libfoo.so+0x434 3
        libfoo.so+0x1200 3 self 3`),
    );
    expect(draw({ granularity: 'modules' }, profile)).toBe(
      lines(`
      <unknown> 4 self 4
      libfoo.so 3
        libfoo.so 3 self 3`),
    );
  });

  test('empty stacks belong to the root alone', () => {
    const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
    builder.sample(builder.stack([]), [3]);
    builder.sample(builder.stack([builder.location([{ name: 'm.a' }])]), [4]);
    const { picture, weights } = analystOf(builder.finish()).flame({
      lens: { ...DEFAULT_LENS, sources: ['s0'] },
      have: 0,
    });
    expect(picture?.tree.ends[0]).toBe(1);
    expect(weights.kind === 'plain' && Array.from(weights.value)).toEqual([0, 3, 7]);
  });
});

describe('the picture is asked for once', () => {
  test('another sample type or focus keeps the tree, hide does not', () => {
    const analyst = analystOf(profileFromText(SMALL));
    const lens: Lens = { ...DEFAULT_LENS, sources: ['s0'] };
    const first = analyst.flame({ lens, have: 0 });
    const focused = analyst.flame({
      lens: { ...lens, filters: [{ verb: 'focus', value: 'fill' }] },
      have: first.treeId,
    });
    expect(focused.treeId).toBe(first.treeId);
    expect(focused.picture).toBeNull();
    expect(focused.weights.kind === 'plain' && focused.weights.value[4]).toBe(15);
    expect([focused.kept, focused.all]).toEqual([1, 4]);
    const hidden = analyst.flame({ lens: { ...lens, filters: [{ verb: 'hide', value: 'read' }] }, have: first.treeId });
    expect(hidden.treeId).not.toBe(first.treeId);
    expect(hidden.picture).not.toBeNull();
  });
});

/** Stacks over a small alphabet, so that prefixes, repetition and recursion are common. */
const stacks = fc.array(
  fc.record({
    names: fc.array(fc.constantFrom('m.a', 'm.b', 'm.c', 'x.d'), { maxLength: 7 }),
    value: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 40 },
);
type Drawn = { readonly names: readonly string[]; readonly value: number };

function profileOf(samples: readonly Drawn[]): Profile {
  const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
  samples.forEach(({ names, value }, i) => {
    // Lines differ, so that equal names are different stacks of the raw tables.
    const locations = names.map((name, d) => builder.location([{ name, line: (i + d) % 3 }]));
    builder.sample(builder.stack(locations), [value]);
  });
  return builder.finish();
}

/** The reference: a trie of maps. */
function trie(sides: readonly (readonly Drawn[])[]): Map<string, { total: number[]; self: number[] }> {
  const nodes = new Map<string, { total: number[]; self: number[] }>();
  sides.forEach((samples, side) => {
    for (const { names, value } of samples) {
      for (let d = 1; d <= names.length; d++) {
        const id = names.slice(0, d).join(';');
        const node = nodes.get(id) ?? { total: sides.map(() => 0), self: sides.map(() => 0) };
        nodes.set(id, node);
        node.total[side] = (node.total[side] as number) + value;
        if (d === names.length) node.self[side] = (node.self[side] as number) + value;
      }
    }
  });
  return nodes;
}

function sameAsTrie(
  flame: ReturnType<Analyst['flame']>,
  sides: readonly (readonly Drawn[])[],
  part: 'picture' | 'callers' = 'picture',
): void {
  const tree = part === 'picture' ? flame.picture?.tree : flame.callers?.tree;
  const weights = part === 'picture' ? flame.weights : flame.callers?.weights;
  if (tree == null || weights === undefined || flame.picture === null) throw new Error('no tree');
  expect(treeProblems(tree)).toEqual([]);
  const prefixes = weights.kind === 'plain' ? [weights.value] : [weights.before, weights.after];
  const nodes = nodesOf(tree, flame.picture.keys, prefixes);
  const expected = trie(sides);
  expect(nodes.map((n) => n.path.join(';'))).toEqual([...expected.keys()].sort(byPath));
  for (const node of nodes) {
    expect(node.totals).toEqual(expected.get(node.path.join(';'))?.total);
    expect(node.selves).toEqual(expected.get(node.path.join(';'))?.self);
  }
}

function byPath(a: string, b: string): number {
  const x = a.split(';');
  const y = b.split(';');
  for (let i = 0; i < x.length && i < y.length; i++) {
    if (x[i] !== y[i]) return (x[i] as string) < (y[i] as string) ? -1 : 1;
  }
  return x.length - y.length;
}

describe('equal to a trie of maps', () => {
  const one: Lens = { ...DEFAULT_LENS, sources: ['s0'] };

  test('top down, bottom up', () => {
    fc.assert(
      fc.property(stacks, (samples) => {
        const analyst = analystOf(profileOf(samples));
        sameAsTrie(analyst.flame({ lens: one, have: 0 }), [samples]);
        const inverted = samples.map((s) => ({ ...s, names: [...s.names].reverse() }));
        sameAsTrie(analyst.flame({ lens: { ...one, shape: 'bottomup' }, have: 0 }), [inverted]);
      }),
      { numRuns: 300 },
    );
  });

  test('sandwich', () => {
    fc.assert(
      fc.property(stacks, (samples) => {
        const lens: Lens = { ...one, shape: 'sandwich', pivot: 'm.b' };
        const flame = analystOf(profileOf(samples)).flame({ lens, have: 0 });
        const inside = samples.filter((s) => s.names.includes('m.b'));
        const cut = (s: Drawn) => s.names.indexOf('m.b');
        sameAsTrie(flame, [inside.map((s) => ({ ...s, names: s.names.slice(cut(s)) }))]);
        const up = inside.map((s) => ({ ...s, names: s.names.slice(0, cut(s) + 1).reverse() }));
        sameAsTrie(flame, [up], 'callers');
      }),
      { numRuns: 300 },
    );
  });

  test('comparison in every shape, and its weights', () => {
    fc.assert(
      fc.property(stacks, stacks, fc.constantFrom('topdown' as const, 'bottomup' as const), (before, after, shape) => {
        const lens: Lens = { ...DEFAULT_LENS, shape, compare: { base: 's0', after: 's1', mode: 'envelope' } };
        const flame = analystOf(profileOf(before), profileOf(after)).flame({ lens, have: 0 });
        const turn = (samples: readonly Drawn[]) =>
          shape === 'topdown' ? samples : samples.map((s) => ({ ...s, names: [...s.names].reverse() }));
        sameAsTrie(flame, [turn(before), turn(after)]);
        if (flame.weights.kind !== 'compare') throw new Error('not a comparison');
        const { weights } = flame;
        for (let g = 0; g + 1 < weights.before.length; g++) {
          const of = (p: Float64Array) => (p[g + 1] as number) - (p[g] as number);
          expect(of(weights.envelope)).toBe(Math.max(of(weights.before), of(weights.after)));
          expect(of(weights.grew)).toBe(Math.max(0, of(weights.after) - of(weights.before)));
          expect(of(weights.shrank)).toBe(Math.max(0, of(weights.before) - of(weights.after)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('several sources are summed', () => {
    fc.assert(
      fc.property(fc.array(stacks, { minLength: 2, maxLength: 5 }), (parts) => {
        const lens: Lens = { ...one, sources: parts.map((_, i) => `s${i}`) };
        sameAsTrie(analystOf(...parts.map(profileOf)).flame({ lens, have: 0 }), [parts.flat()]);
      }),
      { numRuns: 150 },
    );
  });

  test('many keys and deep stacks', () => {
    const names = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 60 });
    const deep = fc.array(fc.record({ names, repeat: fc.nat(30), value: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(deep, (drawn) => {
        const samples = drawn.map(({ names, repeat, value }) => ({
          names: [...new Array<string>(repeat).fill('m.rec'), ...names.map((n) => `m.f${n}`)],
          value,
        }));
        sameAsTrie(analystOf(profileOf(samples)).flame({ lens: one, have: 0 }), [samples]);
      }),
      { numRuns: 40 },
    );
  });
});
