import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesInterner, PairInterner, SequenceInterner } from './interners.ts';

describe('interners', () => {
  it('number equal byte strings alike and different ones apart', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 3000 }), (all) => {
        const interner = new BytesInterner();
        const model = new Map<string, number>();
        for (const bytes of all) {
          const key = bytes.join();
          const known = model.get(key);
          const id = interner.intern(bytes, 0, bytes.length);
          expect(id).toBe(known ?? model.size);
          model.set(key, id);
        }
        expect(interner.length).toBe(model.size);
      }),
      { numRuns: 30 },
    );
  });

  it('keep sequences flat and each once', () => {
    const interner = new SequenceInterner();
    const ids = [[1, 2], [], [2, 1], [1, 2], []].map((s) => interner.intern(s, s.length));
    expect(ids).toEqual([0, 1, 2, 0, 1]);
    expect([...interner.values.take()]).toEqual([1, 2, 2, 1]);
    expect([...interner.offsets.take()]).toEqual([0, 2, 2, 4]);
  });

  it('survive growth', () => {
    const interner = new SequenceInterner();
    for (let i = 0; i < 5000; i++) expect(interner.intern([i, i * 7], 2)).toBe(i);
    for (let i = 0; i < 5000; i++) expect(interner.intern([i, i * 7], 2)).toBe(i);
  });

  it('number pairs, the same numbers the other way round apart', () => {
    const interner = new PairInterner();
    const pairs = Array.from({ length: 5000 }, (_, i) => [i % 71, i + 100] as const);
    const ids = [...pairs, ...pairs].map(([a, b]) => interner.intern(a, b));
    expect(ids).toEqual([...pairs, ...pairs].map((_, i) => i % 5000));
    expect(interner.intern(200, 3)).toBe(5000);
    expect(interner.intern(3, 200)).toBe(5001);
    expect(interner.length).toBe(5002);
  });
});
