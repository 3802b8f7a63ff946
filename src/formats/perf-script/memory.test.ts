import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { decodeWith, fixture, standsBadInput } from '../fixtures/decode-kit.ts';
import { perfScriptFormat } from './index.ts';

interface Naive {
  readonly tid: string;
  readonly event: string;
  readonly payload: string;
  /** Addresses of the call chain, leaf first. */
  readonly ips: string;
}

/** An independent reading of the ordinary captures: no more than they need. */
function naive(text: string): Naive[] {
  return text
    .split('\n\n')
    .filter((block) => /^\S.* \d+\.\d+: /.test(block))
    .map((block) => {
      const [head = '', ...frames] = block.split('\n');
      const m = /^\S.*? (\d+) \[\d+\] +[\d.]+: +(\S+): (.*)$/.exec(head);
      const ips = frames.map((f) => /^\s*([0-9a-f]+) /.exec(f)?.[1] ?? '').filter((ip) => ip !== '');
      return { tid: m?.[1] ?? '', event: m?.[2] ?? '', payload: m?.[3] ?? '', ips: ips.join(' ') };
    });
}

type Sums = Record<string, [count: number, bytes: number]>;

function addTo(sums: Sums, key: string, bytes: number): void {
  const sum = sums[key] ?? [0, 0];
  sums[key] = [sum[0] + 1, sum[1] + bytes];
}

/** malloc, its return and free, by the letter. */
function naiveHeap(all: readonly Naive[]): Sums {
  const calls = new Map<string, Naive>();
  const blocks = new Map<string, Naive>();
  for (const sample of all) {
    const value = /=(\S+)$/.exec(sample.payload)?.[1] ?? '';
    if (sample.event.endsWith(':malloc')) calls.set(sample.tid, sample);
    else if (sample.event.endsWith(':free')) blocks.delete(value);
    else {
      const call = calls.get(sample.tid);
      calls.delete(sample.tid);
      if (call !== undefined && value !== '0x0') blocks.set(value, call);
    }
  }
  const sums: Sums = {};
  for (const { tid, ips, payload } of blocks.values()) addTo(sums, `${tid} ${ips}`, Number(payload.split('size=')[1]));
  return sums;
}

/** Every page of the process and the call that mapped it. */
function naiveMappings(all: readonly Naive[]): Sums {
  const pages = new Map<number, number>();
  const calls = new Map<string, number>();
  let heap = Number.NaN;
  const hex = (payload: string, name: string) =>
    Number(new RegExp(`(?:^|[ ,])${name}: (0x[0-9a-f]+)`).exec(payload)?.[1]);
  const range = (from: number, bytes: number) =>
    Array.from({ length: Math.ceil(bytes / 4096) }, (_, i) => from / 4096 + i);
  all.forEach((sample, at) => {
    if (sample.event.includes('sys_enter_')) {
      calls.set(sample.tid, at);
      return;
    }
    const entry = calls.get(sample.tid);
    calls.delete(sample.tid);
    if (entry === undefined || /^0xfffffffffffff/.test(sample.payload)) return;
    const { event, payload } = all[entry] as Naive;
    const result = Number(sample.payload);
    if (event.endsWith('_mmap')) for (const p of range(result, hex(payload, 'len'))) pages.set(p, entry);
    if (event.endsWith('_munmap')) for (const p of range(hex(payload, 'addr'), hex(payload, 'len'))) pages.delete(p);
    if (event.endsWith('_mremap')) {
      const owners = range(hex(payload, 'addr'), hex(payload, 'old_len')).map((p) => {
        const owner = pages.get(p);
        pages.delete(p);
        return owner;
      });
      range(result, hex(payload, 'new_len')).forEach((p, i) => {
        pages.set(p, owners[i] ?? entry);
      });
    }
    if (event.endsWith('_brk')) {
      if (result > heap) for (const p of range(heap, result - heap)) pages.set(p, entry);
      if (result < heap) for (const p of range(result, heap - result)) pages.delete(p);
      heap = result;
    }
  });
  const sums: Sums = {};
  const sorted = [...pages].sort(([a], [b]) => a - b);
  sorted.forEach(([page, owner], i) => {
    const { tid, ips } = all[owner] as Naive;
    const before = sorted[i - 1];
    const goesOn = before !== undefined && before[0] === page - 1 && before[1] === owner;
    const sum = (sums[`${tid} ${ips}`] ??= [0, 0]);
    if (!goesOn) sum[0]++;
    sum[1] += 4096;
  });
  return sums;
}

function sumsOf(p: Profile): Sums {
  const sums: Sums = {};
  for (let s = 0; s < p.samples.length; s++) {
    const stack = p.samples.stack[s] as number;
    const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
    const ips = Array.from(frames, (f) => (p.frames.address[f] as bigint).toString(16)).reverse();
    expect(p.samples.values[0]?.[s]).toBe(1);
    addTo(sums, `${p.samples.thread?.[s]} ${ips.join(' ')}`, p.samples.values[1]?.[s] ?? 0);
  }
  return sums;
}

