import { describe, expect, test } from 'vitest';
import { isGrowth, nativeEstimate, whichLayerGrows } from './layers.ts';
import { medianOfThree, theilSen } from './order-statistics.ts';
import { piecewise } from './piecewise.ts';
import { isJudgeable, runningFloor, trendOf, warmUpOf } from './trend.ts';
import { isSpread } from './trend-line.ts';

/** Numbers in (0, 1), the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function gauss(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A drawing as a curve: a column per point, its height the value. */
function drawn(picture: string): number[] {
  const rows = picture.split('\n').filter((row) => row.includes('|'));
  const lines = rows.map((row) => row.slice(row.indexOf('|') + 1));
  const width = Math.max(...lines.map((l) => l.length));
  return Array.from({ length: width }, (_, x) => {
    const row = lines.findIndex((l) => l[x] === '*');
    return row < 0 ? Number.NaN : lines.length - row;
  });
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('slopes', () => {
  test('their interval holds the true slope in about 95 of 100 cases', () => {
    const x = upTo(40);
    let held = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const next = random(seed);
      const slope = theilSen(
        x,
        x.map((v) => 2 * v + 5 * gauss(next)),
      );
      if (slope !== null && slope.low <= 2 && slope.high >= 2) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.99);
  });

  test('sizes in whole MiB have many equal values: the interval is not wider than that of the exact ones', () => {
    const next = random(7);
    const exact = upTo(60).map((v) => 0.05 * v + 0.4 * gauss(next));
    const whole = exact.map(Math.floor);
    const [a, b] = [theilSen(upTo(60), exact), theilSen(upTo(60), whole)];
    expect(b?.low).toBeLessThanOrEqual(0.05);
    expect(b?.high).toBeGreaterThanOrEqual(0.05);
    expect((b?.high ?? 9) - (b?.low ?? 0)).toBeLessThan(2 * ((a?.high ?? 0) - (a?.low ?? 0)));
  });
});

describe('a floor', () => {
  test('of a sawtooth is flat, that of a leak under it rises', () => {
    const flat = drawn(`
      |  *  *  *  *
      | *  *  *  *
      |*  *  *  *
    `);
    expect([...runningFloor(Float64Array.from(flat))]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
    const leak = drawn(`
      |           *
      |        * *
      |     * * *
      |  * * *
      | * *
      |*
    `);
    expect([...runningFloor(Float64Array.from(leak))]).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6]);
  });

  test('a sawtooth is never judged', () => {
    const bytes = (name: string) => isJudgeable({ name, unit: 'bytes' });
    expect(['HeapAlloc', 'HeapInuse', 'Alloc', '/memory/classes/heap/objects:bytes'].map(bytes)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['live heap', '/gc/heap/live:bytes', 'Go retained', 'VmRSS', 'NextGC'].map(bytes)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['TotalAlloc', '/gc/heap/allocs:bytes', 'VmHWM', 'MaxRSS'].some(bytes)).toBe(false);
  });

  test('the start is left out: five points, or a tenth', () => {
    expect([4, 10, 11, 49, 100, 1000].map(warmUpOf)).toEqual([0, 0, 5, 5, 10, 100]);
  });
});

describe('inflections', () => {
  /** Two lines, the second from `turn` on, with noise. */
  const bent = (n: number, turn: number, after: number, noise: number, seed: number, step = 0) => {
    const next = random(seed);
    return upTo(n).map((v) => (v < turn ? 0 : step + after * (v - turn)) + noise * gauss(next));
  };

  test('a leak that begins in the middle is found where it begins, with both slopes', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const found = piecewise(upTo(120), bent(120, 70, 2, 3, seed));
      expect(found?.inflections.length).toBe(1);
      const [inflection] = found?.inflections ?? [];
      expect(inflection?.kind).toBe('slope');
      expect(Math.abs((inflection?.at ?? 0) - 70)).toBeLessThan(8);
      expect(inflection?.bicGain).toBeGreaterThan(10);
      expect(inflection?.f).toBeGreaterThan(10);
      expect(found?.segments[0]?.slope?.low).toBeLessThan(0.1);
      expect(found?.segments[1]?.slope?.estimate).toBeCloseTo(2, 0);
    }
  });

  test('a jump is a step', () => {
    const found = piecewise(upTo(100), bent(100, 40, 0, 1, 3, 50));
    expect(found?.inflections.map((i) => [i.kind, Math.round(i.at)])).toEqual([['step', 40]]);
  });

  test('three parts of one curve, without noise', () => {
    const y = upTo(90).map((v) => (v < 30 ? v : v < 60 ? 30 : 30 - 2 * (v - 60)));
    expect(piecewise(upTo(90), y)?.inflections.map((i) => Math.round(i.at))).toEqual([30, 60]);
  });

  test('noise has none, not even noise whose neighbours are alike', () => {
    let false1 = 0;
    let false8 = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const white = upTo(150).map(() => 10 * gauss(next));
      let v = 0;
      const red = upTo(150).map(() => {
        v = 0.8 * v + gauss(next);
        return v;
      });
      if ((piecewise(upTo(150), white)?.inflections.length ?? 0) > 0) false1++;
      if ((piecewise(upTo(150), red)?.inflections.length ?? 0) > 0) false8++;
    }
    expect(false1).toBeLessThanOrEqual(3);
    expect(false8).toBeLessThanOrEqual(20);
  });

  test('a wild point is none', () => {
    const y = bent(80, 200, 0, 1, 5);
    y[40] = 1000;
    expect(piecewise(upTo(80), y)?.inflections).toEqual([]);
  });

  test('a constant and too few points have none', () => {
    expect(piecewise(upTo(50), new Float64Array(50).fill(7))?.inflections).toEqual([]);
    expect(piecewise(upTo(8), upTo(8))).toBeNull();
  });

  test('a hundred thousand points take no time to speak of', () => {
    const begin = performance.now();
    const found = piecewise(upTo(100_000), bent(100_000, 50_000, 0.01, 30, 2));
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(Math.abs((found?.inflections[0]?.at ?? 0) - 50_000)).toBeLessThan(3000);
  });

  test('a trend of times in ns is told per second', () => {
    const time = Float64Array.from(upTo(60), (v) => v * 2e9);
    const trend = trendOf({ time, value: Float64Array.from(upTo(60), (v) => 1e6 * v) });
    expect(trend.slope?.estimate).toBeCloseTo(5e5, 3);
    expect(trend.warmUp).toBe(6);
  });
});

