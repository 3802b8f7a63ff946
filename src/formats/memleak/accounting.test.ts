import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { integrityProblems } from '../../model/integrity.ts';
import type { Profile } from '../../model/profile.ts';
import { ReportBuilder } from '../../model/report-builder.ts';
import { stringAt } from '../../model/strings.ts';
import { memorySource } from '../test-source.ts';
import { memleakFormat } from './index.ts';

const folder = new URL('./fixtures/', import.meta.url);
const read = (name: string): string => {
  const bytes = readFileSync(new URL(name, folder));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};

async function decode(text: string) {
  const report = new ReportBuilder();
  const sources = await memleakFormat.decode(memorySource(text, 4096), report, {});
  const facts = { format: '', evidence: { key: '' }, bytes: 0, rawBytes: 0, millis: 0, tableBytes: 0 };
  return { profiles: sources.map((s) => s.profile), report: report.finish(facts) };
}

const sum = (values: Float64Array | undefined) => (values ?? new Float64Array(0)).reduce((a, b) => a + b, 0);
const keys = (messages: readonly { readonly key: string }[]) => messages.map((m) => m.key);

function framesOf(p: Profile): number {
  return p.samples.stack.reduce((n, s) => n + (p.stacks.offsets[s + 1] as number) - (p.stacks.offsets[s] as number), 0);
}

const TEXTS = readdirSync(folder).filter((name) => name.includes('.txt'));

describe.each(TEXTS)('%s', (name) => {
  it('has every line in its tables, or it is no data', async () => {
    const text = read(name);
    const { profiles, report } = await decode(text);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const chatter = lines.filter((line) => /^(?:using |tracing |Tracing |Attaching |done$)/.test(line));
    const tables = profiles.reduce((n, p) => n + 1 + p.samples.length + framesOf(p) + (p.blocks?.length ?? 0), 0);
    expect(report.skipped).toEqual([]);
    expect(tables + chatter.length).toBe(lines.length);
    for (const p of profiles) expect(integrityProblems(p)).toEqual([]);
  });
});

describe.each(TEXTS.filter((name) => name.startsWith('modes-')))('%s', (name) => {
  it('has the figures of its golden', async () => {
    const { profiles } = await decode(read(name));
    const golden = JSON.parse(read(name.replace('.txt.gz', '.golden.json')));
    const figures = profiles.map((p) => ({
      stacks: p.samples.length,
      bytes: sum(p.samples.values[1]),
      allocs: sum(p.samples.values[0]),
      frames: framesOf(p),
      addr_lines: p.blocks?.length ?? 0,
      addr_bytes: sum(p.blocks?.size),
    }));
    expect(figures).toEqual(
      golden.reports.map((r: Record<string, number>) => ({
        stacks: r.stacks,
        bytes: r.bytes,
        allocs: r.allocs,
        frames: r.frames,
        addr_lines: r.addr_lines ?? 0,
        addr_bytes: r.addr_bytes ?? 0,
      })),
    );
  });
});

describe('blocks by address', () => {
  it('belong to their record in libbpf-tools, whose bytes they add up to', async () => {
    for (const name of ['libbpf-allocmix-a.txt.gz', 'modes-libbpf-a.txt.gz', 'libbpf-a-123.txt.gz']) {
      const { profiles } = await decode(read(name));
      for (const p of profiles) {
        const bytes = new Float64Array(p.samples.length);
        const counts = new Float64Array(p.samples.length);
        p.blocks?.sample.forEach((s, b) => {
          bytes[s] = (bytes[s] as number) + (p.blocks?.size[b] as number);
          counts[s] = (counts[s] as number) + 1;
        });
        expect(bytes).toEqual(p.samples.values[1]);
        expect(counts).toEqual(p.samples.values[0]);
      }
    }
  });

  it('belong to no record in bcc, which lists them first', async () => {
    const { profiles } = await decode(read('bcc-a.txt.gz'));
    expect(new Set(profiles[0]?.blocks?.sample)).toEqual(new Set([-1]));
    expect(profiles[0]?.blocks?.address).toContain(0xffff_ffff_ffff_ffffn);
  });
});

