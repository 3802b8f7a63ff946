import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringAt } from '../../model/strings.ts';
import { GOROUTINE_STATES, type Timeline } from '../../model/timeline.ts';
import { type Decoded, decodeWith, fixture, jsonFixture } from '../fixtures/decode-kit.ts';
import { goTraceFormat } from './index.ts';

interface Span {
  readonly name: string;
  readonly start_ns: number;
  readonly end_ns: number;
}

interface Golden {
  readonly alive_by_state_at_end: Record<string, number>;
  readonly block_reasons: Record<string, number>;
  readonly created_by_function: Record<string, number>;
  readonly duration_ns: number;
  readonly events: number;
  readonly events_by_kind: Record<string, number>;
  readonly gc_cycles: readonly Span[];
  readonly stw: readonly Span[];
  readonly goroutines_seen: number;
  readonly goroutines_created: number;
  readonly goroutines_ended: number;
  readonly goroutines_alive_at_end: number;
  readonly max_alive: number;
  readonly metrics: Record<string, { n: number; First: number; Last: number; Min: number; Max: number }>;
}

const bytes = (name: string) => fixture(name, import.meta.url);
const json = (name: string) => jsonFixture(name, import.meta.url);

function timelineOf(decoded: Decoded): Timeline {
  const timeline = decoded.timelines[0]?.timeline;
  if (timeline === undefined) throw new Error('no timeline');
  return timeline;
}

const gcOf = ({ gc }: Timeline) =>
  Array.from({ length: gc.length }, (_, i) => ({ start_ns: gc.begin[i], end_ns: gc.end[i] }));

const stwOf = ({ stw, strings }: Timeline) =>
  Array.from({ length: stw.length }, (_, i) => ({
    name: `stop-the-world (${stringAt(strings, stw.kind[i] as number)})`,
    start_ns: stw.begin[i],
    end_ns: stw.end[i],
  }));

function seriesOf(timeline: Timeline, name: string) {
  const s = timeline.series.find((x) => x.name === name);
  return s && { n: s.n, First: s.first, Last: s.last, Min: s.min, Max: s.max };
}

function goroutineFacts({ goroutines: g, strings }: Timeline) {
  const created = new Set<number>();
  const byFunction: Record<string, number> = {};
  const byState: Record<string, number> = {};
  let ended = 0;
  let alive = 0;
  for (let i = 0; i < (g?.length ?? 0); i++) {
    if (!Number.isNaN(g?.created[i])) {
      created.add(g?.id[i] as number);
      const name = stringAt(strings, g?.start[i] as number);
      byFunction[name] = (byFunction[name] ?? 0) + 1;
    }
    if (!Number.isNaN(g?.ended[i])) ended++;
    else {
      alive++;
      const state = GOROUTINE_STATES[g?.state[i] as number] ?? '';
      const name = state.replace(/^./, (c) => c.toUpperCase());
      byState[name] = (byState[name] ?? 0) + 1;
    }
  }
  const seen = new Set(g?.id).size;
  return { seen, created: created.size, ended, alive, maxAlive: g?.maxAlive, byFunction, byState };
}

/** Contentions (or, of type 1, delays) by reason of the blocking profile. */
function reasonsOf(decoded: Decoded, type = 0): Record<string, number> {
  const p = decoded.sources.find((s) => s.name === 'blocking')?.profile;
  const sums: Record<string, number> = {};
  for (let i = 0; i < (p?.samples.length ?? 0); i++) {
    const set = p?.samples.labels[i] as number;
    const at = p?.labelSets.offsets[set] as number;
    const end = p?.labelSets.offsets[set + 1] as number;
    const reason = p === undefined || end === at ? '' : stringAt(p.strings, p.labelSets.text[at] as number);
    sums[reason] = (sums[reason] ?? 0) + (p?.samples.values[type]?.[i] as number);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, n]) => n > 0));
}