const read = async (name: string) => {
  const bytes = fixture(name, import.meta.url);
  return { ...(await decodeWith(perfScriptFormat, bytes)), all: naive(new TextDecoder().decode(bytes)) };
};

test('the live heap of malloc, its return and free is that of a naive pairing', async () => {
  const { sources, report, all } = await read('probe-malloc-dwarf.txt.gz');
  expect(sources.map((s) => s.flavor)).toEqual(['perf', 'perf-live']);
  expect(sources[0]?.profile.samples.length).toBe(all.length);
  expect(sources[1]?.profile.sampleTypes).toEqual([
    { type: 'allocations', unit: 'count' },
    { type: 'outstanding', unit: 'bytes' },
  ]);
  const expected = naiveHeap(all);
  expect(Object.keys(expected).length).toBeGreaterThan(5);
  expect(sumsOf(sources[1]?.profile as Profile)).toEqual(expected);
  expect(report.notes.map((n) => n.key)).toContain('perf.live');
});

test.each(['mmap-syscalls.txt.gz', 'sys.default.txt.gz'])(
  'the mappings of %s are those of a map of pages',
  async (name) => {
    const { sources, all } = await read(name);
    expect(sources.map((s) => s.flavor)).toEqual(['perf', 'perf-mappings']);
    expect(sources[0]?.profile.samples.length).toBe(all.length);
    const expected = naiveMappings(all);
    expect(Object.keys(expected).length).toBeGreaterThan(1);
    expect(sumsOf(sources[1]?.profile as Profile)).toEqual(expected);
  },
);

test('tracepoints give the curve of resident memory beside their samples', async () => {
  const { sources, timelines, all } = await read('tracepoints.txt.gz');
  expect(sources[0]?.profile.samples.length).toBe(all.length);
  const rss = all.filter((s) => s.event === 'kmem:rss_stat' && s.payload.includes('type=MM_ANONPAGES'));
  const series = timelines[0]?.timeline.series.find((s) => s.name === 'rss MM_ANONPAGES');
  expect(series?.n).toBe(rss.length);
  expect(Array.from(series?.value ?? [])).toEqual(rss.map((s) => Number(/size=(\d+)B/.exec(s.payload)?.[1])));
});

/** A recording of one thread: `event payload` per line, a second apart. */
function recording(...events: readonly string[]): string {
  const blocks = events.map((event, i) => {
    const [tid, name, ...payload] = event.split(' ');
    return `app ${tid} [000] ${i + 1}.000000: ${name}: ${payload.join(' ')}\n\t 10${i} f${i}+0x1 (/app)\n\n`;
  });
  return blocks.join('');
}

async function paired(...events: readonly string[]) {
  const { sources, report } = await decodeWith(perfScriptFormat, recording(...events));
  const { profile: p, stats } = sources[1] ?? {};
  if (p === undefined) throw new Error('nothing was paired');
  const rows = Array.from(
    p.samples.stack,
    (_, s) => `${(p.samples.time?.[s] ?? 0) / 1e9}s ${p.samples.values[1]?.[s]}`,
  );
  const counts = Object.fromEntries(stats?.values.filter(([, n]) => n !== '0').map(([k, n]) => [k, Number(n)]) ?? []);
  return { rows, counts, report };
}

