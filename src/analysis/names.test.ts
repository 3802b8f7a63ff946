import { describe, expect, test } from 'vitest';
import { ORIGINS } from '../model/profile.ts';
import { foldName, isGoName, packageOf, simplifyFunc, trimPathPrefix } from './names.ts';
import { originOf } from './origin.ts';

describe('names', () => {
  test.each([
    ['main.(*Cache[go.shape.string,go.shape.[]uint8]).Put', 'main.(*Cache[…]).Put'],
    ['main.(*Cache[...]).Put', 'main.(*Cache[…]).Put'],
    ['slices.Sort[go.shape.[]int,go.shape.int].func1', 'slices.Sort[…].func1'],
    ['runtime.memmove.abi0', 'runtime.memmove'],
    ['a/b.F[c/d.T].G[x]', 'a/b.F[…].G[…]'],
    ['std::vector<int>::operator[]', 'std::vector<int>::operator[]'],
    ['name[abi:cxx11]', 'name[abi:cxx11]'],
    ['[libc.so.6]', '[libc.so.6]'],
    ['malloc', 'malloc'],
    ['m.F[unclosed', 'm.F[unclosed'],
  ])('fold %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  test.each([
    ['net/http.(*conn).serve', 'net/http'],
    ['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml.v3'],
    ['a/b.F[c/d.T]', 'a/b'],
    ['main._Cfunc_x', 'main'],
    ['main.init.0', 'main'],
    ['malloc.part.0', ''],
    ['foo.constprop.0', ''],
    ['std::a.b', ''],
    ['libc.so.6+0x12', ''],
    ['malloc', ''],
  ])('package of %s', (name, pkg) => {
    expect(packageOf(name)).toBe(pkg);
    expect(isGoName(name)).toBe(pkg !== '');
  });

  test.each([
    ['.foo', 'foo'],
    ['foo(int)', 'foo'],
    ['(anonymous namespace)::foo(int)', '(anonymous namespace)::foo'],
    ['A::operator()(int)', 'A::operator()'],
    ['runtime.(*mheap).alloc', 'runtime.'],
  ])('simplify %s', (name, simple) => {
    expect(simplifyFunc(name)).toBe(simple);
  });

  test('trim path', () => {
    expect(trimPathPrefix('/src/app/a.go', '/x:/src')).toBe('app/a.go');
    expect(trimPathPrefix('/proc/self/cwd/./a.go', '')).toBe('a.go');
    expect(trimPathPrefix('/srcs/a.go', '/src')).toBe('/srcs/a.go');
  });
});

test.each([
  ['main.main', '/bin/app', '/src/main.go', 'go'],
  ['main.main', '', '', 'go'],
  ['runtime.mallocgc', '/bin/app', '/go/src/runtime/malloc.go', 'go-runtime'],
  ['runtime.cgocall', '/bin/app', '', 'cgo-seam'],
  ['runtime.asmcgocall.abi0', '/bin/app', '', 'cgo-seam'],
  ['main._Cfunc_burn', '/bin/app', '_cgo_gotypes.go', 'cgo-seam'],
  ['_cgo_d945d40dde04_Cfunc_burn', '/bin/app', '', 'cgo-seam'],
  ['_cgoexp_ca89abb8b4c9_goOnNode', '/bin/app', '', 'cgo-seam'],
  ['crosscall2', '/bin/app', '', 'cgo-seam'],
  ['make_node', '/bin/app', 'list.c', 'c'],
  ['make_node', '/usr/lib/libfoo.so.1', '', 'c'],
  ['malloc', '/usr/lib/x86_64-linux-gnu/libc.so.6', '', 'libc'],
  ['__libc_start_main', '', '', 'libc'],
  ['std::vector<int>::push_back', '/bin/app', '', 'c++'],
  ['', '/usr/lib/libstdc++.so.6', '', 'c++'],
  ['', '/usr/lib/libfoo.so', '', 'c'],
  ['', '/usr/lib/ld-linux-x86-64.so.2', '', 'libc'],
  ['', '/bin/app', '', 'unknown'],
  ['do_syscall_64', '[kernel.kallsyms]_stext', '', 'kernel'],
  ['blue', '', 'tenant', 'unknown'],
])('origin of %s in %s (%s)', (name, mapping, file, origin) => {
  expect(ORIGINS[originOf(name, mapping, file)]).toBe(origin);
});
