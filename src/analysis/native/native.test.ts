import { describe, expect, it, test } from 'vitest';
import { DEFAULT_LENS, type Lens } from '../../model/lens.ts';
import { MemoryMapBuilder } from '../../model/maps.ts';
import type { Profile } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import { stringAt } from '../../model/strings.ts';
import { Analyst } from '../analyst.ts';
import { countBroken, cutBroken } from './broken.ts';
import { classify, classRows } from './classes.ts';
import { codeOf } from './code-ranges.ts';
import { nativeSteps } from './steps.ts';
import { withoutClasses } from './without-classes.ts';

const TYPES = [
  { type: 'allocations', unit: 'count' },
  { type: 'outstanding', unit: 'bytes' },
];

/** `name`, `name@module`, `@module` or `0x64`, leaf first. */
type Stack = readonly string[];

/** A memleak report: records of [bytes, allocations, stack], and blocks of [address, size, record or -1]. */
function report(
  records: readonly (readonly [bytes: number, count: number, ...stack: Stack])[],
  blocks: readonly (readonly [address: bigint, size: number, record: number])[] = [],
): Profile {
  const builder = new ProfileBuilder(TYPES);
  const modules = new Map<string, number>();
  for (const [bytes, count, ...stack] of records) {
    const locations = stack.map((text) => {
      if (/^0x/.test(text)) return builder.location([{ address: BigInt(text) }]);
      const [name = '', module = 'app'] = text.split(' in ');
      let mapping = modules.get(module);
      if (mapping === undefined) {
        mapping = builder.addMapping({
          start: 0n,
          limit: 0n,
          offset: 0n,
          file: module.startsWith('[') ? module : `/usr/${module}`,
        });
        modules.set(module, mapping);
      }
      return builder.location([{ mapping, address: 0x401000n, ...(name === '' ? {} : { name }) }]);
    });
    builder.sample(builder.stack(locations.reverse()), [count, bytes]);
  }
  const profile = builder.finish({ defaultSampleTypeName: 'outstanding' });
  if (blocks.length === 0) return profile;
  const listed = {
    length: blocks.length,
    address: BigUint64Array.from(blocks, ([address]) => address),
    size: Float64Array.from(blocks, ([, size]) => size),
    sample: Int32Array.from(blocks, ([, , record]) => record),
  };
  return { ...profile, blocks: listed };
}

const classes = (p: Profile) => {
  const found = classify(p);
  return found === null
    ? null
    : classRows(p, found).map((r) => `${r.class} ${r.bytes}/${r.records}${r.bySize ? ' ~' : ''}`);
};
const totals = (p: Profile) => p.samples.values.map((v) => v.reduce((a, b) => a + b, 0)).reverse();

describe('classes by the innermost frame', () => {
  test.each([
    ['go-runtime-mmap 262144/1', [262_144, 1, 'x_cgo_mmap', 'runtime.mmap', 'main.main']],
    ['arena-reservation 134217728/1', [134_217_728, 1, 'alloc_new_heap in libc.so.6']],
    ['arena-reservation 67108864/1', [67_108_864, 1, ' in libc.so.6']],
    ['thread-stack 16785408/2', [16_785_408, 2, 'pthread_create@GLIBC_2.2.5 in libc.so.6', 'start']],
    ['thread-stack 8392704/1', [8_392_704, 1, ' in libc-2.31.so']],
    ['thread-stack 8392704/1', [8_392_704, 1, ' in libpthread-2.31.so']],
    ['tls 544/2', [544, 2, ' in ld-linux-x86-64.so.2']],
    ['tls 800/1', [800, 1, 'allocate_dtv in ld-linux-x86-64.so.2', '_dl_allocate_tls']],
    ['go-runtime-mmap 4096/1', [4096, 1, '__mmap in libc.so.6', 'runtime.mmap.func1', 'runtime.mmap']],
    ['go-runtime-mmap 4096/1', [4096, 1, '__x64_sys_mmap in [kernel.kallsyms]', 'runtime.sysMmap.abi0']],
    ['tls 272/1', [272, 1, '__GI___libc_calloc in libc.so.6', 'allocate_dtv in ld-linux-x86-64.so.2']],
    ['map-failed 70368745226240/1', [70_368_745_226_240, 1, 'sysmalloc_mmap_fallback.constprop.0 in libc.so.6']],
  ] as const)('%s', (wanted, record) => {
    expect(classes(report([record]))).toEqual([wanted]);
    expect(withoutClasses(report([record])).samples.length).toBe(0);
  });

  test.each([
    ['a small block of pthread_create', [64, 1, 'pthread_create in libc.so.6']],
    ['libc without a name, of another size', [8_392_705, 1, ' in libc.so.6']],
    ['the linker without a name, of another size', [1200, 1, ' in ld-linux-x86-64.so.2']],
    ['a caller of the same name further out', [64, 1, 'leak', 'x_cgo_mmap']],
    ['malloc(0)', [0, 3, 'misc']],
    ['a probe without callers', [4096, 1, '__mmap in libc.so.6']],
    ['nothing left of it', [0, 0, ' in ld-linux-x86-64.so.2']],
    ['without a stack', [134_217_728, 1]],
  ] as const)('not: %s', (_, record) => {
    const p = report([record]);
    expect(classes(p)).toEqual([]);
    expect(withoutClasses(p)).toBe(p);
  });

  it('are for live native memory only', () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
    builder.sample(builder.stack([builder.location([{ name: 'x_cgo_mmap' }])]), [1]);
    expect(classes(builder.finish())).toBeNull();
  });
});

