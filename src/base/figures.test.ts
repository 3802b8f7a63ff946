import { describe, expect, it } from 'vitest';
import { showAmount, showDelta, showMillis, showShare } from './figures.ts';

const plain = (text: string) => text.replace(/[\u2009\u202f]/g, ' ');

describe('figures on the screen', () => {
  it.each([
    [5_767_168, 'bytes', '5.50 MB'],
    [29_779_558, 'bytes', '28.4 MB'],
    [845_000, 'bytes', '825 kB'],
    [0, 'bytes', '0 B'],
    [512, 'bytes', '512 B'],
    [3600, 'count', '3 600'],
    [-1_048_576, 'bytes', '−1.00 MB'],
    [1_500_000, 'nanoseconds', '1.50 ms'],
  ])('%d %s reads %s', (value, unit, text) => {
    expect(plain(showAmount(value, unit))).toBe(text);
  });

  it('keeps every digit of a count beyond 2^53', () => {
    expect(plain(showAmount(9_007_199_254_740_993n, 'count'))).toBe('9 007 199 254 740 993');
  });

  it('writes signs, shares and spans', () => {
    expect(plain(showDelta(1_048_576, 'bytes'))).toBe('+1.00 MB');
    expect(plain(showShare(987, 1000))).toBe('98.7 %');
    expect(plain(showShare(1, 1))).toBe('100 %');
    expect(plain(showShare(5, 0))).toBe('0 %');
    expect(plain(showMillis(1120))).toBe('1.12 s');
  });
});
