import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { bpftraceJson } from './json.ts';
import { parseBpfFrame, parseKey } from './key.ts';
import { bpftrace } from './text.ts';

const file = (name: string) => fixture(name, import.meta.url);
const text = (name: string) => new TextDecoder().decode(file(name));

function stacks(p: Profile): string[] {
  return Array.from({ length: p.samples.length }, (_, s) => {
    const stack = p.samples.stack[s] as number;
    const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
    return Array.from(frames, (f) => {
      const func = p.frames.func[f] as number;
      return func < 0 ? '' : stringAt(p.strings, p.functions.name[func] as number);
    }).join(';');
  });
}

/** Sum of the values of the blocks `@name[ … ]: n`, read without the decoder. */
const sumOf = (whole: string, map: string): bigint =>
  [...whole.matchAll(new RegExp(`^${map}\\[[^@]*?\\]: (\\d+)$`, 'gm'))].reduce((n, m) => n + BigInt(m[1] ?? 0), 0n);

test('malloc sums: equal stacks are added up, maps without stacks and histograms stand beside', async () => {
  const decoded = await decodeWith(bpftrace, file('bpftrace-malloc.txt.gz'));
  const { sources, report } = decoded;
  expect(report.skipped).toEqual([]);
  expect(sources).toHaveLength(1);
  const p = profileOf(decoded);
  expect(p.sampleTypes).toEqual([{ type: 'bytes', unit: 'bytes' }]);
  expect(totalsOf(p)).toEqual([sumOf(text('bpftrace-malloc.txt.gz'), '@bytes')]);
  expect(new Set(stacks(p))).toContain(
    'runtime.cgocall;runtime.asmcgocall.abi0;_cgo_d945d40dde04_Cfunc_build_list;build_list;make_node;__GI___libc_malloc',
  );
  const stats = new Map(sources[0]?.stats?.values ?? []);
  expect(stats.get('@c[c worker:cb, 14241]')).toBe('81');
  expect(stats.get('@h [64, 128)')).toBe('5513');
  expect(stats.get('@l [200, ...)')).toBe('164');
  expect(stats.get('@st[c worker 1]')).toBe('count 83, total 27639');
});

test.each(['bpftrace-profile-default.txt.gz', 'bpftrace-profile-perfstack.txt.gz'])(
  '%s: every line is kept',
  async (name) => {
    const decoded = await decodeWith(bpftrace, file(name));
    const { sources, report } = decoded;
    expect(report.skipped).toEqual([]);
    expect(report.error).toBeUndefined();
    expect(sources).toHaveLength(1);
    const map = name.includes('default') ? '@cpu' : '@';
    expect(totalsOf(profileOf(decoded))).toEqual([sumOf(text(name), map)]);
  },
);

test('a kernel stack lies below the user stack that called it', async () => {
  const p = profileOf(await decodeWith(bpftrace, file('bpftrace-profile-default.txt.gz')));
  const deep = stacks(p).find((s) => s.includes('asm_sysvec_apic_timer_interrupt') && s.includes('main.worker'));
  expect(deep?.indexOf('main.worker')).toBeLessThan(deep?.indexOf('asm_sysvec_apic_timer_interrupt') ?? -1);
  expect(stringAt(p.strings, p.mappings.file[0] as number)).toBe('[kernel.kallsyms]');
});

