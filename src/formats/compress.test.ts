import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MemoryChunks } from './byte-source.ts';
import { type OpenedBytes, openBytes, openChunks } from './compress.ts';

const utf8 = new TextEncoder();
const TEXT = utf8.encode('stack of bytes, '.repeat(20_000));
const gz = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const join = (...parts: (Uint8Array | number[])[]) => new Uint8Array(Buffer.concat(parts.map((p) => Buffer.from(p))));

/** `zstd -3 --check` of "stack of bytes, " × 20,000. */
const ZSTD_TEXT = fromHex(
  '28b52ffd0458c4000080737461636b206f662062797465732c200100daff279f4b4c000008730100fcff3910024d000008730100fc611d0801aa66bce8',
);
/** `zstd --no-check` of "stack". */
const ZSTD_SMALL = fromHex('28b52ffd0058290000737461636b');

/** `zstd --check` of each text. */
const CHECKED: readonly (readonly [string, string])[] = [
  ['', '28b52ffd240001000099e9d851'],
  ['a', '28b52ffd0458090000615b6e8ca9'],
  ['aho', '28b52ffd045819000061686f7bebaa97'],
  ['ahov', '28b52ffd045821000061686f76b86a2666'],
  ['ahovcjq', '28b52ffd045839000061686f76636a71f84657b3'],
  ['ahovcjqx', '28b52ffd045841000061686f76636a717858cb8889'],
  ['ahovcjqxelszg', '28b52ffd045869000061686f76636a7178656c737a6703833017'],
  [
    'ahovcjqxelszgnubipwdkryfmtahovc',
    '28b52ffd0458f9000061686f76636a7178656c737a676e7562697077646b7279666d7461686f766368c9a30a',
  ],
  [
    'ahovcjqxelszgnubipwdkryfmtahovcj',
    '28b52ffd045801010061686f76636a7178656c737a676e7562697077646b7279666d7461686f76636a548902ef',
  ],
  [
    'ahovcjqxelszgnubipwdkryfmtahovcjqxelszgnubipw',
    '28b52ffd0458050100d061686f76636a7178656c737a676e7562697077646b7279666d7401007632c7672a5fff',
  ],
  [
    'ahovcjqxelszgnubipwdkryfmtahovcjqxelszgnubipwdkryfmtahovcjqxelszgnu',
    '28b52ffd04580d0100d061686f76636a7178656c737a676e7562697077646b7279666d7401006a688e01ae7833cb',
  ],
];

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function open(bytes: Uint8Array, maxRawBytes?: number): Promise<OpenedBytes> {
  const options = { name: 'a', lastModified: 0, ...(maxRawBytes === undefined ? {} : { maxRawBytes }) };
  return openBytes(new Blob([bytes as Uint8Array<ArrayBuffer>]), options);
}

/** As text: comparing long arrays element by element takes the test runner seconds. */
async function all(opened: OpenedBytes): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let chunk = await opened.next(); chunk !== null; chunk = await opened.next()) parts.push(chunk.slice());
  return latin1(Buffer.concat(parts));
}