describe('the C heap', () => {
  const malloc = (tid: number, size: number, block: string) => [
    `${tid} probe_libc:malloc (7f0) size=${size}`,
    `${tid} probe_libc:malloc__return (7f0 <- 4d) ret=${block}`,
  ];

  test('pairs by thread', async () => {
    const { rows } = await paired(
      '1 probe_libc:malloc (7f0) size=10',
      '2 probe_libc:malloc (7f0) size=20',
      '1 probe_libc:malloc__return (7f0 <- 4d) ret=0x10',
      '2 probe_libc:malloc__return (7f0 <- 4d) ret=0x20',
      '2 probe_libc:free (7f0) ptr=0x10',
    );
    expect(rows).toEqual(['2s 20']);
  });

  test('realloc moves a block, frees it at size 0 and leaves it when it fails', async () => {
    const realloc = (ptr: string, size: number, ret: string) => [
      `1 probe_libc:realloc (7f0) ptr=${ptr} size=${size}`,
      `1 probe_libc:realloc__return (7f0 <- 4d) ret=${ret}`,
    ];
    expect((await paired(...malloc(1, 10, '0x10'), ...realloc('0x10', 30, '0x40'))).rows).toEqual(['3s 30']);
    expect((await paired(...malloc(1, 10, '0x10'), ...realloc('0x10', 0, '0x0'))).rows).toEqual([]);
    expect((await paired(...malloc(1, 10, '0x10'), ...realloc('0x10', 99, '0x0'))).rows).toEqual(['1s 10']);
    const moved = await paired(...malloc(1, 10, '0x10'), ...realloc('0x10', 30, '0x40'));
    expect(moved.counts).toEqual({ allocated: 2, freed: 1 });
  });

  test('realloc of nothing is one block, though it asks malloc', async () => {
    const { rows, counts } = await paired(
      '1 probe_libc:realloc (7f0) ptr=0x0 size=30',
      ...malloc(1, 30, '0x40'),
      '1 probe_libc:realloc__return (7f0 <- 4d) ret=0x40',
    );
    expect(rows).toEqual(['1s 30']);
    expect(counts.overwritten).toBeUndefined();
  });

  test('calloc multiplies, posix_memalign returns an error', async () => {
    const { rows, counts } = await paired(
      '1 probe_libc:calloc (7f0) nmemb=3 size=7',
      '1 probe_libc:calloc__return (7f0 <- 4d) ret=0x10',
      '1 probe_libc:posix_memalign (7f0) size=64',
      '1 probe_libc:posix_memalign__return (7f0 <- 4d) ret=0x0 ptr=0x80',
      '1 probe_libc:posix_memalign (7f0) size=64',
      '1 probe_libc:posix_memalign__return (7f0 <- 4d) ret=0x16',
      '1 probe_libc:posix_memalign (7f0) size=64',
      '1 probe_libc:posix_memalign__return (7f0 <- 4d) ret=0x0',
    );
    expect(rows).toEqual(['1s 21', '3s 64']);
    expect(counts).toEqual({ allocated: 2, failed: 1, noAddress: 1 });
  });

  test('counts what loss leaves behind', async () => {
    const { counts, report } = await paired(
      '1 probe_libc:malloc__return (7f0 <- 4d) ret=0x90',
      '1 probe_libc:malloc (7f0) size=1',
      ...malloc(1, 2, '0x10'),
      '1 probe_libc:malloc__return (7f0 <- 4d) ret=0x20',
      ...malloc(1, 3, '0x10'),
      '1 probe_libc:free (7f0) ptr=0x77',
      '1 probe_libc:malloc (7f0) size=4',
    );
    expect(counts).toEqual({ allocated: 2, noReturn: 1, noEntry: 1, overwritten: 1, unknownFrees: 1, cutOff: 2 });
    expect(report.notes.find((n) => n.key === 'perf.live.lost')?.args).toMatchObject({ noReturn: 1, noEntry: 1 });
  });

  test('is not made up where no return was recorded', async () => {
    const { sources } = await decodeWith(perfScriptFormat, recording('1 probe_libc:malloc (7f0) size=10', '1 a:b c'));
    expect(sources.map((s) => s.flavor)).toEqual(['perf']);
  });
});

describe('mappings', () => {
  const call = (name: string, args: string, result: string) => [
    `1 syscalls:sys_enter_${name} ${args}`,
    `1 syscalls:sys_exit_${name} ${result}`,
  ];
  const mmap = (at: string, len: string, flags = '0x22') =>
    call('mmap', `addr: 0x00000000, len: ${len}, prot: 0x3, flags: ${flags}, fd: 0xffffffff, off: 0x0`, at);

  test('are split by munmap, overlaid by MAP_FIXED and left alone by errors', async () => {
    const { rows, counts } = await paired(
      ...mmap('0x100000', '0x5000'),
      ...call('munmap', 'addr: 0x101000, len: 0x1000', '0x0'),
      ...mmap('0x103000', '0x1000', '0x32'),
      ...mmap('0xfffffffffffffff4', '0x9000'),
      ...call('munmap', 'addr: 0x900000, len: 0x1000', '0x0'),
    );
    expect(rows).toEqual(['1s 4096', '1s 4096', '5s 4096', '1s 4096']);
    expect(counts).toEqual({ allocated: 2, freed: 1, failed: 1, unknownFrees: 1 });
  });

  test('move with mremap: what was there keeps its stack, what came belongs to the call', async () => {
    const { rows } = await paired(
      ...mmap('0x100000', '0x2000'),
      ...call('mremap', 'addr: 0x100000, old_len: 0x2000, new_len: 0x5000, flags: 0x1, new_addr: 0x0', '0x700000'),
      ...call('brk', 'brk: 0x0', '0x10000'),
      ...call('brk', 'brk: 0x12000', '0x12000'),
      ...call('brk', 'brk: 0x11000', '0x11000'),
    );
    expect(rows).toEqual(['7s 4096', '1s 8192', '3s 12288']);
  });
});

describe('damaged memory events', () => {
  const text = recording(
    '1 probe_libc:malloc (7f0) size=10',
    '1 probe_libc:malloc__return (7f0 <- 4d) ret=0x10',
    '1 syscalls:sys_enter_mmap addr: 0x0, len: 0x2000, prot: 0x3, flags: 0x22, fd: 0x0, off: 0x0',
    '1 syscalls:sys_exit_mmap 0x7f851c3f7000',
    '1 kmem:rss_stat mm_id=1 curr=1 type=MM_ANONPAGES size=4096B',
    '1 exceptions:page_fault_user address=0x7feb50033038 ip=0x7feba2273c98 error_code=0x6',
  );
  standsBadInput(perfScriptFormat, new TextEncoder().encode(text));
});
