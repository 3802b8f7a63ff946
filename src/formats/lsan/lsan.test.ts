import { expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { lsan } from './format.ts';
import { parseSanitizerFrame } from './frame.ts';

const file = (name: string) => fixture(name, import.meta.url);

test.each([
  ['ctool.txt.gz', 1002n, 420_512n],
  ['asan.txt.gz', 11n, 507n],
])('%s: %s blocks of %s bytes, as its summary states', async (name, blocks, bytes) => {
  const decoded = await decodeWith(lsan, file(name));
  expect(totalsOf(profileOf(decoded))).toEqual([blocks, bytes]);
  expect(decoded.report.skipped).toEqual([]);
  expect(decoded.report.error).toBeUndefined();
  const p = profileOf(decoded);
  const kinds = Array.from(p.labelSets.text, (s) => stringAt(p.strings, s));
  expect(new Set(kinds)).toEqual(new Set(['direct', 'indirect']));
});

test.each([
  ['    #1 0x55 in make_tag ../ctool.c:30', 'make_tag', '../ctool.c', 30, '', ''],
  ['    #1 0x55 in f(int, char) /a/b.cc:3:5', 'f(int, char)', '/a/b.cc', 3, '', ''],
  ['    #2 0x7f in start (/lib/libc.so.6+0x2724a) (BuildId: abc123)', 'start', '', 0, '/lib/libc.so.6', 'abc123'],
  ['    #2 0x7f  (/tmp/a (v1)+0x2724a)', '', '', 0, '/tmp/a (v1)', ''],
  [
    '    #0 0x7f in operator new(unsigned long) (/usr/lib/libasan.so+0xb)',
    'operator new(unsigned long)',
    '',
    0,
    '/usr/lib/libasan.so',
    '',
  ],
  ['    #0 0x7f in operator new(unsigned long)', 'operator new(unsigned long)', '', 0, '', ''],
  ['    #0 0x7f in clone /x/clone.S', 'clone', '/x/clone.S', 0, '', ''],
  ['    #3 0x0 in main <stdin>:6', 'main', '<stdin>', 6, '', ''],
])('frame %j', (text, name, source, line, object, buildId) => {
  expect(parseSanitizerFrame(text)).toMatchObject({ name, file: source, line, object, buildId });
});

test('a report of each process; output of the program between is skipped with its place', async () => {
  const one = (pid: number) =>
    `==${pid}==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 8 byte(s) in 1 object(s) allocated from:\n    #0 0x1 in f a.c:1\n\nSUMMARY: AddressSanitizer: 8 byte(s) leaked in 1 allocation(s).\n`;
  const { sources, report } = await decodeWith(lsan, `hello\n${one(1)}served 5\n${one(2)}`);
  expect(sources.map((s) => s.name)).toEqual(['1', '2']);
  expect(report.skipped).toMatchObject([{ reason: { key: 'tools.skip.output' }, count: 2 }]);
});

test('a report without its summary, and one that does not add up, say so', async () => {
  const text = new TextDecoder().decode(file('ctool.txt.gz'));
  const cut = await decodeWith(lsan, text.slice(0, 2000));
  expect(cut.report.error?.what.key).toBe('tools.lsan.cut');
  expect(cut.sources[0]?.profile.samples.length).toBeGreaterThan(2);
  const short = await decodeWith(lsan, text.replace('leak of 41000', 'leak of 4'));
  expect(short.report.error?.what.key).toBe('tools.fail.totals');
});

standsBadInput(lsan, file('asan.txt.gz').subarray(0, 900));
