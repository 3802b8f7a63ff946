import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { massif } from './format.ts';

const file = (name: string) => fixture(name, import.meta.url);
const text = (name: string) => new TextDecoder().decode(file(name));

/** Numbers and heap bytes of the snapshots that have a tree, read without the decoder. */
function drawn(name: string): [string, bigint][] {
  return text(name)
    .split(/^#-+\nsnapshot=/m)
    .filter((part) => /heap_tree=(?:detailed|peak)/.test(part))
    .map((part) => [part.slice(0, part.indexOf('\n')), BigInt(/mem_heap_B=(\d+)/.exec(part)?.[1] ?? '0')]);
}

test.each(['ctool.out.gz', 'ctool-pages.out.gz', 'vg.out.gz', 'vg-pages.out.gz', 'heaptrack.massif.gz'])(
  '%s: each tree is a source of the bytes of its snapshot; every line is kept',
  async (name) => {
    const { sources, report } = await decodeWith(massif, file(name));
    expect(report.skipped).toEqual([]);
    expect(report.error).toBeUndefined();
    expect(sources.map((s) => [String(Number.parseInt(s.name, 10)), totalsOf(s.profile)[0]])).toEqual(drawn(name));
    expect(sources.length).toBeGreaterThan(0);
  },
);

test('ctool ends with 430,704 bytes: in the curve and in the notes', async () => {
  const { sources, report } = await decodeWith(massif, file('ctool.out.gz'));
  expect(sources[0]?.stats?.values).toContainEqual(['snapshot 63 mem_heap_B', '430704']);
  expect(report.records).toBe(64);
  expect(report.notes).toEqual([{ key: 'tools.massif.end-bare', args: { snapshot: '63', bytes: '430704' } }]);
  expect(sources.filter((s) => s.name.endsWith(' · peak'))).toHaveLength(1);
});

test('callers are above; small ones share a box', async () => {
  const made = `desc: (none)
cmd: ./a
time_unit: i
#-----------
snapshot=0
#-----------
time=5
mem_heap_B=100
mem_heap_extra_B=1
mem_stacks_B=0
heap_tree=peak
n2: 100 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.
 n2: 90 0x1: inner (a.c:3)
  n0: 60 0x2: main (in /bin/a)
  n0: 30 in 2 places, all below massif's threshold (1.00%)
 n0: 10 in 1 place, below massif's threshold (1.00%)
`;
  const p = profileOf(await decodeWith(massif, made));
  const stacks = Array.from({ length: p.samples.length }, (_, s) => {
    const stack = p.samples.stack[s] as number;
    const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
    const names = Array.from(frames, (f) =>
      stringAt(p.strings, p.functions.name[p.frames.func[f] as number] as number),
    );
    return `${names.join(';')} ${p.samples.values[0]?.[s]}`;
  });
  expect(stacks).toEqual(['main;inner 60', '[below threshold];inner 30', '[below threshold] 10']);
});

test('a tree that is cut says so and keeps its total', async () => {
  const whole = text('vg.out.gz');
  const at = whole.indexOf('heap_tree=detailed');
  const { sources, report } = await decodeWith(massif, whole.slice(0, whole.indexOf('\n', at + 160) + 1));
  expect(report.error?.what.key).toBe('tools.massif.damaged');
  expect(sources).toHaveLength(1);
  const none = await decodeWith(massif, whole.slice(0, at));
  expect(none.report.error?.what.key).toBe('tools.massif.none');
});

standsBadInput(massif, file('heaptrack.massif.gz').subarray(0, 700));
