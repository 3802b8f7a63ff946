import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sha256, sha256Hex, toHex } from './sha256.ts';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('equals the reference for any bytes, in any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 130 }), async (bytes, piece) => {
      const hash = new Sha256();
      for (let i = 0; i < bytes.length; i += piece) hash.update(bytes.subarray(i, i + piece));
      expect(toHex(hash.digest())).toBe(reference(bytes));
      expect(await sha256Hex(bytes.slice())).toBe(reference(bytes));
    }),
  );
});
