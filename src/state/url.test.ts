import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LENS, FILTER_VERBS, type Lens } from '../model/lens.ts';
import { LENS_OPTIONS } from '../model/lens-options.ts';
import { filesToFetch, linkOf, readLink } from './url.ts';

const state = (lens: Partial<Lens>) =>
  ({ view: 'table', lens: { ...DEFAULT_LENS, ...lens }, colour: 'package', order: 'name' }) as const;

describe('links', () => {
  it('restore view, lens, colour and order', () => {
    const lens: Partial<Lens> = {
      sources: ['aa.0', 'bb.1'],
      compare: { base: 'aa.0', after: 'bb.1', mode: 'side' },
      filters: [
        { verb: 'focus', value: 'hub\\.(new|read)' },
        { verb: 'hide', value: '!odd&x=1', off: true },
        { verb: 'tagfocus', value: 'bytes=1kb:' },
      ],
      root: ['main.main', 'a;b', '区域'],
      foldGenerics: false,
      nodeFraction: 0.01,
      timeRange: { from: 1, to: 2.5 },
    };
    const back = readLink(linkOf(state(lens), ['heap-00.pb.gz']));
    expect(back).toEqual({ ...state(lens), files: ['heap-00.pb.gz'] });
  });

  it('say only what differs from the default', () => {
    expect(linkOf({ view: 'flame', lens: DEFAULT_LENS, colour: 'origin', order: 'size' }, [])).toBe('#v1?view=flame');
  });

  it('survive unknown keys and broken values', () => {
    expect(readLink('#v1?view=nope&g=sideways&n=many&future=1')?.lens).toEqual(DEFAULT_LENS);
    expect(readLink('#something')).toBeNull();
  });

  it('round-trip any filters', () => {
    const filter = fc.record({
      verb: fc.constantFrom(...FILTER_VERBS),
      value: fc.oneof(fc.string(), fc.constantFrom('!a', '=b', '!', '')),
    });
    fc.assert(
      fc.property(fc.array(filter), (filters) => {
        expect(readLink(linkOf(state({ filters }), []))?.lens.filters).toEqual(filters);
      }),
    );
  });

  it('has one key per option, and every scalar of the lens has an option', () => {
    const keys = LENS_OPTIONS.map((o) => o.key);
    expect(new Set(keys).size).toBe(keys.length);
    const fields = Object.keys(DEFAULT_LENS).filter((f) => !['filters', 'compare', 'timeRange'].includes(f));
    expect(new Set(LENS_OPTIONS.map((o) => o.field))).toEqual(new Set(fields));
  });
});

describe('files to fetch', () => {
  it('takes relative paths only', () => {
    expect(filesToFetch('#u=a/heap.pb.gz&u=b.txt')).toEqual(['a/heap.pb.gz', 'b.txt']);
    expect(filesToFetch('#u=https://x.example/a&u=//x.example/b&u=data:,x')).toEqual([]);
  });
});
