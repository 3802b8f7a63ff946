import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cliHelpWords } from '../base/words/cli-help.ts';
import { FileBlob } from './file-blob.ts';
import { FIXTURES, leaklens, topRows } from './golden-files.ts';
import { SCHEMAS } from './help.ts';
import { exactJson } from './json.ts';
import { FLAGS, parseCommandLine } from './options.ts';
import { run } from './run.ts';

const heap = (n: number): string => join(FIXTURES, 'pprof', 'go1.24', `heap-0${n}.pb.gz`);
const cpu = join(FIXTURES, 'pprof', 'go1.24', 'cpu-6s.pb.gz');

const folder = mkdtempSync(join(tmpdir(), 'leaklens-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('command line', () => {
  const parsed = (...args: string[]) => {
    const call = parseCommandLine(args);
    if (!call.ok) throw new Error(call.error.key);
    return call.value;
  };

  it('takes flags with one dash or two, with = or a space, anywhere', () => {
    const call = parsed(
      '-focus',
      'a=b',
      'top',
      '--ignore=x',
      'f1',
      '-cum',
      '--unit=MB',
      '-tagroot=a,b',
      'f2',
      '--',
      '-f3',
    );
    expect(call).toMatchObject({ command: 'top', files: ['f1', 'f2', '-f3'], json: false });
    expect(call.lens).toMatchObject({
      sort: 'cum',
      unit: 'MB',
      tagRoot: ['a', 'b'],
      foldGenerics: false,
      rawStacks: true,
    });
    expect(call.lens.filters).toEqual([
      { verb: 'focus', value: 'a=b' },
      { verb: 'ignore', value: 'x' },
    ]);
  });

  it('knows the short forms', () => {
    expect(parsed('top', '-lines', '-inuse_objects', 'f').lens).toMatchObject({
      granularity: 'lines',
      sampleType: 'inuse_objects',
    });
    expect(parsed('top', '-mean_delay', 'f').lens).toMatchObject({ sampleType: 'delay', mean: true });
    expect(parsed('top', '-trim=false', '-noinlines', 'f').lens).toMatchObject({ trim: false, noInlines: true });
  });

  it.each([
    [[], 'cli.error.noCommand'],
    [['fly', 'f'], 'cli.error.unknownCommand'],
    [['top'], 'cli.error.noFiles'],
    [['top', '--nonsense', 'f'], 'cli.error.unknownFlag'],
    [['top', 'f', '--unit'], 'cli.error.noValue'],
    [['top', '--granularity=atoms', 'f'], 'cli.error.badValue'],
    [['top', '--nodecount=many', 'f'], 'cli.error.badValue'],
    [['top', '--json=perhaps', 'f'], 'cli.error.badValue'],
    [['peek', 'x'], 'cli.error.noRegex'],
    [['top', '--base=a', '--diff_base=b', 'f'], 'cli.error.twoBases'],
  ] as const)('%j is wrong usage', async (args, key) => {
    expect(parseCommandLine(args)).toMatchObject({ ok: false, error: { key } });
    const { code, out, err } = await leaklens(...args);
    expect([code, out, err.length]).toEqual([64, '', 1]);
  });

  it('has a line of help for every flag, and a schema for every command', async () => {
    const { out, code } = await leaklens('--help');
    expect(code).toBe(0);
    for (const flag of FLAGS) expect(out).toContain(`--${flag.name}`);
    for (const flag of FLAGS.filter((f) => f.group !== 'short'))
      expect(cliHelpWords).toHaveProperty([`cli.flag.${flag.name}`]);
    for (const command of ['top', 'peek', 'tree', 'traces', 'tags', 'report', 'open']) {
      expect(Object.keys(SCHEMAS).join()).toContain(command);
    }
    expect(out).not.toMatch(/cli\.(?:help|flag)/);
  });
});