const spans = (list: readonly Span[]) => list.map(({ start_ns, end_ns }) => ({ start_ns, end_ns }));
const stops = (list: readonly Span[]) => list.map(({ name, start_ns, end_ns }) => ({ name, start_ns, end_ns }));

describe.each(['go1.19-3s', 'go1.23-3s', 'go1.24-3s'])('%s', (name) => {
  const golden = json(`${name}.json.gz`) as Golden;
  const decoding = decodeWith(goTraceFormat, bytes(`${name}.trace.gz`));

  test('GC cycles and stops of the world to the nanosecond', async () => {
    const timeline = timelineOf(await decoding);
    expect(gcOf(timeline)).toEqual(spans(golden.gc_cycles));
    expect(stwOf(timeline)).toEqual(stops(golden.stw));
    // Go's parser puts a Sync of its own 1 ns after the last event where a generation has no others.
    expect(golden.duration_ns - timeline.durationNs).toBeGreaterThanOrEqual(0);
    expect(golden.duration_ns - timeline.durationNs).toBeLessThanOrEqual(1);
  });

  test('a cycle that runtime.GC started is forced', async () => {
    const { gc } = timelineOf(await decoding);
    expect(Array.from(gc.forced).filter((f) => f === 1).length).toBe(1);
    // One that was running when the trace began does not say why.
    expect(gc.forced[0]).toBe(name === 'go1.24-3s' ? 255 : 0);
  });

  test('heap and goal', async () => {
    const timeline = timelineOf(await decoding);
    expect(seriesOf(timeline, 'HeapAlloc')).toEqual(golden.metrics['/memory/classes/heap/objects:bytes']);
    expect(seriesOf(timeline, 'HeapGoal')).toEqual(golden.metrics['/gc/heap/goal:bytes']);
  });

  test('goroutines and why they blocked', async () => {
    const decoded = await decoding;
    const { seen, created, ended, alive, maxAlive, byFunction, byState } = goroutineFacts(timelineOf(decoded));
    expect({ seen, created, ended, alive, maxAlive }).toEqual({
      seen: golden.goroutines_seen,
      created: golden.goroutines_created,
      ended: golden.goroutines_ended,
      alive: golden.goroutines_alive_at_end,
      maxAlive: golden.max_alive,
    });
    expect(byFunction).toEqual(golden.created_by_function);
    expect(byState).toEqual(golden.alive_by_state_at_end);
    expect(reasonsOf(decoded)).toEqual(golden.block_reasons);
  });

  test('nothing was forced, nothing lost', async () => {
    const { report, timelines } = await decoding;
    expect(report.error).toBeUndefined();
    expect(report.skipped).toEqual([]);
    expect(timelines[0]?.timeline.counts.forced).toBe(0);
    const { events, forced, generations, sweptBytes, reclaimedBytes, ...kinds } = timelines[0]?.timeline.counts ?? {};
    // Of v1 the golden counts what Go's conversion to v2 makes of it, not what is in the file.
    if (name !== 'go1.19-3s')
      expect({ events, kinds }).toEqual({ events: golden.events, kinds: golden.events_by_kind });
  });
});

