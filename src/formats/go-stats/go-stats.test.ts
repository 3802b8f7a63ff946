import { describe, expect, test } from 'vitest';
import type { Timeline } from '../../model/timeline.ts';
import { type Decoded, decodeWith, fixture, jsonFixture, standsBadInput } from '../fixtures/decode-kit.ts';
import { expvarFormat } from './expvar.ts';
import { gcStatsFormat } from './gc-stats.ts';
import { memStatsFormat } from './mem-stats.ts';
import { runtimeMetricsFormat } from './metrics.ts';

const bytes = (name: string) => fixture(name, import.meta.url);
const textOf = (name: string) => new TextDecoder().decode(bytes(name));
interface MemStats {
  readonly [name: string]: number | readonly number[];
  readonly NumGC: number;
  readonly PauseNs: readonly number[];
  readonly PauseEnd: readonly number[];
}
const json = (name: string) => jsonFixture(name, import.meta.url) as MemStats;

function timelineOf(decoded: Decoded): Timeline {
  const timeline = decoded.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error('no timeline');
  return timeline;
}

function pointsOf(timeline: Timeline, name: string): readonly number[] {
  return [...(timeline.series.find((s) => s.name === name)?.value ?? [])];
}

const unixOf = (timeline: Timeline, ns: number | undefined): bigint =>
  timeline.clock.origin + BigInt(Math.round(ns ?? Number.NaN));

const pausesOf = ({ stw }: Timeline) => Array.from(stw.end, (end, i) => Math.round(end - (stw.begin[i] as number)));

/** `LastGC` as it is written: JSON.parse would round it. */
const lastGcOf = (name: string) => BigInt(/"LastGC": ?(\d+)/.exec(textOf(name))?.[1] ?? '0');
const endsOf = (name: string) =>
  (/"PauseEnd": ?\[([^\]]*)\]/.exec(textOf(name))?.[1] ?? '').split(',').map((t) => BigInt(t.trim()));

