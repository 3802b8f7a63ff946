import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { EXIT, run } from './run.ts';

const formats = join(import.meta.dirname, '..', 'formats');
const trace = join(formats, 'go-trace', 'fixtures', 'go1.24.mini.trace.gz');
const log = join(formats, 'gctrace', 'fixtures', 'go1.24-plain.log.gz');

const folder = mkdtempSync(join(tmpdir(), 'leaklens-timeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface TimelineJson {
  readonly origin: string;
  readonly clocks: readonly {
    source: string;
    clock: string;
    offset: string | null;
    errorNs: number;
    method: string;
    captured?: string;
    why?: string;
  }[];
  readonly trends: readonly { name: string; points: number; low: number; high: number }[];
  readonly growth: { grows: string[]; rssGrows: boolean; caveats: string[] } | null;
  readonly gc: readonly {
    n?: number;
    begin: string;
    end: string;
    liveBytes: number;
    goalBytes: number;
    forced: boolean;
  }[];
  readonly stw: readonly { kind: string; begin: string; end: string; source: string }[];
  readonly series: readonly { name: string; n: number; first: number; last: number; max: number }[];
  readonly goroutines: { seen: number; alive: number; created: number; ended: number };
  readonly loss: readonly unknown[];
}

async function json(...args: string[]): Promise<{ code: number; value: unknown }> {
  const lines: string[] = [];
  const code = await run([...args, '--json'], { out: (l) => lines.push(l), err: () => undefined, site: '' });
  return { code, value: JSON.parse(lines.join('\n')) };
}

const timeline = async (...files: string[]) => (await json('timeline', ...files)).value as TimelineJson;

describe('leaklens timeline', () => {
  it('tells a trace in its own clock', async () => {
    const t = await timeline(trace);
    expect(t.origin).toBe('2606724309568');
    expect(t.clocks).toMatchObject([{ clock: 'monotonic', offset: '0', method: 'reference' }]);
    expect(t.gc.length).toBe(23);
    expect(t.gc[0]).toMatchObject({ begin: String(2606724556224 - 2606724309568), forced: false });
    expect(t.stw[0]).toMatchObject({ kind: 'start trace', begin: '6016', end: '11648' });
    expect(t.goroutines).toEqual({ seen: 39, alive: 22, created: 25, ended: 17 });
    expect(t.series.find((s) => s.name === 'HeapAlloc')).toMatchObject({ n: 21359, first: 2981888, max: 34761432 });
    expect(t.loss).toEqual([]);
  });

  it('tells a gctrace log from its first cycle', async () => {
    const t = await timeline(log);
    expect(t.clocks).toMatchObject([{ clock: 'process', method: 'reference' }]);
    expect(t.gc[0]).toMatchObject({ n: 1, begin: '0' });
    expect(t.stw.length).toBe(2 * t.gc.length);
  });

  /** The log that the traced process would have printed, its runtime started `start` ns after the trace's origin. */
  async function logOf(start: number): Promise<string> {
    const t = await timeline(trace);
    const mib = (bytes: number) => Math.floor(bytes / 2 ** 20);
    const before =
      'gc 1 @0.001s 0%: 0.01+0.2+0.01 ms clock, 0.02+0.1/0.1/0+0.02 ms cpu, 4->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P';
    const stops = t.stw.filter((s) => s.kind === 'GC sweep termination');
    const lines = t.gc.map((gc, i) => {
      const at = Math.floor((Number(stops[i]?.begin) - 1000 - start) / 1e6);
      const sizes = `${mib(gc.liveBytes)}->${mib(gc.liveBytes)}->${mib(gc.liveBytes)} MB, ${mib(gc.goalBytes)} MB goal`;
      return `gc ${i + 2} @${(at / 1000).toFixed(3)}s 0%: 0.01+0.2+0.01 ms clock, 0.02+0.1/0.1/0+0.02 ms cpu, ${sizes}, 0 MB stacks, 0 MB globals, 2 P`;
    });
    return [before, ...lines, ''].join('\n');
  }

  it('finds the place of a gctrace log on the clock of a trace by its GC cycles', async () => {
    const start = -5_000_123_456;
    const file = join(folder, 'gc.log');
    writeFileSync(file, await logOf(start));
    const t = await timeline(file, trace);
    const [gctrace, host] = t.clocks;
    expect(host).toMatchObject({ offset: '0', method: 'reference' });
    expect(gctrace?.method).toBe('GC match');
    // Own clock of gctrace begins with the runtime: the offset is where that lies on the host's clock.
    const found = Number(BigInt(gctrace?.offset ?? '0') - BigInt(t.origin));
    expect(Math.abs(found - start)).toBeLessThanOrEqual((gctrace?.errorNs ?? 0) + 2000);
    expect(gctrace?.errorNs).toBeLessThan(100_000);
    // `@` is cut to a millisecond: a cycle of the log lies at most that much before the trace's.
    const ofTrace = t.gc.filter((gc) => gc.n === undefined);
    const late = ofTrace.map((gc, i) => Number(gc.begin) - Number(t.gc[i + 1]?.begin));
    expect(Math.min(...late)).toBeGreaterThan(-100_000);
    expect(Math.max(...late)).toBeLessThan(1_100_000);
  });

  it('does not guess a place for a log of another process', async () => {
    const t = await timeline(log, trace);
    expect(t.clocks[0]).toMatchObject({ offset: null, errorNs: null, method: 'none' });
  });

  it('relates two logs by the times that the driver wrote', async () => {
    const docker = join(formats, 'gctrace', 'fixtures', 'wrapped.docker-json.log.gz');
    const text = gunzipSync(readFileSync(docker)).toString();
    const file = join(folder, 'later.log');
    writeFileSync(file, text.replaceAll('T01:32:13', 'T01:32:23'));
    const t = await timeline(docker, file);
    expect(t.clocks[1]).toMatchObject({ method: 'log envelope', offset: String(10_000_000_000) });
    expect(t.clocks[1]?.errorNs).toBeGreaterThanOrEqual(2_000_000);
  });

  it('places figures of several moments on one axis, tells what grows and how sure the times are', async () => {
    const joint = join(import.meta.dirname, 'fixtures', 'joint');
    const files = ['t0', 't1', 't2', 't3', 't4'].flatMap((t, i) =>
      ['memstats.json', 'status.txt'].map((kind) => {
        const file = join(folder, `${t}.${kind}`);
        writeFileSync(file, gunzipSync(readFileSync(join(joint, `${t}.${kind}.gz`))));
        const seconds = 1_795_225_329.11 + ([0, 9.084, 17.296, 25.299, 33.299][i] ?? 0);
        utimesSync(file, seconds, seconds);
        return file;
      }),
    );
    const t = await timeline(...files);
    expect(t.clocks.map((c) => c.clock)).toEqual(files.map(() => 'unix'));
    expect(t.clocks.map((c) => c.captured)).toEqual(files.map(() => 'file time'));
    expect(t.trends.map((x) => x.name)).toContain('Go retained');
    expect(t.trends.map((x) => x.name)).not.toContain('HeapAlloc');
    const rss = t.trends.find((x) => x.name === 'VmRSS');
    expect(rss?.points).toBe(5);
    expect(rss?.low).toBeGreaterThan(300_000);
    expect(t.growth).toMatchObject({ grows: ['retained', 'native'], rssGrows: true });
    expect(t.growth?.caveats).toEqual(['no live heap', 'few samples']);
    expect(t.gc.length).toBeGreaterThan(10);
    expect(t.gc[0]).toMatchObject({ n: 1, begin: null, liveBytes: null });
    expect(t.stw[0]?.kind).toBe('GC pauses of a cycle');
    const lines: string[] = [];
    await run(['timeline', ...files], { out: (l) => lines.push(l), err: () => undefined, site: '' });
    expect(lines).toContain('What grows: retained, native');
    expect(lines.join('\n')).not.toMatch(/NaN|undefined/);
  });

  it('reads the columns of a table that it is told to', async () => {
    const file = join(folder, 'table.csv');
    writeFileSync(file, 'when,a,b\n1795225329,1,10\n1795225330,2,20\n1795225331,3,30\n');
    const usual = await timeline(file);
    expect(usual.series.map((s) => s.name)).toEqual(['a', 'b']);
    const chosen = await timeline(file, '--columns=when,b:kib');
    expect(chosen.series).toMatchObject([{ name: 'b', first: 10_240, last: 30_720 }]);
    const wrong = await run(['timeline', file, '--columns=when'], {
      out: () => undefined,
      err: () => undefined,
      site: '',
    });
    expect(wrong).toBe(EXIT.usage);
  });

  it('tells where a leak begins', async () => {
    const file = join(folder, 'leak.csv');
    const rss = (i: number) => 5e7 + 1e5 * Math.sin(7 * i) + (i < 60 ? 0 : 4e5 * (i - 60));
    const rows = Array.from({ length: 120 }, (_, i) => `${1795225329 + i},${Math.round(rss(i))}`);
    writeFileSync(file, `time,rss_bytes\n${rows.join('\n')}\n`);
    const lines: string[] = [];
    await run(['timeline', file], { out: (l) => lines.push(l), err: () => undefined, site: '' });
    expect(lines.find((l) => l.includes('its slope changes at'))).toMatch(/at (?:58|59|60|61|62)(?:\.\d+)?s /);
  });

  it('places perf samples by what their threads did, or says why it cannot', async () => {
    const seam = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'seam');
    const perf = join(seam, 'perf-script-malloc-dwarf-during-go-trace.txt.gz');
    const found = await timeline(join(seam, 'go-execution-trace.out.gz'), perf);
    expect(found.clocks[1]).toMatchObject({ clock: 'perf', method: 'correlation' });
    expect(Math.abs(Number(found.clocks[1]?.offset))).toBeLessThanOrEqual((found.clocks[1]?.errorNs ?? 0) + 50_000);
    const other = await timeline(trace, perf);
    expect(other.clocks[1]).toMatchObject({ offset: null, method: 'none', why: 'no common threads' });
  });

  it('says when nothing has a time', async () => {
    const errors: string[] = [];
    const file = join(folder, 'a.folded');
    writeFileSync(file, 'main;a 1\nmain;b 2\n');
    const code = await run(['timeline', file], { out: () => undefined, err: (l) => errors.push(l), site: '' });
    expect(code).toBe(EXIT.unread);
    expect(errors.length).toBe(1);
  });
});

