import { describe, expect, test } from 'vitest';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { profileFromText } from '../../model/text-stacks.ts';
import { CROSSING, foldSeam, learnPackages } from './fold.ts';

/** Stacks of a profile, root first, one line each. */
function drawn({ stacks, frames, functions, strings }: Profile): string[] {
  return Array.from({ length: stacks.length }, (_, s) =>
    Array.from(stacks.frames.subarray(stacks.offsets[s], stacks.offsets[s + 1]), (f) => {
      const func = frames.func[f] as number;
      return func === NONE ? '?' : stringAt(strings, functions.name[func] as number);
    }).join(' > '),
  );
}

function fold(text: string, packages = new Map<string, string>()) {
  const profile = profileFromText(text);
  learnPackages(profile, packages);
  return foldSeam(profile, packages);
}

/** One column per call: no column is wider than its frames. */
const column = (frames: readonly string[]): string => ['1', ...frames].join('\n');

describe('the border between Go and C', () => {
  test('both wrappers are one frame, named as Go names it; the plumbing is gone', () => {
    const { profile, crossing } = fold(
      column([
        'runtime.goexit.abi0',
        'main.main.gowrap1',
        'main.worker',
        'main._Cfunc_burn.abi0',
        'runtime.cgocall',
        'runtime.asmcgocall.abi0',
        '_cgo_d945d40dde04_Cfunc_burn',
        'burn',
      ]),
    );
    expect(drawn(profile)).toEqual(['main.worker > main._Cfunc_burn > burn']);
    expect(Array.from(crossing)).toEqual([CROSSING.both]);
  });

  test('C.CString, C.CBytes and C.malloc share a wrapper: the Go side tells them apart', () => {
    const { profile } = fold(
      column([
        'main.leak',
        'main._Cfunc_CString',
        'main._cgo_cmalloc.abi0',
        'runtime.asmcgocall',
        '_cgo_d945d40dde04_Cfunc__Cmalloc',
      ]),
    );
    expect(drawn(profile)).toEqual(['main.leak > main._Cfunc_CString > main._cgo_cmalloc']);
  });

  test('Go to C to Go to C: the innermost wrapper is the border', () => {
    const { profile, crossing, wrapper } = fold(
      column([
        'main.worker',
        'main._Cfunc_walk',
        'runtime.cgocall',
        'runtime.asmcgocall',
        '_cgo_d945d40dde04_Cfunc_walk',
        'visit',
        'goOnNode',
        'crosscall2',
        'runtime.cgocallback',
        'runtime.cgocallbackg',
        'runtime.cgocallbackg1',
        '_cgoexp_d945d40dde04_goOnNode',
        'main.inCallback',
        'main._Cfunc_build',
        'runtime.asmcgocall',
        '_cgo_d945d40dde04_Cfunc_build',
        'xalloc',
      ]),
    );
    expect(drawn(profile)).toEqual([
      'main.worker > main._Cfunc_walk > visit > goOnNode > _cgoexp_goOnNode > main.inCallback > main._Cfunc_build > xalloc',
    ]);
    expect(crossing[0]).toBe(CROSSING.both);
    expect(wrapper[0]).toBe(NONE);
  });

  test('a C stack that ends at its wrapper is open, and named by what other stacks tell of its hash', () => {
    const packages = new Map([['d945d40dde04', 'example.com/app/leaky']]);
    const { profile, crossing, wrappers, wrapper } = fold(
      column(['runtime.asmcgocall', '_cgo_d945d40dde04_Cfunc_burn', 'burn']),
      packages,
    );
    expect(drawn(profile)).toEqual(['example.com/app/leaky._Cfunc_burn > burn']);
    expect(crossing[0]).toBe(CROSSING.open);
    expect(wrappers[wrapper[0] as number]).toMatchObject({ key: 'Cfunc_burn', pkg: 'example.com/app/leaky' });
  });

  test('a hash that nothing names keeps its package open', () => {
    const { profile } = fold(column(['_cgo_d945d40dde04_C2func_calloc', 'calloc']));
    expect(drawn(profile)).toEqual(['_C2func_calloc > calloc']);
  });

  test.each([
    ['a thread of C', ['start_thread', 'native_main', 'xalloc'], CROSSING.none],
    ['Go alone', ['main.main', 'main.alloc'], CROSSING.none],
    ['C that ends before a wrapper', ['xalloc'], CROSSING.unknown],
    ['Go above C without a wrapper between', ['main.main', 'xalloc'], CROSSING.both],
  ])('%s', (_, frames, expected) => {
    // The second stack says that the program is Go and C.
    const both = ['main.main', 'main._Cfunc_x', '_cgo_d945d40dde04_Cfunc_x'];
    const rows = Array.from({ length: Math.max(frames.length, both.length) }, (__, i) => {
      return `${(frames[i] ?? '').padEnd(50)}${both[i] ?? ''}`;
    });
    const { crossing } = fold([`${'1'.padEnd(50)}1`, ...rows].join('\n'));
    expect(crossing[0]).toBe(expected);
  });

  test('a program without Go has no border', () => {
    const { crossing } = fold(column(['main', 'build', 'xalloc']));
    expect(Array.from(crossing)).toEqual([CROSSING.none]);
    const deep = fold(column(['xalloc']));
    expect(Array.from(deep.crossing)).toEqual([CROSSING.none]);
  });
});
