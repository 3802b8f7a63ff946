import { describe, expect, test } from 'vitest';
import { type MemoryMap, mapProblems, sumKnown } from '../../model/maps.ts';
import type { AnySource } from '../../model/source.ts';
import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';
import { decodeWith, fixture, standsBadInput } from '../fixtures/decode-kit.ts';
import type { Format } from '../format.ts';
import { mapsFormat, smapsFormat, smapsRollupFormat, statusFormat } from './index.ts';

const read = (name: string) => fixture(name, import.meta.url);

async function mapsOf(format: Format<AnySource>, content: Uint8Array | string): Promise<MemoryMap[]> {
  const { sources } = await decodeWith(format, content);
  return sources.map(({ maps }) => {
    if (maps === undefined) throw new Error('no map');
    expect(mapProblems(maps)).toEqual([]);
    return maps;
  });
}

const names = (map: MemoryMap) => Array.from(map.name, (id) => stringAt(map.strings, id));

describe('/proc/PID/maps', () => {
  test('has every line of the file', async () => {
    const { sources, report } = await decodeWith(mapsFormat, read('maps.txt.gz'));
    const map = sources[0]?.maps as MemoryMap;
    expect(report.skipped).toEqual([]);
    expect(report.records).toBe(map.length);
    expect(map.length).toBe(new TextDecoder().decode(read('maps.txt.gz')).trim().split('\n').length);
    expect(map.start[map.length - 1]).toBe(0xffffffffff600000n);
    expect(names(map)).toContain('[heap]');
    expect(stringAt(map.strings, map.perms[1] as number)).toBe('r-xp');
    expect(map.offset[1]).toBe(0x2000n);
    expect(map.inode[1]).toBe(2163900);
    expect(sumKnown(map.rss)).toBeNaN();
  });

  test('names with spaces, line ends, (deleted) and brackets', async () => {
    const text = [
      '00400000-00401000 r-xp 00000000 fe:00 12 /tmp/my program (deleted)',
      '00500000-00501000 rw-p 00000000 00:00 0 ',
      '00600000-00601000 rw-s 00000000 00:01 7 /memfd:x (deleted)',
      '00700000-00701000 rw-p 00000000 00:00 0 [anon: Go: heap]',
      '00800000-00801000 rw-p 00000000 00:00 0 /a\\012b',
    ].join('\n');
    const [map] = await mapsOf(mapsFormat, text);
    expect(names(map as MemoryMap)).toEqual([
      '/tmp/my program (deleted)',
      '',
      '/memfd:x (deleted)',
      '[anon: Go: heap]',
      '/a\nb',
    ]);
  });

  test('several snapshots in one file are several sources', async () => {
    const one = new TextDecoder().decode(read('maps.txt.gz'));
    const maps = await mapsOf(mapsFormat, one + new TextDecoder().decode(read('maps-later.txt.gz')));
    expect(maps.length).toBe(2);
  });

  test('a line that is none is skipped with its place', async () => {
    const { report } = await decodeWith(mapsFormat, '00400000-00401000 r-xp 00000000 fe:00 12 /a\nnot a mapping\n');
    expect(report.skipped[0]).toMatchObject({ reason: { key: 'maps.skip.line' }, count: 1, first: [{ line: 2 }] });
  });
});

describe('/proc/PID/smaps', () => {
  test('keeps every figure, those without kB as they are', async () => {
    const { sources, report } = await decodeWith(smapsFormat, read('smaps.txt.gz'));
    const map = sources[0]?.maps as MemoryMap;
    expect(report.skipped).toEqual([]);
    const text = new TextDecoder().decode(read('smaps.txt.gz'));
    const sum = (key: string) =>
      [...text.matchAll(new RegExp(`^${key}: +(\\d+) kB$`, 'gm'))].reduce((n, m) => n + Number(m[1]) * 1024, 0);
    expect(sumKnown(map.rss)).toBe(sum('Rss'));
    expect(sumKnown(map.pss)).toBe(sum('Pss'));
    expect(sumKnown(map.swap)).toBe(sum('Swap'));
    expect(sumKnown(map.size)).toBe(sum('Size'));
    expect(sumKnown(map.dirty)).toBe(sum('Shared_Dirty') + sum('Private_Dirty'));
    const other = (key: string) => map.others.find((c) => c.key === key);
    expect(sumKnown(other('Referenced')?.values as Float64Array)).toBe(sum('Referenced'));
    expect(other('THPeligible')).toMatchObject({ unit: '' });
    expect(sources[0]).toMatchObject({ kind: 'maps', flavor: 'smaps' });
  });

  test('a file cut within a mapping says so', async () => {
    const text = new TextDecoder().decode(read('smaps.txt.gz'));
    const cut = text.slice(0, text.indexOf('\n', text.indexOf('[heap]')) + 1);
    const { report, sources } = await decodeWith(smapsFormat, cut);
    expect(report.error?.what.key).toBe('maps.cut');
    expect(sources.length).toBe(1);
  });
});

