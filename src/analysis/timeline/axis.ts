import { DEFAULT_LENS, type Lens } from '../../model/lens.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { AxisSource, Mark, Moment } from '../../model/timeline-answers.ts';
import { type ClockRelation, UNKNOWN_RELATION } from './clock-relation.ts';
import { captureError, referenceOf, relateClocks, wallOf } from './clocks.ts';
import type { PerfClock } from './perf-clock.ts';
import { matchSamples } from './thread-match.ts';

/** Samples with times of their own, such as those of perf. */
export interface TimedSamples {
  readonly key: string;
  readonly time: Float64Array;
  readonly thread: Int32Array | null;
  /** The clock that the recording says it used; null: perf's own. */
  readonly clock: PerfClock | null;
}

/** Everything that has times, on one axis whose zero is the first event of the reference. */
export interface Axis {
  readonly reference: string;
  readonly sources: readonly AxisSource[];
  readonly wall: { readonly unixNs: bigint; readonly errorNs: number } | null;
  readonly from: number;
  readonly to: number;
}

/** Manual offsets of a lens: what is added to a source's own clock to give that of the reference, ns. */
export function manualOffsets(lens: Pick<Lens, 'align'>): ReadonlyMap<string, bigint> {
  const offsets = new Map<string, bigint>();
  for (const entry of lens.align) {
    const at = entry.indexOf('=');
    const text = entry.slice(at + 1);
    if (at > 0 && /^-?\d{1,19}$/.test(text)) offsets.set(entry.slice(0, at), BigInt(text));
  }
  return offsets;
}

/** perf script prints µs unless told otherwise. */
const PERF_STEP_NS = 1000;

/** The file part of a source's key: profiles of a trace count from the trace's first event. */
const fileOf = (key: string): string => key.slice(0, key.lastIndexOf('.'));

export function buildAxis(
  timelines: ReadonlyMap<string, Timeline>,
  samples: readonly TimedSamples[],
  lens: Pick<Lens, 'timelines' | 'align'> = DEFAULT_LENS,
): Axis {
  const named = [...timelines.keys()].filter((key) => lens.timelines.includes(key));
  const keys = named.length > 0 ? named : [...timelines.keys()];
  const tables = keys.map((key) => timelines.get(key) as Timeline);
  const at = referenceOf(tables);
  const base = tables[at];
  const manual = manualOffsets(lens);
  const sources: AxisSource[] = [];
  if (base !== undefined) {
    const offsets = new Map<number, bigint>();
    keys.forEach((key, i) => {
      const offset = manual.get(key);
      if (offset !== undefined) offsets.set(i, offset);
    });
    relateClocks(tables, at, offsets).forEach((found, i) => {
      const table = tables[i] as Timeline;
      sources.push(
        timelineOnAxis(keys[i] as string, table, base, offsets.has(i) ? found : exactWall(table, base, found)),
      );
    });
  }
  const first = samples.find((s) => s.time.length > 0);
  // Without a timeline the samples themselves are the reference.
  const zero =
    base === undefined ? BigInt(Math.floor(first === undefined ? 0 : endsOf(first.time)[0])) : base.clock.origin;
  for (const s of samples) {
    const owner = timelines.get(`${fileOf(s.key)}.t0`);
    const own = sources.find((x) => x.key === `${fileOf(s.key)}.t0`);
    if (owner !== undefined) {
      // On the clock of its own trace, wherever that lies.
      const shift = own?.shift ?? null;
      sources.push({
        ...span(s, shift),
        offset: null,
        clock: owner.clock.kind,
        errorNs: own?.errorNs ?? 0,
        method: 'same clock',
      });
      continue;
    }
    const relation = byHand(manual, s.key, relateSamples(s, base, s === first));
    const shift = relation.offsetNs === null ? null : Number(relation.offsetNs - zero);
    const { errorNs, method } = relation;
    const drawn = span(s, shift);
    const offset = String(relation.offsetNs ?? zero + BigInt(Math.round(drawn.drawnShift)));
    sources.push({ ...drawn, offset, clock: s.clock === 'monotonic' ? 'monotonic' : 'perf', errorNs, method });
  }
  const reference = base === undefined ? (first?.key ?? '') : (keys[at] as string);
  const { from, to } = extentOf(sources);
  return { reference, sources, wall: wallOfAxis(sources, timelines), from, to };
}

/** Pauses that two dumps tell in wall time are exact, whenever the dumps were taken. */
function exactWall(own: Timeline, base: Timeline, found: ClockRelation): ClockRelation {
  const both = own.clock.kind === 'unix' && base.clock.kind === 'unix' && own.gc.length > 0;
  return both && found.method !== 'reference' ? { offsetNs: 0n, errorNs: 1, method: 'same clock' } : found;
}

function byHand(manual: ReadonlyMap<string, bigint>, key: string | undefined, found: ClockRelation): ClockRelation {
  const offsetNs = manual.get(key ?? '');
  return offsetNs === undefined ? found : { offsetNs, errorNs: Number.NaN, method: 'manual' };
}

