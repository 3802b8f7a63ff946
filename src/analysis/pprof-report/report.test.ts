import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LENS, type Lens } from '../../model/lens.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { profileFromText } from '../../model/text-stacks.ts';
import { compareTexts, isZero } from './amounts.ts';
import { type CompareKind, combineProfiles } from './combine.ts';
import { indexEdges, inlineMark } from './graph.ts';
import { cleanPath } from './nodes.ts';
import { type GraphReport, makeGraph, makeSubject, NO_TRIM, type Subject, type Trim } from './report.ts';
import { makeTags } from './tags.ts';
import { makeTraces } from './traces.ts';

const PLAIN: Lens = { ...DEFAULT_LENS, foldGenerics: false };

function subject(
  sources: readonly Profile[],
  lens: Partial<Lens> = {},
  bases: readonly Profile[] = [],
  kind: CompareKind = 'none',
  type = 0,
): Subject {
  const combined = combineProfiles(sources, bases, kind, lens.normalize ?? false);
  if (!combined.ok) throw new Error(combined.error.key);
  const made = makeSubject(combined.value, { ...PLAIN, ...lens }, type);
  if (!made.ok) throw new Error(made.error.what.key);
  return made.value;
}

/** `name flat cum`, in report order. */
function rows(report: GraphReport): string[] {
  const { graph, order } = report;
  return [...order].map((n) => `${graph.nodes.printed[n]} ${graph.flatValue[n]} ${graph.cumValue[n]}`);
}

function top(source: Profile, lens: Partial<Lens> = {}, trim: Trim = NO_TRIM): string[] {
  return rows(makeGraph(subject([source], lens), trim, false));
}

const profile = profileFromText(`
  10      5       3
  main    main    main
  f       f       g
  f       h
  h
`);

