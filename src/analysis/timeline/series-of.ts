import type { Timeline } from '../../model/timeline.ts';
import type { Points } from './trend.ts';

/** A timeline and what is added to its times (ns) to place them on the common axis. */
export interface Shifted {
  readonly timeline: Timeline;
  readonly shift: number;
}

/** Points of one quantity from many dumps, in order of time on the common axis. */
export interface MergedSeries extends Points {
  readonly name: string;
  readonly unit: string;
  /** Index of the timeline that each point is of. */
  readonly source: Int32Array;
  /** Bounds of the time of each point; NaN where there is none. */
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
}

interface Row {
  readonly time: number;
  readonly value: number;
  readonly source: number;
  readonly earliest: number;
  readonly latest: number;
}

/**
 * Dumps that each tell one moment (MemStats, /debug/vars, status …) make one series per quantity: a file an hour is a
 * curve. Timelines that are no dumps are left alone.
 */
export function seriesOf(timelines: readonly Shifted[]): MergedSeries[] {
  const rows = new Map<string, { readonly name: string; readonly unit: string; readonly list: Row[] }>();
  timelines.forEach(({ timeline, shift }, source) => {
    const { captures } = timeline;
    if (captures === null) return;
    const stated = captures.method === 'stated';
    const bounds = new Map<number, number>();
    for (let i = 0; !stated && i < captures.length; i++) bounds.set(captures.time[i] as number, i);
    for (const { name, unit, time, value } of timeline.series) {
      const key = `${unit} ${name}`;
      let own = rows.get(key);
      if (own === undefined) rows.set(key, (own = { name, unit, list: [] }));
      for (let i = 0; i < time.length; i++) {
        const t = time[i] as number;
        const at = bounds.get(t);
        own.list.push({
          time: t + shift,
          value: value[i] as number,
          source,
          earliest: shift + (stated ? t : at === undefined ? Number.NaN : (captures.earliest[at] as number)),
          latest: shift + (stated ? t : at === undefined ? Number.NaN : (captures.latest[at] as number)),
        });
      }
    }
  });
  return [...rows.values()].map(({ name, unit, list }) => {
    list.sort((a, b) => a.time - b.time || a.source - b.source);
    return {
      name,
      unit,
      time: Float64Array.from(list, (r) => r.time),
      value: Float64Array.from(list, (r) => r.value),
      source: Int32Array.from(list, (r) => r.source),
      earliest: Float64Array.from(list, (r) => r.earliest),
      latest: Float64Array.from(list, (r) => r.latest),
    };
  });
}
