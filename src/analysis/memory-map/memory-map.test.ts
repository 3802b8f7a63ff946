import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MapFigures, MapUnit, MapUnitRow } from '../../model/map-answers.ts';
import { type MemoryMap, MemoryMapBuilder, sumKnown } from '../../model/maps.ts';
import { answerMemoryMap } from './answer.ts';
import { matchSpans } from './match.ts';
import { unitsOf } from './units.ts';

const MAPS = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) \S+ (\d+) *(.*)$/;
const PMAP_X = /^([0-9a-f]+) +(\d+) +(\d+) +(\d+) (\S{5}) (.*)$/;

/** The least that these tests need of the formats: no floor may import them here. */
function mapOf(text: string): MemoryMap {
  const builder = new MemoryMapBuilder();
  let hidesNames = false;
  for (const line of text.split('\n')) {
    const maps = MAPS.exec(line);
    const pmap = PMAP_X.exec(line);
    const figure = /^(\w+): +(\d+) kB$/.exec(line);
    if (maps !== null) {
      const [, start, limit, perms = '', offset, , name = ''] = maps;
      builder.add({
        start: BigInt(`0x${start}`),
        limit: BigInt(`0x${limit}`),
        offset: BigInt(`0x${offset}`),
        perms,
        name,
      });
    } else if (pmap !== null) {
      const [, address, size = '', rss, dirty, mode = '', name = ''] = pmap;
      const start = BigInt(`0x${address}`);
      hidesNames = true;
      const perms = `${mode.slice(0, 3)}p`;
      const shown = name.trim() === '[ anon ]' ? '' : name.trim() === '[ stack ]' ? '[stack]' : name.trim();
      builder.add({ start, limit: start + BigInt(size) * 1024n, perms, name: shown });
      builder.figure('Rss', Number(rss) * 1024);
      builder.figure('Dirty', Number(dirty) * 1024);
    } else if (figure !== null) builder.figure(figure[1] ?? '', Number(figure[2]) * 1024);
  }
  return builder.finish({ hidesNames });
}

const raw = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
const load = (name: string) => mapOf(gunzipSync(raw(`${name}.txt.gz`)).toString());

interface Golden {
  readonly mappings: number;
  readonly smaps_sum_kB: { readonly Size: number; readonly Rss: number; readonly Private_Dirty: number };
  readonly by_category_kB: Readonly<Record<string, { readonly Size: number; readonly Rss: number }>>;
  readonly pmap_x_total_kB: { readonly size: number; readonly rss: number; readonly dirty: number };
}

const kb = (bytes: number | undefined) => (bytes ?? 0) / 1024;

/** RSS of the rows of a unit; `.bss` counts for the golden as anonymous. */
function rssOf(rows: readonly MapUnitRow[], unit: MapUnit, name?: RegExp): number {
  const own = rows.filter((r) => r.unit === unit && (name === undefined || name.test(r.name)));
  const ranges = own.flatMap((r) => r.ranges).filter((r) => unit !== 'elf-image' || r.name !== '');
  return ranges.reduce((sum, r) => sum + kb(r.after?.rss), 0);
}

const snapshots = ['bcc', 'libbpf'].flatMap((tool) =>
  ['t0-before-attach', 't1', 't4'].map((time) => [tool, time] as const),
);

