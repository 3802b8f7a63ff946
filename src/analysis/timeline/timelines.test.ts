import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile } from '../../formats/open.ts';
import { DEFAULT_LENS } from '../../model/lens.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { LayerPicture, TrackInfo } from '../../model/timeline-answers.ts';
import { makeTimeline, SeriesBuilder } from '../../model/timeline-builder.ts';
import { gcReport } from './gc-report.ts';
import { Timelines } from './timelines.ts';

const formats = join(import.meta.dirname, '../../formats');
const LOG = 'log.t0';
const TRACE = 'trace.t0';

async function timelineOf(path: string): Promise<Timeline> {
  const blob = new Blob([readFileSync(join(formats, path))]);
  const job = { blob, name: path, lastModified: 0, maxRawBytes: Number.POSITIVE_INFINITY, legacyDropFrames: false };
  const timeline = (await openFile(job, () => undefined))[0]?.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error(`no timeline in ${path}`);
  return timeline;
}

const bars = (layer: LayerPicture | undefined) => {
  if (layer?.kind !== 'bars') throw new Error('no bars');
  return layer;
};

describe('a gctrace log and a trace', () => {
  const host = new Timelines();
  let log: Timeline;
  let trace: Timeline;
  let tracks: readonly TrackInfo[] = [];
  const track = (kind: TrackInfo['kind'], source: string): string =>
    tracks.find((t) => t.kind === kind && t.source === source)?.id ?? '';
  const picture = (id: string, from: number, to: number, width: number) => {
    const [found] = host.pictures({ lens: DEFAULT_LENS, from, to, width, which: [id], quick: false }).tracks;
    if (found === undefined) throw new Error(`no picture of ${id}`);
    return found;
  };

  beforeAll(async () => {
    log = await timelineOf('gctrace/fixtures/go1.24-plain.log.gz');
    trace = await timelineOf('go-trace/fixtures/go1.24.mini.trace.gz');
    host.add(LOG, log);
    host.add(TRACE, trace);
    tracks = host.overview({ lens: DEFAULT_LENS, moments: [] }).tracks;
  });

  test('each has tracks of its own; what is not related starts with the axis and says so', () => {
    const kinds = (source: string) => tracks.filter((t) => t.source === source).map((t) => t.kind);
    expect(kinds(LOG)).toEqual(['pauses', 'heap', 'allocation', 'gc-cpu', 'gc-period']);
    expect(kinds(TRACE)).toEqual(expect.arrayContaining(['pauses', 'heap', 'goroutines', 'sites', 'cgo', 'spans']));
    const { sources, reference } = host.overview({ lens: DEFAULT_LENS, moments: [] });
    expect(reference).toBe(TRACE);
    expect(sources.find((s) => s.key === LOG)).toMatchObject({ method: 'none', shift: null, begin: 0 });
  });

  test('every pause is in one bar at any width, and the longest of a pixel is the one shown', () => {
    const id = track('pauses', LOG);
    for (const width of [1, 7, 200, 5000]) {
      const { layers } = picture(id, -1, log.durationNs + 1, width);
      const all = [bars(layers[0]), bars(layers[1])];
      expect(all.reduce((n, b) => n + b.count.reduce((x, y) => x + y, 0), 0)).toBe(153);
      expect(all.reduce((n, b) => Math.max(n, ...b.value), 0)).toBe(137_005_000);
      expect(bars(layers[0]).time.length).toBeLessThanOrEqual(width);
    }
    const rows = host.table({ lens: DEFAULT_LENS, track: id, range: null });
    const pause = rows.columns.find((c) => c.name === 'pause')?.values ?? new Float64Array(0);
    // The sum of a cycle's stops, as gctrace prints them.
    const { clockSweepTerm, clockMarkTerm } = log.gc;
    expect(Array.from(pause)).toEqual(Array.from(clockSweepTerm, (v, i) => v + (clockMarkTerm[i] as number)));
    expect(rows.columns.find((c) => c.name === 'forced')?.values.reduce((a, b) => a + b, 0)).toBe(7);
  });

  test('the stops of a trace go to the cycle that they are in; others stand alone', () => {
    const rows = host.table({ lens: DEFAULT_LENS, track: track('pauses', TRACE), range: null });
    const column = (name: string) => rows.columns.find((c) => c.name === name)?.values ?? new Float64Array(0);
    const ofCycles = column('pause').filter((_, i) => column('kind')[i] === 0);
    expect(ofCycles).toHaveLength(trace.gc.length);
    const total = trace.stw.begin.reduce((sum, t, i) => sum + (trace.stw.end[i] as number) - t, 0);
    expect(column('pause').reduce((a, b) => a + b, 0)).toBe(total);
  });

  test('a window of the table has the rows whose times are in it', () => {
    const id = track('heap', LOG);
    const range = { from: 5e9, to: 10e9 };
    const rows = host.table({ lens: DEFAULT_LENS, track: id, range });
    const inside = Array.from(log.gc.end).filter((t) => t >= range.from && t <= range.to);
    expect(Array.from(rows.columns[0]?.values ?? [])).toEqual(inside);
  });

  test('the report of all is the report; that of a range counts what begins in it', () => {
    const whole = host.range({ lens: { ...DEFAULT_LENS, timelines: [LOG] } });
    expect(whole.gc[0]).toMatchObject({ ...gcReport(log), source: LOG });
    const part = host.range({ lens: { ...DEFAULT_LENS, timelines: [LOG], timeRange: { from: 10e9, to: 20e9 } } });
    const inside = Array.from(log.gc.begin).filter((t) => t >= 10e9 && t <= 20e9);
    expect(part.gc[0]?.cycles).toBe(inside.length);
    expect(part.gc[0]?.histogram.reduce((a, b) => a + b, 0)).toBe(2 * inside.length);
    // 11 MB to 24 MB by the log's own lines around these times.
    const live = part.changes.find((c) => c.name === 'live heap');
    const at = (t: number) => log.gc.live[log.gc.end.findIndex((end) => end > t) - 1];
    expect([live?.first, live?.last]).toEqual([at(10e9), at(20e9)]);
  });

  test('an offset by hand moves a source and is named so', () => {
    const lens = { ...DEFAULT_LENS, align: [`${LOG}=${trace.clock.origin - log.clock.origin + 5_000_000n}`] };
    const source = host.overview({ lens, moments: [] }).sources.find((s) => s.key === LOG);
    expect(source).toMatchObject({ method: 'manual', shift: 5_000_000, begin: 5_000_000 });
    const id = track('pauses', LOG);
    const [moved] = host.pictures({ lens, from: 0, to: 30e9, width: 5000, which: [id], quick: false }).tracks;
    expect(bars(moved?.layers[0]).time[0]).toBe(5_000_000);
  });
});

