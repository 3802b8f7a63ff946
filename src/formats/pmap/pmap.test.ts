import { describe, expect, test } from 'vitest';
import { type MemoryMap, mapProblems, sumKnown } from '../../model/maps.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, standsBadInput } from '../fixtures/decode-kit.ts';
import { pmapFormat } from './index.ts';

async function mapOf(name: string): Promise<MemoryMap> {
  const { sources, report } = await decodeWith(pmapFormat, fixture(name, import.meta.url));
  expect(report.skipped).toEqual([]);
  expect(report.error).toBeUndefined();
  const maps = sources[0]?.maps;
  if (maps === undefined) throw new Error('no map');
  expect(mapProblems(maps)).toEqual([]);
  expect(maps).toMatchObject({ pid: 16457, command: './cgodemo123 -d 40s' });
  return maps;
}

const names = (map: MemoryMap) => Array.from(map.name, (id) => stringAt(map.strings, id));
const kb = (values: Float64Array) => sumKnown(values) / 1024;

describe('every form gives the mappings of the process', () => {
  test.each([
    ['pmap.txt.gz', 82],
    ['pmap-q.txt.gz', 82],
    ['pmap-p.txt.gz', 82],
    ['pmap-d.txt.gz', 82],
    ['pmap-x.txt.gz', 82],
    ['pmap-xp.txt.gz', 82],
    ['pmap-X.txt.gz', 82],
    ['pmap-XX.txt.gz', 82],
  ])('%s', async (name, count) => {
    const map = await mapOf(name);
    expect(map.length).toBe(count);
    expect(map.start[0]).toBe(0x400000n);
    expect(map.limit[0]).toBe(0x402000n);
    expect(map.start[map.length - 1]).toBe(0xffffffffff600000n);
    expect(stringAt(map.strings, map.perms[1] as number)).toBe('r-xp');
    expect(names(map)[0]?.endsWith('cgodemo123')).toBe(true);
    expect(names(map)).toContain('[stack]');
  });

  test('-x has RSS and dirty that add up to its foot', async () => {
    const map = await mapOf('pmap-x.txt.gz');
    expect([kb(map.size), kb(map.rss), kb(map.dirty)]).toEqual([1820540, 5676, 1760]);
    expect(map.totals).toEqual([
      ['Size', 1820540 * 1024],
      ['Rss', 5676 * 1024],
      ['Dirty', 1760 * 1024],
    ]);
    expect(map.hidesNames).toBe(true);
  });

  test('the plain form has no RSS', async () => {
    const map = await mapOf('pmap.txt.gz');
    expect(sumKnown(map.rss)).toBeNaN();
    expect(map.totals).toEqual([['Size', 1820408 * 1024]]);
  });

  test('-X and -XX have the figures of smaps and the names of the kernel', async () => {
    const wide = await mapOf('pmap-X.txt.gz');
    expect([kb(wide.size), kb(wide.rss), kb(wide.pss), kb(wide.dirty)]).toEqual([1820540, 5680, 3677, 1764]);
    expect(wide.hidesNames).toBe(false);
    expect(names(wide)).toContain('[heap]');
    const widest = await mapOf('pmap-XX.txt.gz');
    expect([kb(widest.rss), kb(widest.dirty)]).toEqual([5688, 1772]);
    expect(names(widest)).toEqual(names(wide));
  });
});

test('a block per process is a source per process', async () => {
  const block = (pid: number) => `${pid}:   ./a b\n0000000000400000      8K r---- a\n total                8K\n`;
  const { sources } = await decodeWith(pmapFormat, block(7) + block(9));
  expect(sources.map((s) => [s.name, s.maps?.pid, s.maps?.command])).toEqual([
    ['7', 7, './a b'],
    ['9', 9, './a b'],
  ]);
});

describe('bad input', () => {
  standsBadInput(pmapFormat, fixture('pmap-x.txt.gz', import.meta.url).subarray(0, 900));
});
describe('bad wide input', () => {
  standsBadInput(pmapFormat, fixture('pmap-XX.txt.gz', import.meta.url).subarray(0, 1300));
});
