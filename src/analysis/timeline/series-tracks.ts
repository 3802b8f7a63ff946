import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import type { LayerRole, TrackKind, TrendLine } from '../../model/timeline-answers.ts';
import { seriesRows } from './gc-tracks.ts';
import { NATIVE } from './merge-dumps.ts';
import { type Line, line, lineTrack, type Track } from './track.ts';
import { isJudgeable } from './trend.ts';
import { isSpread, trendLine } from './trend-line.ts';

/** Parts of RSS from the ground up: what is shared with files lies below what the process made itself. */
const RSS_PARTS = ['RssFile', 'RssShmem', 'RssAnon'] as const;
const RSS_TOTALS = ['VmRSS', 'RSS', 'Rss', 'rss', 'process_resident_memory_bytes'] as const;
/** What else is memory of the process, most telling first. */
const MEMORY = [
  'Go retained',
  NATIVE,
  'HeapAlloc',
  'NextGC',
  'Go in use',
  'Sys',
  'HeapSys',
  'HeapInuse',
  'HeapReleased',
  'StackInuse',
  'VmSwap',
  'MaxRSS',
];
/** Series that other tracks draw. */
const ELSEWHERE = new Set([
  'HeapAlloc',
  'HeapGoal',
  'NextGC',
  'live heap',
  'heap goal',
  'heap at trigger',
  'GOMAXPROCS',
]);
const MOST_LINES = 6;

export function seriesTracks(timeline: Timeline): Track[] {
  const { captures, series } = timeline;
  // Of a dump of one moment there is nothing to draw; of dumps the heap is no sawtooth that another track shows.
  if (captures !== null && captures.length < 2) return [];
  const left = series.filter((s) => s.n > 0 && (captures !== null || !ELSEWHERE.has(s.name)));
  const tracks: Track[] = [];
  const take = (names: readonly string[]): TimeSeries[] => {
    const found = names.flatMap((name) => left.filter((s) => s.name === name));
    for (const s of found) left.splice(left.indexOf(s), 1);
    return found;
  };
  const goroutines = take(['goroutines']);
  const states = take(left.map((s) => s.name).filter((name) => name.startsWith('goroutines ')));
  if (goroutines.length + states.length > 0) tracks.push(goroutineTrack(goroutines, states));
  const parts = take(RSS_PARTS);
  const totals = take(RSS_TOTALS);
  if (parts.length + totals.length > 0) tracks.push(rssTrack(parts, totals, captures));
  const memory = take(MEMORY).filter((s) => s.unit === 'bytes');
  if (memory.length > 0) tracks.push(plain('memory', memory, captures));
  const units = [...new Set(left.map((s) => s.unit))];
  for (const unit of units)
    tracks.push(
      plain(
        'series',
        left.filter((s) => s.unit === unit),
        captures,
      ),
    );
  return tracks;
}

function points(role: LayerRole, s: TimeSeries): Line {
  return line(role, s.name, s.time, s.value);
}

function track(
  kind: TrackKind,
  lines: readonly Line[],
  series: readonly TimeSeries[],
  trend: TrendLine | null = null,
): Track {
  const length = series.reduce((n, s) => n + s.time.length, 0);
  return lineTrack({ kind, unit: series[0]?.unit ?? '', trend }, lines, () => seriesRows(series), length);
}

/** Lines of one unit; the first is drawn as the chief one. */
function plain(kind: TrackKind, series: readonly TimeSeries[], captures: Timeline['captures']): Track {
  const [chief] = series;
  const judged = chief !== undefined && isJudgeable(chief) && isSpread(chief, captures);
  const trend = judged ? trendLine(chief) : null;
  const shown = series.slice(0, MOST_LINES);
  return track(
    kind,
    [...shown.slice(1).map((s) => points('line', s)), ...shown.slice(0, 1).map((s) => points('live', s))],
    series,
    trend,
  );
}

function goroutineTrack(all: readonly TimeSeries[], states: readonly TimeSeries[]): Track {
  const lines = states.map((s) =>
    line(s.name.endsWith(' waiting') ? 'live' : 'line', s.name.replace(/^goroutines /, ''), s.time, s.value),
  );
  // Without states the number itself is the picture.
  const whole = all.map((s) => points(states.length === 0 ? 'live' : 'total', s));
  const waiting = lines.filter((l) => l.info.role === 'live');
  return track(
    'goroutines',
    [...waiting, ...lines.filter((l) => l.info.role !== 'live'), ...whole],
    [...all, ...states],
  );
}

/** Parts stacked upon each other where they were read together, the total as a line. */
function rssTrack(parts: readonly TimeSeries[], totals: readonly TimeSeries[], captures: Timeline['captures']): Track {
  const [first] = parts;
  const [total] = totals;
  const together = first !== undefined && parts.every((s) => s.time.length === first.time.length);
  const lines: Line[] = [];
  let below: Float64Array | null = null;
  for (const part of parts) {
    const under: Float64Array | null = below;
    const top: Float64Array =
      under === null || !together ? part.value : part.value.map((v, i) => v + (under[i] as number));
    lines.push(line(together ? 'stack' : 'line', part.name, part.time, top));
    below = top;
  }
  return track(
    'memory',
    [...lines, ...totals.map((s) => points(parts.length === 0 ? 'live' : 'total', s))],
    [...parts, ...totals],
    total === undefined || !isSpread(total, captures) ? null : trendLine(total),
  );
}