describe('profiles of a trace', () => {
  it.each([
    ['', 'delay'],
    ['cgo', 'cgo'],
    ['latency', 'latency'],
    ['cpu', 'cpu'],
  ])('sample_index=%s asks for %s', async (wanted, type) => {
    const { code, value } = await json('top', trace, `-sample_index=${wanted}`);
    expect(code).toBe(EXIT.ok);
    expect(value).toMatchObject({ format: 'go-trace', sampleType: { type, unit: 'nanoseconds' } });
  });
});

describe('leaklens gc', () => {
  it('reports pauses, forced cycles and the live heap of both kinds of source', async () => {
    const { code, value } = await json('gc', log, trace);
    expect(code).toBe(EXIT.ok);
    expect(value).toMatchObject([
      { flavor: 'gctrace', bound: 'lower', pauses: [{ kind: 'GC' }, {}, {}] },
      {
        flavor: 'go-trace',
        bound: 'upper',
        cycles: 23,
        pauses: [{ kind: 'GC', count: 46, totalNs: 766976 + 3655488 }, {}, {}, {}],
      },
    ]);
  });

  it('prints it', async () => {
    const lines: string[] = [];
    await run(['gc', log], { out: (l) => lines.push(l), err: () => undefined, site: '' });
    expect(lines.some((l) => /p99/.test(l))).toBe(true);
    expect(lines.join('\n')).not.toMatch(/NaN|undefined/);
  });
});
