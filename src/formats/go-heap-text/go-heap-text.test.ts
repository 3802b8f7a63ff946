import { describe, expect, test } from 'vitest';
import { NONE } from '../../model/ids.ts';
import { stringAt } from '../../model/strings.ts';
import {
  type AddressRow,
  addressRows,
  decodeWith,
  fixture,
  jsonFixture,
  profileOf,
  sortRows,
  standsBadInput,
  totalsOf,
} from '../fixtures/decode-kit.ts';
import { goHeapText } from './format.ts';

interface Golden {
  totals: number[];
  samples: number;
  sample_types: string[];
  period: number;
  locations: number;
  functions_flat_cum: AddressRow[];
  mappings: { file: string; start: string; limit: string; offset: string }[];
}
const goldens = jsonFixture('golden.json.gz', import.meta.url) as Record<string, Golden>;
const text = (name: string) => fixture(`${name}.gz`, import.meta.url);

describe.each(Object.entries(goldens))('%s as Go parses it', (name, golden) => {
  test('types, totals and every address', async () => {
    const decoded = await decodeWith(goHeapText, text(name));
    const p = profileOf(decoded);
    expect(decoded.report.error).toBeUndefined();
    expect(decoded.report.skipped).toEqual([]);
    expect(p.sampleTypes.map((t) => `${t.type}/${t.unit}`)).toEqual(golden.sample_types);
    expect(totalsOf(p)).toEqual(golden.totals.map(BigInt));
    expect(p.samples.length).toBe(golden.samples);
    expect(Number(p.period)).toBe(golden.period);
    expect(new Set(p.frames.location).size).toBe(golden.locations);
    expect(addressRows(p)).toEqual(sortRows(golden.functions_flat_cum));
  });

  test('mappings', async () => {
    const p = profileOf(await decodeWith(goHeapText, text(name)));
    // Go invents a mapping of all addresses where the file has none.
    const wanted = golden.mappings.filter((m) => m.file !== '');
    const hex = (v: bigint | undefined) => `0x${(v ?? 0n).toString(16)}`;
    const seen = Array.from({ length: p.mappings.length }, (_, i) => ({
      file: stringAt(p.strings, p.mappings.file[i] as number),
      start: hex(p.mappings.start[i]),
      limit: hex(p.mappings.limit[i]),
      offset: hex(p.mappings.offset[i]),
    })).filter((m) => m.file !== '');
    expect(seen).toEqual(wanted.map(({ file, start, limit, offset }) => ({ file, start, limit, offset })));
    if (wanted.length > 0) expect([...p.frames.mapping]).not.toContain(NONE);
  });
});

test('names come from the # lines; runtime leaves stay addresses', async () => {
  const p = profileOf(await decodeWith(goHeapText, text('go1.24-heap.txt')));
  const byAddress = new Map<bigint, string>();
  for (let f = 0; f < p.frames.length; f++) {
    const func = p.frames.func[f] as number;
    const name = func === NONE ? '' : stringAt(p.strings, p.functions.name[func] as number);
    byAddress.set(p.frames.address[f] as bigint, `${name}:${p.frames.line[f]}`);
  }
  expect(byAddress.get(0x686648n)).toBe('example.com/cgoleak/internal/cron.flushOne:17');
  expect(byAddress.get(0x47e300n)).toBe(':0');
});

test('the MemStats trailer is a table with its rings unrolled, oldest first', async () => {
  const [source] = (await decodeWith(goHeapText, text('go1.24-heap.txt'))).sources;
  const values = new Map(source?.stats?.values);
  expect(values.get('HeapAlloc')).toBe('77645328');
  expect(values.get('StackInuse')).toBe('7012352');
  expect(values.get('NumGC')).toBe('18');
  expect(source?.stats?.pauses?.ns.length).toBe(18);
  expect(source?.stats?.pauses?.ns[0]).toBe(45537);
  const ends = [...(source?.stats?.pauses?.endUnixNs ?? [])];
  expect(ends[0]).toBe(1795225188004299114n);
  expect(ends).toEqual([...ends].sort((a, b) => (a < b ? -1 : 1)));
  expect(ends[ends.length - 1]).toBe(BigInt(values.get('LastGC') ?? 0));
});

