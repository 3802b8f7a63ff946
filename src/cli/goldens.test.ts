import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, leaklens, readPacked, SETS, type Summary, topRows } from './golden-files.ts';

const ALL = ['-nodecount=0', '-nodefraction=0', '-edgefraction=0'];

function unitOf(type: string): string {
  if (type.endsWith('_space')) return 'bytes';
  return type === 'cpu' || type === 'delay' ? 'nanoseconds' : 'minimum';
}

/** The command line that a golden was made with, by its name (see the capture scripts of the corpus). */
function commandOf(set: string, golden: string): string[] {
  const profile = (name: string): string => join(FIXTURES, 'pprof', set, `${name}.pb.gz`);
  if (golden === 'cpu-6s.tags') return ['tags', profile('cpu-6s')];
  if (golden === 'cpu-6s.focus-cgo') {
    return ['top', '-cum', ...ALL, '-focus=leaky|mill', '-tagshow=.', profile('cpu-6s')];
  }
  if (golden.endsWith('.addresses.top')) return ['top', '-addresses', ...ALL, profile(golden.split('.')[0] ?? '')];
  const parts = /^([\w-]+?)(?:-vs-([\w-]+))?\.(\w+)(?:\.(base|diff_base))?\.([\w-]+)$/.exec(golden);
  const [, name = '', base, type = '', kind, what = ''] = parts ?? [];
  const words = what === 'peek' ? ['peek', '.'] : [what.split('-')[0] ?? ''];
  const exact = what === 'top-default' ? [] : [...ALL, `-unit=${unitOf(type)}`];
  const how = what === 'top-cum' ? ['-cum'] : what === 'top-lines' ? ['-lines'] : [];
  const against = base === undefined ? [] : [`-${kind}`, profile(base)];
  return [...words, ...exact, `-sample_index=${type}`, ...how, ...against, profile(name)];
}

describe.each(SETS)('%s prints what pprof prints', (set) => {
  const goldens = readPacked<Record<string, string>>('pprof', set, 'goldens.json.gz');
  it.each(Object.keys(goldens))('%s', async (name) => {
    const { out, code, err } = await leaklens(...commandOf(set, name));
    expect(out).toBe(goldens[name]);
    expect([code, err]).toEqual([0, []]);
  });
});

type Values = Map<string, readonly [flat: number, cum: number]>;

function wanted(summary: Summary, type: number): Values {
  const values: Values = new Map();
  for (const { name, flat, cum } of summary.functions_flat_cum) {
    if (flat[type] !== 0 || cum[type] !== 0) values.set(name, [flat[type] ?? 0, cum[type] ?? 0]);
  }
  return values;
}

describe.each(SETS)('%s has the figures of the golden summaries', (set) => {
  const summaries = readPacked<Record<string, Record<string, Summary>>>('pprof', set, 'summaries.json.gz');
  const cases = ['golden-summary', 'golden-diff-summary'].flatMap((file) =>
    Object.entries(summaries[file] ?? {}).flatMap(([name, summary]) =>
      summary.sample_types.map((type, t) => [`${name} ${type}`, name, summary, t] as const),
    ),
  );
  it.each(cases)('%s', async (_, name, summary, t) => {
    const [after = '', base] = name.split(' - ').map((file) => join(FIXTURES, 'pprof', set, file));
    const top = await topRows(`--sample_index=${t}`, ...(base === undefined ? [] : ['--base', base]), after);
    expect(top.total).toBe(summary.abs_totals[t]);
    const found = new Map<string, [number, number]>();
    for (const { name: full, flat, cum } of top.rows) {
      if (flat === 0 && cum === 0) continue;
      const isNamed = !/^(\[.*\]|<unknown>)$/.test(full);
      const [f, c] = found.get(isNamed ? full : '') ?? [0, 0];
      found.set(isNamed ? full : '', [f + Number(flat), c + Number(cum)]);
    }
    const want = wanted(summary, t);
    // Several modules without names can be in one stack, so only their flat values add up.
    const unnamed = want.get('');
    expect(found.get('')?.[0]).toBe(unnamed?.[0]);
    want.delete('');
    found.delete('');
    expect(found).toEqual(want);
  });

  const texts = Object.entries(summaries['golden-summary-text'] ?? {}).filter(([, s]) => s.sample_types !== undefined);
  it.each(texts)('%s by address', async (name, summary) => {
    const file = join(FIXTURES, 'pprof', set, `${name}.gz`);
    // Go 1.23 and 1.24 print mutex values already scaled; pprof scales them again (by the period 5), Leaklens does not.
    const again = name === 'mutex-debug1.txt' && set !== 'go1.19' ? 5 : 1;
    for (let t = 0; t < summary.sample_types.length; t++) {
      const top = await topRows('--all_frames', '--addresses', `--sample_index=${t}`, file);
      const found = new Map<string, [number, number]>();
      for (const { address = '', flat, cum } of top.rows) {
        const [f, c] = found.get(address) ?? [0, 0];
        found.set(address, [f + Number(flat), Math.max(c, Number(cum))]);
      }
      // Scaling cuts each sample to an integer.
      const slack = again === 1 ? 1 : again * summary.samples;
      const close = (a: number, b: number): boolean => Math.abs(a * again - b) < slack;
      expect(close(Number(top.total), summary.abs_totals[t] ?? 0)).toBe(true);
      const want = wanted(summary, t);
      expect([...found.keys()].sort()).toEqual([...want.keys()].sort());
      for (const [address, [flat, cum]] of want) {
        const [f, c] = found.get(address) ?? [Number.NaN, Number.NaN];
        expect([address, close(f, flat), close(c, cum)]).toEqual([address, true, true]);
      }
    }
  });
});

