import { describe, expect, it } from 'vitest';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import { withoutSources } from './sources.ts';

const compared: Lens = { ...DEFAULT_LENS, sources: ['b'], compare: { base: 'a', after: 'b', mode: 'growth' } };

describe('a lens whose sources go away', () => {
  it('keeps a comparison that lost nothing', () => {
    expect(withoutSources(compared, new Set(['c']), ['a', 'b']).compare).toEqual(compared.compare);
  });

  it('goes on with the side that is left', () => {
    const lens = withoutSources(compared, new Set(['b']), ['a', 'c']);
    expect(lens.compare).toBeNull();
    expect(lens.sources).toEqual(['a']);
  });

  it('falls back to any open source, and to none', () => {
    const plain: Lens = { ...DEFAULT_LENS, sources: ['a'] };
    expect(withoutSources(plain, new Set(['a']), ['c']).sources).toEqual(['c']);
    expect(withoutSources(plain, new Set(['a']), []).sources).toEqual([]);
  });
});
