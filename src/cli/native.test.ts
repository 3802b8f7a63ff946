import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countBroken } from '../analysis/native/broken.ts';
import { apartTotals, classify, classRows } from '../analysis/native/classes.ts';
import { type Reconciled, reconcile } from '../analysis/native/reconcile.ts';
import { nativeSteps } from '../analysis/native/steps.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { leaklens } from './golden-files.ts';
import { readFiles } from './read.ts';

const FIXTURES = fileURLToPath(new URL('../formats/memleak/fixtures/', import.meta.url));
const SYSCALLS = fileURLToPath(new URL('../formats/perf-script/fixtures/sys.default.txt.gz', import.meta.url));
const PLAIN = { rawStacks: false, allRecords: false };

async function profilesOf(name: string): Promise<readonly Profile[]> {
  const files = await readFiles([`${FIXTURES}${name}`], { maxRawBytes: null, legacyDropFrames: false });
  return files.flatMap((f) => f.sources.map((s) => s.profile));
}

const sum = (values: Float64Array | undefined) => (values ?? new Float64Array(0)).reduce((a, b) => a + b, 0);
const rowsOf = (p: Profile) => {
  const classes = classify(p);
  return classes === null ? [] : classRows(p, classes);
};

/** Names and modules of a sample's stack, leaf first, one line each. */
function stackText(p: Profile, sample: number): string[] {
  const stack = p.samples.stack[sample] as number;
  const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
  const text = (id: number | undefined) => (id === undefined ? '' : stringAt(p.strings, id));
  return Array.from(frames, (f) => {
    const name = text(p.functions.name[p.frames.func[f] as number]);
    return `${name} ${text(p.mappings.file[p.frames.mapping[f] as number])}`;
  }).reverse();
}

interface Kind {
  readonly need: string;
  readonly not?: RegExp;
  /** Bytes of one allocation. */
  readonly each?: number;
  readonly frames?: number;
}

/** What the leaks of the corpus' program look like; see the table in its README. */
const KINDS: Readonly<Record<string, Kind>> = {
  'upload payloads': { need: 'ingest.(*Pipeline).Upload', each: 1024 },
  'cron payloads': { need: 'cron.flushOne', each: 512 },
  'rpc payloads': { need: 'leaky_record_event', not: /Upload|flushOne/, each: 2048 },
  'entries of 32 bytes': { need: 'leaky_record_event', each: 32 },
  'C.CString never freed': { need: 'leaky.TagName', each: 256 },
  'headers (calloc)': { need: 'leaky_parse_header' },
  'arenas (mmap)': { need: 'leaky_map_arena' },
  'table (realloc)': { need: 'leaky_grow_table' },
  'C.CBytes blobs': { need: '_Cfunc__Cmalloc', each: 3000, frames: 1 },
  'sqlite (no symbols)': { need: 'libsqlite3', frames: 1 },
};

interface GoldenKind {
  readonly reported_bytes: number;
  readonly reported_allocs: number;
  readonly ledger_count?: number;
  readonly ledger_bytes?: number;
}

