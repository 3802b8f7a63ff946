import { expect, test } from 'vitest';
import type { Timeline } from '../../model/timeline.ts';
import type { Moment } from '../../model/timeline-answers.ts';
import { GcBuilder, makeTimeline } from '../../model/timeline-builder.ts';
import { buildAxis, manualOffsets, placeMoments } from './axis.ts';

const WALL = 1_700_000_000_000_000_000n;
const S = 1e9;

/** A source in wall time with cycles that end at these seconds. */
function log(ends: readonly number[]): Timeline {
  const gc = new GcBuilder(1);
  for (const end of ends) gc.add({ end: end * S }, null);
  const clock = { kind: 'unix' as const, origin: WALL, resolutionNs: 1, truncated: false };
  return makeTimeline(clock, (ends[ends.length - 1] ?? 0) * S, { gc: gc.finish() });
}

const moment = (key: string, kind: Moment['kind'], seconds: number, lastGc = ''): Moment => ({
  key,
  kind,
  timeNanos: String(WALL + BigInt(Math.round(seconds * S))),
  durationNanos: '0',
  lastGc,
});

const place = (timelines: ReadonlyMap<string, Timeline>, moments: readonly Moment[], align: readonly string[] = []) =>
  placeMoments(buildAxis(timelines, []), moments, manualOffsets({ align }), timelines);

test('a heap profile spans from the collection that it shows to its writing', () => {
  const timelines = new Map([['a.t0', log([1, 2, 5])]]);
  const { marks } = place(timelines, [moment('h', 'heap', 4.5), moment('g', 'goroutine', 3.25)]);
  expect(marks.map((m) => [m.key, m.begin / S, m.end / S])).toEqual([
    ['g', 3.25, 3.25],
    ['h', 2, 4.5],
  ]);
  const told = place(timelines, [moment('h', 'heap', 4.5, String(WALL + 1_500_000_000n))]);
  expect(told.marks[0]?.begin).toBe(1.5 * S);
});

test('two minutes after the last known collection there was another one: the heap is not drawn back to it', () => {
  const timelines = new Map([['a.t0', log([1, 2, 5])]]);
  const { marks } = place(timelines, [moment('h', 'heap', 400)]);
  expect(marks[0]?.begin).toBe(marks[0]?.end);
});

test('whole seconds are off by up to one; without wall time there is no place, by hand there is', () => {
  const timelines = new Map([['a.t0', log([1, 2])]]);
  expect(place(timelines, [moment('m', 'memleak', 2)]).marks[0]?.errorNs).toBeGreaterThanOrEqual(S);
  const blind: Timeline = { ...log([1]), clock: { kind: 'process', origin: 0n, resolutionNs: 1e6, truncated: true } };
  const alone = new Map([['b.t0', blind]]);
  expect(place(alone, [moment('h', 'heap', 3)])).toEqual({ marks: [], unplaced: ['h'] });
  const { marks } = place(alone, [moment('h', 'heap', 3)], [`h=${-WALL}`]);
  expect(marks[0]).toMatchObject({ end: 3 * S, errorNs: Number.NaN });
});

test('offsets by hand are whole numbers of ns, anything else is none', () => {
  expect([...manualOffsets({ align: ['a.t0=-5', 'b=x', '=3', 'c.1=12'] })]).toEqual([
    ['a.t0', -5n],
    ['c.1', 12n],
  ]);
});
