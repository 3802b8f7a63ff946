import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceOf, relateClocks, sameEvent, wallOf } from '../analysis/timeline/clocks.ts';
import { perfClock, perfWall } from '../analysis/timeline/perf-clock.ts';
import { matchSamples, matchThreads } from '../analysis/timeline/thread-match.ts';
import { openFile } from '../formats/open.ts';
import type { Timeline } from '../model/timeline.ts';

const formats = join(import.meta.dirname, '..', 'formats');
const seam = join(import.meta.dirname, '..', '..', 'e2e', 'fixtures', 'seam');

async function opened(path: string, lastModified = 0) {
  const blob = new Blob([gunzipSync(readFileSync(path))]);
  const job = { blob, name: path, lastModified, maxRawBytes: 2 ** 30, legacyDropFrames: false };
  const files = await openFile(job, () => undefined);
  return {
    sources: files.flatMap((f) => f.sources),
    timelines: files.flatMap((f) => f.timelines.map((t) => t.timeline)),
  };
}

async function timelineIn(path: string): Promise<Timeline> {
  const [timeline] = (await opened(path)).timelines;
  if (timeline === undefined) throw new Error(`no timeline in ${path}`);
  return timeline;
}

const trace = join(formats, 'go-trace', 'fixtures', 'go1.24.mini.trace.gz');
const plainLog = join(formats, 'gctrace', 'fixtures', 'go1.24-plain.log.gz');
const plainStats = join(formats, 'go-stats', 'fixtures', 'memstats-go1.24-plain.json.gz');