describe('call graph', () => {
  it('counts a recursive function and its edges once per sample', () => {
    expect(top(profile)).toEqual(['h 15 15', 'g 3 3', 'f 0 15', 'main 0 18']);
    const report = makeGraph(subject([profile]), NO_TRIM, false);
    const { graph } = report;
    const index = indexEdges(graph);
    const name = (n: number | undefined): string => graph.nodes.printed[n ?? -1] ?? '';
    const f = graph.nodes.printed.indexOf('f');
    expect(index.callers[f]?.map((e) => [name(graph.edges.from[e]), graph.edges.weight[e]])).toEqual([['main', 15]]);
    expect(index.callees[f]?.map((e) => [name(graph.edges.to[e]), graph.edges.weight[e]])).toEqual([['h', 15]]);
  });

  it('marks what is inlined always and sometimes', () => {
    const report = makeGraph(
      subject([
        profileFromText(`
          10          5
          main        main
          a [inl]     b
          b [inl]
        `),
      ]),
      NO_TRIM,
      false,
    );
    const { callers } = indexEdges(report.graph);
    const marks = [...report.order].map((n) => [
      report.graph.nodes.printed[n],
      inlineMark(report.graph, callers[n] ?? []),
    ]);
    expect(Object.fromEntries(marks)).toEqual({ main: '', a: 'inline', b: 'partial-inline' });
  });

  it('gives inlined calls to the function around them with noinlines', () => {
    const inlined = profileFromText(`
      10
      main
      a [inl]
      b
      c [inl]
    `);
    expect(top(inlined, { noInlines: true })).toEqual(['b 10 10', 'main 0 10']);
  });

  it('names what has no name by its module', () => {
    const builder = new ProfileBuilder([{ type: 'inuse_space', unit: 'bytes' }]);
    const lib = builder.addMapping({ start: 0x7000n, limit: 0x9000n, offset: 0x1000n, file: '/usr/lib/libfoo.so' });
    const at = (address: bigint, mapping?: number) =>
      builder.location([{ address, ...(mapping === undefined ? {} : { mapping }) }]);
    builder.sample(builder.stack([at(0x7010n, lib), at(0x7020n, lib), at(0x10n)]), [4]);
    const unnamed = builder.finish();
    expect(top(unnamed)).toEqual(['<unknown> 4 4', '[libfoo.so] 0 4']);
    const report = makeGraph(subject([unnamed], { granularity: 'addresses' }), NO_TRIM, false);
    expect(rows(report)).toEqual([
      '0000000000000010 <unknown> 4 4',
      '0000000000007010 [libfoo.so] 0 4',
      '0000000000007020 [libfoo.so] 0 4',
    ]);
    expect([...report.order].map((n) => report.graph.nodes.name[n])).toEqual([
      '0x10',
      'libfoo.so+0x1010',
      'libfoo.so+0x1020',
    ]);
  });

  it('has the rows that a granularity asks for', () => {
    const places = profileFromText(`
      10                                     5
      main.main [file:/s/./a.go] [line:3]    main.main [file:/s/a.go] [line:4]
      lib/x.F [file:/s/b.go] [line:9]        lib/x.G [file:/s/b.go] [line:9]
    `);
    expect(top(places, { granularity: 'lines' })).toEqual([
      'lib/x.F /s/b.go:9 10 10',
      'lib/x.G /s/b.go:9 5 5',
      'main.main /s/a.go:3 0 10',
      'main.main /s/a.go:4 0 5',
    ]);
    expect(top(places, { granularity: 'files' })).toEqual(['/s/b.go 15 15', '/s/a.go 0 15']);
    expect(top(places, { granularity: 'packages' })).toEqual(['lib/x 15 15', 'main 0 15']);
    expect(top(places, { granularity: 'filefunctions', trimPath: '/s' })).toContain('main.main a.go 0 15');
  });

  it('loses the flat value of a trimmed leaf, but not that of a hidden one', () => {
    const small = profileFromText(`
      990    10
      main   main
      f      g
    `);
    expect(top(small, {}, { nodeCount: 0, nodeFraction: 0.05, edgeFraction: 0 })).toEqual(['f 990 990', 'main 0 1000']);
    expect(top(small, { filters: [{ verb: 'hide', value: '^g$' }] })).toEqual(['f 990 990', 'main 10 1000']);
    const report = makeGraph(subject([small]), { nodeCount: 1, nodeFraction: 0, edgeFraction: 0 }, false);
    expect([rows(report), report.nodesBefore]).toEqual([['f 990 990'], 3]);
  });

  it('takes the total before filters, or after them with relative_percentages', () => {
    const filters = [{ verb: 'focus', value: '^g$' }] as const;
    expect(subject([profile], { filters }).total).toBe(18);
    expect(subject([profile], { filters, relativePercentages: true }).total).toBe(3);
  });

  it('divides sums by the count with mean', () => {
    const types: ValueType[] = [
      { type: 'contentions', unit: 'count' },
      { type: 'delay', unit: 'nanoseconds' },
    ];
    const delays = profileFromText(
      `
      2/7    3/100
      main   main
      f      g
    `,
      types,
    );
    const made = subject([delays], { mean: true }, [], 'none', 1);
    expect([made.type.type, made.total]).toEqual(['mean_delay', 21]);
    expect(rows(makeGraph(made, NO_TRIM, false))).toEqual(['g 33 33', 'f 3 3', 'main 0 21']);
  });

  it('stays exact beyond 2^53', () => {
    const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
    const stack = builder.stack([builder.location([{ name: 'f' }])]);
    builder.sample(stack, [2n ** 53n + 1n]);
    builder.sample(stack, [2n ** 62n]);
    builder.sample(stack, [2n ** 62n]);
    expect(top(builder.finish())).toEqual([`f ${2n ** 63n + 2n ** 53n + 1n} ${2n ** 63n + 2n ** 53n + 1n}`]);
  });

  it('orders names by code point and leaves negative rows out when asked', () => {
    const names = profileFromText(`
      1     1     -1
      \u{1f600}    \uff5e     n
    `);
    expect(top(names)).toEqual(['n -1 -1', '\uff5e 1 1', '\u{1f600} 1 1']);
    expect(top(names, { dropNegative: true })).toHaveLength(2);
  });
});