describe('large mallocs counted twice', () => {
  const OUTER = 4_294_967_301;
  const MMAP = 4_294_971_392;

  it('by address, each in its record (libbpf-tools)', () => {
    const p = report(
      [
        [OUTER, 1, 'misc', 'main'],
        [MMAP + 303_104, 2, ' in libc.so.6'],
      ],
      [
        [0x7f00_0000_0010n, OUTER, 0],
        [0x7f00_0000_0000n, MMAP, 1],
        [0x7e00_0000_0000n, 303_104, 1],
      ],
    );
    expect(classes(p)).toEqual([`double-count ${MMAP}/1`]);
    expect(totals(withoutClasses(p))).toEqual([OUTER + 303_104, 2]);
  });

  it('by address alone, at glibc’s own record (bcc)', () => {
    const p = report(
      [
        [3 * OUTER, 3, 'misc', 'main'],
        [3 * MMAP, 3, 'sysmalloc_mmap.constprop.0 in libc.so.6'],
      ],
      [0x7f00n, 0x7d00n, 0x7b00n].flatMap((high) => [
        [(high << 32n) + 0x10n, OUTER, -1] as const,
        [high << 32n, MMAP, -1] as const,
      ]),
    );
    expect(classes(p)).toEqual([`double-count ${3 * MMAP}/3`]);
    expect(totals(withoutClasses(p))).toEqual([3 * OUTER, 3]);
  });

  it('not when the block inside is not live: its caller is lost, the leak is not', () => {
    const p = report([[MMAP, 1, 'sysmalloc_mmap in libc.so.6']], [[0x7f00_0000_0000n, MMAP, 0]]);
    expect(classes(p)).toEqual([]);
    expect(totals(withoutClasses(p))).toEqual([MMAP, 1]);
  });

  it('by size, without addresses: what is over 32 MiB for certain, with a note', () => {
    const p = report([
      [3 * OUTER, 3, 'misc', 'main'],
      [600_000, 2, 'big', 'main'],
      [12_885_721_088, 5, 'sysmalloc_mmap.constprop.0 in libc.so.6'],
    ]);
    expect(classes(p)).toEqual([`double-count ${3 * MMAP}/3 ~`]);
    expect(totals(withoutClasses(p))).toEqual([3 * OUTER + 600_000 + 12_885_721_088 - 3 * MMAP, 7]);
  });

  it('by size, smaller ones only where they are exactly what there is', () => {
    const big = (bytes: number, count: number) =>
      report([
        [600_000, 2, 'big', 'main'],
        [bytes, count, 'sysmalloc_mmap in libc.so.6'],
      ]);
    expect(classes(big(606_208, 2))).toEqual(['double-count 606208/2 ~']);
    expect(totals(withoutClasses(big(606_208, 2)))).toEqual([600_000, 2]);
    expect(classes(big(909_312, 3))).toEqual([]);
  });
});

