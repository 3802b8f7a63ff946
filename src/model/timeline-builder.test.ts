import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeriesBuilder } from './timeline-builder.ts';

test('a long series keeps first, last, extremes, order and the points that must stay', () => {
  const builder = new SeriesBuilder('x', 'bytes');
  const n = 300_000;
  for (let i = 0; i < n; i++) {
    builder.push(i * 10, i === 123_456 ? -5 : i === 234_567 ? 1e9 : i % 1000);
    if (i % 50_000 === 7) builder.keepLast();
  }
  const s = builder.finish();
  expect(s).toMatchObject({ n, first: 0, last: (n - 1) % 1000, min: -5, max: 1e9 });
  expect(s.time.length).toBeLessThan(140_000);
  expect(s.bucketNs).toBeGreaterThan(0);
  expect(Array.from(s.kept, (i) => s.time[i])).toEqual([0, 1, 2, 3, 4, 5].map((k) => (k * 50_000 + 7) * 10));
  expect(s.value.includes(-5)).toBe(true);
  expect(s.value.includes(1e9)).toBe(true);
  expect(s.time.every((t, i) => i === 0 || t >= (s.time[i - 1] as number))).toBe(true);
});

test('a short series keeps every point', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 500 }), (values) => {
      const builder = new SeriesBuilder('x', 'count');
      values.forEach((v, i) => {
        builder.push(i, v);
      });
      const s = builder.finish();
      expect([...s.value]).toEqual(values);
      expect(s.bucketNs).toBe(0);
    }),
  );
});