async function read(bytes: Uint8Array, maxRawBytes?: number) {
  const opened = await open(bytes, maxRawBytes);
  const out = await all(opened);
  return {
    out,
    opened,
    problem: opened.problem?.what.key ?? null,
    leftovers: opened.leftovers.map((l) => l.reason.key),
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

for (const native of [true, false]) {
  describe(native ? 'gzip by the platform' : 'gzip by pako', () => {
    const prepare = () => {
      if (!native) vi.stubGlobal('DecompressionStream', undefined);
    };

    it('plain, one member, several members', async () => {
      prepare();
      expect(await read(TEXT)).toMatchObject({ out: latin1(TEXT), problem: null, leftovers: [] });
      expect(await read(gz(TEXT))).toMatchObject({ out: latin1(TEXT), problem: null, leftovers: [] });
      const two = await read(join(gz(TEXT), gz(utf8.encode('')), gz(TEXT.subarray(0, 5))));
      expect(two).toMatchObject({ out: latin1(join(TEXT, TEXT.subarray(0, 5))), problem: null, leftovers: [] });
      expect(two.opened.rawBytes).toBe(TEXT.length + 5);
    });

    it('bytes after the last member are named, not lost data', async () => {
      prepare();
      const garbage = await read(join(gz(TEXT), utf8.encode('not gzip')));
      expect(garbage).toMatchObject({ out: latin1(TEXT), problem: null, leftovers: ['compress.trailingBytes'] });
      expect(garbage.opened.leftovers[0]).toMatchObject({ bytes: 8, offset: gz(TEXT).length });
      const one = await read(join(gz(TEXT), [0x1f]));
      expect(one).toMatchObject({ out: latin1(TEXT), problem: null, leftovers: ['compress.trailingBytes'] });
      const zeros = await read(join(gz(TEXT), new Uint8Array(100_000)));
      expect(zeros).toMatchObject({ out: latin1(TEXT), problem: null, leftovers: ['compress.zeroPadding'] });
    });

    it('cut anywhere: everything before, and where', async () => {
      prepare();
      const whole = gz(utf8.encode(Array.from({ length: 3000 }, (_, i) => `${i * 7919}`).join(' ')));
      const full = (await read(whole)).out;
      for (let length = 2; length < whole.length; length += length < 40 ? 1 : 997) {
        const { out, problem, opened } = await read(whole.subarray(0, length));
        expect([length, problem]).toEqual([length, 'compress.gzipTruncated']);
        expect(opened.problem?.offset).toBe(length);
        expect(out).toEqual(full.slice(0, out.length));
        if (length > 5000) expect(out.length).toBeGreaterThan(length);
      }
    });

    it('damage: the reason', async () => {
      prepare();
      const whole = gz(TEXT);
      const crc = whole.slice();
      crc[crc.length - 8] = (crc[crc.length - 8] as number) ^ 1;
      expect(await read(crc)).toMatchObject({ out: latin1(TEXT), problem: 'compress.gzipChecksum' });
      const method = whole.slice();
      method[2] = 7;
      expect(await read(method)).toMatchObject({ problem: 'compress.gzipHeader' });
      const data = join(whole.subarray(0, 30), new Uint8Array(40).fill(255), whole.subarray(70));
      expect((await read(data)).problem).toMatch(/^compress\.gzip(Data|Checksum)$/);
    });

    it('stops a bomb at the limit', async () => {
      prepare();
      const bomb = gz(new Uint8Array(30_000_000));
      const stopped = await read(bomb, 1_000_000);
      expect(stopped).toMatchObject({ problem: 'open.tooLarge' });
      expect(stopped.out.length).toBe(1_000_000);
      // Nested: 30 MB become 29 kB, and these a few hundred bytes.
      expect((await read(gz(bomb), 1_000_000)).problem).toBe('open.tooLarge');
      expect((await read(bomb, 30_000_000)).problem).toBeNull();
      expect((await read(TEXT, 10)).problem).toBeNull();
    });

    it('peels at most three layers', async () => {
      prepare();
      const three = gz(gz(gz(TEXT)));
      const opened = await open(three);
      expect(opened.layers).toEqual(['gzip', 'gzip', 'gzip']);
      expect(await all(opened)).toEqual(latin1(TEXT));
      expect((await read(gz(three))).out).toEqual(latin1(gz(TEXT)));
    });

    it('shows the head and reads from the beginning all the same', async () => {
      prepare();
      const opened = await open(gz(TEXT));
      const head = await opened.head();
      expect(latin1(head.bytes)).toEqual(latin1(TEXT.subarray(0, 65536)));
      expect(head.complete).toBe(false);
      expect(head.text?.startsWith('stack of bytes')).toBe(true);
      expect(await all(opened)).toEqual(latin1(TEXT));
      const short = await open(gz(utf8.encode('\ufeffa\r\nb\u001b[31m!')));
      expect(await short.head()).toMatchObject({ text: 'a\nb!', complete: true });
      expect((await (await open(gz(Uint8Array.of(0, 1)))).head()).text).toBeNull();
    });
  });
}

describe('zstd', () => {
  it('frames, skippable frames, several frames', async () => {
    expect(await read(ZSTD_TEXT)).toMatchObject({ out: latin1(TEXT), problem: null });
    expect((await open(ZSTD_TEXT)).layers).toEqual(['zstd']);
    const skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    const many = await read(join(skippable, ZSTD_SMALL, skippable, ZSTD_TEXT, skippable));
    expect(many).toMatchObject({ out: latin1(join(utf8.encode('stack'), TEXT)), problem: null, leftovers: [] });
    expect((await open(gz(ZSTD_TEXT))).layers).toEqual(['gzip', 'zstd']);
  });

  it('cut anywhere, trailing bytes, damage, huge windows', async () => {
    for (let length = 4; length < ZSTD_TEXT.length; length++) {
      expect([length, (await read(ZSTD_TEXT.subarray(0, length))).problem]).toEqual([length, 'compress.zstdTruncated']);
    }
    expect(await read(join(ZSTD_TEXT, [1, 2, 3, 4, 5]))).toMatchObject({
      out: latin1(TEXT),
      leftovers: ['compress.trailingBytes'],
    });
    const sum = ZSTD_TEXT.slice();
    sum[sum.length - 1] = (sum[sum.length - 1] as number) ^ 1;
    expect(await read(sum)).toMatchObject({ out: latin1(TEXT), problem: 'compress.zstdChecksum' });
    // 8-byte content size of 2^40 in a single segment: fzstd would allocate it.
    expect((await read(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0))).problem).toBe(
      'compress.zstdWindow',
    );
    // A window descriptor of 2 GB, then RLE blocks.
    expect((await read(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, 3, 0, 4, 0))).problem).toBe(
      'compress.zstdWindow',
    );
  });

  it('checks the checksum of content of any length', async () => {
    for (const [text, hex] of CHECKED) {
      expect(await read(fromHex(hex))).toMatchObject({ out: text, problem: null });
    }
  });

  it('stops a bomb at the limit', async () => {
    // Blocks of 128 kB of one byte in 4 bytes each: 32,000:1.
    const rle = Array.from({ length: 400 }, () => [0x02, 0x00, 0x10, 0x41]).flat();
    const bomb = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38, ...rle, 0x01, 0, 0]);
    expect((await read(bomb)).out.length).toBe(400 * 131072);
    const stopped = await read(bomb, 1_000_000);
    expect(stopped).toMatchObject({ problem: 'open.tooLarge' });
    expect(stopped.out.length).toBe(1_000_000);
  });
});