test('an mmap that failed is taken out of a record that holds real ones', () => {
  const p = report(
    [[70_368_745_226_240 + 8192, 2, 'grow', 'main']],
    [
      [0xffff_ffff_ffff_ffffn, 70_368_745_226_240, 0],
      [0x7f00_0000_0000n, 8192, 0],
    ],
  );
  expect(classes(p)).toEqual(['map-failed 70368745226240/1']);
  expect(totals(withoutClasses(p))).toEqual([8192, 1]);
});

describe('broken stacks', () => {
  const drawn = (p: Profile) =>
    Array.from(p.samples.stack, (stack, s) => {
      const frames = p.stacks.frames.subarray(p.stacks.offsets[stack], p.stacks.offsets[stack + 1]);
      const names = Array.from(frames, (f) => {
        const func = p.frames.func[f] as number;
        return func < 0
          ? `0x${(p.frames.address[f] as bigint).toString(16)}`
          : stringAt(p.strings, p.functions.name[func] as number);
      });
      return `${names.join(' ')} ${p.samples.values[1]?.[s]}`;
    });

  it('end at the first frame that cannot be one; equal ones are one', () => {
    const p = report([
      [10, 1, 'xalloc'],
      [20, 1, 'xalloc', '0x64', '0x64'],
      [30, 1, 'xalloc', '0x64', 'main'],
      [40, 1, 'calloc', '0x7f71d8d074c0'],
      [50, 1, 'leaf', 'caller', '0xdeadbeefdeadbeef', 'main'],
      [60, 1, 'leaf', 'caller', 'main'],
    ]);
    expect(drawn(cutBroken(p))).toEqual(['xalloc 60', 'calloc 40', 'caller leaf 50', 'main caller leaf 60']);
    expect(countBroken(p)).toEqual({ stacks: 4, bytes: 100, cut: 4, total: 6, alarming: true });
  });

  it.each([
    ['the word above a callback into Go', ['goSpin', 'crosscall2', '0x7f401e6fcde0', 'goOnNode', 'main']],
    ['the place where the program was', ['0x402260', 'native_main']],
    ['addresses of the kernel', ['do_anonymous_page', '0xffffffff8161f78b', 'main']],
    ['a module without symbols', [' in libc.so.6', ' in libsqlite3.so', 'main']],
  ])('are not told by %s', (_, stack) => {
    const p = report([[1, 1, ...stack]]);
    expect(cutBroken(p)).toBe(p);
  });

  it('of a tool that names no modules are told by the address alone', () => {
    const builder = new ProfileBuilder([{ type: 'cpu', unit: 'count' }]);
    const at = (address: bigint) => builder.location([{ address }]);
    const named = builder.location([{ name: 'main' }]);
    const leaf = builder.location([{ name: 'leaf' }]);
    builder.sample(builder.stack([named, at(0x7f71d8d074c0n), leaf]), [1]);
    builder.sample(builder.stack([named, at(0x64n), leaf]), [1]);
    builder.sample(builder.stack([named, at(0n), leaf]), [1]);
    expect(countBroken(builder.finish()).cut).toBe(1);
  });

  it('alarm at more than three in ten, without those that are one frame by nature and without profiles of single frames', () => {
    const record = (...stack: string[]) => [1, 1, ...stack] as const;
    const good = Array.from({ length: 7 }, (_, i) => record(`f${i}`, 'main'));
    const bad = ['a', 'b', 'c'].map((name) => record(name));
    expect(countBroken(report([...good, ...bad])).alarming).toBe(false);
    expect(countBroken(report([...good.slice(1), ...bad])).alarming).toBe(true);
    expect(
      countBroken(report([...good.slice(1), ...bad]), null, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 0)).alarming,
    ).toBe(false);
    expect(countBroken(report(bad)).alarming).toBe(false);
    expect(countBroken(report([record()]))).toMatchObject({ stacks: 0, total: 0 });
  });

  it('keep their blocks at the merged record', () => {
    const p = report(
      [
        [10, 1, 'xalloc', '0x64'],
        [20, 1, 'other', 'main'],
        [30, 1, 'xalloc', '0x32'],
      ],
      [
        [0x1000n, 30, 2],
        [0x2000n, 20, 1],
        [0x3000n, 20, -1],
      ],
    );
    expect(Array.from(cutBroken(p).blocks?.sample ?? [])).toEqual([0, 1, -1]);
  });
});

