import { expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { sniffHead } from '../sniff-head.ts';
import { bccStacks } from './format.ts';
import { parseBccStackFrame } from './frame.ts';

const PROFILE = `Sampling at 49 Hertz of all threads by user + kernel stack... Hit Ctrl-C to end.
^C
    copy_page
    do_fault
    --
    work(int)
    main
    -                my app (42)
        12

    [unknown]
    -                idle (0)
        3

`;

function stacks(p: Profile): string[] {
  return Array.from({ length: p.samples.length }, (_, s) => {
    const stack = p.samples.stack[s] as number;
    const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
    const names = Array.from(frames, (f) => {
      const func = p.frames.func[f] as number;
      return func < 0 ? '?' : stringAt(p.strings, p.functions.name[func] as number);
    });
    return `${names.join(';')} ${p.samples.values[0]?.[s]}`;
  });
}

test('profile: blocks with owner; the kernel part is told by its border', async () => {
  const decoded = await decodeWith(bccStacks, PROFILE);
  const p = profileOf(decoded);
  expect(stacks(p)).toEqual(['main;work(int);do_fault;copy_page 12', '? 3']);
  expect(decoded.report).toMatchObject({ records: 2, skipped: [] });
  expect(stringAt(p.strings, p.mappings.file[0] as number)).toBe('[kernel.kallsyms]');
  expect(Array.from(new Set(p.labelSets.key), (k) => stringAt(p.strings, k))).toEqual(['comm', 'tid']);
  expect(p.labelSets.num).toContain(42n);
});

test('offcputime: microseconds, verbose frames, messages of the other output within', async () => {
  const made = `Tracing off-CPU time (us) of PID 7 by user + kernel stack... Hit Ctrl-C to end.
    #0  0xffffffff8161f78b finish_task_switch+0x1
    #1  0x00007f0cf1e4b1f5 read+0x4d (/usr/lib/libc.so.6+0xfe1f5)    [Missed User Stack]
    -                app (7)
        900
WARNING: 5 stack traces could not be displayed.
hello
`;
  const decoded = await decodeWith(bccStacks, made);
  const p = profileOf(decoded);
  expect(p.sampleTypes).toEqual([{ type: 'off_cpu', unit: 'microseconds' }]);
  expect(stacks(p)).toEqual(['read;finish_task_switch 900']);
  expect(decoded.report.notes.map((n) => n.key)).toEqual(['tools.bcc.lost', 'tools.bcc.missed']);
  expect(decoded.report.skipped).toMatchObject([{ reason: { key: 'tools.skip.output' }, count: 1 }]);
  expect(p.frames.address).toContain(0x7f0cf1e4b1f5n);
});

test('stackcount: blocks by process; each printed time is a source', async () => {
  const block = (n: number) => `  malloc\n  f\n    app [7]\n    ${n}\n\n`;
  const made = `Tracing 1 functions for "c:malloc"... Hit Ctrl-C to end.\n10:00:01\n${block(3)}${block(4)}10:00:02\n${block(5)}`;
  const { sources } = await decodeWith(bccStacks, made);
  expect(sources.map((s) => [s.name, s.flavor, totalsOf(s.profile)])).toEqual([
    ['1 · 10:00:01', 'stackcount', [7n]],
    ['2 · 10:00:02', 'stackcount', [5n]],
  ]);
});

test('folded lines under the first line', async () => {
  const made = 'Tracing off-CPU time (us) of all threads... Hit Ctrl-C to end.\napp;main;read;-;ksys_read 12\n';
  expect(stacks(profileOf(await decodeWith(bccStacks, made)))).toEqual(['main;read;ksys_read 12']);
});

test('a block without its value is told', async () => {
  const { report } = await decodeWith(bccStacks, PROFILE.slice(0, PROFILE.indexOf('        3')));
  expect(report.error?.what.key).toBe('tools.bcc.cut');
  expect(report.skipped[0]?.reason.key).toBe('tools.bcc.skip.cut');
});

test.each([
  ['    sym', 'sym', 0n, ''],
  ['    operator new(unsigned long)', 'operator new(unsigned long)', 0n, ''],
  ['    #0  0x10 f(int)+0x1 (/a (v1).so+0x3)', 'f(int)', 0x10n, '/a (v1).so'],
  ['  ffffffff813a3f71 submit_bio', 'submit_bio', 0xffffffff813a3f71n, ''],
])('frame %j', (text, name, address, object) => {
  expect(parseBccStackFrame(text)).toEqual({ name, address, object });
});

test('the first line tells the tool; folded stacks alone are not taken', () => {
  const sniff = (text: string) => bccStacks.sniff(sniffHead(new TextEncoder().encode(text), true))?.evidence.key;
  expect(sniff(PROFILE)).toBe('tools.bcc.profile');
  expect(sniff('Tracing 2 functions for "f"... Hit Ctrl-C to end.\n')).toBe('tools.bcc.stackcount');
  expect(sniff('app;main 3\n')).toBeUndefined();
});

standsBadInput(bccStacks, new TextEncoder().encode(PROFILE));