describe('what a report leaves out is said', () => {
  const python = (top: number, stacks: number, before = '') =>
    `[10:00:00] Top ${top} stacks with outstanding allocations:\n${before}${'\t16 bytes in 1 allocations from stack\n\t\tmain+0x6d [app]\n'.repeat(stacks)}`;

  it.each([
    ['as many stacks as -T allows', python(3, 3), ['memleak.note.top']],
    ['fewer', python(3, 2), []],
    ['blocks by address tell how much', python(2, 2, '\taddr = 1000 size = 99\n'), ['memleak.note.hidden']],
    ['blocks by address are all there', python(2, 2, '\taddr = 1000 size = 32\n'), []],
  ])('bcc: %s', async (_, text, notes) => {
    const { report } = await decode(text);
    expect(keys(report.notes).filter((k) => /top|hidden/.test(k))).toEqual(notes);
  });

  it('libbpf-tools: a round number may be the limit', async () => {
    const text = (n: number) =>
      `[1:0:0] Top ${n} stacks with outstanding allocations:\n${'16 bytes in 1 allocations from stack\n\t0 [<000000000040112d>] f+0x1 [/a]\n'.repeat(n)}`;
    expect(keys((await decode(text(10))).report.notes)).toContain('memleak.note.perhapsTop');
    expect(keys((await decode(text(11))).report.notes)).not.toContain('memleak.note.perhapsTop');
  });

  it('records without a stack are counted', async () => {
    const { report } = await decode(read('libbpf-C-123.txt.gz'));
    expect(report.notes).toContainEqual({ key: 'memleak.note.evicted', args: { count: 5 } });
  });

  it('options that memleak does not print are named', async () => {
    expect(keys((await decode(read('modes-libbpf-z1000.txt.gz'))).report.guesses)).toContain('memleak.guess.options');
  });
});

describe('odd forms', () => {
  const names = (p: Profile | undefined) =>
    Array.from(p?.frames.func ?? [], (f) =>
      f < 0 ? '' : stringAt(p?.strings as Profile['strings'], p?.functions.name[f] as number),
    );
  const modules = (p: Profile | undefined) =>
    Array.from(p?.mappings.file ?? [], (f) => stringAt(p?.strings as Profile['strings'], f));
  const HEAD = '[1:30:5] Top 2 stacks with outstanding allocations:\n';

  it('of blazesym: the first of several symbols, with its place', async () => {
    const { profiles, report } = await decode(
      `${HEAD}64 bytes in 1 allocations from stack
\t0 [<0000000000401136>] (2 entries)
\t\tinner@0x401130 /src/a.c:12
\t\touter@0x401120
\t1 [<0000000000401170>] main+0x10 /src/a.c:20
\t2 [<00007f0cf1e4b1f5>] <null sym>
`,
    );
    expect(report.skipped).toEqual([]);
    expect(keys(report.notes)).toContain('memleak.note.aliases');
    const [p] = profiles;
    expect(names(p)).toEqual(['inner', 'main', '']);
    expect(Array.from(p?.frames.line ?? [])).toEqual([12, 20, 0]);
  });

  it('of mappings that are deleted, of the vdso, and of kernel addresses', async () => {
    const { profiles, report } = await decode(
      `${HEAD}64 bytes in 1 allocations from stack
\t0 [<00007f0cf1e4b1f5>] f+0x1 [/x/y.so (deleted)]
\t1 [<00007ffc01fe6a10>] __vdso_gettimeofday+0x20 [[vdso]]
\t2 [<00007ffc01fe6a20>] [[vdso]]
\t3 [<ffffffff8161f78b>] do_anonymous_page+0x31e
`,
    );
    expect(report.skipped).toEqual([]);
    expect(new Set(modules(profiles[0]))).toEqual(new Set(['/x/y.so (deleted)', '[vdso]', '[kernel]']));
  });

  it('with tabs turned to spaces', async () => {
    const tabs = read('joint-bcc.txt.gz').slice(0, 3000);
    const spaces = await decode(tabs.replaceAll('\t', '        '));
    expect(spaces.report.skipped).toEqual([]);
    const shape = ({ profiles }: typeof spaces) => profiles.map((p) => [names(p), p.samples.values, p.frames.address]);
    expect(shape(spaces)).toEqual(shape(await decode(tabs)));
  });

  it('with the lines of an interrupted python around it', async () => {
    const { profiles, report } = await decode(
      `${read('joint-bcc.txt.gz')}Traceback (most recent call last):\nKeyboardInterrupt\n`,
    );
    expect(profiles).toHaveLength(4);
    expect(report.skipped).toMatchObject([{ reason: { key: 'memleak.skipped.line' }, count: 2 }]);
  });
});
