const SPACE = 32;
const COMMA = 44;
const ZERO = 48;
const COLON = 58;
const EQUALS = 61;
const LOWER_X = 120;
const TWO_32 = 2 ** 32;

/**
 * The number of field `name` in a tracepoint's or probe's payload (`name=12`, `name: 0x1f`), in bytes[from … to); NaN if
 * it is not there. Hex numbers from 2^63 on are negative ones: results of system calls.
 */
export function numberField(bytes: Uint8Array, from: number, to: number, name: string): number {
  const length = name.length;
  for (let at = from; at + length < to; at++) {
    if (at > from) {
      const before = bytes[at - 1];
      if (before !== SPACE && before !== COMMA) continue;
    }
    let same = 0;
    while (same < length && bytes[at + same] === name.charCodeAt(same)) same++;
    if (same < length) continue;
    const sign = bytes[at + length];
    if (sign !== EQUALS && sign !== COLON) continue;
    const value = at + length + 1;
    const number = numberAt(bytes, bytes[value] === SPACE ? value + 1 : value, to);
    if (!Number.isNaN(number)) return number;
  }
  return Number.NaN;
}

/** The word of field `name` (`type=MM_ANONPAGES`), '' if it is not there. */
export function wordField(text: string, name: string): string {
  return new RegExp(`(?:^|[ ,])${name}[=:] ?([^ ,]+)`).exec(text)?.[1] ?? '';
}

/** A number that begins at `at`, hex after `0x`; NaN when there is none. */
export function numberAt(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] === ZERO && bytes[at + 1] === LOWER_X) return hexAt(bytes, at + 2, to);
  let i = at;
  let value = 0;
  for (; i < to; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return i === at ? Number.NaN : value;
}

function hexAt(bytes: Uint8Array, at: number, to: number): number {
  let low = 0;
  let high = 0;
  let i = at;
  for (; i < to; i++) {
    const b = bytes[i] as number;
    const digit = b >= 48 && b <= 57 ? b - 48 : b >= 97 && b <= 102 ? b - 87 : -1;
    if (digit < 0) break;
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  if (i === at) return Number.NaN;
  if (high < 0) return -((~high >>> 0) * TWO_32 + (~low >>> 0) + 1);
  return (high >>> 0) * TWO_32 + (low >>> 0);
}

const SIZE_NAMES = ['size', 'bytes_req', 'len'] as const;

/** The size that a payload names; NaN if none. */
export function sizeField(bytes: Uint8Array, from: number, to: number): number {
  for (const name of SIZE_NAMES) {
    const value = numberField(bytes, from, to, name);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** Whether the bytes are `<hex> … (…)`: the one frame of a sample without call chain, or the address that was touched. */
export function isFrame(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  let end = to;
  while (at < end && bytes[at] === SPACE) at++;
  while (end > at && bytes[end - 1] === SPACE) end--;
  const first = at;
  while (at < end && isHex(bytes[at] as number)) at++;
  return (
    at - first >= 4 &&
    at - first <= 16 &&
    bytes[at] === SPACE &&
    bytes[end - 1] === 41 &&
    bytes.subarray(at, end).indexOf(40) >= 0
  );
}

const isHex = (b: number): boolean => (b >= 48 && b <= 57) || (b >= 97 && b <= 102);