describe('comparison', () => {
  const before = profileFromText(`
    10      5
    main    main
    f       g
  `);
  const after = profileFromText(`
    10      9
    main    main
    f       h
  `);

  it('base: equal stacks cancel, the total is what is left', () => {
    const made = subject([after], {}, [before], 'base');
    expect([made.total, made.totalBefore, made.totalAfter]).toEqual([14, 15, 19]);
    expect(rows(makeGraph(made, NO_TRIM, false))).toEqual(['h 9 9', 'g -5 -5', 'main 0 4']);
    const kept = makeGraph(made, NO_TRIM, true);
    expect(rows(kept)).toEqual(['h 9 9', 'g -5 -5', 'f 0 0', 'main 0 4']);
    const f = kept.graph.nodes.printed.indexOf('f');
    expect([kept.before?.flat[f], kept.after?.flat[f]]).toEqual([10, 10]);
  });

  it('diff_base: nothing cancels, the total is that of the base', () => {
    const made = subject([after], {}, [before], 'diff_base');
    expect([made.total, made.totalBefore, made.totalAfter]).toEqual([15, 15, 19]);
    expect(made.profile.samples.length).toBe(4);
    expect(rows(makeGraph(made, NO_TRIM, false))).toEqual(['h 9 9', 'g -5 -5', 'main 0 4']);
  });

  it('reopened diff files are comparisons again', () => {
    const diff = combineProfiles([after], [before], 'diff_base', false);
    if (!diff.ok) throw new Error('no diff');
    const again = subject([diff.value.profile]);
    expect([again.total, again.totalBefore, again.totalAfter]).toEqual([15, 15, 19]);
  });

  it('normalize scales the source to the base first', () => {
    const made = subject([profileFromText('30\nf')], { normalize: true }, [profileFromText('10\nf')], 'diff_base');
    expect(made.totalAfter).toBe(10);
    expect(rows(makeGraph(made, NO_TRIM, false))).toEqual([]);
  });

  it('identical profiles leave nothing, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.integer()), { minLength: 1, maxLength: 8 }), (samples) => {
        const builder = new ProfileBuilder([{ type: 't', unit: 'count' }]);
        for (const [a, b, value] of samples) {
          const frames = [a, b].map((n) => builder.location([{ name: `f${n}` }]));
          builder.sample(builder.stack(frames), [value]);
        }
        const one = builder.finish();
        expect(subject([one], {}, [one], 'base').total).toBe(0);
        expect(rows(makeGraph(subject([one], {}, [one], 'diff_base'), NO_TRIM, false))).toEqual([]);
      }),
    );
  });
});