describe('any chunk size, any damage', () => {
  it('one byte at a time', async () => {
    for (const bytes of [
      gz(TEXT.subarray(0, 3000)),
      join(gz(TEXT.subarray(0, 10)), gz(TEXT.subarray(10, 90)), [9, 9]),
    ]) {
      const options = { name: '', lastModified: 0 };
      const whole = await all(await openChunks(new MemoryChunks(bytes), options));
      const single = await openChunks(new MemoryChunks(bytes, 1), options);
      expect(await all(single)).toEqual(whole);
    }
    const single = await openChunks(new MemoryChunks(ZSTD_TEXT, 1), { name: '', lastModified: 0 });
    expect(await all(single)).toEqual(latin1(TEXT));
  });

  it('never throws', async () => {
    const seeds = [gz(TEXT.subarray(0, 500)), ZSTD_TEXT, ZSTD_SMALL, gz(ZSTD_SMALL)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        async (seed, changes) => {
          const bytes = seed.slice();
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const opened = await openChunks(new MemoryChunks(bytes, 64), { name: '', lastModified: 0, maxRawBytes: 1e6 });
          expect((await all(opened)).length).toBeLessThanOrEqual(1e6);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

it('tells how far the file was read', async () => {
  const bytes = gz(TEXT);
  const seen: number[] = [];
  const opened = await openBytes(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    name: 'a',
    lastModified: 7,
    onProgress: (n) => seen.push(n),
  });
  await all(opened);
  expect(seen[seen.length - 1]).toBe(bytes.length);
  expect(opened.lastModified).toBe(7);
});
