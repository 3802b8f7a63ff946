import { describe, expect, test } from 'vitest';
import type { PeekRow, TableAnswer, TableQuestion } from '../model/answers.ts';
import { integrityProblems } from '../model/integrity.ts';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { stringAt } from '../model/strings.ts';
import { profileFromText } from '../model/text-stacks.ts';
import { Analyst } from './analyst.ts';
import { countTypeOf } from './counts.ts';

const TYPES = [
  { type: 'objects', unit: 'count' },
  { type: 'space', unit: 'bytes' },
];
const BEFORE = profileFromText(
  `
  1/10     2/20        4/40
  m.main   m.main      m.main
  m.rec    m.rec       m.b
  m.rec    m.b         m.c
  m.c      m.rec
`,
  TYPES,
);
const AFTER = profileFromText(
  `
  1/10     3/45        8/80
  m.main   m.main      m.main
  m.rec    m.rec       m.b
  m.rec    m.b         m.new [inl]
  m.c      m.rec
`,
  TYPES,
);

function analystOf(...profiles: readonly Profile[]): Analyst {
  const analyst = new Analyst();
  profiles.forEach((profile, i) => {
    analyst.add({ key: `s${i}`, name: `s${i}`, flavor: '', isDiff: false }, profile);
  });
  return analyst;
}

const ONE: Lens = { ...DEFAULT_LENS, sources: ['s0'] };
const PAIR: Lens = { ...DEFAULT_LENS, compare: { base: 's0', after: 's1', mode: 'envelope' } };
const HOW: Omit<TableQuestion, 'lens'> = { sort: 'flat', descending: true, filter: '', by: 'flat' };

function rowsOf(answer: TableAnswer): (string | number)[][] {
  return Array.from(answer.key, (key, i) => {
    const name = stringAt(answer.keys.strings, answer.keys.name[key] as number);
    const now = [answer.flat[i] as number, answer.cum[i] as number];
    const { flatBefore, cumBefore } = answer;
    return flatBefore === null || cumBefore === null
      ? [name, ...now]
      : [name, flatBefore[i] as number, cumBefore[i] as number, ...now];
  });
}

describe('table', () => {
  test('counts a function once per stack; pprof order', () => {
    const answer = analystOf(BEFORE).table({ lens: ONE, ...HOW });
    expect(rowsOf(answer)).toEqual([
      ['m.c', 50, 50],
      ['m.rec', 20, 30],
      ['m.b', 0, 60],
      ['m.main', 0, 70],
    ]);
    expect(answer.total).toBe(70);
    expect(answer.sampleType).toEqual({ type: 'space', unit: 'bytes' });
  });

  test('sorts and filters', () => {
    const analyst = analystOf(BEFORE);
    const names = (how: Partial<TableQuestion>) =>
      rowsOf(analyst.table({ lens: ONE, ...HOW, ...how })).map((row) => row[0]);
    expect(names({ sort: 'cum' })).toEqual(['m.main', 'm.b', 'm.c', 'm.rec']);
    expect(names({ sort: 'name', descending: false })).toEqual(['m.b', 'm.c', 'm.main', 'm.rec']);
    expect(names({ sort: 'name' })).toEqual(['m.rec', 'm.main', 'm.c', 'm.b']);
    expect(names({ filter: '/^m\\.[bc]$/' })).toEqual(['m.c', 'm.b']);
    expect(names({ filter: 'REC' })).toEqual([]);
    const bad = analyst.table({ lens: ONE, ...HOW, filter: '/(/' });
    expect([bad.rows, bad.problems[0]?.where]).toEqual([4, 'filter']);
  });

  test('comparison: what is only in one side stays, delta sorts', () => {
    const answer = analystOf(BEFORE, AFTER).table({ lens: PAIR, ...HOW, sort: 'delta' });
    expect(rowsOf(answer)).toEqual([
      ['m.new', 0, 0, 80, 80],
      ['m.rec', 20, 30, 45, 55],
      ['m.b', 0, 60, 0, 125],
      ['m.main', 0, 70, 0, 135],
      ['m.c', 50, 50, 10, 10],
    ]);
    expect(answer.total).toBe(70);
    expect(Array.from(answer.inlined)).toEqual([1, 0, 0, 0, 0]);
  });

  test('mean divides sums, divideBy scales, sample type by name', () => {
    const analyst = analystOf(BEFORE);
    const mean = analyst.table({ lens: { ...ONE, mean: true }, ...HOW });
    expect(mean.total).toBe(10);
    expect(mean.sampleType.type).toBe('mean_space');
    expect(rowsOf(mean).find((row) => row[0] === 'm.rec')).toEqual(['m.rec', 10, 10]);
    const objects = analyst.table({ lens: { ...ONE, sampleType: 'objects', divideBy: 2 }, ...HOW });
    expect(rowsOf(objects)[0]).toEqual(['m.c', 2.5, 2.5]);
  });

  test('relative and normalised totals', () => {
    const analyst = analystOf(BEFORE, AFTER);
    const normal = analyst.table({ lens: { ...PAIR, normalize: true }, ...HOW });
    expect(normal.total).toBeCloseTo(135, 9);
    expect(rowsOf(normal).find((row) => row[0] === 'm.main')?.[2]).toBeCloseTo(135, 9);
  });
});

