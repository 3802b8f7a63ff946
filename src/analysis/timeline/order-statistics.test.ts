import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, theilSen } from './order-statistics.ts';

test('quantiles by nearest rank', () => {
  const sorted = Float64Array.from([1, 2, 3, 4]);
  expect([0, 0.25, 0.5, 0.95, 1].map((q) => quantile(sorted, q))).toEqual([1, 1, 2, 4, 4]);
  expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
});

test('the slope of a line is exact, one wild point does not move it', () => {
  const x = Array.from({ length: 21 }, (_, i) => i);
  const y = x.map((v) => 3 * v + 7);
  expect(theilSen(x, y)).toMatchObject({ estimate: 3, low: 3, high: 3, points: 21 });
  y[10] = 1e9;
  expect(theilSen(x, y)?.estimate).toBeCloseTo(3, 9);
});

test('too few points, or all at one time, have no slope', () => {
  expect(theilSen([1, 2, 3], [1, 2, 3])).toBeNull();
  expect(theilSen([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull();
  expect(theilSen([1, 2, 3, Number.NaN, Number.NaN], [1, 2, 3, 4, 5])).toBeNull();
});

test('the estimate lies in its interval, and shifting all values changes nothing', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), (y, shift) => {
      const x = y.map((_, i) => i);
      const slope = theilSen(x, y);
      const moved = theilSen(
        x,
        y.map((v) => v + shift),
      );
      expect(slope).not.toBeNull();
      expect(slope?.estimate).toBeGreaterThanOrEqual(slope?.low ?? 0);
      expect(slope?.estimate).toBeLessThanOrEqual(slope?.high ?? 0);
      expect(moved?.estimate).toBeCloseTo(slope?.estimate ?? 0, 9);
    }),
  );
});