test('points whose times cannot be are in no picture and are counted', () => {
  const series = new SeriesBuilder('rss', 'bytes');
  for (const [t, v] of [
    [0, 1],
    [-4, 9],
    [10, 2],
    [5, 9],
    [2 ** 60, 9],
    [20, 3],
  ] as const) {
    series.push(t, v);
  }
  const clock = { kind: 'unix' as const, origin: 0n, resolutionNs: 1, truncated: false };
  const host = new Timelines();
  host.add('a.t0', makeTimeline(clock, 20, { series: [series.finish()] }));
  const { tracks, isolated, to } = host.overview({ lens: DEFAULT_LENS, moments: [] });
  expect(isolated).toBe(3);
  expect(to).toBe(20);
  const [drawn] = host.pictures({
    lens: DEFAULT_LENS,
    from: -10,
    to: 2 ** 61,
    width: 100,
    which: [tracks[0]?.id ?? ''],
    quick: false,
  }).tracks;
  expect(drawn?.max).toBe(3);
});

describe('dumps of five moments, MemStats and status', () => {
  const host = new Timelines();
  const joint = join(import.meta.dirname, '../../cli/fixtures/joint');
  const rss: number[] = [];
  const seconds: number[] = [];

  beforeAll(async () => {
    for (let i = 0; i < 5; i++) {
      const text = (name: string) => gunzipSync(readFileSync(join(joint, `t${i}.${name}.gz`))).toString();
      const lastGc = Number(/"LastGC": *(\d+)/.exec(text('memstats.json'))?.[1]);
      rss.push(1024 * Number(/VmRSS:\s+(\d+)/.exec(text('status.txt'))?.[1]));
      // The files carry no time of their own: they were written a second after their newest collection.
      const lastModified = Math.floor(lastGc / 1e6) + 1000;
      seconds.push(Math.floor(lastModified / 1000));
      for (const name of ['memstats.json', 'status.txt']) {
        const job = { blob: new Blob([text(name)]), name, lastModified, maxRawBytes: 1e9, legacyDropFrames: false };
        const [file] = await openFile(job, () => undefined);
        file?.timelines.forEach(({ timeline }, k) => {
          host.add(`t${i}.${name}.t${k}`, timeline);
        });
      }
    }
  });

  test('make one track of RSS layers whose top is the RSS', () => {
    const { tracks } = host.overview({ lens: DEFAULT_LENS, moments: [] });
    const layers = tracks.find((t) => t.kind === 'layers');
    expect(layers?.layers.map((l) => l.name)).toEqual(['files', 'Go', 'C', 'RSS']);
    const rows = host.table({ lens: DEFAULT_LENS, track: layers?.id ?? '', range: null });
    expect(Array.from(rows.columns.find((c) => c.name === 'RSS')?.values ?? [])).toEqual(rss);
    expect(tracks.filter((t) => t.kind === 'pauses')).toHaveLength(1);
  });

  test('tell which layer grows, with the slope of the RSS as the figures have it', () => {
    const { growth, gc } = host.range({ lens: DEFAULT_LENS });
    expect(gc).toHaveLength(1);
    const mean = ((rss[4] as number) - (rss[0] as number)) / ((seconds[4] as number) - (seconds[0] as number));
    expect(growth?.rss?.estimate).toBeGreaterThan(0.9 * mean);
    expect(growth?.rss?.estimate).toBeLessThan(1.1 * mean);
    expect(growth?.rssGrows).toBe(true);
    expect(growth?.grows).toContain('native');
    expect(growth?.caveats).toContain('few samples');
  });
});