test('a ring that went round starts at NumGC % 256', async () => {
  const ring = (f: (i: number) => number) => `[${Array.from({ length: 256 }, (_, i) => f(i)).join(' ')}]`;
  const made = `heap profile: 0: 0 [0: 0] @ heap/2\n\n# runtime.MemStats\n# PauseNs = ${ring((i) => i)}\n# PauseEnd = ${ring((i) => 1000 + i)}\n# NumGC = 300\n`;
  const pauses = (await decodeWith(goHeapText, made)).sources[0]?.stats?.pauses;
  expect(pauses?.ns[0]).toBe(44);
  expect(pauses?.ns[255]).toBe(43);
});

test('one object of 512 KiB at heap/1048576 stands for 829411 bytes', async () => {
  const made = 'heap profile: 1: 524288 [1: 524288] @ heap/1048576\n1: 524288 [1: 524288] @ 0x11\n';
  const p = profileOf(await decodeWith(goHeapText, made));
  expect(totalsOf(p)).toEqual([1n, 829411n]);
  expect(p.frames.address[0]).toBe(0x10n);
});

test.each([
  ['heap profile: 3: 30 [4: 40] @ heap_v2/1\n3: 30 [4: 40] @ 0x2 0x3\n', 'heap', 4],
  ['heap profile: 3: 30 [3: 30] @ growthz\n3: 30 [3: 30] @ 0x2 0x3\n', 'growth', 2],
  ['heap profile: 3: 30 [3: 30] @ fragmentationz\n3: 30 [3: 30] @ 0x2 0x3\n', 'fragmentation', 2],
])('%j', async (made, flavor, types) => {
  const [source] = (await decodeWith(goHeapText, made)).sources;
  expect(source?.flavor).toBe(flavor);
  expect(source?.profile.sampleTypes.length).toBe(types);
});

test('the profiler’s own frames are dropped only when asked', async () => {
  const plain = profileOf(await decodeWith(goHeapText, text('go1.24-heap.txt')));
  expect([plain.dropFrames, plain.keepFrames]).toEqual(['', '']);
  const asked = profileOf(await decodeWith(goHeapText, text('go1.24-heap.txt'), 4096, { legacyDropFrames: true }));
  expect(new RegExp(`^(?:${asked.dropFrames})$`).test('runtime.mallocgc')).toBe(true);
  expect(new RegExp(`^(?:${asked.keepFrames})$`).test('runtime.panic')).toBe(true);
});

test('a file that misses records says so', async () => {
  const bytes = text('go1.24-heap.txt');
  const { report } = await decodeWith(goHeapText, bytes.subarray(0, 9000));
  expect(report.error?.what.key).toBe('text.fail.totals');
});

standsBadInput(goHeapText, text('ctool.0001.heap').subarray(0, 3000));

test('the MemStats behind the profile are figures of one moment, with the pauses of the ring', async () => {
  const { sources, timelines } = await decodeWith(goHeapText, text('go1.24-heap.txt'));
  const timeline = timelines[0]?.timeline;
  const { values, pauses } = sources[0]?.stats ?? { values: [] };
  const stated = new Map(values);
  const point = (name: string) => timeline?.series.find((s) => s.name === name)?.last;
  for (const name of ['HeapAlloc', 'HeapReleased', 'NextGC', 'StackInuse', 'NumGC', 'MaxRSS']) {
    expect(point(name), name).toBe(Number(stated.get(name)));
  }
  expect(point('Go retained')).toBe(Number(stated.get('Sys')) - Number(stated.get('HeapReleased')));
  const ends = Array.from(timeline?.gc.end ?? [], (end) => (timeline?.clock.origin ?? 0n) + BigInt(Math.round(end)));
  expect(ends).toEqual([...(pauses?.endUnixNs ?? [])]);
  expect(ends.length).toBe(Number(stated.get('NumGC')));
  expect(timeline?.captures?.method).toBe('last GC');
});
