import { stringAt } from '../../model/strings.ts';
import type { CgoCalls, Goroutines, Timeline, UserSpans } from '../../model/timeline.ts';
import type { LayerPicture } from '../../model/timeline-answers.ts';
import { seriesOf } from './gc-tracks.ts';
import { lowerBound } from './pyramid.ts';
import {
  type Line,
  lazyLine,
  line,
  lineTrack,
  openSpans,
  sampleRanges,
  type Track,
  type TrackRows,
  timeColumn,
} from './track.ts';

const MOST_SITES = 5;
const MOST_LANES = 8;

export function spanTracks(timeline: Timeline): Track[] {
  const { goroutines, cgoCalls, spans } = timeline;
  const tracks: Track[] = [];
  if (goroutines !== null && goroutines.length > 0) tracks.push(siteTrack(timeline, goroutines));
  if (cgoCalls !== null && cgoCalls.length > 0) tracks.push(cgoTrack(timeline, cgoCalls));
  const procs = procsTrack(timeline);
  if (procs !== null) tracks.push(procs);
  for (const s of spans) if (s.length > 0) tracks.push(userTrack(timeline, s));
  return tracks;
}

/** Goroutines alive by the function they started with: the most numerous, the rest together. */
function siteTrack({ strings }: Timeline, g: Goroutines): Track {
  const count = new Map<number, number>();
  for (const start of g.start) count.set(start, (count.get(start) ?? 0) + 1);
  const rank = [...count].sort((a, b) => b[1] - a[1]).map(([start]) => start);
  const top = rank.slice(0, rank.length > MOST_SITES + 1 ? MOST_SITES : rank.length);
  const groups = [...top.map((start) => [start]), rank.slice(top.length)].filter((list) => list.length > 0);
  const lines = groups.map((starts, k): Line => {
    const own = new Set(starts);
    const rows = Int32Array.from({ length: g.length }, (_, i) => i).filter((i) => own.has(g.start[i] as number));
    // Those that were there before count from the first event on.
    const begins = Float64Array.from(rows, (i) =>
      Number.isNaN(g.created[i] as number) ? 0 : (g.created[i] as number),
    );
    const ends = Float64Array.from(rows, (i) => g.ended[i] as number);
    const { time, value } = openSpans(begins, ends);
    const name = starts.length > 1 && k >= top.length ? `+${starts.length}` : stringAt(strings, starts[0] as number);
    return line('line', name === '' ? '?' : name, time, value);
  });
  const words = rank.map((start) => stringAt(strings, start));
  const place = new Map(rank.map((start, i) => [start, i]));
  const rows = (): TrackRows => {
    const time = g.created.map((t) => (Number.isNaN(t) ? 0 : t));
    const start = Float64Array.from(g.start, (s) => place.get(s) ?? 0);
    const columns = [
      timeColumn('created', g.created),
      timeColumn('ended', g.ended),
      { name: 'id', unit: 'id', values: g.id, words: null },
      { name: 'start', unit: '', values: start, words },
      ...g.inState.map((values, s) => ({
        name: ['runnable', 'running', 'syscall', 'waiting'][s] ?? '',
        unit: 'nanoseconds',
        values,
        words: null,
      })),
    ];
    return { length: g.length, time, columns };
  };
  return lineTrack({ kind: 'sites', unit: 'count', figures: { seen: g.length } }, lines, rows, g.length);
}

function cgoTrack({ strings, stacks }: Timeline, c: CgoCalls): Track {
  const rows = (): TrackRows => {
    const names: string[] = [];
    const ids = new Map<number, number>();
    const callee = Float64Array.from(c.stack, (stack) => {
      const frame = stacks === null || stack < 0 ? -1 : (stacks.frames[stacks.offsets[stack] as number] as number);
      const func = frame < 0 ? 0 : (stacks?.frame.func[frame] ?? 0);
      let id = ids.get(func);
      if (id === undefined) ids.set(func, (id = names.push(stringAt(strings, func)) - 1));
      return id;
    });
    return {
      length: c.length,
      time: c.begin,
      columns: [
        timeColumn('begin', c.begin),
        { name: 'duration', unit: 'nanoseconds', values: c.end.map((t, i) => t - (c.begin[i] as number)), words: null },
        { name: 'function', unit: '', values: callee, words: names },
        { name: c.threadIsTid ? 'tid' : 'thread', unit: 'id', values: Float64Array.from(c.thread), words: null },
        { name: 'goroutine', unit: 'id', values: c.goroutine, words: null },
      ],
    };
  };
  return lineTrack(
    { kind: 'cgo', unit: 'count', figures: { calls: c.length } },
    [lazyLine('live', '', () => openSpans(c.begin, c.end))],
    rows,
    c.length,
  );
}

/** Ps at work and how many there may be. */
function procsTrack(timeline: Timeline): Track | null {
  const limit = seriesOf(timeline, 'GOMAXPROCS');
  const { running, durationNs } = timeline;
  const lines: Line[] = [];
  if (running !== null && running.length > 0) {
    const { time, value } = openSpans(running.begin, running.end);
    lines.push(line('live', 'running', time, value));
  }
  if (limit !== undefined) {
    // It holds until the end.
    const time = Float64Array.from([...limit.time, durationNs]);
    lines.push(line('total', limit.name, time, Float64Array.from([...limit.value, limit.last])));
  }
  if (running === null || running.length === 0) return null;
  const rows = (): TrackRows => ({
    length: running.length,
    time: running.begin,
    columns: [
      timeColumn('begin', running.begin),
      timeColumn('end', running.end),
      { name: 'thread', unit: 'id', values: Float64Array.from(running.thread), words: null },
    ],
  });
  const figures = { threads: new Set(running.thread).size };
  return lineTrack({ kind: 'procs', unit: 'count', figures }, lines, rows, running.length);
}

