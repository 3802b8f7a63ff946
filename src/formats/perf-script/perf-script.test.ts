import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../model/ids.ts';
import { integrityProblems } from '../../model/integrity.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, standsBadInput } from '../fixtures/decode-kit.ts';
import { parseFrame } from './frame.ts';
import { parseHeading } from './header.ts';
import { perfScriptFormat } from './index.ts';

const fixture = (name: string): Uint8Array => {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
};

async function decode(bytes: Uint8Array | string, chunk = 65_536) {
  const { sources, timelines, report } = await decodeWith(perfScriptFormat, bytes, chunk);
  return { profile: sources[0]?.profile, sources, timelines, report };
}

/** `comm;root;…;leaf` → count, names raw, frames without a name as [object]. */
function folded(p: Profile): Map<string, number> {
  const out = new Map<string, number>();
  for (let i = 0; i < p.samples.length; i++) {
    const stack = p.samples.stack[i] as number;
    const parts = [labelOf(p, i, 'comm')];
    for (let f = p.stacks.offsets[stack] as number; f < (p.stacks.offsets[stack + 1] as number); f++) {
      const frame = p.stacks.frames[f] as number;
      const func = p.frames.func[frame] as number;
      const mapping = p.frames.mapping[frame] as number;
      const dso = mapping === NONE ? 'unknown' : stringAt(p.strings, p.mappings.file[mapping] as number);
      const bare = dso.slice(dso.lastIndexOf('/') + 1);
      parts.push(func === NONE ? `[${bare}]` : stringAt(p.strings, p.functions.name[func] as number));
    }
    const line = parts.join(';');
    out.set(line, (out.get(line) ?? 0) + 1);
  }
  return out;
}

function labelOf(p: Profile, sample: number, key: string): string {
  const set = p.samples.labels[sample] as number;
  for (let l = p.labelSets.offsets[set] as number; l < (p.labelSets.offsets[set + 1] as number); l++) {
    if (stringAt(p.strings, p.labelSets.key[l] as number) === key)
      return stringAt(p.strings, p.labelSets.text[l] as number);
  }
  return '';
}

const CAPTURES = [
  'fp.default',
  'fp.fields',
  'fp.header',
  'fp.ip-dso',
  'fp.mmap-events',
  'dwarf.default',
  'dwarf.fields',
  'nocg.default',
  'lost.fields',
  'pf.addr',
  'sys.default',
];