describe('peek', () => {
  const short = (rows: readonly PeekRow[]) => rows.map((r) => [r.name, r.before, r.value, r.inlined]);

  test('each edge once per stack, calls to itself left out', () => {
    const answer = analystOf(BEFORE).peek({ lens: ONE, name: 'm.rec' });
    expect([answer.flat, answer.cum]).toEqual([20, 30]);
    expect(short(answer.callers)).toEqual([
      ['m.main', 0, 30, false],
      ['m.b', 0, 20, false],
    ]);
    expect(short(answer.callees)).toEqual([
      ['m.b', 0, 20, false],
      ['m.c', 0, 10, false],
    ]);
  });

  test('in a comparison', () => {
    const answer = analystOf(BEFORE, AFTER).peek({ lens: PAIR, name: 'm.b' });
    expect(short(answer.callees)).toEqual([
      ['m.new', 0, 80, true],
      ['m.rec', 20, 45, false],
      ['m.c', 40, 0, false],
    ]);
    expect([answer.cumBefore, answer.cum]).toEqual([60, 125]);
  });
});

describe('details', () => {
  test('a path, its parent, its function, its value over a series', () => {
    const analyst = analystOf(BEFORE, AFTER);
    const answer = analyst.details({ lens: PAIR, path: ['m.main', 'm.rec', 'm.b'], series: ['s0', 's1', 'gone'] });
    expect([answer.pathTotal, answer.pathSelf, answer.parentTotal]).toEqual([45, 0, 55]);
    expect(answer.before).toEqual({ pathTotal: 20, pathSelf: 0, cum: 60, flat: 0 });
    expect([answer.cum, answer.flat]).toEqual([125, 0]);
    expect(answer.series).toEqual([
      { source: 's0', value: 20 },
      { source: 's1', value: 45 },
      { source: 'gone', value: 0 },
    ]);
  });

  test('bottom up, sandwich, and series where stacks are cut', () => {
    const analyst = analystOf(BEFORE);
    const up = analyst.details({ lens: { ...ONE, shape: 'bottomup' }, path: ['m.c', 'm.b'], series: ['s0'] });
    expect([up.pathTotal, up.parentTotal, up.series[0]?.value]).toEqual([40, 50, 40]);
    const around: Lens = { ...ONE, shape: 'sandwich', pivot: 'm.rec' };
    const down = analyst.details({ lens: around, path: ['m.rec', 'm.b'], series: ['s0'] });
    expect([down.pathTotal, down.series[0]?.value, down.cum]).toEqual([20, 20, 60]);
    const callers = analyst.details({ lens: around, path: ['m.rec', 'm.main'], series: [] });
    expect([callers.pathTotal, callers.pathSelf]).toEqual([30, 30]);
    const cut: Lens = { ...ONE, filters: [{ verb: 'show_from', value: 'm.rec' }] };
    expect(analyst.details({ lens: cut, path: ['m.rec', 'm.b'], series: ['s0'] }).series[0]?.value).toBe(20);
  });

  test('the empty path is everything, an unknown one nothing', () => {
    const analyst = analystOf(BEFORE);
    expect(analyst.details({ lens: ONE, path: [], series: ['s0'] }).pathTotal).toBe(70);
    expect(analyst.details({ lens: ONE, path: ['m.none'], series: ['s0'] })).toMatchObject({ pathTotal: 0, cum: 0 });
  });
});

