/** A line of folded stacks, split into stack and numbers. */
export interface FoldedLine {
  /** Everything before the last number. */
  readonly stack: string;
  readonly value: number | bigint;
  /** If what is before the last number ends in a number too: the stack without it, that number, and its text. */
  readonly two: { readonly stack: string; readonly value: number | bigint; readonly text: string } | null;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const SAFE_DIGITS = 15;
const SPACE = 32;
const TAB = 9;

/** Reads `a;b;c 12` or `a;b;c 12 15`; null = no folded line. */
export function parseFolded(text: string): FoldedLine | null {
  const last = lastNumber(text);
  if (last === null) return null;
  const before = lastNumber(last.stack);
  const two = before === null ? null : { ...before, value: parsedNumber(before.text) };
  return { stack: last.stack, value: parsedNumber(last.text), two };
}

/** Splits a number, and the space before it, off the end. By hand: a regex walks every long line several times. */
function lastNumber(text: string): { stack: string; text: string } | null {
  let at = text.length;
  while (at > 0 && !isSpace(text.charCodeAt(at - 1))) at--;
  if (at === 0 || at === text.length) return null;
  const last = text.charCodeAt(text.length - 1);
  if (last < 0x30 || last > 0x39) return null;
  const number = text.slice(at);
  if (!NUMBER.test(number)) return null;
  let end = at;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end === 0 ? null : { stack: text.slice(0, end), text: number };
}

const isSpace = (c: number): boolean => c === SPACE || c === TAB;

function parsedNumber(text: string): number | bigint {
  if (text.length <= SAFE_DIGITS || !/^-?\d+$/.test(text)) return Number(text);
  const big = BigInt.asIntN(64, BigInt(text));
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}