describe('gperftools', () => {
  const goldens = readPacked<Record<string, string>>('gperftools', 'goldens.json.gz');
  it.each(Object.keys(goldens))('%s', async (name) => {
    const file = join(FIXTURES, 'gperftools', `${name}.gz`);
    // The goldens of times were made with bytes, too: pprof then prints seconds.
    const { out } = await leaklens('top', '-addresses', ...ALL, '-unit=bytes', file);
    expect(out).toBe(goldens[name]);
  });
});

interface Edge {
  readonly pprof_exit: number;
  readonly sample_types: readonly string[];
  readonly totals: readonly number[];
  readonly totals_as_strings?: readonly string[];
  readonly pprof_top_head: readonly string[];
  readonly top_cum_by_last_type: readonly (readonly [string, number, number])[];
}

describe('edge files', () => {
  const expected = readPacked<Record<string, Edge>>('edge', 'expected.json.gz');
  const file = (name: string): string => join(FIXTURES, 'edge', name);
  const present = Object.entries(expected).filter(([name]) => existsSync(file(name)));
  const read = present.filter(([, e]) => e.pprof_exit === 0);
  // int64 totals wrap in pprof and float64 rounds; the true figures of these two stand below.
  const EXACT = ['int64-extremes.pb.gz', 'above-2-53.pb.gz'];

  it.each(read.filter(([name]) => !EXACT.includes(name)))('%s reads as in pprof', async (name, e) => {
    const { out, code } = await leaklens('top', ...ALL, file(name));
    const head = e.pprof_top_head.join('\n').split('\n');
    const short = (line: string): string => line.slice(0, 160);
    expect(out.split('\n').slice(0, head.length).map(short)).toEqual(head.map(short));
    expect(code).toBe(0);
    const report = JSON.parse((await leaklens('report', '--json', file(name))).out) as [
      { sources: [{ totals: number[] }]; error?: unknown },
    ];
    expect(report[0].sources[0].totals.map(String)).toEqual(e.totals_as_strings ?? e.totals.map(String));
    expect(report[0].error).toBeUndefined();
    const top = await topRows('--all_frames', `--sample_index=${e.sample_types.length - 1}`, file(name));
    for (const [full, flat, cum] of e.top_cum_by_last_type) {
      if (/^(0x|$)/.test(full) || (flat === 0 && cum === 0)) continue;
      expect(top.rows.find((r) => r.name.startsWith(full))).toMatchObject({ flat, cum });
    }
  });

  it('has exact figures where pprof rounds or wraps', async () => {
    const above = await topRows(file('above-2-53.pb.gz'));
    expect(above.total).toBe('9007199254740995');
    expect(above.rows[0]).toMatchObject({ name: 'main.leak', flat: '9007199254740993' });
    const extremes = await leaklens('top', '--json', file('int64-extremes.pb.gz'));
    expect(JSON.parse(extremes.out)).toMatchObject({ total: '9232379236109516801' });
    expect(extremes.err).toHaveLength(1);
    expect(extremes.code).toBe(0);
  });

  const harmless = ['trailing-garbage-after-gzip.pb.gz', 'zero-padding-after-gzip.pb.gz'];
  it.each(harmless)('%s is read, with a remark', async (name) => {
    const [report] = JSON.parse((await leaklens('report', '--json', file(name))).out);
    expect(report.skipped).toHaveLength(1);
    expect(report.error).toBeUndefined();
  });

  it.each(present.filter(([name, e]) => e.pprof_exit !== 0 && !harmless.includes(name)))(
    '%s is refused by pprof: exit 2, one line that says what',
    async (name) => {
      const { code, err } = await leaklens('report', '--json', file(name));
      expect(code).toBe(2);
      expect(err).toHaveLength(1);
      expect(err[0]).toMatch(/^leaklens: .*: \S/);
    },
  );
});