describe('the layer that grows', () => {
  const slope = (estimate: number) => ({ estimate, low: estimate - 1000, high: estimate + 1000, points: 20 });
  const MIB = 2 ** 20;

  test.each([
    ['a Go leak', { live: 1, go: 1.2, native: 0, rss: 1.2 }, ['live']],
    ['idle memory or stacks', { live: 0, go: 1, native: 0, rss: 1 }, ['retained']],
    ['a C leak', { live: 0, go: 0, native: 1, rss: 1 }, ['native']],
    ['both', { live: 1, go: 1.1, native: 2, rss: 3 }, ['live', 'native']],
    ['none', { live: 0, go: 0, native: 0, rss: 0 }, []],
  ])('%s', (_, rates, grows) => {
    const slopes = {
      live: slope(rates.live * MIB),
      go: slope(rates.go * MIB),
      native: slope(rates.native * MIB),
      rss: slope(rates.rss * MIB),
    };
    const verdict = whichLayerGrows(slopes, 60);
    expect(verdict).toEqual({ grows, rssGrows: rates.rss > 0, caveats: [] });
  });

  test('growth within the interval of noise, or of a few pages, is none', () => {
    expect(isGrowth({ estimate: 5e6, low: -1, high: 1e7, points: 20 }, 60)).toBe(false);
    expect(isGrowth({ estimate: 1000, low: 900, high: 1100, points: 20 }, 60)).toBe(false);
  });

  test('what is missing is said', () => {
    const verdict = whichLayerGrows({ live: null, go: { ...slope(MIB), points: 5 }, native: null, rss: null }, 60);
    expect(verdict.caveats).toEqual(['no live heap', 'no rss', 'few samples']);
    expect(verdict.rssGrows).toBeNull();
  });

  test('figures are put together by time, those too far apart are not; a dip of one point goes', () => {
    const rss = { time: Float64Array.of(0, 10, 20, 30, 100), value: Float64Array.of(50, 60, 70, 80, 90) };
    const go = { time: Float64Array.of(1, 9, 22, 29), value: Float64Array.of(20, 20, 50, 20) };
    const native = nativeEstimate(rss, go, 5);
    expect([...(native?.time ?? [])]).toEqual([0, 10, 20, 30]);
    expect([...(native?.value ?? [])]).toEqual([30, 30, 40, 60]);
    expect(native?.apartNs).toBe(2);
    expect(nativeEstimate(rss, { time: Float64Array.of(1e9), value: Float64Array.of(1) }, 5)).toBeNull();
  });

  test('the median of three keeps steps and ends', () => {
    expect([...medianOfThree(Float64Array.of(1, 9, 1, 1, 5, 5))]).toEqual([1, 1, 1, 1, 5, 5]);
  });
});

test('points at the dates of copied files tell no slope', () => {
  const captures = (step: number) => {
    const time = Float64Array.from({ length: 5 }, (_, i) => i * step);
    return { length: 5, method: 'file time' as const, time, earliest: time, latest: time };
  };
  const points = (step: number) => ({ time: captures(step).time, value: Float64Array.of(1, 2, 3, 4, 5) });
  expect(isSpread(points(1e6), captures(1e6))).toBe(false);
  expect(isSpread(points(8e9), captures(8e9))).toBe(true);
  expect(isSpread(points(1e6), { ...captures(1e6), method: 'stated' })).toBe(true);
});
