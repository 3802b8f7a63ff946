import { describe, expect, test } from 'vitest';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { decodeWith, fixture, jsonFixture, profileOf, standsBadInput, totalsOf } from '../fixtures/decode-kit.ts';
import { memleakTrace, memleakTracePipe } from './format.ts';
import { parseTraceLine } from './line.ts';

interface Oracle {
  readonly exit: number;
  readonly free: number;
  readonly nullRes: number;
  readonly mapFailed: number;
  readonly overwrite: number;
  readonly freeUnknown: number;
  readonly nestedPairs: number;
  readonly blocks: number;
  readonly bytes: number;
  /** "size tid" → blocks. */
  readonly classes: Readonly<Record<string, number>>;
}

/** Live sets computed by a script that shares no code with the decoder. */
const oracles = jsonFixture('oracle.json', import.meta.url) as Record<string, Oracle>;

function label(p: Profile, sample: number, key: string): string {
  const set = p.samples.labels[sample] as number;
  for (let i = p.labelSets.offsets[set] as number; i < (p.labelSets.offsets[set + 1] as number); i++) {
    if (stringAt(p.strings, p.labelSets.key[i] as number) !== key) continue;
    const text = p.labelSets.text[i] as number;
    return text >= 0 ? stringAt(p.strings, text) : String(p.labelSets.num[i]);
  }
  return '';
}

describe.each(Object.entries(oracles))('%s', (name, oracle) => {
  const bytes = fixture(`${name}.txt.gz`, import.meta.url);

  test('the live set is that of the oracle', async () => {
    const decoded = await decodeWith(name.endsWith('tuples') ? memleakTrace : memleakTracePipe, bytes);
    const p = profileOf(decoded);
    expect(totalsOf(p)).toEqual([BigInt(oracle.blocks), BigInt(oracle.bytes)]);
    const classes: Record<string, number> = {};
    for (let s = 0; s < p.samples.length; s++) {
      const key = `${label(p, s, 'bytes')} ${label(p, s, 'tid')}`;
      classes[key] = (classes[key] ?? 0) + (p.samples.values[0]?.[s] as number);
    }
    expect(classes).toEqual(oracle.classes);
    const stats = new Map(decoded.sources[0]?.stats?.values ?? []);
    expect(
      [
        'alloc exited',
        'free entered',
        'result = 0',
        'MAP_FAILED',
        'overwritten',
        'unknown frees',
        'mmap within malloc',
      ].map((k) => Number(stats.get(k))),
    ).toEqual([
      oracle.exit,
      oracle.free,
      oracle.nullRes,
      oracle.mapFailed,
      oracle.overwrite,
      oracle.freeUnknown,
      oracle.nestedPairs,
    ]);
  });

  test('every line is kept or skipped with a reason', async () => {
    const { report, sources } = await decodeWith(memleakTrace, bytes);
    const lines = new TextDecoder()
      .decode(bytes)
      .split('\n')
      .filter((l) => l.trim() !== '');
    const skipped = report.skipped.reduce((n, s) => n + s.count, 0);
    const entered = Number(new Map(sources[0]?.stats?.values ?? []).get('alloc entered'));
    const chatter = lines.filter((l) => /^(?:Attaching|#)/.test(l)).length;
    expect(report.records + entered + skipped + chatter).toBe(lines.length);
  });
});

const line = (message: string, tid = 7) => `(b'app', ${tid}, 0, b'...11', 1.5, b'${message}')\n`;
const exited = (size: number, at: string, tid = 7) => line(`alloc exited, size = ${size}, result = ${at}`, tid);
const freed = (at: string, tid = 7) => line(`free entered, address = ${at}, size = 1`, tid);

test.each([
  ['freed by another thread', exited(8, '10') + freed('10', 9), [0n, 0n]],
  ['a realloc that failed leaves the block', exited(8, '10') + freed('10') + exited(999, '0'), [1n, 8n]],
  ['realloc(p, 0) frees it', exited(8, '10') + freed('10') + exited(0, '0'), [0n, 0n]],
  ['MAP_FAILED is none', exited(8, 'ffffffffffffffff') + exited(8, '20'), [1n, 8n]],
  ['a large malloc is its mapping', exited(303104, '7f0000000000') + exited(300000, '7f0000000010'), [1n, 300_000n]],
  ['an address again', exited(8, '10') + exited(16, '10'), [1n, 16n]],
  [
    'kernel addresses',
    exited(8, 'ffff888100000010') + exited(8, 'ffff888100000018') + freed('ffff888100000010'),
    [1n, 8n],
  ],
])('%s', async (_, text, wanted) => {
  expect(totalsOf(profileOf(await decodeWith(memleakTrace, text)))).toEqual(wanted);
});

test.each([
  [`(b"it's", 5, 0, b'...11', 1e-05, b'free entered, address = 10, size = 1')`, "it's"],
  [`('py2', 5, 0, '...11', 2, 'free entered, address = 10, size = 1')`, 'py2'],
  [`(b'caf\\xc3\\xa9\\t\\\\', 5, 0, b'...11', 1.5, b'x')`, 'café\t\\'],
  ['       wrk x:1 2-5       (    9) [001] ...11  1884.9: bpf_trace_printk: x', 'wrk x:1 2'],
])('thread name of %j', (text, comm) => {
  expect(parseTraceLine(text)).toMatchObject({ comm, tid: 5 });
});

test('losses are counted, other tracers and unknown lines skipped', async () => {
  const { report } = await decodeWith(
    memleakTracePipe,
    `${exited(8, '10')}CPU:3 [LOST 1234 EVENTS]\n             app-5     [001] ...11  1.5: bpf_trace_printk: hello\n("Unknown", 0, 0, "Unknown", 0.0, "Unknown")\n`,
  );
  expect(report.notes).toContainEqual({ key: 'tools.trace.lost', args: { count: 1234 } });
  expect(report.skipped.map((s) => s.reason.key)).toEqual(['tools.trace.skip.other', 'tools.trace.skip.unknown']);
});

standsBadInput(memleakTrace, fixture('allocmix.tuples.txt.gz', import.meta.url).subarray(0, 900));
