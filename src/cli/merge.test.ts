import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { leaklens } from './golden-files.ts';

const SEAM = fileURLToPath(new URL('../../e2e/fixtures/seam/', import.meta.url));
const MEMLEAK = fileURLToPath(new URL('../formats/memleak/fixtures/', import.meta.url));

interface Row {
  readonly name: string;
  readonly origin: string;
  readonly layer: string;
  readonly flat: number;
  readonly cum: number;
  readonly tier?: string;
}

interface Merged {
  readonly layers: readonly { readonly name: string; readonly bytes: number }[];
  readonly rows: readonly Row[];
  readonly seam: readonly {
    readonly wrapper: string;
    readonly bytes: number;
    readonly goCallers: readonly { readonly path: readonly string[]; readonly bytes: number; readonly tier: string }[];
  }[];
  readonly notAleak: readonly { readonly class: string; readonly bytes: number; readonly records: number }[];
  readonly broken: { readonly stacks: number; readonly bytes: number };
}

interface Golden {
  readonly reports: readonly {
    readonly by_kind: Readonly<Record<string, { readonly reported_bytes: number; readonly reported_allocs: number }>>;
  }[];
}

async function merge(...args: readonly string[]): Promise<Merged> {
  const { out, code } = await leaklens('merge', '--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(out) as Merged;
}

const bytesOf = ({ layers }: Merged, name: string) => layers.find((l) => l.name === name)?.bytes;

describe.each(['joint-libbpf', 'joint-bcc'])('%s: Go heap and C heap of one process', (name) => {
  const golden = JSON.parse(readFileSync(`${MEMLEAK}${name}.golden.json`, 'utf8')) as Golden;
  const files = [`${SEAM}${name}.t4.heap.pb.gz`, `${MEMLEAK}${name}.txt.gz`];
  const leaked = (report: number) =>
    Object.values(golden.reports[report]?.by_kind ?? {}).reduce((sum, kind) => sum + kind.reported_bytes, 0);

  it('the C layer is what leaked, in every interval; the Go layer is the heap profile', async () => {
    const heap = await leaklens('report', '--json', files[0] as string);
    const [{ sources }] = JSON.parse(heap.out) as [
      { sources: { totals: number[]; sampleTypes: { type: string }[] }[] },
    ];
    const space = sources[0]?.totals[sources[0].sampleTypes.findIndex((t) => t.type === 'inuse_space')];
    for (let report = 0; report < golden.reports.length; report++) {
      const merged = await merge(...files, '--interval', String(report + 1));
      expect(bytesOf(merged, 'c-heap')).toBe(leaked(report));
      expect(bytesOf(merged, 'go-heap')).toBe(space);
    }
    expect(bytesOf(await merge(...files), 'c-heap')).toBe(leaked(golden.reports.length - 1));
  });

  it('C stands under the Go code that called it, each path with its own bytes', async () => {
    const { seam, rows } = await merge(...files);
    const last = golden.reports[golden.reports.length - 1]?.by_kind ?? {};
    const payload = (kind: string) =>
      Object.entries(last).find(([key]) => key.startsWith(kind))?.[1] ?? { reported_bytes: 0, reported_allocs: 0 };
    const record = seam.find((s) => s.wrapper.endsWith('leaky._Cfunc_leaky_record_event'));
    const under = (caller: string) =>
      record?.goCallers.filter(({ path }) => path.some((f) => f.endsWith(caller))).reduce((sum, c) => sum + c.bytes, 0);
    // Every payload comes with an entry of 32 bytes.
    const withEntries = (kind: string) => payload(kind).reported_bytes + 32 * payload(kind).reported_allocs;
    expect(under('ingest.(*Pipeline).Upload')).toBe(withEntries('upload'));
    expect(under('cron.flushOne')).toBe(withEntries('cron'));
    expect(record?.bytes).toBe(withEntries('upload') + withEntries('cron') + withEntries('rpc'));
    expect(new Set(record?.goCallers.map((c) => c.tier))).toEqual(new Set(['0']));
    const strings = seam.find((s) => s.wrapper.endsWith('leaky._cgo_cmalloc'));
    expect(strings?.bytes).toBe(payload('C.CString').reported_bytes);
    // The other package's wrapper: one frame, and nothing that names its hash.
    const blobs = seam.find((s) => s.wrapper === '_cgo_cmalloc');
    expect(blobs).toMatchObject({ bytes: payload('C.CBytes').reported_bytes, goCallers: [] });
    expect(rows.find((r) => r.name === '_cgo_cmalloc')).toMatchObject({
      tier: '5',
      layer: 'c-heap',
      origin: 'cgo-seam',
    });
    expect(rows.find((r) => r.name === 'main.leakOnce' && r.layer === 'go-heap')?.cum).toBeGreaterThan(0);
    expect(rows.find((r) => r.name === 'main.leakOnce' && r.layer === 'c-heap')?.cum).toBeGreaterThan(0);
  });

  it('what is no leak is told apart, and is in the layers only when asked for', async () => {
    const { notAleak } = await merge(...files);
    const all = await merge(...files, '--all_records');
    const apart = (names: readonly string[]) =>
      notAleak.filter((row) => names.includes(row.class)).reduce((sum, row) => sum + row.bytes, 0);
    expect(apart(['go-runtime-mmap'])).toBeGreaterThan(0);
    expect(bytesOf(all, 'go-runtime')).toBe(apart(['go-runtime-mmap']));
    expect(bytesOf(all, 'allocator') ?? 0).toBe(apart(['arena-reservation']));
    expect(bytesOf(all, 'stacks') ?? 0).toBe(apart(['thread-stack', 'tls']));
    expect(bytesOf(all, 'c-heap')).toBe(leaked(golden.reports.length - 1));
  });
});

describe('evidence', () => {
  it('an execution trace beside the allocations that perf saw: all bytes under their Go callers', async () => {
    const { seam, layers } = await merge(
      `${SEAM}perf-script-malloc-dwarf-during-go-trace.txt.gz`,
      `${SEAM}go-execution-trace.out.gz`,
      '--sample_index=probe_libc:malloc bytes',
    );
    // Allocations that may have been freed are no layer of live memory.
    expect(layers).toEqual([]);
    const tiers = new Set(seam.flatMap((s) => s.goCallers.map((c) => c.tier)));
    expect(tiers).toEqual(new Set(['1b']));
    const build = seam.find((s) => s.wrapper === 'main._Cfunc_build_list');
    expect(build?.goCallers.map((c) => [c.path[c.path.length - 1], c.bytes])).toEqual([
      ['main.pathA', 970 * 116],
      ['main.sharedHelper', 980 * 66],
      ['main.inCallback', 464 * 40],
    ]);
  });

  it('files without memory or stacks are no set', async () => {
    const { code, err } = await leaklens('merge', `${SEAM}joint-libbpf.t4.maps.txt.gz`);
    expect(code).toBe(2);
    expect(err.join()).toContain('counts memory');
  });
});

it('graph --json names the tier of every edge over the border', async () => {
  const { out } = await leaklens(
    'graph',
    '--json',
    '--raw_stacks=false',
    '--all_records=false',
    `${MEMLEAK}joint-libbpf.txt.gz`,
  );
  const { edges } = JSON.parse(out) as { edges: { from: string; to: string; tier?: string }[] };
  const joined = edges.filter((e) => e.tier !== undefined);
  expect(joined.map((e) => [e.from.replace(/.*\._/, '_'), e.to, e.tier]).sort()).toEqual([
    ['_Cfunc_leaky_grow_table', 'leaky_grow_table', '0'],
    ['_Cfunc_leaky_map_arena', 'leaky_map_arena', '0'],
    ['_Cfunc_leaky_parse_header', 'leaky_parse_header', '0'],
    ['_Cfunc_leaky_record_event', 'leaky_record_event', '0'],
  ]);
});

it('a map of the process turns addresses without names into offsets in their files', async () => {
  const files = [`${SEAM}joint-libbpf.t4.heap.pb.gz`, `${MEMLEAK}joint-libbpf.txt.gz`];
  const nameless = ({ rows }: Merged) =>
    rows.filter((r) => r.name.startsWith('libsqlite3')).map((r) => [r.name, r.flat]);
  expect(nameless(await merge(...files))).toEqual([['libsqlite3.so.0.8.6+0x7f0758cdd504', 288848]]);
  // 7f0758c5c000-7f0758d50000 r-xp 00026000 … /usr/lib/x86_64-linux-gnu/libsqlite3.so.0.8.6
  const [segment] = nameless(await merge(...files, `${SEAM}joint-libbpf.t4.maps.txt.gz`));
  expect(segment).toEqual(['libsqlite3.so.0.8.6+0xa7504', 288848]);
});

it('report: the samples of a recording add up to those of the file; what is paired from them stands apart', async () => {
  const file = fileURLToPath(new URL('../formats/perf-script/fixtures/probe-malloc-dwarf.txt.gz', import.meta.url));
  const { out } = await leaklens('report', '--json', file);
  const [report] = JSON.parse(out) as [
    { sources: { samples: number }[]; derived: { flavor: string; totals: number[] }[] },
  ];
  expect(report.sources.map((s) => s.samples)).toEqual([3827]);
  expect(report.derived.map((s) => [s.flavor, s.totals])).toEqual([['perf-live', [1913, 155763]]]);
});
