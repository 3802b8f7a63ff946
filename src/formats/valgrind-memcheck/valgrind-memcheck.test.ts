import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { sniffHead } from '../sniff-head.ts';
import { parseLossRecord } from './leak-check.ts';
import { valgrindMemcheck } from './text.ts';
import { valgrindXml } from './xml.ts';

const file = (name: string) => fixture(name, import.meta.url);
const text = (name: string) => new TextDecoder().decode(file(name));

/** [blocks, bytes] by kind. */
function byKind(p: Profile): Record<string, [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (let s = 0; s < p.samples.length; s++) {
    const label = p.labelSets.offsets[p.samples.labels[s] as number] as number;
    const kind = stringAt(p.strings, p.labelSets.text[label] as number);
    const sum = (sums[kind] ??= [0, 0]);
    sum[0] += p.samples.values[0]?.[s] as number;
    sum[1] += p.samples.values[1]?.[s] as number;
  }
  return sums;
}

const CTOOL = {
  'definitely lost': [202, 41_152],
  'indirectly lost': [800, 379_360],
  'still reachable': [50, 4_800],
};

test('all kinds: 420,512 bytes in 1,002 blocks are lost', async () => {
  const decoded = await decodeWith(valgrindMemcheck, file('memcheck-all.txt.gz'));
  expect(byKind(profileOf(decoded))).toEqual(CTOOL);
  expect(decoded.report).toMatchObject({ records: 11, skipped: [], notes: [] });
  expect(decoded.report.error).toBeUndefined();
  expect(decoded.sources[0]?.stats?.values[0]).toEqual(['in use at exit', '425,312 bytes in 1,052 blocks']);
});

test('XML: the same', async () => {
  const decoded = await decodeWith(valgrindXml, file('memcheck.xml.gz'));
  expect(byKind(profileOf(decoded))).toEqual(CTOOL);
  expect(decoded.report).toMatchObject({ records: 11, skipped: [] });
  expect(decoded.report.error).toBeUndefined();
  const p = profileOf(decoded);
  const files = Array.from(p.functions.file, (f) => stringAt(p.strings, f));
  expect(files).toContain('/srv/cgoleak/csrc/leaky.c');
});

test('default kinds: what lost blocks hold stands under their stacks, what is not listed is said', async () => {
  const decoded = await decodeWith(valgrindMemcheck, file('memcheck-default.txt.gz'));
  expect(byKind(profileOf(decoded))).toEqual({ 'definitely lost': [202, 41_152], 'indirectly lost': [0, 379_360] });
  expect(decoded.report.notes).toEqual([
    { key: 'tools.memcheck.held', args: { bytes: 379_360, blocks: 800 } },
    { key: 'tools.memcheck.unlisted', args: { bytes: 4_800, blocks: 50 } },
  ]);
});

describe('a run with other errors', () => {
  test('text: they are skipped, line by line; so is what the program printed', async () => {
    const decoded = await decodeWith(valgrindMemcheck, file('vg.txt.gz'));
    expect(totalsOf(profileOf(decoded))).toEqual([18n, 25_648n]);
    expect(decoded.report.skipped.map((s) => [s.reason.key, s.count])).toEqual([
      ['tools.memcheck.skip.error', 5],
      ['tools.skip.output', 1],
    ]);
  });

  test('XML: they are skipped, error by error', async () => {
    const decoded = await decodeWith(valgrindXml, file('vg.xml.gz'));
    expect(totalsOf(profileOf(decoded))).toEqual([18n, 25_648n]);
    expect(decoded.report.skipped.map((s) => [s.reason.key, s.count])).toEqual([['tools.memcheck.skip.error', 1]]);
  });
});

test('names of JavaScript are no kinds and no entities', async () => {
  const made =
    '<valgrindoutput><error><kind>constructor</kind></error><error><kind>Leak_PossiblyLost</kind><stack><frame><fn>&constructor;</fn></frame></stack></error></valgrindoutput>';
  const decoded = await decodeWith(valgrindXml, made);
  expect(decoded.report.skipped.map((s) => s.count)).toEqual([1]);
  const p = profileOf(decoded);
  expect(stringAt(p.strings, p.functions.name[0] as number)).toBe('&constructor;');
});

