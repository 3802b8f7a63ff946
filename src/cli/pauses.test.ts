import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gcReport } from '../analysis/timeline/gc-report.ts';
import { openFile } from '../formats/open.ts';
import type { Timeline } from '../model/timeline.ts';

const formats = join(import.meta.dirname, '..', 'formats');

async function timelineIn(...path: readonly string[]): Promise<Timeline> {
  const file = join(formats, ...path);
  const blob = new Blob([gunzipSync(readFileSync(file))]);
  const job = { blob, name: file, lastModified: 0, maxRawBytes: 2 ** 30, legacyDropFrames: false };
  const timeline = (await openFile(job, () => undefined))[0]?.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error(file);
  return timeline;
}

/** By how much a printed duration can be too short: two digits, whole ms from ten on. */
const cutOff = (ns: number): number => (ns >= 1e7 ? 1e6 : ns >= 1e6 ? 1e5 : ns >= 1e5 ? 1e4 : 1e3);
/** Between the two readings of the clock for the log and for MemStats. */
const READINGS_NS = 10_000;

describe.each(['go1.19-plain', 'go1.24-chatter', 'go1.24-plain'])('%s: the log and MemStats of one process', (name) => {
  const loading = Promise.all([
    timelineIn('gctrace', 'fixtures', `${name}.log.gz`),
    timelineIn('go-stats', 'fixtures', `memstats-${name}.json.gz`),
  ]);

  test('tell the same pause of every cycle, within what the log prints', async () => {
    const [log, stats] = await loading;
    expect([...log.gc.n]).toEqual([...stats.gc.n]);
    for (let i = 0; i < log.gc.length; i++) {
      const [a, c] = [log.gc.clockSweepTerm[i] as number, log.gc.clockMarkTerm[i] as number];
      const missing = (stats.stw.end[i] as number) - (stats.stw.begin[i] as number) - a - c;
      expect(missing, `gc ${i + 1}`).toBeGreaterThanOrEqual(-READINGS_NS);
      expect(missing, `gc ${i + 1}`).toBeLessThanOrEqual(cutOff(a) + cutOff(c) + READINGS_NS);
    }
  });

  test('MemStats does not say which cycles were forced, the log does', async () => {
    const [log, stats] = await loading;
    expect(gcReport(stats).forced).toBeNaN();
    expect(gcReport(log).forced).toBeGreaterThanOrEqual(0);
  });

  test('and the same sum', async () => {
    const [log, stats] = await loading;
    const sum = ({ stw }: Timeline) => stw.end.reduce((total, end, i) => total + end - (stw.begin[i] as number), 0);
    const total = stats.series.find((s) => s.name === 'PauseTotalNs')?.last;
    expect(Math.round(sum(stats))).toBe(total);
    const cut = log.stw.end.reduce((all, end, i) => all + cutOff(end - (log.stw.begin[i] as number)), 0);
    expect(sum(stats) - sum(log)).toBeGreaterThanOrEqual(0);
    expect(sum(stats) - sum(log)).toBeLessThanOrEqual(cut);
  });
});