test('smaps_rollup is one row of sums', async () => {
  const [map] = await mapsOf(smapsRollupFormat, read('joint-t1.smaps_rollup.txt.gz'));
  expect(map?.addressed).toBe(false);
  expect(map?.rss[0]).toBe(18668 * 1024);
  expect(map?.dirty[0]).toBe(9272 * 1024);
  expect(map?.totals.find(([key]) => key === 'Pss_Anon')).toEqual(['Pss_Anon', 9272 * 1024]);
});

test('status is a row per kind of resident memory', async () => {
  const { sources, report } = await decodeWith(statusFormat, read('joint-t1.status.txt.gz'));
  const map = sources[0]?.maps as MemoryMap;
  expect(report.skipped).toEqual([]);
  expect(names(map)).toEqual(['RssAnon', 'RssFile', 'RssShmem']);
  expect(Array.from(map.rss)).toEqual([9272 * 1024, 9396 * 1024, 0]);
  expect(map).toMatchObject({ pid: 11721, command: 'cgoleak-go1.24-' });
  expect(Object.fromEntries(map.totals).VmRSS).toBe(18668 * 1024);
  expect(sources[0]?.stats?.values.find(([key]) => key === 'Threads')).toEqual(['Threads', '6']);
});

test('files of one process after the other in one file are a source each', async () => {
  const text = (name: string) => new TextDecoder().decode(read(name));
  const all =
    text('joint-t1.status.txt.gz') + text('joint-t1.smaps_rollup.txt.gz') + text('smaps.txt.gz') + text('maps.txt.gz');
  const { sources, report } = await decodeWith(statusFormat, all);
  expect(report.skipped).toEqual([]);
  expect(sources.map((s) => [s.name, s.flavor, s.maps?.pid])).toEqual([
    ['1', 'status', 11721],
    ['2', 'smaps_rollup', 11721],
    ['3', 'smaps', 11721],
    ['4', 'maps', 11721],
  ]);
});

describe.each([
  ['maps', mapsFormat, 'maps.txt.gz'],
  ['smaps', smapsFormat, 'smaps.txt.gz'],
  ['status', statusFormat, 'status.txt.gz'],
  ['smaps-rollup', smapsRollupFormat, 'smaps_rollup.txt.gz'],
] as const)('%s stands bad input', (_, format, name) => {
  standsBadInput(format, read(name).subarray(0, 1500));
});

const at = Date.UTC(2026, 10, 21, 1, 40);
const pointsOf = (timeline: Timeline | undefined, name: string) => [
  ...(timeline?.series.find((s) => s.name === name)?.value ?? []),
];

test('sums of one moment are points at the date of the file', async () => {
  const status = await decodeWith(statusFormat, read('joint-t1.status.txt.gz'), 65_536, {}, at);
  const rollup = await decodeWith(smapsRollupFormat, read('joint-t1.smaps_rollup.txt.gz'), 65_536, {}, at);
  const [a, b] = [status, rollup].map((d) => d.timelines[0]?.timeline);
  expect(a?.clock).toMatchObject({ kind: 'unix', origin: BigInt(at) * 1_000_000n });
  expect(a?.captures).toMatchObject({ length: 1, method: 'file time' });
  expect(pointsOf(a, 'VmRSS')).toEqual([18668 * 1024]);
  expect(pointsOf(a, 'RssAnon')).toEqual([9272 * 1024]);
  expect(pointsOf(a, 'Threads')).toEqual([6]);
  expect(pointsOf(b, 'Rss')).toEqual([18668 * 1024]);
  expect((await decodeWith(statusFormat, read('joint-t1.status.txt.gz'))).timelines).toEqual([]);
});

test('a loop that prints the time before each dump is a series', async () => {
  const one = new TextDecoder().decode(read('joint-t1.status.txt.gz'));
  const text = [
    `Sun Nov 29 09:57:02 UTC 2026\n${one}`,
    `2026-11-29T09:57:04.5+00:00\n${one.replace('VmRSS:\t   18668', 'VmRSS:\t   20000')}`,
    `1795946230\n${one}`,
  ].join('');
  const { sources, timelines, report } = await decodeWith(statusFormat, text);
  expect(report.skipped).toEqual([]);
  expect(sources.length).toBe(3);
  expect(timelines[0]?.timeline.captures?.method).toBe('stated');
  expect([...(timelines[0]?.timeline.captures?.time ?? [])]).toEqual([0, 2.5e9, 8e9]);
  expect(pointsOf(timelines[0]?.timeline, 'VmRSS')).toEqual([18668 * 1024, 20000 * 1024, 18668 * 1024]);
  expect(statusFormat.sniff({ bytes: new Uint8Array(0), text, complete: true })?.score).toBe(80);
});

test('without a time between them only the last can be placed', async () => {
  const one = new TextDecoder().decode(read('joint-t1.status.txt.gz'));
  const { timelines, report } = await decodeWith(statusFormat, one + one, 65_536, {}, at);
  expect(timelines[0]?.timeline.captures?.length).toBe(1);
  expect(report.notes).toContainEqual({ key: 'stats.moments', args: { count: 1 } });
});
