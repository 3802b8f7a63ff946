import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nativeEstimate, slopePerSecond, whichLayerGrows } from '../analysis/timeline/layers.ts';
import { mergeDumps } from '../analysis/timeline/merge-dumps.ts';
import { theilSen } from '../analysis/timeline/order-statistics.ts';
import { seriesOf } from '../analysis/timeline/series-of.ts';
import { Timelines } from '../analysis/timeline/timelines.ts';
import { openFile } from '../formats/open.ts';
import { DEFAULT_LENS } from '../model/lens.ts';
import type { Timeline } from '../model/timeline.ts';

/**
 * A program that leaks known amounts in C and in Go, at five moments (corpus memleak/joint-bcc): MemStats, status, and
 * the ledger, which is the truth about C. Seconds since 1970 of the moments, from the capture's own log.
 */
const MOMENTS: readonly (readonly [name: string, unix: number])[] = [
  ['t0', 1_795_225_329.11],
  ['t1', 1_795_225_338.194],
  ['t2', 1_795_225_346.406],
  ['t3', 1_795_225_354.409],
  ['t4', 1_795_225_362.409],
];
const read = (name: string) => gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures', 'joint', name)));

async function timelineOf(name: string, unix: number): Promise<Timeline> {
  const blob = new Blob([read(name)]);
  const job = { blob, name, lastModified: unix * 1000, maxRawBytes: 1 << 20, legacyDropFrames: false };
  const timeline = (await openFile(job, () => undefined))[0]?.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error(name);
  return timeline;
}

interface Ledger {
  readonly uptime_s: number;
  readonly c_table_bytes: number;
  readonly [kind: string]: number | { readonly Bytes: number };
}

function leakedInC(ledger: Ledger): number {
  let bytes = ledger.c_table_bytes;
  for (const [kind, value] of Object.entries(ledger)) {
    if (kind.startsWith('c_') && typeof value === 'object') bytes += value.Bytes;
  }
  return bytes;
}

describe('a known leak in C and in Go', () => {
  const loading = (async () => {
    const timelines: Timeline[] = [];
    for (const [name, unix] of MOMENTS) {
      timelines.push(
        await timelineOf(`${name}.memstats.json.gz`, unix),
        await timelineOf(`${name}.status.txt.gz`, unix),
      );
    }
    const origin = timelines[0]?.clock.origin ?? 0n;
    return timelines.map((timeline) => ({ timeline, shift: Number(timeline.clock.origin - origin) }));
  })();
  const merging = loading.then(seriesOf);
  const named = async (name: string) => {
    const found = (await merging).find((s) => s.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  test('dumps of five moments are one series per figure', async () => {
    const rss = await named('VmRSS');
    expect([...rss.value]).toEqual([15048704, 19116032, 22630400, 26619904, 32358400]);
    expect([...rss.source]).toEqual([1, 3, 5, 7, 9]);
    const retained = await named('Go retained');
    expect([...retained.value]).toEqual([8787208, 10802440, 13104392, 15881480, 20534536]);
    expect([...retained.time]).toEqual([...rss.time]);
    // Not older than the newest GC, not younger than the file.
    expect(retained.earliest.every((earliest, i) => earliest < (retained.time[i] as number))).toBe(true);
    expect([...retained.latest]).toEqual([...retained.time]);
  });

  test('the slope of RSS less what Go holds is the leak in C, within a tenth; the RSS alone is three times it', async () => {
    const ledgers = MOMENTS.map(([name]) => JSON.parse(read(`${name}.ledger.json.gz`).toString()) as Ledger);
    const truth = theilSen(
      ledgers.map((l) => l.uptime_s),
      ledgers.map(leakedInC),
    );
    const [rss, go] = [await named('VmRSS'), await named('Go retained')];
    const native = nativeEstimate(rss, go, 1e8);
    const found = native === null ? null : slopePerSecond(native);
    expect((found?.estimate ?? 0) / (truth?.estimate ?? 1)).toBeGreaterThan(0.9);
    expect((found?.estimate ?? 0) / (truth?.estimate ?? 1)).toBeLessThan(1.25);
    expect((slopePerSecond(rss)?.estimate ?? 0) / (truth?.estimate ?? 1)).toBeGreaterThan(3);
    const verdict = whichLayerGrows(
      { live: null, go: slopePerSecond(go), native: found, rss: slopePerSecond(rss) },
      ((rss.time[4] as number) - (rss.time[0] as number)) / 1e9,
    );
    expect(verdict).toEqual({
      grows: ['retained', 'native'],
      rssGrows: true,
      caveats: ['no live heap', 'few samples'],
    });
  });

  test('as one timeline: every pause once, and the estimate of what is native', async () => {
    const timeline = mergeDumps(await loading);
    const collections = JSON.parse(read('t4.memstats.json.gz').toString()) as { readonly NumGC: number };
    expect([...timeline.gc.n]).toEqual(Array.from({ length: collections.NumGC }, (_, i) => i + 1));
    expect(timeline.stw.length).toBe(collections.NumGC);
    const native = timeline.series.find((s) => s.name === 'native estimate');
    expect([...(native?.value ?? [])]).toEqual([6261496, 8313592, 9526008, 10738424, 11823864]);
    expect(timeline.captures).toMatchObject({ length: 10, method: 'file time' });
  });

  test('on the axis they are one set of tracks, with the slope of the RSS', async () => {
    const host = new Timelines();
    (await loading).forEach(({ timeline }, i) => {
      host.add(`${i}.t0`, timeline);
    });
    const { tracks, sources } = host.overview({ lens: DEFAULT_LENS, moments: [] });
    // The clock of the pauses is exact; when the figures were taken lies between the newest GC and the file.
    const [dump] = sources;
    expect(dump?.captured?.by).toBe('file time');
    expect(dump?.captured?.errorNs).toBeGreaterThan(1e6);
    expect(dump?.captured?.errorNs).toBeLessThan(2e9);
    // Layers from the ground up carry the RSS; its parts would say the same once more.
    expect(tracks.filter((t) => t.kind === 'memory').length).toBe(1);
    expect(tracks.find((t) => t.kind === 'layers')?.trend?.slope).toBeCloseTo(507_000, -5);
    expect(tracks.filter((t) => t.kind === 'pauses').length).toBe(1);
  });
});