function labelled(isDiff: boolean): Analyst {
  const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
  const a = builder.stack([builder.location([{ name: 'm.a' }])]);
  const b = builder.stack([builder.location([{ name: 'm.b' }])]);
  const base = isDiff ? [{ key: 'pprof::base', text: 'true' }] : [];
  builder.sample(
    a,
    [10],
    builder.labelSet([
      { key: 'tenant', text: 'blue' },
      { key: 'bytes', num: 16n },
    ]),
  );
  builder.sample(b, [5], builder.labelSet([{ key: 'tenant', text: 'green' }]));
  builder.sample(a, [-4], builder.labelSet([{ key: 'tenant', text: 'blue' }, ...base]));
  const analyst = new Analyst();
  analyst.add({ key: 's0', name: 's0', flavor: '', isDiff }, builder.finish());
  return analyst;
}

describe('labels', () => {
  test('weights per key and value', () => {
    const answer = labelled(false).labels({ lens: ONE });
    expect(answer.keys.map((k) => [k.key, k.unit, k.total])).toEqual([
      ['bytes', 'bytes', 10],
      ['tenant', '', 11],
    ]);
    expect(answer.keys[1]?.values).toEqual([
      { value: 'blue', weight: 6, before: 0 },
      { value: 'green', weight: 5, before: 0 },
    ]);
    expect(
      labelled(false)
        .labels({ lens: { ...ONE, tagHide: 'ten' } })
        .keys.map((k) => k.key),
    ).toEqual(['bytes']);
  });

  test('of the samples of a path', () => {
    const { labels } = labelled(false).details({ lens: ONE, path: ['m.b'], series: [] });
    expect(labels).toEqual([
      { key: 'tenant', unit: '', total: 5, values: [{ value: 'green', weight: 5, before: 0 }], more: 0 },
    ]);
  });
});

describe('negative values and diffs in one file', () => {
  test('without a base label: signed values, width by absolute ones', () => {
    const { weights, total } = labelled(false).flame({ lens: ONE, have: 0 });
    if (weights.kind !== 'plain') throw new Error('not plain');
    expect([total, weights.value[2], weights.size[2]]).toEqual([19, 11, 19]);
  });

  test('a labelled base is before', () => {
    const { weights, total } = labelled(true).flame({ lens: ONE, have: 0 });
    if (weights.kind !== 'compare') throw new Error('no comparison');
    expect([total, weights.before[2], weights.after[2]]).toEqual([4, 4, 15]);
  });
});

describe('search', () => {
  test('substring, case, regex, and the weight of stacks with a match', () => {
    const analyst = analystOf(BEFORE);
    const found = (text: string) => {
      const { keys, weight, total, problem } = analyst.search({ lens: ONE, text });
      return [keys, weight, total, problem?.key];
    };
    expect(found('rec')).toEqual([1, 30, 70, undefined]);
    expect(found('Rec')).toEqual([0, 0, 70, undefined]);
    expect(found('/REC|\\.c$/')).toEqual([1, 50, 70, undefined]);
    expect(found('/(/')).toEqual([0, 0, 70, 'analysis.regex.missing']);
    expect(found('')).toEqual([0, 0, 70, undefined]);
  });
});