describe('a map of the process', () => {
  const map = (base: bigint) => {
    const builder = new MemoryMapBuilder();
    builder.add({ start: base, limit: base + 0x1000n, perms: 'r-xp', name: '/usr/app' });
    builder.add({ start: base + 0x1000n, limit: base + 0x2000n, perms: 'rw-p', name: '/usr/app' });
    builder.add({ start: 0x7f0000000000n, limit: 0x7f0000001000n, perms: 'r-xp', name: '' });
    return builder.finish();
  };
  const p = report([
    [1, 1, 'leaf', '0x7f0000000123', 'main'],
    [1, 1, 'leaf', '0x402123', 'main'],
  ]);

  it('knows code of no module, when it is of the process', () => {
    const isCode = codeOf(p, [map(0x500000n), map(0x401000n)])?.isCode ?? null;
    expect(isCode?.(0x7f0000000123n)).toBe(true);
    expect(isCode?.(0x402123n)).toBe(false);
    expect(countBroken(p, isCode).cut).toBe(1);
    expect(countBroken(p, codeOf(p, [map(0x500000n)])?.isCode).cut).toBe(2);
  });

  it('changes what is shown as soon as it is open, and back', () => {
    const analyst = new Analyst();
    analyst.add({ key: 's', name: 's', flavor: 'memleak', isDiff: false }, p);
    const rows = () => {
      const lens = { ...DEFAULT_LENS, sources: ['s'] };
      return analyst.table({ lens, sort: 'name', descending: false, filter: '', by: 'flat' }).rows;
    };
    expect(rows()).toBe(1);
    analyst.addMaps('m', map(0x401000n));
    expect(rows()).toBe(3);
    analyst.remove('m');
    expect(rows()).toBe(1);
  });
});

test('the options put everything back, and sources of pprof stay as they are', () => {
  const p = report([
    [10, 1, 'xalloc', '0x64'],
    [20, 1, 'x_cgo_mmap', 'main'],
  ]);
  expect(nativeSteps(p, 'memleak', { rawStacks: true, allRecords: true })).toBe(p);
  expect(nativeSteps(p, 'heap', { rawStacks: false, allRecords: false })).toBe(p);
  expect(totals(nativeSteps(p, 'memleak', { rawStacks: true, allRecords: false }))).toEqual([10, 1]);
});

describe('the answer', () => {
  const runtime = (bytes: number, count: number) => [bytes, count, 'x_cgo_mmap', 'runtime.mmap'] as const;
  const analyst = new Analyst();
  const add = (key: string, flavor: string, p: Profile) => analyst.add({ key, name: key, flavor, isDiff: false }, p);
  add('a', 'memleak', report([runtime(100, 1), [272, 1, ' in ld-linux.so.2'], [8, 1, 'f', 'main']]));
  add('b', 'memleak', report([runtime(300, 2), [9, 1, 'f'], [9, 1, 'g', '0x64'], [9, 1, 'h', 'main']]));
  add('heap', 'heap', report([runtime(7, 1)]));
  const rowsOf = (lens: Partial<Lens>) => {
    const { notALeak } = analyst.native({ lens: { ...DEFAULT_LENS, ...lens } });
    return notALeak.map((r) => [r.class, r.bytes, r.records, r.before]);
  };

  it('sums the sources of a lens, and leaves those of pprof alone', () => {
    expect(rowsOf({ sources: ['a', 'b', 'heap', 'gone'] })).toEqual([
      ['go-runtime-mmap', 400, 3, null],
      ['tls', 272, 1, null],
    ]);
    expect(rowsOf({ sources: ['heap'] })).toEqual([]);
  });

  it('has base and after of a comparison, a class that is gone included', () => {
    expect(rowsOf({ compare: { base: 'a', after: 'b', mode: 'growth' } })).toEqual([
      ['go-runtime-mmap', 300, 2, { bytes: 100, records: 1 }],
      ['tls', 0, 0, { bytes: 272, records: 1 }],
    ]);
  });

  it('names the sources that alarm', () => {
    const { broken, alarms } = analyst.native({ lens: { ...DEFAULT_LENS, sources: ['a', 'b'] } });
    expect(alarms).toEqual([{ source: 'b', stacks: 2, total: 3 }]);
    expect(broken).toEqual({ stacks: 2, bytes: 18, cut: 1, total: 4, alarming: true });
  });
});