describe('go1.24.mini', () => {
  const golden = json('go1.24.mini.exact.json.gz') as Record<string, never> & {
    goroutine_ns_in_state: Record<string, number>;
    mark_assists: number;
    mark_assist_ns: number;
    sweeps: number;
    sweep_ns: number;
    swept_bytes: number;
    reclaimed_bytes: number;
    first_event_ns: number;
    events: number;
    event_kinds: Record<string, number>;
    block_reasons: Record<string, { count: number; total_ns: number }>;
    log_categories: Record<string, number>;
  };
  const decoding = decodeWith(goTraceFormat, bytes('go1.24.mini.trace.gz'));

  test('every range in the clock of the host', async () => {
    const timeline = timelineOf(await decoding);
    const origin = Number(timeline.clock.origin);
    expect(origin).toBe(golden.first_event_ns);
    const rows = new TextDecoder()
      .decode(bytes('go1.24.mini.ranges.csv.gz'))
      .trim()
      .split('\n')
      .slice(1)
      .map((l) => l.split(','));
    const wanted = (type: string) =>
      rows
        .filter((r) => r[0] === type)
        .map((r) => ({ name: r[1] ?? '', start_ns: Number(r[2]) - origin, end_ns: Number(r[3]) - origin }));
    expect(gcOf(timeline)).toEqual(spans(wanted('gc')));
    expect(stwOf(timeline)).toEqual(stops(wanted('stw')));
  });

  test('assists, sweeps, times in states, tasks, regions, logs, samples', async () => {
    const decoded = await decoding;
    const timeline = timelineOf(decoded);
    expect(timeline.totals).toEqual([
      { name: 'mark assist', count: golden.mark_assists, ns: golden.mark_assist_ns },
      { name: 'sweep', count: golden.sweeps, ns: golden.sweep_ns },
    ]);
    const { events, forced, generations, sweptBytes, reclaimedBytes, ...kinds } = timeline.counts;
    expect({ sweptBytes, reclaimedBytes }).toEqual({
      sweptBytes: golden.swept_bytes,
      reclaimedBytes: golden.reclaimed_bytes,
    });
    expect({ events, kinds }).toEqual({ events: golden.events, kinds: golden.event_kinds });
    const sum = (column: Float64Array | undefined) => column?.reduce((a, b) => a + b, 0);
    const inState = timeline.goroutines?.inState ?? [];
    expect(sum(inState[0])).toBe(golden.goroutine_ns_in_state.Runnable);
    expect(sum(inState[2])).toBe(golden.goroutine_ns_in_state.Syscall);
    expect(timeline.spans.map((s) => [s.kind, s.length])).toEqual([
      ['task', 4],
      ['region', 676],
    ]);
    for (const s of timeline.spans)
      expect(Array.from(s.end).every((end, i) => end >= (s.begin[i] as number))).toBe(true);
    const categories: Record<string, number> = {};
    for (const id of timeline.logs?.category ?? []) {
      const name = stringAt(timeline.strings, id);
      categories[name] = (categories[name] ?? 0) + 1;
    }
    expect(categories).toEqual(golden.log_categories);
    const cpu = decoded.sources.find((s) => s.name === 'cpu')?.profile;
    expect(cpu?.samples.length).toBe(5);
    expect(cpu?.samples.time?.every((t) => t >= 0 && t <= timeline.durationNs)).toBe(true);
    expect(reasonsOf(decoded, 1)).toEqual(
      Object.fromEntries(Object.entries(golden.block_reasons).map(([k, v]) => [k, v.total_ns])),
    );
  });

  test('cgo calls know their thread and stack', async () => {
    const timeline = timelineOf(await decoding);
    const calls = timeline.cgoCalls;
    expect(calls?.threadIsTid).toBe(true);
    expect(calls?.length).toBe(43);
    const { stacks, strings } = timeline;
    for (let i = 0; i < (calls?.length ?? 0); i++) {
      const at = stacks?.offsets[calls?.stack[i] as number] as number;
      expect(stringAt(strings, stacks?.frame.func[stacks?.frames[at] as number] as number)).toMatch(/\._Cfunc_/);
      expect(calls?.end[i]).toBeGreaterThanOrEqual(calls?.begin[i] as number);
      expect(calls?.thread[i]).toBeGreaterThan(1);
    }
  });

  test('threads hold a P one span after the other, together never more than there are', async () => {
    const { running, durationNs, series } = timelineOf(await decoding);
    const ends = new Map<number, number>();
    let sum = 0;
    for (let i = 0; i < (running?.length ?? 0); i++) {
      const [thread, begin, end] = [running?.thread[i] ?? 0, running?.begin[i] ?? 0, running?.end[i] ?? 0];
      expect(begin).toBeGreaterThanOrEqual(ends.get(thread) ?? 0);
      expect(end).toBeGreaterThan(begin);
      ends.set(thread, end);
      sum += end - begin;
    }
    const procs = series.find((s) => s.name === 'GOMAXPROCS')?.max ?? 0;
    expect(ends.size).toBeGreaterThan(1);
    expect(sum).toBeLessThanOrEqual(procs * durationNs);
    expect(sum).toBeGreaterThan(0.2 * procs * durationNs);
  });

  test('small chunks give the same', async () => {
    const raw = bytes('go1.24.mini.trace.gz');
    expect(await decodeWith(goTraceFormat, raw, 7001)).toEqual(await decoding);
  });
});