describe.each(snapshots)('joint-%s %s', (tool, time) => {
  const golden = (JSON.parse(raw(`${tool}-memory-map.json`).toString()) as Record<string, Golden>)[time] as Golden;
  const map = load(`${tool}-${time}.smaps`);
  const { rows, after } = answerMemoryMap(null, map);
  const category = (name: string) => golden.by_category_kB[name]?.Rss ?? 0;

  test('adds up to the sums of the golden, every mapping in one unit', () => {
    expect([kb(after.size), kb(after.rss), kb(after.dirty)]).toEqual([
      golden.smaps_sum_kB.Size,
      golden.smaps_sum_kB.Rss,
      golden.smaps_sum_kB.Private_Dirty,
    ]);
    expect(rows.reduce((n, r) => n + r.ranges.length, 0)).toBe(golden.mappings);
    const sum = (of: (f: MapFigures) => number) => rows.reduce((n, r) => n + (r.after === null ? 0 : of(r.after)), 0);
    expect([sum((f) => f.size), sum((f) => f.rss), sum((f) => f.dirty)]).toEqual([after.size, after.rss, after.dirty]);
  });

  test('places what the golden places', () => {
    expect(rssOf(rows, 'go-heap')).toBe(category('anonymous at 0xc000000000 (Go heap arenas)'));
    expect(rssOf(rows, 'heap')).toBe(category('brk heap'));
    expect(rssOf(rows, 'stack')).toBe(category('main stack'));
    expect(rssOf(rows, 'glibc-arena')).toBe(category('anonymous, 64 MiB aligned (glibc thread arenas)'));
    for (const [name, figures] of Object.entries(golden.by_category_kB)) {
      if (!name.startsWith('file ')) continue;
      const file = name.slice('file '.length).replace(/[.+]/g, '\\$&');
      expect(rssOf(rows, 'elf-image', new RegExp(`/${file}$`)), name).toBe(figures.Rss);
    }
  });

  test('pmap -x, which hides names, is placed alike', () => {
    const short = answerMemoryMap(null, load(`${tool}-${time}.pmap-x`));
    expect([kb(short.after.size), kb(short.after.rss), kb(short.after.dirty)]).toEqual([
      golden.pmap_x_total_kB.size,
      golden.pmap_x_total_kB.rss,
      golden.pmap_x_total_kB.dirty,
    ]);
    const count = (list: readonly MapUnitRow[], unit: MapUnit) => list.filter((r) => r.unit === unit).length;
    for (const unit of ['heap', 'go-heap', 'go-metadata', 'glibc-arena', 'thread-stack', 'mmapped-chunk'] as const) {
      expect(count(short.rows, unit), unit).toBe(count(rows, unit));
    }
  });
});

describe('the difference of two snapshots', () => {
  const before = load('libbpf-t0-before-attach.smaps');
  const after = load('libbpf-t4.smaps');
  const { rows } = answerMemoryMap(before, after);

  test('has what each side has', () => {
    const sum = (side: 'before' | 'after') => rows.reduce((n, r) => n + (r[side]?.rss ?? 0), 0);
    expect(sum('before')).toBe(sumKnown(before.rss));
    expect(sum('after')).toBe(sumKnown(after.rss));
  });

  test('is sorted by the change of RSS', () => {
    const changes = rows.map((r) => Math.abs((r.after?.rss ?? 0) - (r.before?.rss ?? 0)));
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
  });

  test('an arena whose border moved is one grown arena', () => {
    const arena = rows.find((r) => r.unit === 'glibc-arena' && r.name === '7f06f4000000');
    expect(arena?.before?.size).toBe(64 * 2 ** 20);
    expect(arena?.after?.size).toBe(64 * 2 ** 20);
    expect(arena?.ranges.map((r) => [r.perms, r.change])).toEqual([
      ['rw-p', 'grown'],
      ['---p', 'shrunk'],
    ]);
    expect(rows.filter((r) => r.unit === 'glibc-arena' && r.before === null).map((r) => r.name)).toEqual([
      '7f06f8000000',
    ]);
    expect(rows.filter((r) => r.unit === 'glibc-arena' && r.after === null)).toEqual([]);
  });

  test('a new thread is one new stack', () => {
    const fresh = rows.filter((r) => r.unit === 'thread-stack' && r.before === null);
    expect(fresh.map((r) => [r.name, r.after?.size])).toEqual([['7f07027fd000', 8 * 2 ** 20 + 4096]]);
  });
});

const units = (text: string) => unitsOf(mapOf(text)).map((u) => `${u.unit} ${u.name} ${u.regions.length}`);

test('names of Go 1.25 and glibc 2.39 decide', () => {
  const lines = [
    '7f0000000000-7f0000400000 rw-p 00000000 00:00 0 [anon: Go: heap]',
    '7f0000400000-7f0000500000 rw-p 00000000 00:00 0 [anon: Go: page alloc]',
    '7f0100000000-7f0100100000 rw-p 00000000 00:00 0 [anon: glibc: malloc]',
    '7f0200000000-7f0200801000 rw-p 00000000 00:00 0 [anon: glibc: pthread stack: 77]',
    '7f0300000000-7f0300001000 rw-s 00000000 00:01 5 /memfd:x (deleted)',
    '7f0400000000-7f0400001000 r--p 00000000 00:01 5 /data/table.bin',
  ];
  expect(units(lines.join('\n'))).toEqual([
    'go-heap Go heap 1',
    'go-metadata Go metadata 1',
    'mmapped-chunk 7f0100000000 1',
    'thread-stack 7f0200000000 1',
    'shared-memory /memfd:x 1',
    'file /data/table.bin 1',
  ]);
});