describe.each(CAPTURES)('%s', (name) => {
  it('has the samples, periods, threads, lost events and folded stacks of the golden', async () => {
    const { profile, report } = await decode(fixture(`${name}.txt.gz`));
    const golden = JSON.parse(new TextDecoder().decode(fixture(`${name}.golden.json`)));
    if (profile === undefined) throw new Error('nothing was read');
    expect(integrityProblems(profile)).toEqual([]);
    expect(profile.samples.length).toBe(golden.samples);
    const totals = Object.fromEntries(
      profile.sampleTypes.map(({ type }, t) => [type, profile.samples.values[t]?.reduce((a, b) => a + b, 0)]),
    );
    for (const [event, total] of Object.entries(golden.total_period_by_event)) expect(totals[event]).toBe(total);
    const several = Object.keys(golden.by_event).length > 1;
    for (const [event, count] of Object.entries(golden.by_event)) {
      expect(totals[several ? `${event} samples` : 'samples']).toBe(count);
    }
    expect([...new Set(profile.samples.thread)].sort((a, b) => a - b)).toEqual(golden.threads);
    const lost = report.skipped.find((s) => s.reason.key === 'perf.skipped.lost')?.count ?? 0;
    expect(lost).toBe(golden.lost_events);
    expect(report.skipped.every((s) => s.reason.key === 'perf.skipped.lost')).toBe(true);
    const others = Object.values(golden.other_records as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(report.records).toBe(golden.samples + others);
    // An object that perf could not name is none for us; the golden tells the two apart.
    const text = new TextDecoder()
      .decode(fixture(`${name}.golden-folded.txt.gz`))
      .split('[[unknown]]')
      .join('[unknown]');
    const expected = new Map(
      text
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
    expect(folded(profile)).toEqual(expected);
  });

  it('gives the same tables for any chunk size', async () => {
    const bytes = fixture(`${name}.txt.gz`).subarray(0, 20_000);
    const whole = await decode(bytes);
    for (const chunk of [1, 7]) expect(await decode(bytes, chunk)).toEqual(whole);
  });
});

describe('text that other hands went through', () => {
  const text = new TextDecoder()
    .decode(fixture('fp.header.txt.gz').subarray(0, 30_000))
    .replace(/\n\n(?!.*\n\n).*$/s, '\n\n');
  const encode = (s: string) => new TextEncoder().encode(s);
  const utf16 = (s: string) => new Uint8Array(Uint16Array.from(`\ufeff${s}`, (c) => c.charCodeAt(0)).buffer);

  it.each([
    ['CRLF', encode(text.replace(/\n/g, '\r\n'))],
    ['a byte order mark', encode(`\ufeff${text}`)],
    ['UTF-16', utf16(text)],
    ['ANSI colours', encode(text.replace(/^(\S.*cpu-clock: )$/gm, '\x1b[1m$1\x1b[0m'))],
  ])('%s changes nothing', async (_, bytes) => {
    const plain = await decode(text);
    const { profile, report } = await decode(bytes);
    expect(profile).toEqual(plain.profile);
    expect(report.records).toBe(plain.report.records);
    expect(report.skipped).toEqual(plain.report.skipped);
  });

  it('two texts in a row, headers and all, are one recording', async () => {
    const whole = new TextDecoder().decode(fixture('fp.header.txt.gz'));
    const { profile, report } = await decode(`${whole}\n${whole}`);
    expect(report.skipped).toEqual([]);
    expect(profile?.samples.length).toBe(760);
    expect(profile && [...folded(profile).values()].every((count) => count % 2 === 0)).toBe(true);
  });

  it('a shell prompt in front is one line that was not read', async () => {
    const { profile, report } = await decode(`$ perf script\n${text}`);
    expect(profile?.samples.length).toBe((await decode(text)).profile?.samples.length);
    expect(report.skipped.map((s) => [s.reason.key, s.count])).toEqual([['perf.skipped.line', 1]]);
  });
});

describe('hostile text', () => {
  it('finds the thread of all 324 headings', async () => {
    const { profile, report } = await decode(fixture('torture.txt.gz'));
    // What `perf script -F tid` prints of the perf.data that the text was made of.
    const tids = JSON.parse(new TextDecoder().decode(fixture('torture.tids.json')));
    expect(Array.from(profile?.samples.thread ?? [])).toEqual(tids);
    expect(profile?.samples.length).toBe(324);
    expect(report.skipped).toEqual([]);
    expect(profile && [...folded(profile).keys()].some((k) => k.startsWith('nl\nname;'))).toBe(true);
    expect(profile && [...folded(profile).keys()].some((k) => k.startsWith('t 99 [000];'))).toBe(true);
  });

  it('never throws on a cut file', async () => {
    const bytes = fixture('torture.txt.gz').subarray(0, 3000);
    for (let end = 0; end < bytes.length; end++) {
      const { profile } = await decode(bytes.subarray(0, end));
      if (profile !== undefined) expect(integrityProblems(profile)).toEqual([]);
    }
  });
});

describe('lines', () => {
  it.each([
    ['c worker 1 14364   974.528742:    5025125 cpu-clock: ', 'c worker 1', 14364, 'cpu-clock'],
    ['1234  4145  1505.500000:    1 cpu-clock: ', '1234', 4145, 'cpu-clock'],
    ['  4148  1505.500000:    1 cpu-clock: ', '', 4148, 'cpu-clock'],
    ['[kworker/0:1]  4146  1505.500000:    1 cpu-clock: ', '[kworker/0:1]', 4146, 'cpu-clock'],
    [
      'a 7  1.000001: probe_libc:malloc__return: (7feba2275930 <- 4d9ab4) ret=0x7f',
      'a',
      7,
      'probe_libc:malloc__return',
    ],
  ])('heading %j', (line, comm, tid, event) => {
    expect(parseHeading(line)).toMatchObject({ comm, tid, event });
  });

  it.each([
    ['\t            1a01 thr+0xe1 (/tmp/x/tort (v1))', 'thr', '/tmp/x/tort (v1)'],
    [
      '\t  1 (anonymous namespace)::Foo::operator()+0x34 (/a/b.so)',
      '(anonymous namespace)::Foo::operator()',
      '/a/b.so',
    ],
    [
      '\t  1 std::_Function_handler<void (), thr(void*)::{lambda()#1}>::_M_invoke+0x1 (/a)',
      'std::_Function_handler<void (), thr(void*)::{lambda()#1}>::_M_invoke',
      '/a',
    ],
    ['\t  1 [unknown] ([unknown])', '', ''],
    ['\t  1 start_thread', 'start_thread', ''],
    ['\tffffffff81000000 do_syscall_64+0x5 ([kernel.kallsyms])', 'do_syscall_64', '[kernel.kallsyms]'],
  ])('frame %j', (line, name, dso) => {
    expect(parseFrame(line)).toMatchObject({ name, dso });
  });

  it('keeps kernel addresses exact', () => {
    expect(parseFrame('\tffffffffff600001 x+0x1 ([vsyscall])')?.address).toBe(0xffffffffff600001n);
  });
});

standsBadInput(perfScriptFormat, fixture('torture.txt.gz').subarray(0, 1500));

it('the header says which clock was used', async () => {
  const text = new TextDecoder().decode(fixture('fp.header.txt.gz'));
  const clock =
    '# clockid: monotonic (1)\n# reference time: 2026-11-21 01:42:09.1 = 1795225329.1 (TOD) = 2265.9 (monotonic)\n';
  const { sources } = await decodeWith(perfScriptFormat, text.replace('# cmdline', `${clock}# cmdline`));
  expect(sources[0]?.profile.comments).toContain('# clockid: monotonic (1)');
});
