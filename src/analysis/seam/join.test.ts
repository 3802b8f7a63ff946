import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { stringAt } from '../../model/strings.ts';
import { EvidenceBuilder } from './evidence.ts';
import { foldSeam } from './fold.ts';
import { type Joined, joinSeam } from './join.ts';
import { wrapperOf } from './names.ts';

const HASH = 'd945d40dde04';
const OTHER = 'ca89abb8b4c9';
const PACKAGES = new Map([[HASH, 'main']]);
const BYTES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
];

/** A C stack of `bytes` in `count` allocations, seen from its wrapper on. */
function cProfile(hash: string, count: number, bytes: number) {
  const builder = new ProfileBuilder(BYTES);
  const frames = ['runtime.asmcgocall', `_cgo_${hash}_Cfunc_build`, 'xalloc'].map((name) =>
    builder.location([{ name }]),
  );
  builder.sample(builder.stack(frames), [count, bytes]);
  return foldSeam(builder.finish(), PACKAGES);
}

/** Samples as `tier: root > … > leaf = allocations/bytes`. */
function drawn({ profile }: Joined): string[] {
  const { samples, stacks, frames, functions, strings, labelSets } = profile;
  return Array.from({ length: samples.length }, (_, s) => {
    const set = samples.labels[s] as number;
    const tier = stringAt(strings, labelSets.text[labelSets.offsets[set] as number] ?? 0);
    const stack = samples.stack[s] as number;
    const names = Array.from(stacks.frames.subarray(stacks.offsets[stack], stacks.offsets[stack + 1]), (f) =>
      stringAt(strings, functions.name[frames.func[f] as number] as number),
    );
    return `${tier}: ${names.join(' > ')} = ${samples.values[0]?.[s]}/${samples.values[1]?.[s]}`;
  });
}

const path = (...names: string[]) => names.map((name) => ({ name, file: '', line: 0 }));
const build = wrapperOf('main._Cfunc_build');

/** Wrapper probes without times: each stack is a call. */
function calls(counts: Readonly<Record<string, number>>) {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
  for (const [caller, n] of Object.entries(counts)) {
    const names = ['main.worker', caller, 'main._Cfunc_build', 'runtime.cgocall', `_cgo_${HASH}_Cfunc_build`];
    const stack = builder.stack(names.map((name) => builder.location([{ name }])));
    for (let i = 0; i < n; i++) builder.sample(stack, [1]);
  }
  return builder.finish();
}

describe('Go callers of a C stack, by the surest evidence', () => {
  test('nothing: the stack stays where it is', () => {
    const joined = joinSeam(cProfile(HASH, 3, 300), new EvidenceBuilder().finish());
    expect(drawn(joined)).toEqual(['5: main._Cfunc_build > xalloc = 3/300']);
  });

  test('seen in other profiles: candidates, no split', () => {
    const evidence = new EvidenceBuilder();
    const cpu = calls({ 'main.a': 1, 'main.b': 1 });
    evidence.addProfile('cpu', cpu, foldSeam(cpu, PACKAGES), false);
    expect(drawn(joinSeam(cProfile(HASH, 3, 300), evidence.finish()))).toEqual([
      '4: main._Cfunc_build > xalloc = 3/300',
    ]);
  });

  test('counted calls: shared out in whole numbers that add up', () => {
    const evidence = new EvidenceBuilder();
    const probes = calls({ 'main.a': 4, 'main.b': 2, 'main.c': 1 });
    evidence.addProfile('probes', probes, foldSeam(probes, PACKAGES), true);
    expect(drawn(joinSeam(cProfile(HASH, 3, 100), evidence.finish()))).toEqual([
      '3: main.worker > main.a > main._Cfunc_build > xalloc = 2/57',
      '3: main.worker > main.b > main._Cfunc_build > xalloc = 1/29',
      '3: main.worker > main.c > main._Cfunc_build > xalloc = 0/14',
    ]);
  });

  test('the only static caller is surer than counted calls', () => {
    const evidence = new EvidenceBuilder();
    const probes = calls({ 'main.a': 4 });
    evidence.addProfile('probes', probes, foldSeam(probes, PACKAGES), true);
    if (build === null) throw new Error('no wrapper');
    evidence.addStaticCallers(build, [path('main.only', 'main._Cfunc_build')]);
    expect(drawn(joinSeam(cProfile(HASH, 3, 300), evidence.finish()))).toEqual([
      '2: main.only > main._Cfunc_build > xalloc = 3/300',
    ]);
  });

  test('several static callers are candidates', () => {
    const evidence = new EvidenceBuilder();
    if (build === null) throw new Error('no wrapper');
    evidence.addStaticCallers(build, [path('main.a', 'main._Cfunc_build'), path('main.b', 'main._Cfunc_build')]);
    expect(drawn(joinSeam(cProfile(HASH, 3, 300), evidence.finish()))).toEqual([
      '4: main._Cfunc_build > xalloc = 3/300',
    ]);
  });

  test('a wrapper of another package is none of its callers', () => {
    const evidence = new EvidenceBuilder();
    const probes = calls({ 'main.a': 4 });
    evidence.addProfile('probes', probes, foldSeam(probes, PACKAGES), true);
    // The hash of main is known, so a second hash is another package, whose name nothing tells.
    expect(drawn(joinSeam(cProfile(OTHER, 3, 300), evidence.finish()))).toEqual(['5: _Cfunc_build > xalloc = 3/300']);
  });
});