describe('pauses of MemStats', () => {
  test('place a gctrace log of the same process on the wall clock', async () => {
    const [log, stats] = [await timelineIn(plainLog), await timelineIn(plainStats)];
    const [, relation] = relateClocks([log, stats], 0);
    expect(relation?.method).toBe('pause match');
    expect(relation?.errorNs).toBeLessThan(500_000);
    // Every pause of MemStats lies where the log says that its cycle ended, within what the log cuts off.
    const shift = Number((relation?.offsetNs ?? 0n) + stats.clock.origin - log.clock.origin);
    let checked = 0;
    for (let i = 0; i < stats.gc.length; i++) {
      const row = log.gc.n.indexOf(stats.gc.n[i] as number);
      if (row < 0) continue;
      const late = (stats.gc.end[i] as number) + shift - (log.gc.end[row] as number);
      expect(late).toBeGreaterThan(-(relation?.errorNs ?? 0) - 1);
      expect(late).toBeLessThan(1e6 + 3e6 + (relation?.errorNs ?? 0));
      checked++;
    }
    expect(checked).toBeGreaterThan(100);
  });

  test('of another process do not', async () => {
    const other = await timelineIn(join(formats, 'gctrace', 'fixtures', 'go1.23-chatter.log.gz'));
    const [, relation] = relateClocks([other, await timelineIn(plainStats)], 0);
    expect(relation?.method).toBe('none');
  });

  /** Statistics that the traced process would have written, its wall clock `wall` ns ahead of the trace's. */
  function statsOf(timeline: Timeline, wall: bigint, jitter: (i: number) => number): Timeline {
    const end = timeline.gc.end.map((t, i) => t + jitter(i));
    const clock = { kind: 'unix' as const, origin: timeline.clock.origin + wall, resolutionNs: 1, truncated: false };
    return { ...timeline, clock, anchors: null, running: null, gc: { ...timeline.gc, end } };
  }

  test('place a trace on the wall clock to the microsecond, wherever they begin', async () => {
    const traced = await timelineIn(trace);
    const wall = 1_795_226_000_123_456_789n;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 15 }),
        fc.array(fc.nat(10_000), { minLength: 40, maxLength: 40 }),
        async (skip, late) => {
          const whole = statsOf(traced, wall, (i) => late[i] ?? 0);
          const stats = {
            ...whole,
            gc: { ...whole.gc, end: whole.gc.end.slice(skip), length: whole.gc.length - skip },
          };
          const [, relation] = relateClocks([traced, stats], 0);
          expect(relation?.method).toBe('pause match');
          const off = Number((relation?.offsetNs ?? 0n) + wall);
          expect(Math.abs(off)).toBeLessThanOrEqual(10_000);
          expect(relation?.errorNs).toBeLessThanOrEqual(10_000);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('give a trace its wall time also by way of its log', async () => {
    // The log is on the trace's clock by its cycles, the statistics on the log's by their numbers.
    const log = await timelineIn(plainLog);
    const stats = await timelineIn(plainStats);
    const shifted = { ...log, clock: { ...log.clock, kind: 'monotonic' as const, origin: 5_000_000_000n } };
    const exact = { ...shifted, gc: { ...shifted.gc, n: shifted.gc.n.map(() => Number.NaN) } };
    const relations = relateClocks([exact, log, stats], 0);
    expect(relations.map((r) => r.offsetNs === null)).toEqual([false, false, false]);
    expect(relations[2]?.via).toEqual(['pause match', 'GC match']);
  });
});

describe('threads of perf samples', () => {
  const loading = (async () => {
    const timeline = await timelineIn(join(seam, 'go-execution-trace.out.gz'));
    const { sources } = await opened(join(seam, 'perf-script-malloc-dwarf-during-go-trace.txt.gz'));
    const profile = sources.find((s) => s.profile.samples.time !== null)?.profile;
    const { time, thread } = profile?.samples ?? {};
    if (time === null || time === undefined || thread === undefined) throw new Error('no times');
    return { timeline, time, thread };
  })();

  test.each([0, 0.95e6, -61.4e6, 150e6])('find the clock that is %d ns off', async (off) => {
    const { timeline, time, thread } = await loading;
    const relation = matchSamples(timeline, { time: time.map((t) => t + off), thread });
    expect(relation?.method).toBe('correlation');
    expect(Math.abs(Number(relation?.offsetNs) + off)).toBeLessThanOrEqual((relation?.errorNs ?? 0) + 50_000);
    expect(relation?.errorNs).toBeLessThan(1e6);
  });

  test('of another process are said to have no thread in common', async () => {
    const { timeline, time, thread } = await loading;
    expect(matchThreads(timeline, { time, thread: (thread ?? new Int32Array(0)).map((t) => t + 1_000_000) })).toBe(
      'no common threads',
    );
    expect(matchThreads(timeline, { time, thread: null })).toBe('no threads');
  });

  test('that fit everywhere alike are not placed', async () => {
    const { timeline, time, thread } = await loading;
    const running = {
      length: 1,
      thread: Int32Array.of(thread?.[0] ?? 0),
      begin: Float64Array.of(-1e12),
      end: Float64Array.of(1e12),
    };
    expect(matchThreads({ ...timeline, running, durationNs: 1e12 }, { time, thread })).toBe('no clear place');
  });
});

test('clocks that perf was told to use', () => {
  expect(perfClock(['clockid: monotonic (1)'])).toBe('monotonic');
  expect(perfClock(['cmdline: /usr/bin/perf record -k CLOCK_MONOTONIC_RAW -g'])).toBe('monotonic_raw');
  expect(perfClock(['cmdline: perf record --clockid=mono -F 99'])).toBe('monotonic');
  expect(perfClock(['cmdline: perf record -F 99 -g', 'arch: x86_64'])).toBeNull();
});

test('the wall time that perf read beside its clock', () => {
  const header = '# reference time: 2026-11-21 01:42:09.100000 = 1795225329.100000 (TOD) = 2265.900000123 (monotonic)';
  expect(perfWall([header])).toBe(1_795_225_329_100_000_000n - 2_265_900_000_123n);
  expect(perfWall(['# clockid: realtime (0)'])).toBe(0n);
  expect(perfWall(['# clockid: monotonic (1)'])).toBeNull();
});

test('two clocks that run apart are told by how much, once they are far enough from each other', async () => {
  const traced = await timelineIn(trace);
  const snapshots = (seconds: number): Timeline => {
    const time = Float64Array.from({ length: 20 }, (_, i) => (i * seconds * 1e9) / 19);
    // 26 ppm: CLOCK_MONOTONIC_RAW against a clock that NTP slews.
    const unixNs = BigInt64Array.from(time, (t) => 1_795_226_000_000_000_000n + BigInt(Math.round(t * (1 + 26e-6))));
    const anchors = { length: 20, time, unixNs, kind: 'snapshot' as const };
    const clock = { ...traced.clock, kind: 'ticks' as const, origin: 0n };
    return { ...traced, clock, anchors };
  };
  const unix = {
    ...traced,
    clock: { kind: 'unix' as const, origin: 0n, resolutionNs: 1, truncated: false },
    captures: null,
  };
  const bare = { ...unix, gc: { ...unix.gc, length: 0 } };
  const [, far] = relateClocks([bare, snapshots(600)], 0);
  expect(far?.via).toEqual(['snapshot', 'same clock']);
  expect(wallOf(snapshots(600))?.driftPpm).toBeCloseTo(26, 1);
  expect(wallOf(snapshots(5))?.driftPpm).toBeUndefined();
});

test('a person says which events are the same, and that stands above all', async () => {
  const traced = await timelineIn(trace);
  const log = await timelineIn(plainLog);
  const offset = sameEvent({ timeline: traced, timeNs: 1_000_000 }, { timeline: log, timeNs: 5_000_000 });
  const relations = relateClocks([traced, log], referenceOf([traced, log]), new Map([[1, offset]]));
  expect(relations[1]).toMatchObject({ offsetNs: offset, method: 'manual' });
  expect(log.clock.origin + 5_000_000n + offset).toBe(traced.clock.origin + 1_000_000n);
});

test('figures of files are placed by the date of the file, with their error', async () => {
  const stats = await timelineIn(plainStats);
  const gcEnd = stats.clock.origin + BigInt(Math.round(stats.gc.end[stats.gc.length - 1] ?? 0));
  const millis = Number(gcEnd / 1_000_000n) + 2000;
  const { timelines } = await opened(plainStats, millis);
  const relations = relateClocks([stats, ...timelines], 0);
  expect(relations[1]).toMatchObject({ offsetNs: 0n, method: 'last GC' });
  expect(timelines[0]?.captures?.method).toBe('file time');
});
