import { lastAtOrBefore } from '../../base/sorted.ts';
import type { ThreadRuns, Timeline } from '../../model/timeline.ts';
import type { ClockRelation } from './clock-relation.ts';

/** Samples of perf: times in ns on a clock that is not known, and threads of the system. */
export interface ThreadSamples {
  readonly time: Float64Array;
  readonly thread: Int32Array | null;
}

/** Why samples could not be placed. */
export type NoMatch = 'no threads' | 'no common threads' | 'too few samples' | 'no clear place';

/** perf's own clock is never further from CLOCK_MONOTONIC on a host that was not suspended for long. */
const REACH_NS = 2e8;
const COARSE_NS = 1e6;
const FINE_NS = 5e4;
const MAX_SAMPLES = 4000;
const MIN_SAMPLES = 30;
/** Standard errors by which the best place must stand out from the usual one. */
const CLEAR = 5;

/**
 * Finds how the clock of samples lies to that of a trace: a thread that is sampled is running, so the samples of each
 * thread must fall into the spans in which it held a P. Scans ±200 ms in steps of 1 ms, then of 50 µs; the error is half
 * the width of the places that fit equally well.
 */
export function matchThreads(timeline: Timeline, samples: ThreadSamples): ClockRelation | NoMatch {
  const { running, clock } = timeline;
  if (running === null || samples.thread === null) return 'no threads';
  const spans = spansByThread(running);
  const times = timesByThread(samples, clock.origin);
  const common = [...times.keys()].filter((thread) => spans.has(thread));
  if (common.length === 0) return 'no common threads';
  const score = scorer(
    common.map((thread) => ({ times: times.get(thread) as number[], spans: spans.get(thread) as Spans })),
    timeline.durationNs,
  );
  const coarse = scan(score, -REACH_NS, REACH_NS, COARSE_NS);
  const best = coarse.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.count < MIN_SAMPLES) return 'too few samples';
  const fine = scan(score, best.offset - 1.5 * COARSE_NS, best.offset + 1.5 * COARSE_NS, FINE_NS);
  const top = fine.reduce((a, b) => (b.share > a.share ? b : a));
  const usual = [...coarse].map((p) => p.share).sort((a, b) => a - b)[coarse.length >> 1] ?? 0;
  const noise = Math.sqrt(Math.max(usual * (1 - usual), 1 / top.count) / top.count);
  if (top.share - usual < CLEAR * noise) return 'no clear place';
  // A sample more or less is no difference.
  const equal = fine.filter((p) => p.share >= top.share - 1 / top.count);
  const low = Math.min(...equal.map((p) => p.offset));
  const high = Math.max(...equal.map((p) => p.offset));
  return {
    offsetNs: BigInt(Math.round((low + high) / 2)),
    errorNs: (high - low) / 2 + FINE_NS,
    method: 'correlation',
  };
}

/** As `matchThreads`; null when there is no match. */
export function matchSamples(timeline: Timeline, samples: ThreadSamples): ClockRelation | null {
  const found = matchThreads(timeline, samples);
  return typeof found === 'string' ? null : found;
}

interface Spans {
  readonly begin: number[];
  readonly end: number[];
}

function spansByThread({ length, thread, begin, end }: ThreadRuns): Map<number, Spans> {
  const spans = new Map<number, Spans>();
  for (let i = 0; i < length; i++) {
    const id = thread[i] as number;
    let own = spans.get(id);
    if (own === undefined) spans.set(id, (own = { begin: [], end: [] }));
    own.begin.push(begin[i] as number);
    own.end.push(end[i] as number);
  }
  return spans;
}

/** Times of the samples by thread, relative to the origin of the trace; of very many, evenly chosen ones. */
function timesByThread({ time, thread }: ThreadSamples, origin: bigint): Map<number, number[]> {
  const zero = Number(origin);
  const step = Math.max(1, Math.ceil(time.length / MAX_SAMPLES));
  const times = new Map<number, number[]>();
  for (let i = 0; i < time.length; i += step) {
    const t = time[i] as number;
    const id = thread?.[i] ?? -1;
    if (Number.isNaN(t) || id < 0) continue;
    const own = times.get(id);
    if (own === undefined) times.set(id, [t - zero]);
    else own.push(t - zero);
  }
  return times;
}

interface Place {
  readonly offset: number;
  /** Samples within the trace, and the share of them whose thread was running. */
  readonly count: number;
  readonly share: number;
}

type Score = (offset: number) => Place;

function scorer(threads: readonly { readonly times: number[]; readonly spans: Spans }[], durationNs: number): Score {
  return (offset) => {
    let count = 0;
    let inside = 0;
    for (const { times, spans } of threads) {
      for (const time of times) {
        const t = time + offset;
        if (t < 0 || t > durationNs) continue;
        count++;
        if (isRunning(spans, t)) inside++;
      }
    }
    // Where hardly any samples lie within the trace, chance decides.
    return { offset, count, share: count < MIN_SAMPLES ? 0 : inside / count };
  };
}

function scan(score: Score, from: number, to: number, step: number): Place[] {
  const places: Place[] = [];
  for (let offset = from; offset <= to; offset += step) places.push(score(offset));
  return places;
}

function isRunning({ begin, end }: Spans, t: number): boolean {
  const i = lastAtOrBefore(begin, t);
  return i >= 0 && (end[i] as number) >= t;
}