/** Tasks or regions that the program marked itself, a lane for each name. */
function userTrack({ strings, logs, durationNs }: Timeline, s: UserSpans): Track {
  const count = new Map<number, number>();
  for (const name of s.name) count.set(name, (count.get(name) ?? 0) + 1);
  const names = [...count].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const lanes = names.slice(0, MOST_LANES);
  const byLane = lanes.map((name) => {
    const rows = Int32Array.from({ length: s.length }, (_, i) => i)
      .filter((i) => s.name[i] === name)
      .sort((a, b) => (s.begin[a] as number) - (s.begin[b] as number));
    const begin = Float64Array.from(rows, (i) => s.begin[i] as number);
    const end = Float64Array.from(rows, (i) => (Number.isNaN(s.end[i] as number) ? durationNs : (s.end[i] as number)));
    const longest = begin.reduce((most, t, i) => Math.max(most, (end[i] as number) - t), 0);
    return { rows, begin, end, longest };
  });
  const notes = s.kind === 'task' && logs !== null ? logs.time : new Float64Array(0);
  const info: Track['info'] = {
    kind: 'spans',
    scale: 'lanes',
    unit: '',
    layers: [{ role: 'span', name: s.kind }],
    lanes: lanes.map((name) => stringAt(strings, name)),
    rows: s.length,
    figures: { [s.kind]: s.length, logs: notes.length },
    bound: null,
    trend: null,
  };
  return {
    info,
    isolated: 0,
    heavy: false,
    picture(from, to, width) {
      const into = { begin: [] as number[], end: [] as number[], row: [] as number[] };
      const lane: number[] = [];
      byLane.forEach(({ rows, begin, end, longest }, k) => {
        sampleRanges(begin, end, rows, { from, to, width }, longest, into);
        while (lane.length < into.begin.length) lane.push(k);
      });
      const ranges: LayerPicture = {
        kind: 'ranges',
        begin: Float64Array.from(into.begin),
        end: Float64Array.from(into.end),
        lane: Int32Array.from(lane),
        row: Int32Array.from(into.row),
      };
      return { layers: [ranges], min: 0, max: lanes.length };
    },
    table: () => ({
      length: s.length,
      time: s.begin,
      columns: [
        timeColumn('begin', s.begin),
        { name: 'duration', unit: 'nanoseconds', values: s.end.map((t, i) => t - (s.begin[i] as number)), words: null },
        {
          name: s.kind,
          unit: '',
          values: Float64Array.from(s.name, (n) => names.indexOf(n)),
          words: names.map((n) => stringAt(strings, n)),
        },
        { name: 'goroutine', unit: 'id', values: s.goroutine, words: null },
      ],
    }),
  };
}

const MOST_THREADS = 12;

/** Samples per thread and pixel. */
export function threadTrack(time: Float64Array, thread: Int32Array | null): Track {
  const order = Int32Array.from({ length: time.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(time[i] as number))
    .sort((a, b) => (time[a] as number) - (time[b] as number));
  const byThread = new Map<number, number>();
  for (const i of order) {
    const tid = thread === null ? -1 : (thread[i] as number);
    byThread.set(tid, (byThread.get(tid) ?? 0) + 1);
  }
  const tids = [...byThread].sort((a, b) => b[1] - a[1]).map(([tid]) => tid);
  const shown = tids.slice(0, MOST_THREADS);
  const times = shown.map((tid) =>
    Float64Array.from(
      order.filter((i) => thread === null || thread[i] === tid),
      (i) => time[i] as number,
    ),
  );
  const info: Track['info'] = {
    kind: 'threads',
    scale: 'lanes',
    unit: 'count',
    layers: [{ role: 'heat', name: '' }],
    lanes: shown.map((tid) => (tid < 0 ? '' : String(tid))),
    rows: order.length,
    figures: { samples: order.length, threads: tids.length },
    bound: null,
    trend: null,
  };
  const sorted = Float64Array.from(order, (i) => time[i] as number);
  return {
    info,
    isolated: 0,
    heavy: false,
    picture(from, to, width) {
      const columns = Math.max(1, Math.round(width / 3));
      const cells = new Float32Array(columns * shown.length);
      const step = (to - from) / columns;
      let max = 0;
      times.forEach((own, lane) => {
        let i = lowerBound(own, from);
        const end = lowerBound(own, to);
        while (i < end) {
          const column = Math.min(columns - 1, Math.floor(((own[i] as number) - from) / step));
          const next = Math.min(end, Math.max(i + 1, lowerBound(own, from + (column + 1) * step)));
          cells[lane * columns + column] = (cells[lane * columns + column] as number) + next - i;
          max = Math.max(max, cells[lane * columns + column] as number);
          i = next;
        }
      });
      return { layers: [{ kind: 'heat', from, to, columns, cells }], min: 0, max };
    },
    table: () => ({
      length: sorted.length,
      time: sorted,
      columns: [
        timeColumn('time', sorted),
        {
          name: 'tid',
          unit: 'id',
          values: Float64Array.from(order, (i) => (thread === null ? Number.NaN : (thread[i] as number))),
          words: null,
        },
      ],
    }),
  };
}
