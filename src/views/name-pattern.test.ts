import { expect, test } from 'vitest';
import { labelPattern, namePattern } from './name-pattern.ts';

test('a function is matched as a whole', () => {
  const pattern = namePattern('main.(*T).Run', 'main.(*T).Run', 'functions');
  expect(pattern).toBe('^main\\.\\(\\*T\\)\\.Run$');
  expect(new RegExp(pattern).test('main.(*T).Run')).toBe(true);
  expect(new RegExp(pattern).test('main.(*T).Run.func1')).toBe(false);
});

test('folded type arguments match every instance', () => {
  const regex = new RegExp(namePattern('m.Map[…].Get', 'm.Map[go.shape.int].Get', 'functions'));
  expect(regex.test('m.Map[go.shape.int].Get')).toBe(true);
  expect(regex.test('m.Map[go.shape.string,go.shape.int].Get')).toBe(true);
  expect(regex.test('m.Map.Get')).toBe(false);
});

test('the raw name is what filters see', () => {
  expect(
    new RegExp(namePattern('runtime.memmove', 'runtime.memmove.abi0', 'functions')).test('runtime.memmove.abi0'),
  ).toBe(true);
});

test('a package is all its functions, not its subpackages', () => {
  const regex = new RegExp(namePattern('net/http', 'net/http.Get', 'packages'));
  expect(regex.test('net/http.(*conn).serve')).toBe(true);
  expect(regex.test('net/http/pprof.Index')).toBe(false);
});

test('labels: text as a whole, commas do not split it, numbers with their unit', () => {
  expect(labelPattern('tenant', 'a.b,c', '')).toBe('tenant=^a\\.b\\x2cc$');
  expect(labelPattern('bytes', '512', 'bytes')).toBe('bytes=512bytes');
  expect(labelPattern('bytes', '512B', 'bytes')).toBe('bytes=512B');
});