describe('export', () => {
  test('holds what the lens lets through, with whole tables', () => {
    const analyst = analystOf(AFTER);
    const lens: Lens = {
      ...ONE,
      filters: [
        { verb: 'hide', value: 'm.b' },
        { verb: 'focus', value: 'm.new' },
      ],
    };
    const exported = analyst.exportProfile(lens);
    if (!exported.ok) throw new Error('no export');
    expect(integrityProblems(exported.value)).toEqual([]);
    const rows = rowsOf(analystOf(exported.value).table({ lens: ONE, ...HOW }));
    expect(rows).toEqual([
      ['m.new', 80, 80],
      ['m.main', 0, 80],
    ]);
  });

  test('a comparison keeps its base', () => {
    const exported = analystOf(BEFORE, AFTER).exportProfile(PAIR);
    if (!exported.ok) throw new Error('no export');
    const analyst = new Analyst();
    analyst.add({ key: 's0', name: 'diff', flavor: '', isDiff: true }, exported.value);
    const rows = rowsOf(analyst.table({ lens: ONE, ...HOW, sort: 'name', descending: false }));
    expect(rows[0]).toEqual(['m.b', 0, 60, 0, 125]);
  });
});

describe('sources', () => {
  test('a source that is not open is a problem', () => {
    const answer = analystOf(BEFORE).flame({ lens: { ...ONE, sources: ['s0', 'zz'] }, have: 0 });
    expect(answer.problems).toEqual([{ where: 'sources', what: { key: 'analysis.noSource', args: { source: 'zz' } } }]);
    const none = new Analyst().flame({ lens: ONE, have: 0 });
    expect([none.total, none.picture?.tree.nodes, none.problems.length]).toEqual([0, 0, 1]);
  });

  test('a removed source leaves nothing behind', () => {
    const analyst = analystOf(BEFORE);
    const first = analyst.flame({ lens: ONE, have: 0 });
    analyst.add({ key: 's0', name: 'other', flavor: '', isDiff: false }, AFTER);
    const second = analyst.flame({ lens: ONE, have: first.treeId });
    expect(second.picture).not.toBeNull();
    expect(second.total).toBe(135);
  });

  test('units are brought together by the finest', () => {
    const ms = profileFromText('2\nm.a', [{ type: 'cpu', unit: 'milliseconds' }]);
    const ns = profileFromText('5\nm.a', [{ type: 'cpu', unit: 'nanoseconds' }]);
    const answer = analystOf(ms, ns).table({ lens: { ...DEFAULT_LENS, sources: ['s0', 's1'] }, ...HOW });
    expect(rowsOf(answer)).toEqual([['m.a', 2000005, 2000005]]);
    expect(answer.sampleType.unit).toBe('nanoseconds');
  });
});

describe('counts', () => {
  test('of a space are its objects, over the groups of the picture; filters count', () => {
    const analyst = analystOf(BEFORE);
    const lens: Lens = { ...ONE, sampleType: 'space' };
    const flame = analyst.flame({ lens, have: -1 });
    const counts = analyst.counts({ lens });
    expect(counts).toMatchObject({ treeId: flame.treeId, type: { type: 'objects', unit: 'count' }, callers: null });
    expect(Array.from(counts?.value ?? [])).toEqual([0, 4, 6, 7]);
    const filtered = analyst.counts({ lens: { ...lens, filters: [{ verb: 'ignore', value: 'm.rec' }] } });
    expect(filtered?.value[3]).toBe(4);
  });

  test('both halves of a sandwich have them', () => {
    const counts = analystOf(BEFORE).counts({ lens: { ...ONE, sampleType: 'space', shape: 'sandwich', pivot: 'm.b' } });
    expect([counts?.value, counts?.callers].map((prefix) => prefix?.[prefix.length - 1])).toEqual([6, 6]);
  });

  test('there are none of a count, and none in a comparison', () => {
    const analyst = analystOf(BEFORE, AFTER);
    expect(analyst.counts({ lens: { ...ONE, sampleType: 'objects' } })).toBeNull();
    expect(analyst.counts({ lens: { ...PAIR, sampleType: 'space' } })).toBeNull();
  });

  test.each([
    ['inuse_space', ['alloc_objects', 'inuse_objects'], 'inuse_objects'],
    ['peak_space', ['alloc_objects'], null],
    ['delay', ['contentions'], 'contentions'],
    ['outstanding', ['allocations', 'frees'], null],
  ])('%s beside %j is counted by %s', (type, counts, expected) => {
    const types = [...counts.map((c) => ({ type: c, unit: 'count' })), { type, unit: 'bytes' }];
    expect(countTypeOf(type, types)).toBe(expected);
  });
});
