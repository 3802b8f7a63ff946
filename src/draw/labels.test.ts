import { describe, expect, it } from 'vitest';
import { ORIGINS, type Origin } from '../model/profile.ts';
import { headThatFits, Labels, labelForms, splitGoName } from './labels.ts';

const forms = (name: string, origin: Origin) => labelForms(name, ORIGINS.indexOf(origin));

describe('forms of a name, longest first', () => {
  const table: [Origin, string, string[]][] = [
    ['go', 'net/http.(*conn).serve', ['http.(*conn).serve', '(*conn).serve', 'serve']],
    ['go', 'net/http.HandlerFunc.ServeHTTP', ['http.HandlerFunc.ServeHTTP', 'HandlerFunc.ServeHTTP', 'ServeHTTP']],
    ['go', 'main.main', ['main.main', 'main']],
    ['go', 'main.main.func1', ['main.main.func1', 'main.func1']],
    ['go', 'a/b.(*T).Run.func1.2', ['b.(*T).Run.func1.2', '(*T).Run.func1.2', 'Run.func1.2']],
    ['go', 'a/b.Run.gowrap1', ['b.Run.gowrap1', 'Run.gowrap1']],
    ['go', 'a/b.Run.func1-range1', ['b.Run.func1-range1', 'Run.func1-range1']],
    ['go', 'a/b.(*T).Close-fm', ['b.(*T).Close-fm', '(*T).Close-fm', 'Close-fm']],
    ['go', 'main.glob..func1', ['main.glob..func1', 'glob..func1']],
    ['go', 'main.init.0.func2', ['main.init.0.func2', 'init.0.func2']],
    [
      'go',
      'x.y/hub.(*Cache[go.shape.string,x.y/z.V]).Add',
      ['hub.(*Cache[go.shape.string,x.y/z.V]).Add', 'hub.(*Cache[…]).Add', '(*Cache[…]).Add', 'Add'],
    ],
    ['go', 'slices.SortFunc[...]', ['slices.SortFunc[...]', 'slices.SortFunc[…]', 'SortFunc[…]']],
    ['go', 'gopkg.in/yaml%2ev3.unmarshal', ['yaml.v3.unmarshal', 'unmarshal']],
    ['go-runtime', 'runtime.mallocgc', ['runtime.mallocgc', 'mallocgc']],
    ['cgo-seam', 'main._Cfunc_leaky_record_event', ['C.leaky_record_event']],
    ['cgo-seam', 'example.com/app/leaky._cgo_cmalloc', ['C.malloc']],
    ['cgo-seam', '_Cfunc_leaky_record_event', ['C.leaky_record_event']],
    ['cgo-seam', 'example.com/x/leaky._C2func_open', ['C.open']],
    ['c', 'leaky_build_entry', ['leaky_build_entry', '…build_entry', '…entry']],
    ['libc', '__libc_start_main', ['__libc_start_main', '…start_main', '…main']],
    ['c', 'malloc', ['malloc']],
    ['unknown', 'libfoo.so+0x1234', ['libfoo.so+0x1234']],
    ['unknown', '[libm.so.6]', ['[libm.so.6]']],
    [
      'c++',
      'std::vector<int, std::allocator<int>>::push_back(int&&)',
      [
        'std::vector<int, std::allocator<int>>::push_back(int&&)',
        'std::vector::push_back',
        'vector::push_back',
        'push_back',
      ],
    ],
    [
      'c++',
      'ns::(anonymous namespace)::T::operator<(T const&)',
      [
        'ns::(anonymous namespace)::T::operator<(T const&)',
        'ns::(anonymous namespace)::T::operator<',
        '(anonymous namespace)::T::operator<',
        'T::operator<',
        'operator<',
      ],
    ],
    ['c++', 'F<int>::operator()(int)', ['F<int>::operator()(int)', 'F::operator()', 'operator()']],
  ];
  it.each(table)('%s %s', (origin, name, expected) => {
    expect(forms(name, origin)).toEqual(expected);
  });
});

it('splits package and symbol', () => {
  expect(splitGoName('a.b/c/d.(*T).M')).toEqual({ path: 'a.b/c/d', symbol: '(*T).M' });
  expect(splitGoName('d.F[a.b/c.X]')).toEqual({ path: 'd', symbol: 'F[a.b/c.X]' });
  expect(splitGoName('plain')).toEqual({ path: '', symbol: 'plain' });
});

describe('fitting, one pixel a letter', () => {
  const labels = new Labels((text) => text.length);
  const go = ORIGINS.indexOf('go');
  const c = ORIGINS.indexOf('c');
  it.each([
    ['net/http.(*conn).serve', go, 18, 'http.(*conn).serve'],
    ['net/http.(*conn).serve', go, 17, '(*conn).serve'],
    ['net/http.(*conn).serve', go, 12, 'serve'],
    ['net/http.(*conn).serve', go, 4, 'ser…'],
    ['net/http.(*conn).serve', go, 3, ''],
    ['leaky_record_event', c, 17, '…record_event'],
    ['leaky_record_event', c, 6, '…event'],
    ['leaky_record_event', c, 5, 'leak…'],
  ])('%s in %s at %i', (name, origin, room, expected) => {
    expect(labels.fit(name, origin, room)).toBe(expected);
    expect(labels.fit(name, origin, room)).toBe(expected);
  });
});

it('cuts at the longest head that fits', () => {
  const measure = (text: string) => text.length * 6;
  for (let room = 0; room < 120; room++) {
    const text = headThatFits('abcdefghijkl', room, measure);
    if (text === '') expect(room).toBeLessThan(24);
    else {
      expect(measure(text)).toBeLessThanOrEqual(room);
      if (text.length < 12) expect(measure(text) + 6).toBeGreaterThan(room);
    }
  }
});