test('JSON: keys that occur twice are added up', async () => {
  const decoded = await decodeWith(bpftraceJson, file('bpftrace-malloc.json.gz'));
  const { sources, report } = decoded;
  const sum = [...text('bpftrace-malloc.json.gz').matchAll(/\\n": (\d+)/g)].reduce((n, m) => n + BigInt(m[1] ?? 0), 0n);
  expect(totalsOf(profileOf(decoded))).toEqual([sum]);
  expect(report).toMatchObject({ skipped: [], records: 17 + 6 });
  expect(sources[0]?.stats?.values).toContainEqual(['@h [64, 127]', '2862']);
});

test('JSON: statistics, keyed histograms, plain values, a print twice, damage', async () => {
  const lines = [
    '{"type": "map", "data": {"@s": {"\\n    f+1\\n,a": 5}}}',
    '{"type": "stats", "data": {"@st": {"x": {"count": 2, "average": 3, "total": 6}}}}',
    '{"type": "hist", "data": {"@h": {"k": [{"min": 1, "max": 2, "count": 7}]}}}',
    '{"type": "map", "data": {"@n": 4}}',
    '{"type": ]',
    '{"type": "lost_events", "data": {"events": 9}}',
    '{"type": "printf", "data": "hello"}',
    '{"type": "map", "data": {"@s": {"\\n    f+1\\n,a": 8}}}',
  ];
  const decoded = await decodeWith(bpftraceJson, lines.join('\n'));
  const { sources, report } = decoded;
  expect(sources.map((s) => [s.name, totalsOf(s.profile)])).toEqual([
    ['@s · 1', [5n]],
    ['@s · 2', [8n]],
  ]);
  expect(sources[0]?.stats?.values).toEqual([
    ['@h[k] [1, 2]', '7'],
    ['@st[x]', 'count 2, total 6'],
    ['@n', '4'],
  ]);
  expect(report.skipped.map((s) => s.reason.key)).toEqual(['text.skip.line', 'tools.skip.output']);
  expect(report.notes).toContainEqual({ key: 'tools.lost', args: { count: 9 } });
});

test('a map printed again is another source; values of stats have count and total', async () => {
  const made = '@[\n    a+1\n]: 5\n@[\n    b+1\n]: 7\n@[\n    a+1\n]: 6\n';
  expect((await decodeWith(bpftrace, made)).sources.map((s) => [s.name, totalsOf(s.profile)[0]])).toEqual([
    ['@ · 1', 12n],
    ['@ · 2', 6n],
  ]);
  const stats = profileOf(await decodeWith(bpftrace, '@x[\n    f+1\n, app]: count 3, average 4, total 12\n'));
  expect(totalsOf(stats)).toEqual([3n, 12n]);
  expect(stringAt(stats.strings, stats.labelSets.key[0] as number)).toBe('key2');
});

test('maps without any stack are sources with labels', async () => {
  const decoded = await decodeWith(bpftrace, 'Attaching 1 probe...\n@c[app, 12]: 5\n@c[b, 3]: 6\n');
  const { report } = decoded;
  expect(totalsOf(profileOf(decoded))).toEqual([11n]);
  expect(report.notes.map((n) => n.key)).toEqual(['tools.bpftrace.bare']);
});

test('other output is skipped with its place; losses are counted; a cut key is told', async () => {
  const made = 'Attaching 1 probe...\nhello\nLost 5 events\n@[\n    a+1\n]: 5\n@x: abc\n@[\n    a+1\n';
  const { report } = await decodeWith(bpftrace, made);
  expect(report.skipped.map((s) => [s.reason.key, s.count])).toEqual([
    ['tools.skip.output', 1],
    ['tools.bpftrace.skip.value', 1],
    ['tools.bpftrace.skip.cut', 2],
  ]);
  expect(report.notes).toEqual([{ key: 'tools.lost', args: { count: 5 } }]);
  expect(report.error?.what.key).toBe('tools.bpftrace.cut');
});

test.each([
  ['\n    a+1\n    b+2\n', [{ stack: ['a+1', 'b+2'] }]],
  ['\n    k+1\n, \n    u+1\n, app', [{ stack: ['k+1'] }, { stack: ['u+1'] }, { text: 'app' }]],
  [', \n    u+1\n, c worker 1', [{ stack: [] }, { stack: ['u+1'] }, { text: 'c worker 1' }]],
  ['app, 12, \n    u+1\n', [{ text: 'app' }, { text: '12' }, { stack: ['u+1'] }]],
  ['\n, app', [{ stack: [] }, { text: 'app' }]],
  ['app, 12', [{ text: 'app' }, { text: '12' }]],
])('key %j', (key, parts) => {
  expect(parseKey(key)).toEqual(parts);
});

test.each([
  ['main._Cfunc_burn.abi0+72', { name: 'main._Cfunc_burn.abi0', address: 0n }],
  ['4d9b71 f(int)+31 (/srv/a (v1))', { name: 'f(int)', address: 0x4d9b71n, object: '/srv/a (v1)' }],
  ['402260 0x402260 ([unknown])', { name: '', address: 0x402260n, object: '' }],
  ['0x7f9fb0fba5c0', { name: '', address: 0x7f9fb0fba5c0n }],
  ['[inlined] g+3@a.c:9', { name: 'g', file: 'a.c', line: 9, inlined: true }],
])('frame %j', (line, wanted) => {
  expect(parseBpfFrame(line)).toMatchObject(wanted);
});

describe('text', () => standsBadInput(bpftrace, file('bpftrace-malloc.txt.gz').subarray(-1300)));
describe('json', () => standsBadInput(bpftraceJson, file('bpftrace-malloc.json.gz').subarray(-900)));
