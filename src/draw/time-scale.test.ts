import { expect, test } from 'vitest';
import { roundStep, showRange, timeTicks } from './time-scale.ts';

const plain = (list: readonly string[]) => list.map((s) => s.replace(/\u202f/g, ' '));

test('ticks are round in the unit of their step, from ns to days', () => {
  expect(plain(timeTicks(0, 22e9, 6).labels)).toEqual(['0 s', '5 s', '10 s', '15 s', '20 s']);
  expect(plain(timeTicks(0, 0.2e9, 4).labels)).toEqual(['0 ms', '50 ms', '100 ms', '150 ms', '200 ms']);
  expect(plain(timeTicks(0, 900, 4).labels)).toEqual(['0 ns', '500 ns']);
  expect(plain(timeTicks(0, 3 * 86_400e9, 3).labels)).toEqual(['0 d', '1 d', '2 d', '3 d']);
  expect([3, 700, 4e8, 7e8, 40e9, 4000e9, 50_000e9].map(roundStep)).toEqual([
    5, 1000, 5e8, 1e9, 60e9, 7200e9, 86_400e9,
  ]);
});

test('far into a zoom labels count from a base', () => {
  const ticks = timeTicks(9.6e9, 9.6e9 + 400, 4);
  expect(plain([ticks.base])).toEqual(['9.6000000 s']);
  expect(plain(ticks.labels)).toEqual(['0 ns', '+100 ns', '+200 ns', '+300 ns', '+400 ns']);
});

test('with a wall time long windows are read by the clock', () => {
  const zero = Date.parse('2026-11-21T01:40:30Z') + new Date().getTimezoneOffset() * 60_000;
  const { labels, at } = timeTicks(0, 600e9, 5, zero);
  expect(labels).toEqual(['01:42', '01:44', '01:46', '01:48', '01:50']);
  expect(at[0]).toBe(90e9);
});

test('a range has as many digits as its length needs', () => {
  expect(plain([showRange(9.6e9, 19.1e9)])).toEqual(['9.60 – 19.10 s']);
  expect(plain([showRange(-2e9, 300e9)])).toEqual(['−2 – 300 s']);
  expect(plain([showRange(1e9, 1e9 + 2000)])).toEqual(['1.00000000 – 1.00000200 s']);
});