describe.each(['joint-bcc', 'joint-libbpf'])('%s: every report', (name) => {
  const golden = JSON.parse(readFileSync(`${FIXTURES}${name}.golden.json`, 'utf8')) as {
    reports: { bytes: number; allocs: number; by_kind: Record<string, GoldenKind> }[];
  };

  it('has the bytes and allocations of each kind of leak, and of the ledger where that is exact', async () => {
    const profiles = await profilesOf(`${name}.txt.gz`);
    expect(profiles).toHaveLength(golden.reports.length);
    profiles.forEach((raw, r) => {
      const p = nativeSteps(raw, 'memleak', PLAIN);
      const [allocations, bytes] = p.samples.values as [Float64Array, Float64Array];
      const seen = new Set<number>();
      for (const [title, wanted] of Object.entries(golden.reports[r]?.by_kind ?? {})) {
        const kind = Object.entries(KINDS).find(([key]) => title.startsWith(key))?.[1] as Kind;
        const found = { reported_bytes: 0, reported_allocs: 0 };
        for (let s = 0; s < p.samples.length; s++) {
          const lines = stackText(p, s);
          const text = lines.join('\n');
          const [b, n] = [bytes[s] as number, allocations[s] as number];
          if (!text.includes(kind.need) || kind.not?.test(text) === true) continue;
          if (kind.each !== undefined && b !== kind.each * n) continue;
          if (kind.frames !== undefined && lines.length !== kind.frames) continue;
          found.reported_bytes += b;
          found.reported_allocs += n;
          seen.add(s);
        }
        expect([title, found]).toEqual([
          title,
          { reported_bytes: wanted.reported_bytes, reported_allocs: wanted.reported_allocs },
        ]);
        if (wanted.ledger_bytes !== undefined) {
          expect(found).toEqual({ reported_bytes: wanted.ledger_bytes, reported_allocs: wanted.ledger_count });
        }
      }
      expect(seen.size).toBe(p.samples.length);
    });
  });

  it('leaks as much as its kinds; the classes are all the rest', async () => {
    const profiles = await profilesOf(`${name}.txt.gz`);
    profiles.forEach((raw, r) => {
      const report = golden.reports[r];
      const kinds = Object.values(report?.by_kind ?? {});
      const leak = kinds.reduce((n, k) => n + k.reported_bytes, 0);
      const count = kinds.reduce((n, k) => n + k.reported_allocs, 0);
      const p = nativeSteps(raw, 'memleak', PLAIN);
      expect([sum(p.samples.values[1]), sum(p.samples.values[0])]).toEqual([leak, count]);
      const rows = rowsOf(raw);
      expect(rows.reduce((n, row) => n + row.bytes, 0)).toBe((report?.bytes ?? 0) - leak);
      expect(rows.reduce((n, row) => n + row.records, 0)).toBe((report?.allocs ?? 0) - count);
    });
  });
});

it('what a list of sources takes off the totals is the classes', async () => {
  const profiles = await profilesOf('joint-libbpf.txt.gz');
  expect(profiles.map(apartTotals)).toEqual([
    ['2', '4456448'],
    ['5', String(82_390_192 - 2_431_888)],
    ['6', String(87_701_072 - 3_548_464)],
    ['7', String(92_979_184 - 4_632_272)],
  ]);
  const [plain] = await profilesOf('libbpf-stripped.txt.gz');
  expect(apartTotals(plain as Profile)).toBeNull();
});

describe('classes of single files', () => {
  it.each([
    [
      'bcc-a.txt.gz',
      [
        ['arena-reservation', 134_217_728, 1],
        ['thread-stack', 8_392_704, 1],
        ['map-failed', 70_368_745_226_240, 1],
      ],
    ],
    [
      'libbpf-allocmix-a.txt.gz',
      [
        ['thread-stack', 8_392_704, 1],
        ['tls', 272, 1],
        ['map-failed', 70_368_745_226_240, 1],
      ],
    ],
    ['nofp.txt', [['go-runtime-mmap', 1_439_992, 1]]],
    ['kernel.txt', []],
  ])('%s', async (name, wanted) => {
    const [p] = await profilesOf(name);
    expect(rowsOf(p as Profile).map((r) => [r.class, r.bytes, r.records])).toEqual(wanted);
  });

  it('29 of 39 stacks of a build with frame pointers are the program’s, as the reference counted', async () => {
    const profiles = await profilesOf('libbpf-123.txt.gz');
    const kept = profiles.map((p) => nativeSteps(p, 'memleak', PLAIN).samples.length);
    expect([profiles.reduce((n, p) => n + p.samples.length, 0), kept]).toEqual([39, [14, 15]]);
  });
});

describe('broken stacks', () => {
  it('are 22 of 24 in a build with cgo’s default flags', async () => {
    const [p] = await profilesOf('nofp.txt');
    expect(countBroken(p as Profile)).toMatchObject({ stacks: 22, total: 24, cut: 19, alarming: true });
    const apart = classify(p as Profile)?.of ?? null;
    expect(countBroken(p as Profile, null, apart)).toMatchObject({ stacks: 22, total: 23, bytes: 895_840 });
  });

  it('become one per site, with every byte', async () => {
    const [raw] = await profilesOf('nofp.txt');
    const p = nativeSteps(raw as Profile, 'memleak', { rawStacks: false, allRecords: true });
    expect(p.samples.length).toBe(6);
    expect(p.samples.values.map(sum)).toEqual((raw as Profile).samples.values.map(sum));
  });

  it('are none where frame pointers are there, callbacks into Go included', async () => {
    for (const p of await profilesOf('libbpf-123.txt.gz')) {
      const classes = classify(p);
      expect(countBroken(p, null, classes?.of)).toMatchObject({ cut: 0, alarming: false });
    }
  });
});

