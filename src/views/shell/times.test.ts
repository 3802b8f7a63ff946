import { expect, it } from 'vitest';
import { clockOf, showSpan } from './times.ts';

const s = 1_000_000_000n;

it.each([
  [7200n * s, '2 h'],
  [4800n * s, '1 h 20 min'],
  [45n * s, '45 s'],
  [90_000n * s, '1 d 1 h'],
  [86_400n * s + 60n * s, '1 d'],
  [5_000_000n, '5 ms'],
])('a span of %d ns reads %s', (nanos, text) => {
  expect(showSpan(nanos)).toBe(text);
});

it('has no clock for an unknown time', () => {
  expect(clockOf('0')).toBe('');
});
