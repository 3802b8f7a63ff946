import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { integrityProblems } from '../../model/integrity.ts';
import { ReportBuilder } from '../../model/report-builder.ts';
import { standsBadInput } from '../fixtures/decode-kit.ts';
import { memorySource } from '../test-source.ts';
import { parseBccFrame, parseLibbpfFrame } from './frame.ts';
import { memleakFormat } from './index.ts';
import { unixNanos } from './times.ts';

const fixture = (name: string): Uint8Array => {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
};

async function decode(content: Uint8Array | string, chunk = 65_536) {
  const report = new ReportBuilder();
  const sources = await memleakFormat.decode(memorySource(content, chunk), report, {});
  const facts = { format: '', evidence: { key: '' }, bytes: 0, rawBytes: 0, millis: 0, tableBytes: 0 };
  return { sources, report: report.finish(facts) };
}

const sum = (values: Float64Array | undefined) => (values ?? new Float64Array(0)).reduce((a, b) => a + b, 0);

describe.each(['joint-libbpf', 'joint-bcc'])('%s', (name) => {
  it('has the reports of the golden, byte for byte', async () => {
    const { sources, report } = await decode(fixture(`${name}.txt.gz`));
    const golden = JSON.parse(new TextDecoder().decode(fixture(`${name}.golden.json`)));
    expect(report.skipped).toEqual([]);
    expect(
      sources.map(({ profile: p }) => ({
        stacks: p.samples.length,
        bytes: sum(p.samples.values[1]),
        allocs: sum(p.samples.values[0]),
        frames: Array.from(p.samples.stack).reduce(
          (n, s) => n + (p.stacks.offsets[s + 1] as number) - (p.stacks.offsets[s] as number),
          0,
        ),
      })),
    ).toEqual(
      golden.reports.map((r: Record<string, number>) => ({
        stacks: r.stacks,
        bytes: r.bytes,
        allocs: r.allocs,
        frames: r.frames,
      })),
    );
    for (const s of sources) expect(integrityProblems(s.profile)).toEqual([]);
  });

  it('gives the same tables for any chunk size and never throws on a cut file', async () => {
    const bytes = fixture(`${name}.txt.gz`).subarray(0, 2500);
    const whole = await decode(bytes);
    for (const chunk of [1, 7]) expect(await decode(bytes, chunk)).toEqual(whole);
    for (let end = 0; end < bytes.length; end += 3) await decode(bytes.subarray(0, end));
  });
});

it.each(['nofp.txt', 'bcc-a.txt.gz', 'kernel.txt'])('accounts for every line of %s', async (name) => {
  const { sources, report } = await decode(fixture(name));
  expect(sources.length).toBeGreaterThan(0);
  expect(report.skipped).toEqual([]);
});

describe('frames', () => {
  it.each([
    ['\t0 [<00000000004bfd92>] xalloc+0xf [/srv/app]', 'xalloc', '/srv/app'],
    ['\t2 [<00007f0cf1e4b1f5>] [/usr/lib/libc.so.6]', '', '/usr/lib/libc.so.6'],
    ['\t1 [<0000000000000064>] <null sym>', '', ''],
    ['\t1 [<0000000000000064>] f+0x1 [/x/y.so (deleted)]', 'f', '/x/y.so (deleted)'],
  ])('of libbpf-tools %j', (line, name, object) => {
    expect(parseLibbpfFrame(line)).toMatchObject({ name, object });
  });

  it.each([
    [
      '\t\t0x00000000004d9af4\t_cgo_d945d40dde04_C2func_calloc+0x30 [cgodemo123]',
      '_cgo_d945d40dde04_C2func_calloc',
      'cgodemo123',
    ],
    ['\t\toperator new[](unsigned long)+0x1c [libstdc++.so.6]', 'operator new[](unsigned long)', 'libstdc++.so.6'],
    ['\t\t[unknown] [cgodemo]', '', 'cgodemo'],
    ['\t\tpthread_create@GLIBC_2.2.5+0x981 [libc.so.6]', 'pthread_create@GLIBC_2.2.5', 'libc.so.6'],
  ])('of bcc %j', (line, name, object) => {
    expect(parseBccFrame(line)).toMatchObject({ name, object });
  });

  it('reads a stack that python printed as one bytes literal', async () => {
    const text =
      "[10:00:00] Top 10 stacks with outstanding allocations:\n\t12 bytes in 1 allocations from stack\n\t\tb'main+0x6d [allocs]\\n\\t\\t__libc_start_main+0xf0 [libc-2.21.so]'\n";
    const { sources } = await decode(text);
    expect(sources[0]?.profile.stacks.frames.length).toBe(2);
  });
});

describe('times of day', () => {
  it('pass midnight and end at the file date', () => {
    const file = new Date(2026, 10, 21, 0, 5, 0).getTime();
    const nanos = unixNanos([86_390, 10, 20], file);
    const at = (day: number, seconds: number) =>
      BigInt(new Date(2026, 10, day).getTime() / 1000 + seconds) * 1_000_000_000n;
    expect(nanos).toEqual([at(20, 86_390), at(21, 10), at(21, 20)]);
  });

  it('lie on the day before when the file was changed earlier in the day', () => {
    const [only] = unixNanos([80_000], new Date(2026, 10, 21, 1, 0, 0).getTime());
    expect(only).toBe(BigInt(new Date(2026, 10, 20).getTime() / 1000 + 80_000) * 1_000_000_000n);
  });

  it('are unknown without a file date', () => {
    expect(unixNanos([1, 2], 0)).toEqual([0n, 0n]);
  });
});

describe.each(['joint-libbpf', 'joint-bcc'])('damaged %s', (name) => {
  standsBadInput(memleakFormat, fixture(`${name}.txt.gz`).subarray(0, 1500));
});