describe('the command line', () => {
  const file = `${FIXTURES}joint-libbpf.txt.gz`;
  const total = async (...flags: string[]) => JSON.parse((await leaklens('top', '--json', ...flags, file)).out).total;

  it('prints totals as the file has them, unless asked to keep classes apart', async () => {
    const { out } = await leaklens('report', '--json', file);
    const [{ sources }] = JSON.parse(out) as [{ sources: { totals: number[] }[] }];
    expect(sources.map((s) => s.totals)).toEqual([
      [1712, 5_779_408],
      [3375, 82_390_192],
      [5034, 87_701_072],
      [6693, 92_979_184],
    ]);
    expect(await total()).toBe(92_979_184);
    expect(await total('--all_records=false')).toBe(4_632_272);
    expect(await total('--interval=2', '--all_records=false')).toBe(2_431_888);
  });

  it('never sums reports of the same memory, and says which one it shows', async () => {
    expect((await leaklens('top', file)).err.join('\n')).toMatch(
      /holds 4 reports of the same memory: the last is shown/,
    );
    expect((await leaklens('top', '--interval=1', file)).err).toEqual([]);
    expect((await leaklens('top', '--interval=5', file)).code).not.toBe(0);
  });

  it('takes a recording’s samples for what is asked of perf, and what is paired from them by its sample type', async () => {
    const of = async (...flags: string[]) => JSON.parse((await leaklens('top', '--json', ...flags, SYSCALLS)).out);
    expect(await of()).toMatchObject({ sampleType: { type: expect.stringContaining('sys_enter_mmap') } });
    expect(await of('--sample_index=outstanding')).toMatchObject({ total: 15_925_248 });
    expect(await of('--sample_index=outstanding', '--all_records=false')).toMatchObject({ total: 3_276_800 });
  });

  it('prints stacks as the file has them, unless asked to cut broken ones', async () => {
    const nofp = `${FIXTURES}nofp.txt`;
    const traces = async (...flags: string[]) =>
      (JSON.parse((await leaklens('traces', '--json', ...flags, nofp)).out) as { samples: unknown[] }).samples.length;
    expect(await traces()).toBe(24);
    expect(await traces('--raw_stacks=false')).toBe(6);
  });
});

describe('leaklens merge', () => {
  interface Merged {
    readonly layers: readonly { readonly name: string; readonly bytes: number }[];
    readonly notAleak: readonly { readonly class: string; readonly bytes: number; readonly records: number }[];
    readonly broken: { readonly stacks: number; readonly bytes: number };
  }
  const merge = async (...args: string[]) => JSON.parse((await leaklens('merge', '--json', ...args)).out) as Merged;
  const heap = fileURLToPath(new URL('../../e2e/fixtures/pprof/go1.24/heap-07.pb.gz', import.meta.url));

  it('has the leak of the last report as C heap, and the classes beside it', async () => {
    const { layers, notAleak } = await merge(heap, `${FIXTURES}joint-libbpf.txt.gz`);
    expect(layers.find((l) => l.name === 'c-heap')?.bytes).toBe(4_632_272);
    expect(notAleak).toEqual([
      { class: 'go-runtime-mmap', bytes: 12_845_056, records: 4 },
      { class: 'arena-reservation', bytes: 67_108_864, records: 1 },
      { class: 'thread-stack', bytes: 8_392_704, records: 1 },
      { class: 'tls', bytes: 288, records: 1 },
    ]);
    const first = await merge('--interval=1', heap, `${FIXTURES}joint-libbpf.txt.gz`);
    expect(first.notAleak).toEqual([{ class: 'go-runtime-mmap', bytes: 4_456_448, records: 2 }]);
  });

  it('counts broken stacks', async () => {
    const { broken } = await merge(heap, `${FIXTURES}nofp.txt`);
    expect(broken).toEqual({ stacks: 22, bytes: 895_840 });
  });
});