test('39 bits of addresses (arm64): the Go heap is apart from the libraries, what lies beside them is none', () => {
  const lines = [
    '00400000-00401000 r-xp 00000000 fe:00 12 /bin/prog',
    '4000000000-4004000000 rw-p 00000000 00:00 0 ',
    '7f80000000-7f80401000 rw-p 00000000 00:00 0 ',
    '7f80500000-7f80600000 r-xp 00000000 fe:00 13 /lib/libc.so.6',
  ];
  expect(units(lines.join('\n'))).toEqual([
    'elf-image /bin/prog 1',
    'elf-image /lib/libc.so.6 1',
    'go-heap Go heap 1',
    'mmapped-chunk 7f80000000 1',
  ]);
});

test('Go 1.26, heap at a random base: an arena far from all libraries', () => {
  const lines = [
    '00400000-00401000 r-xp 00000000 fe:00 12 /bin/prog',
    '31a4000000-31a4400000 rw-p 00000000 00:00 0 ',
    '31a4400000-31a8000000 ---p 00000000 00:00 0 ',
    '7f0000000000-7f0000800000 ---p 00000000 00:00 0 ',
    '7f0000800000-7f0000801000 rw-p 00000000 00:00 0 ',
    '7f0000801000-7f0001800000 ---p 00000000 00:00 0 ',
    '7f0010000000-7f0010021000 rw-p 00000000 00:00 0 ',
    '7f0010021000-7f0014000000 ---p 00000000 00:00 0 ',
    '7f0020000000-7f0020100000 r-xp 00000000 fe:00 13 /lib/libc.so.6',
  ];
  expect(units(lines.join('\n'))).toEqual([
    'elf-image /bin/prog 1',
    'elf-image /lib/libc.so.6 1',
    'go-metadata Go metadata 3',
    'go-heap Go heap 2',
    'glibc-arena 7f0010000000 2',
  ]);
});

test('a large malloc of a C program is a chunk, its .bss is the image’s', () => {
  const lines = [
    '00400000-00401000 r-xp 00000000 fe:00 12 /bin/prog',
    '00401000-00402000 rw-p 00001000 fe:00 12 /bin/prog',
    '00402000-00410000 rw-p 00000000 00:00 0 ',
    '7f0100000000-7f0102001000 rw-p 00000000 00:00 0 ',
    'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]',
  ];
  expect(units(lines.join('\n'))).toEqual([
    'elf-image /bin/prog 3',
    'vdso [vsyscall] 1',
    'mmapped-chunk 7f0100000000 1',
  ]);
});

describe('pairs of ranges', () => {
  const list = fc
    .uniqueArray(fc.nat(60), { minLength: 2, maxLength: 16 })
    .map((cuts) => cuts.sort((x, y) => x - y))
    .map((cuts) =>
      cuts.slice(1).map((limit, i) => ({ start: cuts[i] as number, limit, name: i % 3 === 0 ? 'a' : 'b' })),
    )
    .chain((spans) => fc.subarray(spans));
  test('name every range of both sides once, whatever they are', () => {
    fc.assert(
      fc.property(list, list, (b, a) => {
        const matches = matchSpans(b, a);
        const all = (side: 'base' | 'after') => matches.flatMap((m) => m[side]).sort((x, y) => x - y);
        expect(all('base')).toEqual([...b.keys()]);
        expect(all('after')).toEqual([...a.keys()]);
      }),
    );
  });

  const span = (start: number, limit: number, name = '') => ({ start, limit, name });
  const changes = (b: ReturnType<typeof span>[], a: ReturnType<typeof span>[]) =>
    matchSpans(b, a).map((m) => `${m.base.join('+')}>${m.after.join('+')} ${m.change}`);
  test.each([
    ['equal', [span(0, 8)], [span(0, 8)], ['0>0 same']],
    ['same start', [span(0, 8)], [span(0, 12)], ['0>0 grown']],
    ['same end', [span(4, 8)], [span(0, 8)], ['0>0 grown']],
    ['split', [span(0, 8)], [span(0, 4), span(4, 8)], ['0>0+1 split']],
    ['merged', [span(0, 4), span(4, 8)], [span(0, 8)], ['0+1>0 merged']],
    ['half shared', [span(0, 8)], [span(4, 12)], ['0>0 moved']],
    ['apart', [span(0, 8)], [span(9, 12)], ['0> gone', '>0 new']],
  ])('%s', (_, b, a, wanted) => {
    expect(changes(b, a)).toEqual(wanted);
  });
});
