import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFacts } from '../contract/api.ts';
import { concat, makeTar, makeZip } from './containers/fixtures/make-archives.ts';
import { factsOf } from './facts.ts';
import { fileKey } from './file-key.ts';
import { type OpenedFile, openFile } from './open.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const FOLDED = encode('main;a 3\nmain;b 4\n');
const HEAP = encode('heap profile: 1: 8 [1: 8] @ heapprofile\n1: 8 [1: 8] @ 0x11\n');

function open(bytes: Uint8Array, maxRawBytes = 2 ** 30, name = 'file'): Promise<OpenedFile[]> {
  const job = { blob: new Blob([bytes.slice()]), name, lastModified: 5, maxRawBytes, legacyDropFrames: false };
  return openFile(job, () => {});
}

const summary = (files: OpenedFile[]) =>
  files.map((f) => [f.name, f.report.format, f.sources.length, f.report.error?.what.key ?? 'ok']);

test('a plain and a gzipped file', async () => {
  expect(summary(await open(FOLDED))).toEqual([['file', 'folded', 1, 'ok']]);
  const [file] = await open(new Uint8Array(gzipSync(FOLDED)));
  expect(file?.report.rawBytes).toBe(FOLDED.length);
  expect(file?.report.tableBytes).toBeGreaterThan(0);
  expect(file?.report.error).toBeUndefined();
});

test('what cannot be opened is named, with advice and a command', async () => {
  const [file] = await open(encode('PERFILE2\x01\x02'));
  expect(file?.report.format).toBe('perf-data');
  expect(file?.report.error).toMatchObject({
    what: { key: 'open.kind.perf-data' },
    advice: { key: 'open.todo.perf-data' },
  });
  expect(file?.report.error?.command).toMatch(/^perf script/);
  expect(summary(await open(new Uint8Array(0)))).toEqual([['file', 'unknown', 0, 'open.empty']]);
});

test('a gzip that breaks says so, and what was read is there', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `main;f${(i * 7919) % 10_007} ${i + 1}\n`).join('');
  const whole = new Uint8Array(gzipSync(encode(lines)));
  const [file] = await open(whole.subarray(0, whole.length >> 1));
  expect(file?.report.error?.what.key).toBe('compress.gzipTruncated');
  expect(file?.sources[0]?.profile.samples.length).toBeGreaterThan(100);
});

describe('zip', () => {
  const files = [
    { name: 'a/x.folded', content: FOLDED },
    { name: 'a/', content: new Uint8Array(0), method: 0 },
    { name: '__MACOSX/a/._x.folded', content: encode('clutter') },
    { name: 'heap.txt', content: HEAP, method: 0 },
  ];
  const wanted = [
    ['file/a/x.folded', 'folded', 1, 'ok'],
    ['file/heap.txt', 'go-heap-text', 1, 'ok'],
  ];

  test('stored and deflated members, clutter left out', async () => {
    const opened = await open(makeZip(files));
    expect(summary(opened)).toEqual(wanted);
    expect(new Date(opened[0]?.lastModified ?? 0).getFullYear()).toBe(2024);
    expect(new Set(opened.map((f) => f.key)).size).toBe(2);
  });

  test('zip64', async () => {
    expect(summary(await open(makeZip(files, true)))).toEqual(wanted);
  });

  test('without its directory: members are found from the beginning, and it is said', async () => {
    const whole = makeZip(files);
    expect(summary(await open(whole.subarray(0, whole.length - 60)))).toEqual([
      ...wanted,
      ['file', 'zip', 0, 'open.zip.directory'],
    ]);
  });

  test('encrypted, unknown method, wrong checksum, damaged data', async () => {
    const made = makeZip([
      { name: 'e', content: FOLDED, flags: 1 },
      { name: 'm', content: FOLDED, method: 93 },
      { name: 'c', content: FOLDED, crc: 12345 },
      { name: 'ok', content: FOLDED },
    ]);
    expect(summary(await open(made)).map((s) => s[3])).toEqual([
      'open.zip.encrypted',
      'open.zip.method',
      'open.zip.checksum',
      'ok',
    ]);
  });

  test('archives in archives, to a depth', async () => {
    const inner = makeZip([{ name: 'x', content: FOLDED }]);
    const twice = makeZip([{ name: 'inner.zip', content: inner }]);
    const inTar = new Uint8Array(gzipSync(makeTar([{ name: 't.zip', content: twice }])));
    expect(summary(await open(inTar))).toEqual([['file/t.zip/inner.zip/x', 'folded', 1, 'ok']]);
    expect(summary(await open(makeZip([{ name: 'out.tgz', content: inTar }])))[0]?.[3]).toBe('open.depth');
  });

  test('a bomb stops at the cap of the whole archive', async () => {
    const zeros = makeZip([{ name: 'b', content: encode('a;b 1\n'.repeat(2_000_000)) }]);
    const nested = makeZip([
      { name: '1.zip', content: zeros },
      { name: '2.zip', content: zeros },
    ]);
    const opened = await open(nested, 1_000_000);
    expect(opened.some((f) => f.report.error?.what.key === 'open.tooLarge')).toBe(true);
    expect(opened.reduce((n, f) => n + f.report.rawBytes, 0)).toBeLessThan(2_000_000);
  });
});