describe('known memory against the resident set', () => {
  const E2E = fileURLToPath(new URL('../../e2e/fixtures/', import.meta.url));

  describe.each(['joint-bcc', 'joint-libbpf'])('%s', (name) => {
    it.each([1, 2, 3, 4])('grows to snapshot %i by Go, the C leak and a rest', async (t) => {
      const golden = JSON.parse(readFileSync(`${FIXTURES}${name}.memory.json`, 'utf8')) as Record<
        string,
        { rssBytes: number; rssFileBytes: number; goSysMinusReleased: number; ledgerCLeakedBytes: number }
      >;
      const before = golden['t0-before-attach'] as (typeof golden)[string];
      const now = golden[`t${t}`] as (typeof golden)[string];
      const raw = (await profilesOf(`${name}.txt.gz`))[t - 1] as Profile;
      const leak = sum(nativeSteps(raw, 'memleak', PLAIN).samples.values[1]);
      const rows = rowsOf(raw);
      const tls = rows.find((r) => r.class === 'tls')?.bytes ?? 0;
      const grown = {
        rss: now.rssBytes - before.rssBytes,
        go: now.goSysMinusReleased - before.goSysMinusReleased,
        files: now.rssFileBytes - before.rssFileBytes,
      };
      const found = reconcile({
        rssBytes: grown.rss,
        go: { bytes: grown.go, basis: 'sys' },
        cBytes: leak,
        notALeak: rows,
        fileBytes: grown.files,
      });
      expect(found.restBytes).toBe(grown.rss - grown.go - leak - tls - grown.files);
      // Classes are within Go's figure or are no pages: what is left is small either way.
      expect(Math.abs(found.restBytes)).toBeLessThan(1_000_000);
      // memleak saw what the ledger says was leaked since t0, but for the headers and blocks that SQLite keeps.
      expect(Math.abs(leak - (now.ledgerCLeakedBytes - before.ledgerCLeakedBytes))).toBeLessThan(10_000);
    });
  });

  it('by leaklens merge, with the classes and why they count or not', async () => {
    const files = [`${E2E}native/t4.heap.pb.gz`, `${E2E}native/memleak.txt.gz`, `${E2E}maps/t4.smaps.txt.gz`];
    const { out } = await leaklens('merge', '--json', ...files);
    const { resident, layers } = JSON.parse(out) as { resident: Reconciled; layers: { name: string; bytes: number }[] };
    expect(resident.rssBytes).toBe(29_736 * 1024);
    const part = (name: string) => resident.parts.find((p) => p.part === name)?.bytes ?? 0;
    expect(part('c')).toBe(4_632_272);
    expect(part('go')).toBe(layers.find((l) => l.name === 'go-heap')?.bytes);
    expect(part('classes')).toBe(288);
    expect(resident.restBytes).toBe(29_736 * 1024 - part('go') - part('c') - part('files') - 288);
    expect(resident.goIsLiveHeap).toBe(true);
    expect(resident.classes.map((c) => [c.class, c.standing])).toEqual([
      ['go-runtime-mmap', 'within-go'],
      ['arena-reservation', 'reserved'],
      ['thread-stack', 'reserved'],
      ['tls', 'resident'],
    ]);
    const text = (await leaklens('merge', ...files)).out;
    expect(text).toMatch(/Resident: 29\.04MB[\s\S]*not explained/);
  });

  it('without a map there is nothing to set it against', async () => {
    const { out } = await leaklens('merge', '--json', `${E2E}native/t4.heap.pb.gz`, `${E2E}native/memleak.txt.gz`);
    expect(JSON.parse(out)).not.toHaveProperty('resident');
  });
});

describe('mappings that perf saw', () => {
  it('hold those of the Go runtime, told by its frames', async () => {
    const [file] = await readFiles([SYSCALLS], { maxRawBytes: null, legacyDropFrames: false });
    const mappings = file?.sources.find((s) => s.flavor === 'perf-mappings')?.profile as Profile;
    expect(rowsOf(mappings).map((r) => [r.class, r.bytes, r.records])).toEqual([['go-runtime-mmap', 12_648_448, 4]]);
    expect(sum(nativeSteps(mappings, 'perf-mappings', PLAIN).samples.values[1])).toBe(3_276_800);
  });
});
