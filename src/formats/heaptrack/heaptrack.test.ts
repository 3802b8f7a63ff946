import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { heaptrack } from './format.ts';

const decode = (content: string | Uint8Array) => decodeWith(heaptrack, content);
const file = (name: string) => fixture(name, import.meta.url);

/** Totals by sample type. */
async function totals(content: string | Uint8Array): Promise<Record<string, number>> {
  const p = profileOf(await decode(content));
  const sums = totalsOf(p);
  return Object.fromEntries(p.sampleTypes.map((t, i) => [t.type, Number(sums[i])]));
}

test('ctool: calls, temporary, peak and leaks are those that heaptrack_print states', async () => {
  const decoded = await decode(file('ctool.txt.gz'));
  expect(decoded.report.skipped).toEqual([]);
  expect(await totals(file('ctool.txt.gz'))).toMatchObject({
    alloc_objects: 5259,
    temporary_objects: 4200,
    peak_space: 503_456,
    leaked_objects: 1054,
    leaked_space: 429_728,
  });
  const p = profileOf(decoded);
  expect(p.sampleTypes[p.defaultSampleType]?.type).toBe('leaked_space');
  expect(p.durationNanos).toBe(280_000_000n);
});

test.each(['vg.txt.gz', 'cgodemo.txt.gz'])('%s: every line is kept', async (name) => {
  const { report, sources } = await decode(file(name));
  expect(report.skipped).toEqual([]);
  expect(report.error).toBeUndefined();
  expect(sources[0]?.stats?.values.length).toBeGreaterThan(3);
});

test('stacks are root first, an inlined call below its caller', async () => {
  const p = profileOf(await decode(file('ctool.txt.gz')));
  const stacks = Array.from({ length: p.stacks.length }, (_, s) =>
    Array.from(p.stacks.frames.subarray(p.stacks.offsets[s], p.stacks.offsets[s + 1]), (f) => {
      const func = p.frames.func[f] as number;
      return func < 0 ? '' : stringAt(p.strings, p.functions.name[func] as number);
    }).join(';'),
  );
  expect(stacks).toContain(
    '_start;__libc_start_main_impl;__libc_start_call_main;main;handle_upload;leaky_record_event;leaky_build_entry;leaky_dup_payload;leaky_xmalloc',
  );
  expect(stacks.some((s) => s.endsWith('__GI__dl_allocate_tls;allocate_dtv;calloc'))).toBe(true);
});

const SMALL = `v 10400 3
X ./prog a
I 1000 100
s 4 main
s 1 f
s 3 a.c
s 7 /bin/pr
i 401000 4 1 3 a
i 401010 4 2 3 c 1 3 b
t 1 0
t 2 1
a 10 2
+ 0
a 20 1
+ 1
- 1
c 5
R 3
- 0
+ 1
# end
`;

test('counts by info; the peak is where the total was highest', async () => {
  expect(await totals(SMALL)).toEqual({
    alloc_objects: 3,
    alloc_space: 80,
    temporary_objects: 1,
    peak_space: 48,
    leaked_objects: 1,
    leaked_space: 32,
  });
});

test('file version 2 has strings without length; an attach begins the count anew', async () => {
  const old = SMALL.replace('v 10400 3', 'v 10100 2').replace(/^s [0-9a-f]+ /gm, 's ');
  expect(await totals(old)).toEqual(await totals(SMALL));
  const attached = await decode(SMALL.replace('a 20 1\n', 'A\na 20 1\n'));
  expect(totalsOf(profileOf(attached)).map(Number)).toEqual([2, 64, 1, 32, 1, 32]);
  expect(attached.report.notes.map((n) => n.key)).toEqual(['tools.heaptrack.attached', 'tools.heaptrack.frees']);
});

test('references to nothing are skipped with their place', async () => {
  const { report } = await decode(`${SMALL}+ 77\nt 9 1\na 10 99\nq\ni 1\n`);
  expect(report.skipped).toMatchObject([{ reason: { key: 'text.skip.line' }, count: 5 }]);
  expect(report.skipped[0]?.first[0]?.line).toBe(22);
});

test('version 0 and a file without a first line are refused', async () => {
  expect((await decode('v 10000 0\n+ 1 2 3\n')).report.error?.what.key).toBe('tools.heaptrack.old');
  expect((await decode('hello\n')).sources).toEqual([]);
});

standsBadInput(heaptrack, new TextEncoder().encode(SMALL));
