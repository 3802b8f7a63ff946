import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIXTURES, leaklens } from './golden-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'leaklens-maps-'));
afterAll(() => rmSync(folder, { recursive: true }));
const smaps = (time: string): string => join(FIXTURES, 'maps', `${time}.smaps.txt.gz`);

interface Row {
  readonly unit: string;
  readonly name: string;
  readonly sizeBytes: number | null;
  readonly rssBytes: number | null;
  readonly dirtyBytes: number | null;
  readonly deltaRssBytes?: number;
}

async function rows(...args: string[]): Promise<Row[]> {
  const { code, out } = await leaklens('maps', ...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(out) as Row[];
}

const sum = (list: readonly Row[], of: (row: Row) => number | null | undefined) =>
  list.reduce((n, row) => n + (of(row) ?? 0), 0);

describe('leaklens maps', () => {
  it('adds up to what the kernel counts', async () => {
    const list = await rows(smaps('t4'));
    expect(sum(list, (r) => r.rssBytes)).toBe(29_736 * 1024);
    expect(list.every((r) => r.deltaRssBytes === undefined)).toBe(true);
  });

  it('of two snapshots gives the change by unit, largest first', async () => {
    const list = await rows(smaps('t1'), smaps('t4'));
    expect(list[0]).toMatchObject({ unit: 'go-heap', deltaRssBytes: 7_880_704 });
    expect(list.filter((r) => r.name === '7f06f4000000')).toEqual([
      {
        unit: 'glibc-arena',
        name: '7f06f4000000',
        sizeBytes: 64 * 2 ** 20,
        rssBytes: 909_312,
        dirtyBytes: 909_312,
        deltaRssBytes: 675_840,
      },
    ]);
    const [before, after] = [await rows(smaps('t1')), await rows(smaps('t4'))];
    const rss = (r: Row) => r.rssBytes;
    expect(sum(list, (r) => r.deltaRssBytes)).toBe(sum(after, rss) - sum(before, rss));
  });

  it('prints null where the file has no such figure', async () => {
    const file = join(folder, 'maps.txt');
    writeFileSync(file, '00400000-00401000 r-xp 00000000 fe:00 12 /bin/a\n');
    expect(await rows(file)).toEqual([
      { unit: 'elf-image', name: '/bin/a', sizeBytes: 4096, rssBytes: null, dirtyBytes: null },
    ]);
  });

  it('prints a line per unit as text', async () => {
    const { out } = await leaklens('maps', smaps('t1'), smaps('t4'));
    expect(out).toMatch(/^ +\+7\.52MB +0 +11\.94MB +64MB +11\.94MB {2}Go heap/m);
  });

  it('says when no file is a map', async () => {
    const { code, err } = await leaklens('maps', join(FIXTURES, 'pprof', 'go1.24', 'heap-01.pb.gz'));
    expect(code).toBe(2);
    expect(err.join()).toContain('No file holds a process map');
  });
});
