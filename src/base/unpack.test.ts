import { readFileSync } from 'node:fs';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflateRaw, unpack } from './unpack.ts';

const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY } = constants;
const LEVELS = [
  { level: 0 },
  { level: 1 },
  { level: 9, strategy: Z_DEFAULT_STRATEGY },
  { level: 9, strategy: Z_FIXED },
  { level: 9, strategy: Z_HUFFMAN_ONLY },
];

describe('packed texts', () => {
  test('are inflated to what zlib deflated, by every kind of block', () => {
    const repetitive = fc.array(fc.constantFrom('a', 'bc', 'function', ' ', '漏'), { maxLength: 3000 });
    fc.assert(
      fc.property(
        fc.oneof(
          repetitive.map((parts) => parts.join('')),
          fc.string({ maxLength: 500 }),
        ),
        (text) => {
          const raw = Buffer.from(text);
          for (const options of LEVELS) {
            const packed = deflateRawSync(raw, options);
            expect(Buffer.from(inflateRaw(packed, raw.length)).equals(raw)).toBe(true);
            expect(unpack(packed.toString('base64'), raw.length)).toBe(raw.toString());
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of many blocks and far repetitions', () => {
    const raw = readFileSync(new URL('../../package-lock.json', import.meta.url));
    const noise = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i * 2654435761) >>> 24));
    for (const bytes of [raw, noise, Buffer.concat([noise, raw, noise])]) {
      for (const options of LEVELS) {
        expect(Buffer.from(inflateRaw(deflateRawSync(bytes, options), bytes.length)).equals(bytes)).toBe(true);
      }
    }
  });
});
