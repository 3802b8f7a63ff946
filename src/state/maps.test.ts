import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../contract/api.ts';
import { DEFAULT_LENS } from '../model/lens.ts';
import { mapSeries, opening, shownMaps } from './policy.ts';
import { withoutSources } from './sources.ts';
import { linkOf, readLink } from './url.ts';

function map(fileName: string, millis = 0, flavor = 'smaps'): SourceFacts {
  const timeNanos = String(BigInt(millis) * 1_000_000n);
  const facts = { key: fileName, fileName, name: '', kind: 'maps', flavor, timeNanos, isDiff: false, sampleTypes: [] };
  return facts as unknown as SourceFacts;
}

const heap = {
  ...map('heap.pb.gz'),
  kind: 'profile',
  sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }],
} as SourceFacts;

const keys = (list: readonly SourceFacts[]) => list.map((f) => f.key);

describe('process maps', () => {
  it('dropped together open as the difference of the oldest and the newest', () => {
    expect(opening([map('t4.txt'), map('t1.txt'), map('t2.txt')])).toMatchObject({
      view: 'maps',
      lens: { maps: ['t1.txt', 't4.txt'], sources: [], compare: null },
    });
  });

  it('one alone opens alone; beside a profile the profile comes first', () => {
    expect(opening([map('a.txt')])).toMatchObject({ view: 'maps', lens: { maps: ['a.txt'] } });
    expect(opening([map('a.txt'), heap])).toMatchObject({ view: 'flame', lens: { sources: ['heap.pb.gz'] } });
    expect(opening([map('b.txt')], [map('a.txt'), map('b.txt')])).toMatchObject({ lens: { maps: ['a.txt', 'b.txt'] } });
  });

  it('are in the order of numbers in equal names, then of dates, then of names', () => {
    expect(keys(mapSeries([map('t10.txt', 1), map('t9.txt', 2)]))).toEqual(['t9.txt', 't10.txt']);
    expect(keys(mapSeries([map('late', 2000), map('zero', 1000)]))).toEqual(['zero', 'late']);
    expect(keys(mapSeries([map('smaps-later.txt'), map('smaps.txt')]))).toEqual(['smaps.txt', 'smaps-later.txt']);
  });

  it('are compared with their like: sums are none', () => {
    expect(keys(mapSeries([map('a.txt'), map('status', 0, 'status'), map('b.txt', 0, 'pmap')]))).toEqual([
      'a.txt',
      'b.txt',
    ]);
    expect(keys(mapSeries([map('status', 0, 'status'), map('a.txt')]))).toEqual(['a.txt']);
  });

  it('the lens chooses; what is closed is left out', () => {
    const all = [map('a'), map('b'), map('c')];
    expect(shownMaps({ ...DEFAULT_LENS, maps: ['c', 'a'] }, all)).toEqual({ base: 'c', after: 'a' });
    expect(shownMaps({ ...DEFAULT_LENS, maps: ['b'] }, all)).toEqual({ base: null, after: 'b' });
    expect(shownMaps({ ...DEFAULT_LENS, maps: ['gone'] }, all)).toEqual({ base: 'a', after: 'c' });
    expect(shownMaps(DEFAULT_LENS, [heap])).toBeNull();
    expect(withoutSources({ ...DEFAULT_LENS, maps: ['a', 'b'] }, new Set(['a']), []).maps).toEqual(['b']);
  });

  it('a link keeps the choice', () => {
    const lens = { ...DEFAULT_LENS, maps: ['a.0', 'b.0'] };
    const link = readLink(linkOf({ view: 'maps', lens, colour: 'origin', order: 'size' }, []));
    expect(link).toMatchObject({ view: 'maps', lens: { maps: ['a.0', 'b.0'] } });
  });
});
