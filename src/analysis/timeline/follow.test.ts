import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile } from '../../formats/open.ts';
import { DEFAULT_LENS, type Lens } from '../../model/lens.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { Timeline } from '../../model/timeline.ts';
import { Analyst } from '../analyst.ts';

const trace = join(import.meta.dirname, '../../formats/go-trace/fixtures/go1.24.mini.trace.gz');
const CGO = 'f.2';
const PERF = 'p.0';
const RANGE = { from: 20e6, to: 120e6 };

/** Samples of 1 ns each at times of a recording with CLOCK_MONOTONIC, or with perf's own clock. */
function perf(times: readonly number[], monotonic: boolean) {
  const builder = new ProfileBuilder([{ type: 'samples', unit: 'count' }]);
  const stack = builder.stack([builder.location([{ name: 'main' }])]);
  for (const t of times) builder.sample(stack, [1], 0, t, 7);
  return builder.finish({ comments: monotonic ? ['clockid: monotonic'] : [] });
}

describe('a time range', () => {
  const analyst = new Analyst();
  let timeline: Timeline;
  const total = (lens: Partial<Lens>) => analyst.flame({ lens: { ...DEFAULT_LENS, ...lens }, have: -1 });
  const kept = (lens: Partial<Lens>) => {
    const { weights } = total(lens);
    return weights.kind === 'plain' ? weights.value[weights.value.length - 1] : Number.NaN;
  };

  beforeAll(async () => {
    const blob = new Blob([readFileSync(trace)]);
    const job = { blob, name: 'x', lastModified: 0, maxRawBytes: Number.POSITIVE_INFINITY, legacyDropFrames: false };
    const [file] = await openFile(job, () => undefined);
    timeline = file?.timelines[0]?.timeline as Timeline;
    file?.sources.forEach((s, i) => {
      analyst.add({ key: `f.${i}`, name: s.name, flavor: s.flavor, isDiff: false }, s.profile);
    });
    analyst.addTimeline('f.t0', timeline);
  });

  test('keeps the cgo calls that begin in it: their profile follows', () => {
    const calls = timeline.cgoCalls;
    const inside = Array.from(calls?.begin ?? []).filter((t) => t >= RANGE.from && t <= RANGE.to).length;
    expect(inside).toBeGreaterThan(0);
    expect(inside).toBeLessThan(calls?.length ?? 0);
    expect(kept({ sources: [CGO], sampleType: 'calls' })).toBe(calls?.length);
    expect(kept({ sources: [CGO], sampleType: 'calls', timeRange: RANGE })).toBe(inside);
    expect(total({ sources: [CGO], timeRange: RANGE }).problems).toEqual([]);
  });

  test('says of sums that they do not follow, and leaves them whole', () => {
    const whole = kept({ sources: ['f.0'] });
    expect(kept({ sources: ['f.0'], timeRange: RANGE })).toBe(whole);
    expect(total({ sources: ['f.0'], timeRange: RANGE }).problems).toEqual([
      { where: 'timeRange', what: { key: 'analysis.time.sums', args: { source: 'blocking' } } },
    ]);
  });

  test('is on the axis of the trace: perf with the same clock is cut by its own seconds', () => {
    const zero = Number(timeline.clock.origin);
    const times = [1e6, 30e6, 100e6, 150e6].map((t) => zero + t);
    analyst.add({ key: PERF, name: 'perf', flavor: 'perf', isDiff: false }, perf(times, true));
    expect(kept({ sources: [PERF] })).toBe(4);
    expect(kept({ sources: [PERF], timeRange: RANGE })).toBe(2);
    // What was moved by hand is cut where it was moved to.
    const align = [`${PERF}=${-25_000_000}`];
    expect(kept({ sources: [PERF], timeRange: RANGE, align })).toBe(1);
  });

  test('does not cut what has no place on the axis, and says so', () => {
    analyst.add({ key: PERF, name: 'perf', flavor: 'perf', isDiff: false }, perf([5, 6, 7], false));
    const { problems } = total({ sources: [PERF], timeRange: RANGE });
    expect(problems.map((p) => p.what.key)).toEqual(['analysis.time.unrelated']);
    expect(kept({ sources: [PERF], timeRange: RANGE })).toBe(3);
  });

  test('leaves reports of memleak out that were printed outside of it', () => {
    const wall = 1_700_000_000_000_000_000n;
    const report = (second: number, bytes: number) => {
      const builder = new ProfileBuilder([{ type: 'outstanding', unit: 'bytes' }]);
      builder.sample(builder.stack([builder.location([{ name: 'leak' }])]), [bytes]);
      return builder.finish({ timeNanos: wall + BigInt(second) * 1_000_000_000n });
    };
    const three = [1, 10, 100].map((bytes, i) => {
      const key = `m.${i}`;
      analyst.add({ key, name: `report ${i}`, flavor: 'memleak', isDiff: false }, report(i, bytes));
      return key;
    });
    const clock = { kind: 'unix' as const, origin: wall, resolutionNs: 1, truncated: false };
    analyst.addTimeline('u.t0', { ...timeline, clock, anchors: null });
    const timelines = ['u.t0'];
    expect(kept({ sources: three, timelines })).toBe(111);
    expect(kept({ sources: three, timelines, timeRange: { from: 0.5e9, to: 2e9 } })).toBe(110);
    const { series } = analyst.details({
      lens: { ...DEFAULT_LENS, sources: [three[2] ?? ''], timelines, timeRange: { from: 0.5e9, to: 2e9 } },
      path: [],
      series: three,
    });
    expect(series.map((s) => s.source)).toEqual(three.slice(1));
  });
});