describe('merge', () => {
  it('adds equal stacks whatever their load address, and takes the finest unit', () => {
    const make = (start: bigint, value: number, unit: string, extra: string): Profile => {
      const builder = new ProfileBuilder([
        { type: extra, unit: 'count' },
        { type: 'cpu', unit },
      ]);
      const mapping = builder.addMapping({
        start,
        limit: start + 0x1ff0n,
        offset: 0n,
        file: '/bin/app',
        buildId: 'ab',
      });
      const frame = builder.location([{ name: 'f', address: start + 0x10n, mapping }]);
      builder.sample(builder.stack([frame]), [1, value], builder.labelSet([{ key: 'k', text: 'v' }]));
      return builder.finish({ timeNanos: start, durationNanos: 5n, comments: ['same'] });
    };
    const made = subject([make(0x1000n, 2, 'milliseconds', 'a'), make(0x9000n, 3, 'nanoseconds', 'b')]);
    expect(made.profile.sampleTypes).toEqual([{ type: 'cpu', unit: 'nanoseconds' }]);
    expect([...(made.profile.samples.values[0] ?? [])]).toEqual([2_000_003]);
    expect(made.profile.mappings.length).toBe(1);
    expect([made.profile.timeNanos, made.profile.durationNanos, made.profile.comments]).toEqual([
      0x1000n,
      10n,
      ['same'],
    ]);
  });

  it('refuses profiles without a common sample type', () => {
    const other = profileFromText('1\nf', [{ type: 'cpu', unit: 'nanoseconds' }]);
    expect(combineProfiles([profile, other], [], 'none', false)).toMatchObject({ ok: false });
  });

  it('is a sum: Σ of the merge = Σ of its parts, for every function', () => {
    const part = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.integer({ min: -99, max: 99 })), { maxLength: 6 });
    fc.assert(
      fc.property(part, part, (a, b) => {
        const make = (samples: typeof a): Profile => {
          const builder = new ProfileBuilder([{ type: 't', unit: 'count' }]);
          for (const [x, y, value] of samples) {
            builder.sample(builder.stack([x, y].map((n) => builder.location([{ name: `f${n}` }]))), [value]);
          }
          return builder.finish();
        };
        const sums = (sources: Profile[]): Map<string, number> => {
          const all = new Map<string, number>();
          for (const source of sources) {
            const { graph } = makeGraph(subject([source]), NO_TRIM, false);
            graph.nodes.printed.forEach((name, n) => {
              all.set(name, (all.get(name) ?? 0) + Number(graph.cum[n]));
            });
          }
          for (const [name, sum] of all) if (isZero(sum)) all.delete(name);
          return all;
        };
        const merged = combineProfiles([make(a), make(b)], [], 'none', false);
        if (!merged.ok) throw new Error('not merged');
        expect(sums([merged.value.profile])).toEqual(sums([make(a), make(b)]));
      }),
    );
  });
});

describe('labels', () => {
  const builder = new ProfileBuilder([{ type: 't', unit: 'count' }]);
  const f = builder.stack([builder.location([{ name: 'f' }])]);
  builder.sample(
    f,
    [5],
    builder.labelSet([
      { key: 'k', text: 'a' },
      { key: 'k', text: 'b' },
      { key: 'size', num: 2048n, unit: 'bytes' },
    ]),
  );
  builder.sample(f, [7], builder.labelSet([{ key: 'k', text: 'a' }]));
  builder.sample(f, [1]);
  const labelled = builder.finish();

  it('are summed by key and value', () => {
    expect(makeTags(subject([labelled]), () => true)).toEqual([
      {
        key: 'k',
        total: 17,
        values: [
          { value: 'a', weight: 12 },
          { value: 'b', weight: 5 },
        ],
      },
      { key: 'size', total: 5, values: [{ value: '2kB', weight: 5 }] },
    ]);
    expect(makeTags(subject([labelled]), (key) => key === 'size')).toHaveLength(1);
  });

  it('become frames at root and leaf', () => {
    expect(top(labelled, { tagRoot: ['k'], tagLeaf: ['size'], unit: 'auto' })).toEqual([
      '<unknown> 8 8',
      '2kB 5 5',
      'a 0 7',
      'a,b 0 5',
      'f 0 13',
    ]);
  });

  it('stand on their trace', () => {
    const lines: unknown[] = [];
    makeTraces(subject([labelled]), () => true).each((trace) => lines.push([trace.value, trace.labels]));
    expect(lines[0]).toEqual([
      5,
      [
        { key: 'k', unit: '', texts: ['a', 'b'], numbers: [] },
        { key: 'size', unit: 'bytes', texts: [], numbers: [2048n] },
      ],
    ]);
    expect(lines[2]).toEqual([1, []]);
  });
});

it('cleans paths as Go does', () => {
  const paths = ['a//b/./c/..', '/../x', 'a/../../b', './', '/', 'x/', '', '/a/b.go'];
  expect(paths.map(cleanPath)).toEqual(['a/b', '/x', '../b', '.', '/', 'x', '.', '/a/b.go']);
});

it('compares texts by code point', () => {
  expect(['\u{1f600}', '\uff5e', 'a', ''].sort(compareTexts)).toEqual(['', 'a', '\uff5e', '\u{1f600}']);
});
