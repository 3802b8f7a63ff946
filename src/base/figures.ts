import { type Amount, groupDigits, scaleValue } from './units.ts';

const MINUS = '\u2212';
const NARROW = '\u202f';

/** A number of three significant digits: `5.50`, `28.4`, `825`, `1 190` (thin space). */
function threeDigits(size: number): string {
  if (size >= 1000) return groupDigits(Math.round(size));
  if (size >= 99.95) return size.toFixed(0);
  return size >= 9.995 ? size.toFixed(1) : size.toFixed(2);
}

/** A value for the screen: `5.50 MB`, `825 kB`, `3 600`; counts in full, others in three digits and a space before the unit. */
export function showAmount(value: Amount, unit: string, target = 'auto'): string {
  const scaled = scaleValue(value, unit, target === 'minimum' ? 'auto' : target);
  const unscaled = scaled.value === Number(value) && (typeof value === 'bigint' || Number.isInteger(value));
  const figure = unscaled ? groupDigits(value) : signed(scaled.value, threeDigits);
  return scaled.unit === '' ? figure : `${figure}${NARROW}${scaled.unit}`;
}

function signed(value: number, show: (size: number) => string): string {
  return value < 0 ? MINUS + show(-value) : show(value);
}

/** A change for the screen, with its sign: `+18.9 MB`. */
export function showDelta(value: Amount, unit: string, target = 'auto'): string {
  return value > 0 ? `+${showAmount(value, unit, target)}` : showAmount(value, unit, target);
}

/** A share: `98.7 %`, `0.02 %`, `100 %`. */
export function showShare(part: Amount, total: Amount): string {
  const ratio = Number(total) === 0 ? 0 : (Number(part) / Number(total)) * 100;
  const size = Math.abs(ratio);
  const digits = size === 0 || size >= 99.95 ? 0 : size >= 0.1 ? 1 : 2;
  return `${signed(ratio, (s) => s.toFixed(digits))}${NARROW}%`;
}

/** Bytes of a file or of tables. */
export function showBytes(bytes: number): string {
  return showAmount(bytes, 'bytes');
}

/** A span of milliseconds: `14 ms`, `1.12 s`. */
export function showMillis(millis: number): string {
  if (millis < 1) return `<${NARROW}1${NARROW}ms`;
  return millis < 1000 ? `${Math.round(millis)}${NARROW}ms` : `${(millis / 1000).toFixed(2)}${NARROW}s`;
}
