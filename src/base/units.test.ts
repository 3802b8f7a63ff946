import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeMark, formatPercent, formatValue, groupDigits, scaleValue, toFixedEven, unitRatio } from './units.ts';

describe('formatValue', () => {
  it.each([
    [0, 'bytes', 'auto', '0'],
    [40561720, 'bytes', 'bytes', '40561720B'],
    [2097216, 'bytes', 'MB', '2MB'],
    [16000, 'bytes', 'kb', '15.62kB'],
    [24000, 'bytes', 'auto', '23.44kB'],
    [-7000, 'bytes', 'auto', '-6.84kB'],
    [1, 'count', 'minimum', '1'],
    [5, 'furlongs', 'auto', '5'],
    [40, 'MB', 'minimum', '40MB'],
    [30_000_000, 'nanoseconds', 'ms', '30ms'],
    [3_600_000_000_000, 'nanoseconds', 'auto', '1hrs'],
    [-5, 'nanoseconds', 'auto', '-5ns'],
    [5, 'count', 'widgets', '5widgets'],
    [9007199254740993n, 'bytes', 'bytes', '9007199254740993B'],
    [-9214364837600034815n, 'bytes', 'auto', '-8184PB'],
    [1500, 'microseconds', 'auto', '1.50ms'],
    [2, 'GCU', 'auto', '2GCU'],
  ] as const)('%s %s as %s is %s', (value, unit, target, text) => {
    expect(formatValue(value, unit, target)).toBe(text);
  });

  it('rounds ties to even', () => {
    expect(['0.125', '0.375', '0.625', '0.875', '1.005'].map((v) => toFixedEven(Number(v), 2))).toEqual([
      '0.12',
      '0.38',
      '0.62',
      '0.88',
      '1.00',
    ]);
  });

  it('agrees with toFixed away from ties', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (v) => {
        const off = Math.abs(Number(toFixedEven(v, 2)) - v);
        return off <= 0.0050001 || off / Math.abs(v) < 1e-15;
      }),
    );
  });

  it('keeps the sign symmetric', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (v) => {
        expect(formatValue(-v, 'bytes')).toBe(`-${formatValue(v, 'bytes')}`);
      }),
    );
  });
});

describe('formatPercent', () => {
  it.each([
    [25189927, 40561720, '62.10%'],
    [1, 1, '  100%'],
    [0, 10, '    0%'],
    [1, 0, '    0%'],
    [411, 10000, ' 4.11%'],
    [5, 22005, '0.023%'],
    [2, 9007199254740996, '2.2e-14%'],
    [475, 100, '475.00%'],
    [-50, 100, '50.00%'],
    [1, 800, ' 0.12%'],
    [3, 100000, '0.003%'],
  ] as const)('%s of %s is %s', (value, total, text) => {
    expect(formatPercent(value, total)).toBe(text);
  });
});

describe('for people', () => {
  it('groups, signs and marks', () => {
    expect(groupDigits(-1234567)).toBe('\u22121\u2009234\u2009567');
    expect(groupDigits(999)).toBe('999');
    expect([changeMark(1), changeMark(-1n), changeMark(0)]).toEqual(['▲', '▼', '']);
  });

  it('knows ratios of units', () => {
    expect(unitRatio('milliseconds', 'nanoseconds')).toBe(1e6);
    expect(unitRatio('bytes', 'count')).toBe(1);
    expect(scaleValue(100, 'nanoseconds', 'minimum')).toEqual({ value: 100, unit: 'ns' });
  });
});
