import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { headOf } from '../byte-source.ts';
import { pprofFormat } from './index.ts';
import { decodeRaw, describe as tell } from './testing.ts';

const rawOf = (name: string) => new Uint8Array(gunzipSync(readFileSync(new URL(`fixtures/${name}`, import.meta.url))));
const SEEDS = [
  'edge/labels-with-units.pb.gz',
  'edge/inlined-lines.pb.gz',
  'edge/unpacked-repeated.pb.gz',
  'edge/int64-extremes.pb.gz',
  'edge/address-only-locations.pb.gz',
].map(rawOf);

/** Tables of a mutated file of n bytes: nothing in it may grow beyond a small multiple. */
function tableBytes(p: Profile): number {
  return (
    p.strings.bytes.length +
    p.stacks.frames.length * 4 +
    p.samples.length * 16 +
    p.frames.length * 32 +
    p.labelSets.key.length * 20
  );
}

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), byte: fc.nat(7) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), byte: fc.nat(20) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), byte: fc.nat(60) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), byte: fc.constant(0) }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(seed: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = Array.from(seed);
  for (const { kind, at, byte } of mutations) {
    const i = bytes.length === 0 ? 0 : at % bytes.length;
    if (kind === 'set') bytes[i] = byte;
    else if (kind === 'flip') bytes[i] = (bytes[i] ?? 0) ^ (1 << byte);
    else if (kind === 'insert') bytes.splice(i, 0, byte);
    else if (kind === 'remove') bytes.splice(i, byte);
    else if (kind === 'repeat') bytes.splice(i, 0, ...bytes.slice(i, i + byte));
    else bytes = bytes.slice(0, i);
  }
  return Uint8Array.from(bytes);
}

describe('mutated profiles', () => {
  it('never throw, dangle or blow up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SEEDS),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(5, 1 << 16),
        async (seed, mutations, chunk) => {
          const raw = mutate(seed, mutations);
          pprofFormat.sniff(headOf(raw, true));
          const { sources } = await decodeRaw(raw, chunk);
          for (const { profile } of sources) expect(tableBytes(profile)).toBeLessThan(raw.length * 400 + 4096);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('random bytes never throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (raw) => {
        await decodeRaw(raw, 64);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Splits a profile.proto into its top-level fields. */
function fields(raw: Uint8Array): { field: number; bytes: Uint8Array }[] {
  const out: { field: number; bytes: Uint8Array }[] = [];
  const varint = (at: number): [number, number] => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const b = raw[at++] as number;
      value += (b & 127) * 2 ** shift;
      if (b < 128) return [value, at];
    }
  };
  for (let pos = 0; pos < raw.length; ) {
    const start = pos;
    const [tag, afterTag] = varint(pos);
    const [value, afterValue] = varint(afterTag);
    pos = (tag & 7) === 2 ? afterValue + value : afterValue;
    out.push({ field: tag >> 3, bytes: raw.slice(start, pos) });
  }
  return out;
}

describe('order of fields', () => {
  it('does not matter, but for that of strings and sample types among themselves', async () => {
    for (const seed of SEEDS) {
      const parts = fields(seed);
      const want = tell((await decodeRaw(seed)).sources[0]?.profile as Profile) as { samples: string[] };
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(), { minLength: parts.length, maxLength: parts.length }), async (keys) => {
          const shuffled = parts.map((part, i) => ({ part, key: keys[i] as number })).sort((a, b) => a.key - b.key);
          // Fields of one number keep their order, as protobuf demands; what mixes is the numbers.
          const queues = new Map<number, Uint8Array[]>();
          for (const { field, bytes } of parts) queues.set(field, [...(queues.get(field) ?? []), bytes]);
          const ordered = shuffled.map(({ part }) => queues.get(part.field)?.shift() as Uint8Array);
          const { sources, report } = await decodeRaw(new Uint8Array(Buffer.concat(ordered)), 50);
          expect(report.error).toBeUndefined();
          expect(tell(sources[0]?.profile as Profile)).toEqual(want);
        }),
        { numRuns: 60 },
      );
    }
  });
});