function relateSamples(samples: TimedSamples, base: Timeline | undefined, first: boolean): ClockRelation {
  if (base === undefined) return { offsetNs: 0n, errorNs: 0, method: first ? 'reference' : 'same clock' };
  if (base.clock.kind !== 'monotonic') return UNKNOWN_RELATION;
  if (samples.clock === 'monotonic') return { offsetNs: 0n, errorNs: PERF_STEP_NS, method: 'same clock' };
  return matchSamples(base, samples) ?? UNKNOWN_RELATION;
}

function timelineOnAxis(
  key: string,
  { clock, durationNs, captures }: Timeline,
  base: Timeline,
  r: ClockRelation,
): AxisSource {
  const shift = r.offsetNs === null ? null : Number(clock.origin + r.offsetNs - base.clock.origin);
  const begin = shift ?? 0;
  return {
    key,
    kind: 'timeline',
    clock: clock.kind,
    shift,
    drawnShift: begin,
    offset: String(r.offsetNs ?? base.clock.origin - clock.origin),
    errorNs: r.errorNs,
    method: r.method,
    ...(captures === null || captures.method === 'stated'
      ? {}
      : { captured: { by: captures.method, errorNs: captureError(captures) } }),
    begin,
    end: begin + durationNs,
  };
}

function span(s: TimedSamples, shift: number | null): Omit<AxisSource, 'clock' | 'errorNs' | 'method' | 'offset'> {
  const [low, high] = endsOf(s.time);
  const begin = shift === null ? 0 : low + shift;
  return { key: s.key, kind: 'samples', shift, drawnShift: begin - low, begin, end: begin + high - low };
}

/** First and last of times in any order, without those that are not known. */
function endsOf(time: Float64Array): readonly [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const t of time) {
    if (t < low) low = t;
    if (t > high) high = t;
  }
  return low <= high ? [low, high] : [0, 0];
}

function extentOf(sources: readonly AxisSource[]): { from: number; to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const s of sources) {
    from = Math.min(from, s.begin);
    to = Math.max(to, s.end);
  }
  if (!Number.isFinite(from)) return { from: 0, to: 1 };
  return { from, to: to > from ? to : from + 1 };
}

/** Wall time of the axis's zero, by the source that knows it best. */
function wallOfAxis(sources: readonly AxisSource[], timelines: ReadonlyMap<string, Timeline>): Axis['wall'] {
  let best: Axis['wall'] = null;
  for (const { key, shift, errorNs } of sources) {
    const timeline = timelines.get(key);
    const wall = timeline === undefined || shift === null ? null : wallOf(timeline);
    if (timeline === undefined || wall === null || shift === null) continue;
    // wall = unix − own clock; own clock at the axis's zero is origin − shift.
    const unixNs = wall.wall + timeline.clock.origin - BigInt(Math.round(shift));
    // A source that counts in wall time is as far off as its place on the axis; when its dumps were taken is another matter.
    const own = timeline.clock.kind === 'unix' ? timeline.clock.resolutionNs : wall.errorNs;
    const error = own + (Number.isNaN(errorNs) ? 0 : errorNs);
    if (best === null || error < best.errorNs) best = { unixNs, errorNs: error };
  }
  return best;
}

/** Marks of all moments that have a place; keys of the others. */
export function placeMoments(
  axis: Axis,
  moments: readonly Moment[],
  manual: ReadonlyMap<string, bigint>,
  timelines: ReadonlyMap<string, Timeline>,
): { marks: Mark[]; unplaced: string[] } {
  const marks: Mark[] = [];
  const unplaced: string[] = [];
  for (const m of moments) {
    const nanos = BigInt(m.timeNanos);
    // A manual offset of a moment is relative to the wall clock of the axis, if that has one, else to its zero.
    const byHandNs = manual.get(m.key);
    const wall = byHandNs === undefined ? axis.wall : { unixNs: -byHandNs, errorNs: Number.NaN };
    if (nanos === 0n || wall === null) {
      unplaced.push(m.key);
      continue;
    }
    const time = Number(nanos - wall.unixNs);
    const length = m.kind === 'cpu' ? Number(BigInt(m.durationNanos)) : 0;
    const shown = m.lastGc === '' ? null : Number(BigInt(m.lastGc) - wall.unixNs);
    const begin = m.kind === 'heap' ? (shown ?? lastGcBefore(axis, timelines, time) ?? time) : time;
    // A report that prints whole seconds was written within that second.
    const quantum = nanos % 1_000_000_000n === 0n ? 1e9 : 0;
    marks.push({ key: m.key, kind: m.kind, begin, end: time + length, errorNs: wall.errorNs + quantum });
  }
  marks.sort((a, b) => a.end - b.end);
  return { marks, unplaced };
}

const LONGEST_PERIOD_NS = 125e9;

/** End of the last GC cycle before a time, over all timelines that are placed; null where none is known. */
function lastGcBefore(axis: Axis, timelines: ReadonlyMap<string, Timeline>, time: number): number | null {
  let last: number | null = null;
  for (const { key, shift } of axis.sources) {
    const gc = timelines.get(key)?.gc;
    if (gc === undefined || shift === null) continue;
    for (const end of gc.end) if (end + shift <= time && (last === null || end + shift > last)) last = end + shift;
  }
  // The runtime collects every two minutes: after that there was another one, which no source tells.
  return last !== null && time - last <= LONGEST_PERIOD_NS ? last : null;
}
