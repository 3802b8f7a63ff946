import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { installPolyfills, POLYFILLED } from './polyfills.ts';

/** A global scope of its own with the newer functions taken away, then given ours. */
function oldScope(): typeof globalThis {
  const scope = runInNewContext(`
    delete Object.hasOwn;
    for (const p of [Array.prototype, Object.getPrototypeOf(Int8Array.prototype)]) {
      delete p.at; delete p.findLast; delete p.findLastIndex;
    }
    delete String.prototype.at;
    this.crypto = {};
    this`) as typeof globalThis;
  installPolyfills(scope);
  return scope;
}

test('every polyfill is there and answers as the native one does', () => {
  const scope = oldScope();
  const run = (code: string) => runInNewContext('eval(code)', { code, ...pick(scope) }) as unknown;
  const pick = (s: typeof globalThis) => ({
    Object: s.Object,
    Array: s.Array,
    String: s.String,
    Int8Array: s.Int8Array,
  });
  expect(run('Object.hasOwn({a: 1}, "a") && !Object.hasOwn({}, "toString")')).toBe(true);
  const list: number[] & {
    findLast?: (test: (x: number) => boolean) => unknown;
    findLastIndex?: (test: (x: number) => boolean) => number;
  } = scope.Array.from([3, 4, 5]);
  expect([list.at(-1), list.at(0), list.at(3), list.at(Number.NaN)]).toEqual([5, 3, undefined, 3]);
  expect(list.findLast?.((x) => x < 5)).toBe(4);
  expect(list.findLastIndex?.((x) => x > 9)).toBe(-1);
  expect(scope.Int8Array.from([1, 2]).at(-2)).toBe(1);
  expect(scope.crypto.randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(
    POLYFILLED.every((name) => name in scope || name in list || name in scope.Object || name in scope.crypto),
  ).toBe(true);
});

test('structuredClone copies what messages carry', () => {
  const clone = oldScope().structuredClone;
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const copy = clone(cycle);
  expect(copy).not.toBe(cycle);
  expect(copy.self).toBe(copy);
  const data = {
    a: [1, { b: 2n }],
    m: new Map([['k', new Set([1])]]),
    d: new Date(5),
    v: new Float64Array([1, 2]).subarray(1),
  };
  expect(clone(data)).toEqual(data);
  expect(clone(data).v.buffer).not.toBe(data.v.buffer);
  expect(() => clone({ f: () => 1 })).toThrow(/cannot be cloned/);
});