describe('runtime.MemStats as JSON', () => {
  const name = 'memstats-go1.24-plain.json.gz';

  test('every figure is a point, the pauses stand at their ends to the nanosecond', async () => {
    const timeline = timelineOf(await decodeWith(memStatsFormat, bytes(name)));
    const wanted = json(name);
    for (const field of ['Sys', 'HeapAlloc', 'HeapReleased', 'NextGC', 'Mallocs', 'PauseTotalNs', 'GCCPUFraction']) {
      expect(pointsOf(timeline, field), field).toEqual([wanted[field]]);
    }
    expect(pointsOf(timeline, 'Go retained')).toEqual([(wanted.Sys as number) - (wanted.HeapReleased as number)]);
    expect(timeline.gc.length).toBe(wanted.NumGC);
    expect([...timeline.gc.n]).toEqual(Array.from({ length: wanted.NumGC }, (_, i) => i + 1));
    expect(Array.from(timeline.gc.end, (end) => unixOf(timeline, end))).toEqual(endsOf(name).slice(0, wanted.NumGC));
    expect(pausesOf(timeline)).toEqual(wanted.PauseNs.slice(0, wanted.NumGC));
    expect(timeline.stw.bound).toBe('lower');
  });

  test('a full ring is unrolled oldest first, and what it forgot is told', async () => {
    const ring = Array.from({ length: 256 }, (_, i) => i);
    // 300 collections: the newest stands at (300 + 255) % 256 = 43.
    const n = (slot: number) => (slot <= 43 ? 257 + slot : 1 + slot);
    const start = 1_795_226_000_000_000_000n;
    const text = `{"HeapAlloc": 1, "HeapReleased": 0, "Sys": 5, "NumGC": 300, "LastGC": ${start + 300n},
      "PauseNs": [${ring.map((i) => n(i) * 10)}], "PauseEnd": [${ring.map((i) => String(start + BigInt(n(i))))}]}`;
    const decoded = await decodeWith(memStatsFormat, text);
    const timeline = timelineOf(decoded);
    expect([...timeline.gc.n]).toEqual(Array.from({ length: 256 }, (_, i) => 45 + i));
    expect(pausesOf(timeline)).toEqual(Array.from({ length: 256 }, (_, i) => (45 + i) * 10));
    expect(unixOf(timeline, timeline.gc.end[255])).toBe(start + 300n);
    expect(decoded.report.notes).toContainEqual({ key: 'stats.ring', args: { kept: 256, all: 300 } });
  });

  test('the time is that of the file when it can be, else that of the newest GC', async () => {
    const gc = lastGcOf(name);
    const at = async (millis: number) => {
      const decoded = await decodeWith(memStatsFormat, bytes(name), 65_536, {}, millis);
      const timeline = timelineOf(decoded);
      const { captures } = timeline;
      return { method: captures?.method, time: unixOf(timeline, captures?.time[0]), latest: captures?.latest[0] };
    };
    const soon = Number(gc / 1_000_000n) + 3000;
    expect(await at(soon)).toMatchObject({ method: 'file time', time: BigInt(soon) * 1_000_000n });
    // Copied a year later, or without any date.
    expect(await at(soon + 3.2e10)).toMatchObject({ method: 'last GC', time: gc });
    expect(await at(0)).toMatchObject({ method: 'last GC', time: gc, latest: Number.NaN });
  });

  test('lines of dumps are one series; a pause that two of them remember is there once', async () => {
    const one = textOf('memstats.json.gz').replace(/\s+/g, ' ').trim();
    const later = one
      .replace('"NumGC": 18', '"NumGC": 19')
      .replace(/"LastGC": (\d+)/, (_, t) => `"LastGC": ${BigInt(t) + 1_000_000_000n}`)
      .replace(/(("PauseNs": \[)(?: \d+,){18}) 0,/, '$1 777,')
      .replace(
        /(("PauseEnd": \[)(?: \d+,){17}) (\d+), 0,/,
        (_, a, _b, t) => `${a} ${t}, ${BigInt(t) + 1_000_000_000n},`,
      );
    const timeline = timelineOf(await decodeWith(memStatsFormat, `${one}\n${later}\n`));
    expect(pointsOf(timeline, 'NumGC')).toEqual([18, 19]);
    expect(timeline.gc.length).toBe(19);
    expect(pausesOf(timeline)[18]).toBe(777);
    expect(timeline.captures?.length).toBe(2);
    const array = timelineOf(await decodeWith(memStatsFormat, `[${one},\n${later}]`));
    expect(array).toEqual(timeline);
  });

  test('a dump that states its time stands there', async () => {
    const stated = textOf(name).replace('{', '{"time": "2026-11-21T02:00:00.000000001Z",');
    const timeline = timelineOf(await decodeWith(memStatsFormat, stated));
    expect(timeline.captures?.method).toBe('stated');
    expect(unixOf(timeline, timeline.captures?.time[0])).toBe(1_795_226_400_000_000_001n);
  });

  test('absurd times are left out, not drawn', async () => {
    const text =
      '{"HeapAlloc": 1, "HeapReleased": 0, "NumGC": 2, "LastGC": 7, "PauseNs": [5, 6], "PauseEnd": [7, 9e99]}';
    const decoded = await decodeWith(memStatsFormat, text);
    expect(decoded.timelines).toEqual([]);
    expect(decoded.report.error?.what.key).toBe('stats.noTime');
  });

  test('the fields are kept as they are written', async () => {
    const { timelines } = await decodeWith(memStatsFormat, bytes(name));
    expect(timelines[0]?.stats?.values).toContainEqual(['LastGC', String(lastGcOf(name))]);
  });

  standsBadInput(memStatsFormat, bytes('memstats.json.gz').subarray(0, 2000));
});

describe('/debug/vars', () => {
  test('MemStats, the command line and the numbers of the program', async () => {
    const decoded = await decodeWith(expvarFormat, bytes('vars.json.gz'));
    const timeline = timelineOf(decoded);
    const vars = jsonFixture('vars.json.gz', import.meta.url) as {
      readonly memstats: MemStats;
      readonly ledger: { readonly c_blob: { readonly Bytes: number }; readonly go_cache: number };
      readonly cmdline: readonly string[];
    };
    expect(pointsOf(timeline, 'HeapAlloc')).toEqual([vars.memstats.HeapAlloc]);
    expect(pointsOf(timeline, 'ledger.c_blob.Bytes')).toEqual([vars.ledger.c_blob.Bytes]);
    expect(timeline.series.find((s) => s.name === 'ledger.c_blob.Bytes')?.unit).toBe('bytes');
    expect(pointsOf(timeline, 'ledger.go_cache')).toEqual([vars.ledger.go_cache]);
    expect(timeline.gc.length).toBe(vars.memstats.NumGC);
    expect(decoded.timelines[0]?.stats?.values[0]).toEqual(['cmdline', vars.cmdline.join(' ')]);
  });

  standsBadInput(expvarFormat, bytes('vars.json.gz').subarray(0, 1500));
});

describe('debug.GCStats', () => {
  test('equals the MemStats of the same moment', async () => {
    const gcStats = timelineOf(await decodeWith(gcStatsFormat, bytes('gcstats-go1.24-plain.json.gz')));
    const memStats = timelineOf(await decodeWith(memStatsFormat, bytes('memstats-go1.24-plain.json.gz')));
    expect(gcStats.gc).toEqual(memStats.gc);
    expect(gcStats.stw).toEqual(memStats.stw);
    expect(gcStats.clock).toEqual(memStats.clock);
    expect(pointsOf(gcStats, 'PauseTotalNs')).toEqual(pointsOf(memStats, 'PauseTotalNs'));
  });

  test('quantiles are kept with their names', async () => {
    const { timelines } = await decodeWith(gcStatsFormat, bytes('gcstats.json.gz'));
    expect(timelines[0]?.stats?.values).toContainEqual(['pause max', '19461900']);
  });

  standsBadInput(gcStatsFormat, bytes('gcstats.json.gz'));
});

describe('runtime/metrics', () => {
  const millis = Date.UTC(2026, 10, 21, 1, 40);

  test('lines as the example of the package prints them', async () => {
    const decoded = await decodeWith(runtimeMetricsFormat, bytes('metrics.txt.gz'), 65_536, {}, millis);
    const timeline = timelineOf(decoded);
    expect(decoded.report.skipped).toEqual([]);
    expect(pointsOf(timeline, '/gc/heap/live:bytes')).toEqual([7_782_144]);
    expect(pointsOf(timeline, 'Go retained')).toEqual([21_583_112 - 4_489_216]);
    expect(timeline.captures?.method).toBe('file time');
  });

  test('repeated with the time between, a series', async () => {
    const one = textOf('metrics.txt.gz');
    const two = `Sat Nov 21 01:39:51 UTC 2026\n${one}2026-11-21T01:39:53Z\n${one.replace('7782144', '8888888')}`;
    const timeline = timelineOf(await decodeWith(runtimeMetricsFormat, two));
    expect(pointsOf(timeline, '/gc/heap/live:bytes')).toEqual([7_782_144, 8_888_888]);
    expect([...(timeline.captures?.time ?? [])]).toEqual([0, 2e9]);
    expect(timeline.captures?.method).toBe('stated');
  });

  test('JSON by name, histograms with infinite bounds', async () => {
    const timeline = timelineOf(await decodeWith(runtimeMetricsFormat, bytes('metrics.json.gz')));
    expect(pointsOf(timeline, '/gc/heap/live:bytes')).toEqual([7_782_144, 8_888_888]);
    expect(pointsOf(timeline, '/gc/pauses:seconds events')).toEqual([16, 16]);
    expect(pointsOf(timeline, '/gc/pauses:seconds p50 ≤')).toEqual([4e-5, 4e-5]);
    expect(pointsOf(timeline, '/gc/pauses:seconds max ≤')).toEqual([1e-3, 1e-3]);
  });

  test('histograms as %v prints them, infinities as bare words, a list of samples', async () => {
    const printed = textOf('metrics.txt.gz').replace(
      '/gc/pauses:seconds: 0.000041',
      '/gc/pauses:seconds: &{Counts:[0 2 1] Buckets:[-Inf 1e-06 2e-06 +Inf]}',
    );
    const timeline = timelineOf(await decodeWith(runtimeMetricsFormat, printed, 65_536, {}, millis));
    expect(pointsOf(timeline, '/gc/pauses:seconds max ≤')).toEqual([2e-6]);
    const list = `[{"Name": "/gc/heap/live:bytes", "Value": 5}, {"Name": "/gc/pauses:seconds", "Value": {"Counts": [1, 3], "Buckets": [-Inf, 1, +Inf]}},
      {"Name": "/sched/goroutines:goroutines", "Value": 7}]`;
    const listed = timelineOf(await decodeWith(runtimeMetricsFormat, list, 65_536, {}, millis));
    expect(pointsOf(listed, '/gc/heap/live:bytes')).toEqual([5]);
    expect(pointsOf(listed, '/gc/pauses:seconds events')).toEqual([4]);
    expect(pointsOf(listed, '/sched/goroutines:goroutines')).toEqual([7]);
  });

  test('JSON that only speaks of the names is none', () => {
    const golden = `{"metrics": {${['/gc/heap/live:bytes', '/gc/heap/goal:bytes', '/memory/classes/total:bytes']
      .map((name) => `"${name}": {"n": 5, "First": 1}`)
      .join(', ')}}}`;
    const head = { bytes: new TextEncoder().encode(golden), text: golden, complete: true };
    expect(runtimeMetricsFormat.sniff(head)).toBeNull();
  });

  test('without any time nothing is drawn, and that is said', async () => {
    const { timelines, report } = await decodeWith(runtimeMetricsFormat, bytes('metrics.txt.gz'));
    expect(timelines).toEqual([]);
    expect(report.error?.what.key).toBe('stats.noTime');
  });

  standsBadInput(runtimeMetricsFormat, bytes('metrics.json.gz'));
  standsBadInput(runtimeMetricsFormat, bytes('metrics.txt.gz'));
});

test('a pause that no number can hold is left out', async () => {
  const text = (pause: string) =>
    `{"LastGC":"2026-11-21T01:42:41Z","NumGC":2,"PauseTotal":30000,"Pause":[${pause},10000],` +
    '"PauseEnd":["2026-11-21T01:42:41Z","2026-11-21T01:42:40Z"],"PauseQuantiles":null}';
  const pauses = async (pause: string) => {
    const { timelines } = await decodeWith(gcStatsFormat, text(pause));
    return timelines[0]?.timeline.stw.length;
  };
  expect(await pauses('20000')).toBe(2);
  expect(await pauses('2E9999')).toBe(1);
});