describe('deep, wide and large files', () => {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);
  const field = (number: number, body: ArrayLike<number>): number[] => [
    number * 8 + 2,
    ...varint(body.length),
    ...Array.from(body),
  ];
  const text = (s: string) => field(6, new TextEncoder().encode(s));
  const types = [...field(1, [8, 1, 16, 2])];
  const strings = ['', 'inuse_space', 'bytes', 'f'].flatMap(text);

  it('a stack of 65,000 different frames, chunk by chunk', async () => {
    const depth = 65_000;
    const parts: number[][] = [types];
    const ids: number[] = [];
    for (let i = 1; i <= depth; i++) for (const b of varint(i)) ids.push(b);
    parts.push([18, ...varint(ids.length + 1 + varint(ids.length).length + 3), 10, ...varint(ids.length), ...[]]);
    const raw = Buffer.concat([
      Buffer.from(parts.flat()),
      Buffer.from(ids),
      Buffer.from([18, 1, 8]),
      ...Array.from({ length: depth }, (_, i) =>
        Buffer.from(field(4, [8, ...varint(i + 1), ...field(4, [8, 1, 16, ...varint(i + 1)])])),
      ),
      Buffer.from([...field(5, [8, 1, 16, 3]), ...strings]),
    ]);
    for (const chunk of [4096, 1 << 16]) {
      const { sources, report } = await decodeRaw(new Uint8Array(raw), chunk);
      expect(report.error).toBeUndefined();
      const p = sources[0]?.profile as Profile;
      expect(p.stacks.frames.length).toBe(depth);
      // Leaf first in the file, root first in the table.
      expect(p.frames.line[p.stacks.frames[0] as number]).toBe(depth);
      expect(p.samples.values[0]?.[0]).toBe(8);
    }
  });

  it('a million references to a location of a million inlined lines are refused, not allocated', async () => {
    const lines = Buffer.alloc(1_000_000 * 4, Buffer.from([34, 2, 8, 1]));
    const location = Buffer.concat([Buffer.from([8, 1]), lines]);
    const ids = Buffer.alloc(1_000_000, 1);
    const sample = Buffer.concat([Buffer.from([10, ...varint(ids.length)]), ids, Buffer.from([18, 1, 8])]);
    const raw = Buffer.concat([
      Buffer.from(types),
      Buffer.from([18, ...varint(sample.length)]),
      sample,
      Buffer.from([34, ...varint(location.length)]),
      location,
      Buffer.from([...field(5, [8, 1, 16, 3]), ...strings]),
    ]);
    const { sources, report } = await decodeRaw(new Uint8Array(raw));
    expect(report.error?.what.key).toBe('pprof.tooMany');
    expect(sources[0]?.profile.stacks.frames.length).toBe(0);
  });

  it('a million distinct label sets and stacks', async () => {
    const n = 200_000;
    const parts: Buffer[] = [Buffer.from(types)];
    for (let i = 0; i < n; i++) {
      const num = varint(i + 1);
      const label = [8, 3, 24, ...num];
      parts.push(Buffer.from(field(2, [10, 2, 1, 1 + (i % 2), 18, 1, 1, ...field(3, label)])));
    }
    for (const id of [1, 2]) parts.push(Buffer.from(field(4, [8, id, ...field(4, [8, 1])])));
    parts.push(Buffer.from([...field(5, [8, 1, 16, 3]), ...strings]));
    const { sources, report } = await decodeRaw(new Uint8Array(Buffer.concat(parts)));
    expect(report.error).toBeUndefined();
    const p = sources[0]?.profile as Profile;
    expect(p.stacks.length).toBe(2);
    expect(p.labelSets.length).toBe(n + 1);
    expect(p.labelSets.num[n - 1]).toBe(BigInt(n));
    expect(p.samples.values[0]?.reduce((a, b) => a + b, 0)).toBe(n);
  });

  it('ids of 64 bits that differ only in the high half', async () => {
    const wide = (hi: number) => [
      0x85,
      0x80,
      0x80,
      0x80,
      0x80 | ((hi & 7) << 4),
      0x80 | (hi >> 3),
      0x80,
      0x80,
      0x80,
      0x01,
    ];
    const raw = Buffer.from([
      ...types,
      ...field(2, [10, 20, ...wide(1), ...wide(2), 18, 1, 3]),
      ...field(4, [8, ...wide(1), 24, ...wide(1)]),
      ...field(4, [8, ...wide(2), 24, ...wide(2)]),
      ...strings,
    ]);
    const { sources, report } = await decodeRaw(new Uint8Array(raw));
    expect(report.error).toBeUndefined();
    const p = sources[0]?.profile as Profile;
    expect(Array.from(p.stacks.frames)).toEqual([1, 0]);
    expect(p.frames.address[0]).not.toBe(p.frames.address[1]);
    expect(p.frames.address[0]).toBeGreaterThan(2n ** 63n);
  });
});

/** Control characters that a text file does not have. */
const CONTROL = new RegExp(
  `[${String.fromCharCode(...Array(9).keys(), 11, ...Array.from({ length: 13 }, (_, i) => 14 + i), 28, 29, 30, 31)}]`,
  'g',
);

describe('text', () => {
  it('is never taken for a profile', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (s) => {
        const bytes = new TextEncoder().encode(s.replace(CONTROL, ''));
        expect(pprofFormat.sniff(headOf(bytes, true))).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});
