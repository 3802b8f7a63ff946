import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import { nativeEstimate } from './layers.ts';
import { APART_NS } from './merge-dumps.ts';
import { lowerBound } from './pyramid.ts';
import { type Line, line, lineTrack, type Track, type TrackRows, timeColumn } from './track.ts';
import { isSpread, trendLine } from './trend-line.ts';

/**
 * The resident memory from the ground up: files, what Go holds, and the rest, which is C. Go's part is an estimate: what it
 * reserved need not be resident, so that only the slopes mean something. Null without RSS or without Go's figures.
 */
export function layerTrack({ series, captures }: Timeline): Track | null {
  const named = (name: string) => series.find((s) => s.name === name);
  const rss = named('VmRSS');
  const go = named('Go retained');
  const anon = named('RssAnon');
  if (rss === undefined || go === undefined) return null;
  const native = nativeEstimate(anon ?? rss, go, APART_NS);
  if (native === null || native.time.length < 2) return null;
  const files = native.time.map((t) => (anon === undefined ? 0 : at(rss, t) - at(anon, t)));
  // Below zero the level of Go was too high: what is left of it moves up, so that its growth is seen.
  const floor = native.value.reduce((least, v) => Math.min(least, v), 0);
  const c = native.value.map((v) => v - floor);
  const held = native.time.map((t, i) => Math.max(0, at(rss, t) - (files[i] as number) - (c[i] as number)));
  const goTop = held.map((v, i) => v + (files[i] as number));
  const top = goTop.map((v, i) => v + (c[i] as number));
  const lines: Line[] = [
    line('stack', 'files', native.time, files),
    line('stack', 'Go', native.time, goTop),
    line('stack', 'C', native.time, top),
    line('total', 'RSS', rss.time, rss.value),
  ];
  const columns = [
    timeColumn('time', native.time),
    { name: 'files', unit: 'bytes', values: files, words: null },
    { name: 'Go', unit: 'bytes', values: held, words: null },
    { name: 'C', unit: 'bytes', values: native.value, words: null },
    { name: 'RSS', unit: 'bytes', values: native.time.map((t) => at(rss, t)), words: null },
  ];
  const rows = (): TrackRows => ({ length: native.time.length, time: native.time, columns });
  return lineTrack(
    { kind: 'layers', unit: 'bytes', trend: isSpread(rss, captures) ? trendLine(rss) : null },
    lines,
    rows,
    native.time.length,
  );
}

/** The newest value at a time, the first before that. */
function at({ time, value }: TimeSeries, t: number): number {
  const next = lowerBound(time, t);
  return value[Math.max(0, time[next] === t ? next : next - 1)] as number;
}
