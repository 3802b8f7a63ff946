import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawableRows, lowerBound, Pyramid, sampleLine } from './pyramid.ts';

const points = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constant(Number.NaN))),
  {
    minLength: 1,
    maxLength: 400,
  },
);

const columns = (list: readonly (readonly [number, number])[]) => {
  const sorted = [...list].sort((a, b) => a[0] - b[0]);
  return { time: Float64Array.from(sorted, (p) => p[0]), value: Float64Array.from(sorted, (p) => p[1]) };
};

test('the smallest and largest of any run are those of a plain look at all of it', () => {
  fc.assert(
    fc.property(points, fc.nat(400), fc.nat(400), (list, a, b) => {
      const { time, value } = columns(list);
      const pyramid = new Pyramid(time, value);
      const known = Array.from(value.subarray(a, b)).filter((v) => !Number.isNaN(v));
      const low = pyramid.lowest(a, b);
      const high = pyramid.highest(a, b);
      expect(value[low]).toBe(known.length === 0 ? undefined : Math.min(...known));
      expect(value[high]).toBe(known.length === 0 ? undefined : Math.max(...known));
    }),
  );
});

test('a sampled line has the extremes of every pixel and no more than four points in it', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 20 }), (list, width) => {
      const { time, value } = columns(list);
      const sampled = sampleLine(new Pyramid(time, value), 0, 1000, width);
      expect(sampled.time.length).toBeLessThanOrEqual(4 * (width + 2));
      const step = 1000 / width;
      for (let c = 0; c < width; c++) {
        const of = (t: Float64Array, v: Float64Array) =>
          Array.from(v.subarray(lowerBound(t, c * step), lowerBound(t, (c + 1) * step))).filter(
            (x) => !Number.isNaN(x),
          );
        const all = of(time, value);
        const kept = of(sampled.time, sampled.value);
        if (all.length === 0) continue;
        expect(Math.max(...kept)).toBe(Math.max(...all));
        expect(Math.min(...kept)).toBe(Math.min(...all));
      }
    }),
  );
});

test('times that are negative, beyond 2^53, unknown or going back are left out and counted', () => {
  const times = Float64Array.of(-5, 1, 2, 1.5, Number.NaN, 3, 2 ** 60, 4);
  const { rows, isolated } = drawableRows(times);
  expect(Array.from(rows ?? [])).toEqual([1, 2, 5, 7]);
  expect(isolated).toBe(4);
  expect(drawableRows(Float64Array.of(0, 0, 1))).toEqual({ rows: null, isolated: 0 });
});
