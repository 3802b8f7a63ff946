/** A line of folded stacks, split into stack and numbers. */
export interface FoldedLine {
  /** Everything before the last number. */
  readonly stack: string;
  readonly value: number | bigint;
  /** If what is before the last number ends in a number too: the stack without it, that number, and its text. */
  readonly two: { readonly stack: string; readonly value: number | bigint; readonly text: string } | null;
}

const LAST_NUMBER = /^(.*\S)\s+(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const SAFE_DIGITS = 15;

/** Reads `a;b;c 12` or `a;b;c 12 15`; null = no folded line. */
export function parseFolded(text: string): FoldedLine | null {
  const match = LAST_NUMBER.exec(text);
  if (match === null) return null;
  const stack = match[1] as string;
  const before = LAST_NUMBER.exec(stack);
  const two =
    before === null
      ? null
      : { stack: before[1] as string, value: parsedNumber(before[2] as string), text: before[2] as string };
  return { stack, value: parsedNumber(match[2] as string), two };
}

function parsedNumber(text: string): number | bigint {
  if (text.length <= SAFE_DIGITS || !/^-?\d+$/.test(text)) return Number(text);
  const big = BigInt.asIntN(64, BigInt(text));
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}