describe('exit codes and errors', () => {
  it('missing file: 2, one line with its name, the others are still shown', async () => {
    const { code, err, out } = await leaklens('top', heap(1), join(folder, 'nothing.pb.gz'));
    expect(code).toBe(2);
    expect(err).toEqual([`leaklens: ${join(folder, 'nothing.pb.gz')}: No such file`]);
    expect(out).toContain('Type: inuse_space');
  });

  it('no file can be read: 2 and no report', async () => {
    const bad = join(folder, 'noise.bin');
    writeFileSync(
      bad,
      Uint8Array.from({ length: 300 }, (_, i) => (i * 97) % 256),
    );
    const { code, out, err } = await leaklens('top', bad);
    expect([code, out, err.length]).toEqual([2, '', 1]);
    expect(err[0]).toContain('noise.bin');
  });

  it.each([
    ['--focus=(', '--focus: '],
    ['--tagfocus=(', '--tagfocus: '],
    ['--sample_index=nosuch', 'nosuch'],
    ['--sample_index=7', 'alloc_objects, alloc_space, inuse_objects, inuse_space'],
  ])('%s: 64', async (flag, said) => {
    const { code, err, out } = await leaklens('top', flag, heap(1));
    expect([code, out, err.length]).toEqual([64, '', 1]);
    expect(err[0]).toContain(said);
  });

  it('an invalid expression of peek: 64; one that matches nothing says so', async () => {
    expect((await leaklens('peek', '(', heap(1))).code).toBe(64);
    const none = await leaklens('peek', 'zzz', heap(1));
    expect([none.code, none.err.length]).toEqual([0, 1]);
  });

  it('open: refuses what is not there, serves what is', async () => {
    expect((await leaklens('open', join(folder, 'gone'))).code).toBe(2);
    expect((await leaklens('open', heap(1))).err[0]).toContain('npm run build');
    const site = join(folder, 'site');
    mkdirSync(site, { recursive: true });
    writeFileSync(join(site, 'index.html'), 'page');
    const out: string[] = [];
    let body = '';
    const done = new Promise<void>((resolve, reject) => {
      const serve = async (served: { url: string; close(): Promise<void> }): Promise<void> => {
        const { hash, origin, pathname } = new URL(served.url);
        body = await (await fetch(origin + pathname)).text();
        expect(new URLSearchParams(hash.slice(1)).getAll('u')).toHaveLength(2);
        await served.close();
      };
      run(['open', '--json', heap(1), heap(2)], {
        out: (line) => out.push(line),
        err: (line) => reject(new Error(line)),
        serve: (served) => serve(served).then(resolve, reject),
        site,
      }).catch(reject);
    });
    await done;
    expect(body).toBe('page');
    expect(JSON.parse(out.join(''))).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/#u=/),
    });
  });
});

describe('--json', () => {
  it('top has all rows, in pprof order, with before and after in a comparison', async () => {
    const top = await topRows('--base', heap(1), heap(7));
    expect(Object.keys(top)).toEqual(['format', 'sampleType', 'total', 'totalBefore', 'totalAfter', 'rows']);
    expect(top).toMatchObject({ format: 'pprof', sampleType: { type: 'inuse_space', unit: 'bytes' }, total: 47606090 });
    expect([top.totalBefore, top.totalAfter]).toEqual([7585603, 55191693]);
    expect(top.rows[0]).toEqual({
      name: 'example.com/cgoleak/internal/hub.newEntry',
      file: '/srv/cgoleak/internal/hub/hub.go',
      line: expect.any(Number),
      flat: 28863049,
      cum: 28863049,
      flatBefore: 2624000,
      flatAfter: 31487049,
      cumBefore: 2624000,
      cumAfter: 31487049,
      inlined: 'inline',
    });
    for (const r of top.rows) expect(Number(r.flatAfter) - Number(r.flatBefore)).toBe(r.flat);
    expect((await topRows('--nodecount=3', heap(7))).rows).toHaveLength(3);
  });

  it('a sample type by index, by name and by a name that only starts with inuse_', async () => {
    expect((await topRows('--sample_index=1', heap(7))).sampleType.type).toBe('alloc_space');
    expect((await topRows('--alloc_objects', heap(7))).sampleType.type).toBe('alloc_objects');
    expect((await topRows('--sample_index=inuse_cpu', cpu)).sampleType.type).toBe('cpu');
  });

  it('several files are merged', async () => {
    const both = await topRows(heap(1), heap(7));
    expect(both.total).toBe(7585603 + 55191693);
  });

  it('peek, tree, traces, tags and report keep their shapes', async () => {
    const peek = JSON.parse((await leaklens('peek', '--json', 'hub.CacheAdd$', heap(7))).out);
    expect(peek.rows).toHaveLength(1);
    expect(peek.rows[0].callers).toEqual([{ name: 'main.leakOnce', file: '/srv/cgoleak/main.go', value: 34122303 }]);
    expect(peek.rows[0].callees.map((e: { value: number }) => e.value)).toEqual([31487049, 2097216]);
    expect(peek.rows[0].callees[0].inlined).toBe('inline');
    const tree = JSON.parse((await leaklens('tree', '--json', heap(7))).out);
    expect(tree.rows.length).toBe((await topRows(heap(7))).rows.length);
    const traces = JSON.parse((await leaklens('traces', '--json', cpu)).out);
    expect(traces.samples.reduce((sum: number, s: { value: number }) => sum + s.value, 0)).toBe(traces.total);
    const tags = JSON.parse((await leaklens('tags', '--json', cpu)).out);
    expect(tags.tags.map((t: { key: string }) => t.key)).toEqual(['endpoint', 'tenant', '区域']);
    const [report] = JSON.parse((await leaklens('report', '--json', heap(7))).out);
    expect(report).toMatchObject({
      file: heap(7),
      format: 'pprof',
      skipped: [],
      guesses: [],
      sources: [{ kind: 'profile', totals: [854426, 157900851, 123032, 55191693], timeNanos: '1795225207817158252' }],
    });
    expect(report).not.toHaveProperty('error');
  });

  it('integers beyond 2^53 are strings', () => {
    expect([2 ** 53 - 1, 2n ** 53n - 1n, 2n ** 53n, -(2n ** 63n), 0n, -0].map(exactJson)).toEqual([
      9007199254740991,
      9007199254740991,
      '9007199254740992',
      '-9223372036854775808',
      0,
      0,
    ]);
  });
});

