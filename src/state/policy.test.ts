import { describe, expect, it } from 'vitest';
import type { SourceFacts } from '../contract/api.ts';
import { byTime, opening, seriesOf, stepPair } from './policy.ts';

const heap = [
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];

function facts(key: string, change: Partial<SourceFacts> = {}): SourceFacts {
  return {
    key,
    kind: 'profile',
    fileName: `${key}.pb.gz`,
    name: '',
    flavor: 'heap',
    sampleTypes: heap,
    defaultSampleType: 1,
    totals: ['1', '2'],
    samples: 1,
    stacks: 1,
    functions: 1,
    mappings: 1,
    binary: 'app',
    buildId: '',
    heap: 'go-heap',
    runtime: '',
    timeNanos: '0',
    durationNanos: '0',
    comments: [],
    docUrl: '',
    isDiff: false,
    labelKeys: [],
    stats: null,
    tableBytes: 0,
    ...change,
  };
}

describe('opening', () => {
  it('shows one source as a flame graph', () => {
    expect(opening([facts('a')])).toMatchObject({ view: 'flame', lens: { sources: ['a'], compare: null } });
  });

  it('compares two of a kind, the older one as base', () => {
    const late = facts('a', { timeNanos: '200' });
    const early = facts('b', { timeNanos: '100' });
    expect(opening([late, early])?.lens.compare).toEqual({ base: 'b', after: 'a', mode: 'growth' });
  });

  it('falls back to the natural order of names when a time is missing or equal', () => {
    const names = ['heap-10', 'heap-2', 'heap-1'].map((n) => facts(n));
    expect([...names].sort(byTime).map((f) => f.key)).toEqual(['heap-1', 'heap-2', 'heap-10']);
    expect(opening(names)?.lens.compare).toMatchObject({ base: 'heap-1', after: 'heap-10' });
  });

  it('does not pair different binaries or kinds', () => {
    const other = facts('c', { binary: 'tool' });
    const cpu = facts('d', { sampleTypes: [{ type: 'cpu', unit: 'nanoseconds' }] });
    expect(opening([facts('a'), other, cpu])).toMatchObject({ view: 'flame', lens: { compare: null } });
  });

  it('opens a diff profile as a comparison in itself', () => {
    expect(opening([facts('a', { isDiff: true })])).toMatchObject({
      view: 'compare',
      lens: { compare: { base: 'a', after: 'a' } },
    });
  });

  it('has nothing to show for nothing', () => {
    expect(opening([])).toBeNull();
  });
});

describe('series', () => {
  const all = ['1', '2', '3', '4'].map((t) => facts(t, { timeNanos: t }));

  it('is in time order', () => {
    expect(seriesOf(all[0] as SourceFacts, [...all].reverse()).map((f) => f.key)).toEqual(['1', '2', '3', '4']);
  });

  it('steps a pair by one and stops at its end', () => {
    expect(stepPair({ base: '1', after: '3' }, all, 1)).toEqual({ base: '2', after: '4' });
    expect(stepPair({ base: '2', after: '4' }, all, 1)).toBeNull();
    expect(stepPair({ base: '2', after: '4' }, all, -1)).toEqual({ base: '1', after: '3' });
  });
});

describe('what has times', () => {
  const log = facts('l.t0', { kind: 'timeline', flavor: 'gctrace', sampleTypes: [], totals: [] });
  const trace = facts('t.t0', { kind: 'timeline', flavor: 'go-trace', sampleTypes: [], totals: [] });
  const blocking = facts('t.0', { flavor: 'trace-block' });

  it('opens as the timeline alone, and a trace with its own profiles', () => {
    expect(opening([log])).toMatchObject({ view: 'timeline', lens: { sources: [], timelines: ['l.t0'] } });
    expect(opening([blocking, trace])).toMatchObject({
      view: 'timeline',
      lens: { sources: ['t.0'], timelines: ['t.t0'] },
    });
  });

  it('stands under what has stacks, also when both are from one file', () => {
    expect(opening([facts('a'), log])).toMatchObject({ view: 'flame', lens: { sources: ['a'], timelines: ['l.t0'] } });
    const stats = facts('h.t0', { kind: 'timeline', flavor: 'memstats', sampleTypes: [], totals: [] });
    expect(opening([facts('h.0'), stats])).toMatchObject({ view: 'flame', lens: { sources: ['h.0'] } });
    expect(seriesOf(log, [log, trace])).toEqual([]);
  });
});