describe('tar', () => {
  const long = `${'deep/'.repeat(30)}heap.txt`;
  const files = [
    { name: 'x.folded', content: FOLDED },
    { name: long, content: HEAP },
  ];
  const wanted = [
    ['file/x.folded', 'folded', 1, 'ok'],
    [`file/${long}`, 'go-heap-text', 1, 'ok'],
  ];

  test.each(['pax', 'gnu'] as const)('long names by %s', async (way) => {
    const opened = await open(makeTar(files, way));
    expect(summary(opened)).toEqual(wanted);
    expect(opened[0]?.lastModified).toBe(1_700_000_000_000);
    expect(summary(await open(new Uint8Array(gzipSync(makeTar(files, way, false)))))).toEqual(wanted);
  });

  test('cut in the middle of a member: the others are there', async () => {
    const cut = makeTar([...files, { name: 'y', content: new Uint8Array(5000).fill(65) }]).subarray(0, 4000);
    const opened = summary(await open(cut));
    expect(opened.slice(0, 2)).toEqual(wanted);
    expect(opened.some((s) => s[3] === 'open.tar.truncated')).toBe(true);
  });
});

test('no content makes it reject', async () => {
  const seeds = [makeZip([{ name: 'x', content: FOLDED }]), makeTar([{ name: 'x', content: FOLDED }]), HEAP];
  const damage = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), damage, fc.nat(3000), async (seed, changes, length) => {
      const bytes = seed.slice(0, length);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      const files = await open(bytes, 1_000_000);
      for (const file of files) expect(file.report.error?.what.key).not.toBe('open.internal');
    }),
    { numRuns: 400 },
  );
});

test('facts of a source', async () => {
  const made = encode(
    'heap profile: 2: 9007199254740995 [2: 9007199254740995] @ heapprofile\n' +
      '1: 9007199254740993 [1: 9007199254740993] @ 0x11\n1: 2 [1: 2] @ 0x21\n' +
      '#\t0x20\truntime.main+0x1\t/usr/local/go-1.24/src/runtime/proc.go:283\n\n' +
      'MAPPED_LIBRARIES:\n00000000-00001000 r-xp 00000000 08:01 1 /bin/prog\n',
  );
  const [file] = await open(made);
  const source = file?.sources[0];
  if (file === undefined || source === undefined) throw new Error('nothing was opened');
  const facts: SourceFacts = factsOf(file, source, 0);
  expect(facts).toMatchObject({
    fileName: 'file',
    flavor: 'heap',
    totals: ['2', '9007199254740995'],
    samples: 2,
    binary: 'prog',
    runtime: 'Go 1.24',
    labelKeys: ['bytes'],
  });
  expect(facts.key).toMatch(/^[0-9a-f]{16}\.0$/);
});

test('equal files have equal keys; large ones are told apart by ends and size', async () => {
  expect(await fileKey(new Blob([FOLDED]))).toBe(await fileKey(new Blob([FOLDED])));
  const large = (last: number) => new Blob([new Uint8Array(65 * 1024 * 1024), concat([Uint8Array.of(last)])]);
  expect(await fileKey(large(1))).toBe(await fileKey(large(1)));
  expect(await fileKey(large(1))).not.toBe(await fileKey(large(2)));
});
