import { GrowableFloat64 } from '../../base/growable.ts';
import type { ClockKind, Timeline } from '../../model/timeline.ts';
import { makeTimeline, SeriesBuilder } from '../../model/timeline-builder.ts';
import { numberField, wordField } from './payload.ts';

/** Points of one kind of resident memory of one address space, in the order of the recording. */
export interface RssPoints {
  /** 'MM_ANONPAGES' … */
  readonly type: string;
  readonly space: number;
  readonly comm: string;
  /** ns on the clock of the recording. */
  readonly time: Float64Array;
  readonly bytes: Float64Array;
}

interface Growing extends Omit<RssPoints, 'time' | 'bytes'> {
  readonly time: GrowableFloat64;
  readonly bytes: GrowableFloat64;
}

/** More than so many curves say nothing: the longest are kept. */
const MAX_SERIES = 64;
const decoder = new TextDecoder();

/** Collects `kmem:rss_stat`: resident memory by kind over time. */
export class RssCurves {
  private readonly curves = new Map<string, Growing>();

  /** Takes a payload (`mm_id=… type=MM_ANONPAGES size=2408448B`) in bytes[from … to). */
  add(comm: string, time: number, bytes: Uint8Array, from: number, to: number): void {
    const size = numberField(bytes, from, to, 'size');
    if (Number.isNaN(size) || Number.isNaN(time)) return;
    const text = decoder.decode(bytes.subarray(from, to));
    const space = numberField(bytes, from, to, 'mm_id');
    this.push({ type: wordField(text, 'type') || wordField(text, 'member'), space, comm }, time, size);
  }

  append(all: readonly RssPoints[]): void {
    for (const points of all) {
      for (let i = 0; i < points.time.length; i++)
        this.push(points, points.time[i] as number, points.bytes[i] as number);
    }
  }

  take(): RssPoints[] {
    return [...this.curves.values()].map((c) => ({ ...c, time: c.time.take(), bytes: c.bytes.take() }));
  }

  private push({ type, space, comm }: Pick<RssPoints, 'type' | 'space' | 'comm'>, time: number, bytes: number): void {
    const key = `${space} ${type}`;
    let curve = this.curves.get(key);
    if (curve === undefined) {
      curve = { type, space, comm, time: new GrowableFloat64(64), bytes: new GrowableFloat64(64) };
      this.curves.set(key, curve);
    }
    curve.time.push(time);
    curve.bytes.push(bytes);
  }
}

/** perf counts in a clock of its own unless it was told otherwise. */
function clockOf(comments: readonly string[]): ClockKind {
  const asked = comments.map(
    (c) => /^cmdline:.*\s(?:-k ?|--clockid[ =])(?:CLOCK_)?(MONO\w*|REAL\w*)/i.exec(c)?.[1] ?? '',
  );
  if (asked.some((name) => /^mono(?:tonic)?$/i.test(name))) return 'monotonic';
  return asked.some((name) => /^real/i.test(name)) ? 'unix' : 'ticks';
}

/** The curves as a timeline; several address spaces are told apart by the name of the series. */
export function rssTimeline(all: readonly RssPoints[], comments: readonly string[]): Timeline {
  const several = new Set(all.map((c) => c.space)).size > 1;
  const kept = [...all].sort((a, b) => b.time.length - a.time.length).slice(0, MAX_SERIES);
  const origin = Math.min(...kept.map((c) => c.time[0] ?? 0));
  let end = origin;
  const series = kept.map(({ type, space, comm, time, bytes }) => {
    const curve = new SeriesBuilder(several ? `rss ${type} ${comm} ${space}` : `rss ${type}`, 'bytes');
    for (let i = 0; i < time.length; i++) {
      end = Math.max(end, time[i] as number);
      curve.push((time[i] as number) - origin, bytes[i] as number);
    }
    return curve.finish();
  });
  const clock = { kind: clockOf(comments), origin: BigInt(origin), resolutionNs: 1000, truncated: true } as const;
  return makeTimeline(clock, end - origin, {
    series,
    counts: { 'kmem:rss_stat': all.reduce((n, c) => n + c.time.length, 0) },
  });
}
