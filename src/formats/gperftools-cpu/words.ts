/** How the numbers of a binary CPU profile are written. */
export interface WordShape {
  readonly size: 4 | 8;
  readonly little: boolean;
}

const SHAPES: readonly WordShape[] = [
  { size: 4, little: true },
  { size: 4, little: false },
  { size: 8, little: true },
  { size: 8, little: false },
];

/** The header: 0, 3, 0 (1 in Java), sampling period in µs, 0. */
export interface CpuHeader {
  readonly shape: WordShape;
  readonly java: boolean;
  readonly periodMicros: bigint;
}

export const HEADER_WORDS = 5;

export function readWord(bytes: Uint8Array, at: number, shape: WordShape): bigint {
  let value = 0n;
  for (let i = 0; i < shape.size; i++) {
    const b = bytes[at + (shape.little ? shape.size - 1 - i : i)] as number;
    value = (value << 8n) | BigInt(b);
  }
  return value;
}

/** Recognises the header in any of the four word shapes; null = another format. */
export function readCpuHeader(bytes: Uint8Array): CpuHeader | null {
  for (const shape of SHAPES) {
    if (bytes.length < HEADER_WORDS * shape.size) continue;
    const word = (i: number) => readWord(bytes, i * shape.size, shape);
    const java = word(2);
    if (word(0) === 0n && word(1) === 3n && java <= 1n && word(3) > 0n && word(4) === 0n) {
      return { shape, java: java === 1n, periodMicros: word(3) };
    }
  }
  return null;
}
