import type { Line } from '../lines.ts';

const SPACE = 32;

/**
 * Hex numbers of a line from byte `from` on into `out`, separated by single spaces; returns how many, -1 when anything
 * else stands there. Exact to 2^53.
 */
export function hexFields(line: Line, from: number, out: number[]): number {
  const { bytes } = line;
  let count = 0;
  let value = 0;
  let digits = 0;
  for (let i = line.from + from; i <= line.to; i++) {
    const b = i < line.to ? (bytes[i] as number) : SPACE;
    if (b === SPACE) {
      if (digits > 0) out[count++] = value;
      value = 0;
      digits = 0;
      continue;
    }
    const d = b >= 48 && b <= 57 ? b - 48 : b >= 97 && b <= 102 ? b - 87 : b >= 65 && b <= 70 ? b - 55 : -1;
    if (d < 0 || ++digits > 16) return -1;
    value = value * 16 + d;
  }
  return count;
}