describe('lens flags', () => {
  it('limit text by node count and say so', async () => {
    const { out } = await leaklens('top', '--nodecount=2', heap(7));
    expect(out).toContain('Showing top 2 nodes out of');
    expect(out.trim().split('\n').length).toBe(9);
  });

  it('name the dropped nodes', async () => {
    const { out } = await leaklens('top', '--nodefraction=0.05', heap(7));
    expect(out).toMatch(/Dropped \d+ nodes \(cum <= 2\.63MB\)/);
  });

  it('fold generics, divide, choose units', async () => {
    const folded = await topRows('--fold_generics', heap(7));
    expect(folded.rows.map((r) => r.name)).toContain('internal/sync.newIndirectNode[…]');
    expect((await topRows('--divide_by=2', heap(7))).total).toBe(27595846);
    expect((await leaklens('top', '--unit=kb', heap(7))).out).toContain('53898.14kB');
  });

  it('tagroot, tagleaf and tagshow', async () => {
    const root = await topRows('--tagroot=tenant,endpoint', '--cum', cpu);
    expect(root.rows.find((r) => r.name === 't2')).toMatchObject({ flat: 0, cum: 270000000, file: 'tenant' });
    const tags = JSON.parse((await leaklens('tags', '--json', '--tagshow=ten', cpu)).out);
    expect(tags.tags).toHaveLength(1);
  });

  it('legacy text: drop_frames of pprof only when asked', async () => {
    const text = join(folder, 'legacy.txt');
    const lines = [
      'heap profile: 1: 100 [1: 100] @ heap/2',
      '1: 100 [1: 100] @ 0x1000 0x2000',
      '#\t0xfff\tmalloc+0x1\t/s/a.c:1',
      '#\t0x1fff\tmain.main+0x1\t/s/a.go:1',
    ];
    writeFileSync(text, `${lines.join('\n')}\n`);
    const names = async (...flags: string[]) => (await topRows(...flags, text)).rows.map((r) => [r.name, r.flat]);
    expect(await names()).toEqual([
      ['malloc', 100],
      ['main.main', 0],
    ]);
    expect(await names('--legacy_drop_frames')).toEqual([['main.main', 100]]);
    expect(await names('--legacy_drop_frames', '--all_frames')).toHaveLength(2);
  });
});

describe('FileBlob', () => {
  const path = join(folder, 'bytes');
  writeFileSync(path, '0123456789');
  const blob = new FileBlob(path, 0, 10);

  it('slices like a Blob', async () => {
    const real = new Blob(['0123456789']);
    for (const [from, to] of [
      [0, 4],
      [4, undefined],
      [-3, undefined],
      [2, -2],
      [8, 3],
      [5, 99],
      [0, 0],
    ] as const) {
      expect(await blob.slice(from, to).text()).toBe(await real.slice(from, to).text());
      expect(await blob.slice(2, 9).slice(from, to).text()).toBe(await real.slice(2, 9).slice(from, to).text());
    }
    expect([blob.size, blob.slice(3).size]).toEqual([10, 7]);
  });
});