describe.each(['go1.24.mini', 'go1.23-3s', 'go1.19-3s'])('%s cut', (name) => {
  const raw = bytes(`${name}.trace.gz`);

  test('at every hundredth: a report, and what is salvaged grows', async () => {
    let before = 0;
    for (let percent = 1; percent < 100; percent++) {
      const cut = raw.subarray(0, Math.floor((raw.length * percent) / 100));
      const { report, timelines } = await decodeWith(goTraceFormat, cut);
      expect(report.error, `${percent} %`).toBeDefined();
      const events = timelines[0]?.timeline.counts.events ?? 0;
      expect(events, `${percent} %`).toBeGreaterThanOrEqual(before);
      before = events;
    }
    expect(before).toBeGreaterThan(10_000);
  });

  test('or damaged: never a throw', async () => {
    const damage = fc.array(fc.tuple(fc.nat(raw.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const broken = raw.slice();
        for (const [at, value] of changes) broken[at] = value;
        await decodeWith(goTraceFormat, broken);
      }),
      { numRuns: 15 },
    );
  });
});

test('Go 1.25 and 1.26: clock and wall time in a batch of their own, an end after each generation', async () => {
  const old = bytes('go1.24.mini.trace.gz');
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);
  const seconds = 1_795_226_146;
  const payload = [
    50,
    8,
    ...varint(15_625_000),
    51,
    0,
    ...varint(2_606_724_500_000),
    ...varint(seconds),
    ...varint(123_456_789),
  ];
  const batch = [1, 1, ...varint(7), ...varint(40_730_067_337), ...varint(payload.length), ...payload];
  const raw = Uint8Array.from([...old, ...batch, 52]);
  raw.set(new TextEncoder().encode('go 1.26 trace'));
  const decoded = await decodeWith(goTraceFormat, raw);
  expect(decoded.report.error).toBeUndefined();
  expect(decoded.report.guesses.map((g) => g.key)).not.toContain('timeline.trace.newer');
  const timeline = timelineOf(decoded);
  expect(timeline.gc).toEqual(timelineOf(await decodeWith(goTraceFormat, old)).gc);
  expect(timeline.anchors).toMatchObject({ length: 1, kind: 'snapshot' });
  expect(timeline.anchors?.unixNs[0]).toBe(1_795_226_146_123_456_789n);
  expect(timeline.anchors?.time[0]).toBe(2_606_724_500_000 - Number(timeline.clock.origin));
});

test('a trace that is newer than known is read with a warning, one that is too old is named', async () => {
  const raw = bytes('go1.24.mini.trace.gz').slice();
  raw.set(new TextEncoder().encode('go 1.29 trace'));
  const newer = await decodeWith(goTraceFormat, raw);
  expect(newer.report.guesses.map((g) => g.key)).toContain('timeline.trace.newer');
  expect(timelineOf(newer).gc.length).toBe(23);
  const old = await decodeWith(goTraceFormat, 'go 1.5 trace\0\0\0\0');
  expect(old.report.error?.what.key).toBe('timeline.trace.older');
  const empty = await decodeWith(goTraceFormat, 'go 1.23 trace\0\0\0');
  expect(empty.report.error?.what.key).toBe('timeline.trace.empty');
});
