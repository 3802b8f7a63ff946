import { expect, test } from 'vitest';
import { TraceTables } from './tables.ts';

test.each([
  ['main._Cfunc_build_list', 1],
  ['example.com/app/internal/leaky._Cfunc_leak', 1],
  ['main._C2func_calloc', 1],
  ['main._cgo_cmalloc', 1],
  ['syscall.write', 0],
  ['main.my_Cfunc_name', 0],
  ['', 0],
])('a system call whose leaf is %s: cgo %i', (leaf, cgo) => {
  const tables = new TraceTables();
  const caller = tables.frame(2, 'main.main', 'main.go', 1);
  const stack = tables.stack([tables.frame(1, leaf, '', 0), caller]);
  expect(tables.isCgo.data[stack]).toBe(cgo);
  expect(tables.stack([tables.frame(1, leaf, '', 0), caller])).toBe(stack);
});

test('no frames are no stack', () => {
  const tables = new TraceTables();
  expect(tables.stack([])).toBe(-1);
  expect(tables.leaf(-1)).toBe(0);
});