test('XML that was cut gives the records before the cut', async () => {
  const { report, sources } = await decodeWith(valgrindXml, text('memcheck.xml.gz').slice(0, 9000));
  expect(sources[0]?.profile.samples.length).toBeGreaterThan(3);
  expect(report.error?.what.key).toBe('tools.memcheck.cut');
  expect(report.skipped[0]?.reason.key).toBe('tools.memcheck.skip.cut');
  expect(report.skipped[0]?.first[0]?.offset).toBeGreaterThan(5000);
});

test('XML in UTF-16', async () => {
  const wide = new Uint8Array(new Uint16Array([...text('memcheck.xml.gz')].map((c) => c.charCodeAt(0))).buffer);
  expect(byKind(profileOf(await decodeWith(valgrindXml, wide)))).toEqual(CTOOL);
});

test('entities in names', async () => {
  const made = `<valgrindoutput><error><kind>Leak_DefinitelyLost</kind><xwhat><leakedbytes>8</leakedbytes><leakedblocks>1</leakedblocks></xwhat><stack><frame><ip>0x1</ip><fn>std::vector&lt;int&gt;::f(&#97;&amp;)</fn></frame></stack></error></valgrindoutput>`;
  const p = profileOf(await decodeWith(valgrindXml, made));
  expect(stringAt(p.strings, p.functions.name[0] as number)).toBe('std::vector<int>::f(a&)');
  expect(totalsOf(p)).toEqual([1n, 8n]);
});

test('two processes, with times in front of their numbers; each check is a source', async () => {
  const lines = (pid: number) =>
    [
      'HEAP SUMMARY:',
      '8 bytes in 1 blocks are definitely lost in loss record 1 of 1',
      '   at 0x1: f (a.c:1)',
      '',
      'LEAK SUMMARY:',
      '   definitely lost: 8 bytes in 1 blocks',
      '   still reachable: 0 bytes in 0 blocks',
    ].map((l) => `==00:00:00:01.234 ${pid}== ${l}`);
  const [a, b] = [lines(1), lines(22)];
  const mixed = [...a.flatMap((l, i) => [l, b[i] as string]), ...a].join('\n');
  const { sources, report } = await decodeWith(valgrindMemcheck, mixed);
  expect(sources.map((s) => s.name)).toEqual(['1 · 1', '2 · 22', '3 · 1']);
  expect(report.skipped).toEqual([]);
});

test.each([
  [
    '160,000 (32 direct, 159,968 indirect) bytes in 1 blocks are definitely lost in loss record 9 of 11',
    32,
    1,
    159_968,
  ],
  ['1,024 (+24) bytes in 5 (+1) blocks are still reachable in loss record 4 of 6', 1024, 5, 0],
  ['8 bytes in 1 blocks are possibly lost in new loss record 4 of 6', 8, 1, 0],
])('%s', (line, bytes, blocks, indirect) => {
  expect(parseLossRecord(line)).toMatchObject({ bytes, blocks, indirect });
});

test('output without a leak check is refused with what to run', async () => {
  const { report, sources } = await decodeWith(valgrindMemcheck, '==1== Memcheck, a memory error detector\n==1== \n');
  expect(sources).toEqual([]);
  expect(report.error?.advice?.key).toBe('tools.memcheck.none.todo');
});

test('the XML of another tool is not taken', () => {
  const head = (tool: string) =>
    sniffHead(
      new TextEncoder().encode(`<?xml version="1.0"?>\n<valgrindoutput>\n<protocoltool>${tool}</protocoltool>`),
      true,
    );
  expect(valgrindXml.sniff(head('memcheck'))?.score).toBe(80);
  expect(valgrindXml.sniff(head('helgrind'))).toBeNull();
});

describe('text', () => standsBadInput(valgrindMemcheck, file('memcheck-default.txt.gz').subarray(200, 1600)));
describe('xml', () => standsBadInput(valgrindXml, file('memcheck.xml.gz').subarray(700, 2000)));
