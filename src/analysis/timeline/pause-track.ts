import { stringAt } from '../../model/strings.ts';
import type { GcCycles, Timeline } from '../../model/timeline.ts';
import type { LayerPicture, TrackColumn } from '../../model/timeline-answers.ts';
import { drawableRows, lowerBound, Pyramid } from './pyramid.ts';
import { knownColumns, sampleBars, sampleRanges, type Track, type TrackRows, timeColumn } from './track.ts';

const SWEEP = 'GC sweep termination';
const MARK = 'GC mark termination';

/** Every pause: one a cycle, the sum of its stops, and one for each other stop of the world. In order of time. */
export interface Pauses {
  readonly time: Float64Array;
  readonly end: Float64Array;
  readonly ns: Float64Array;
  readonly sweepTerm: Float64Array;
  readonly markTerm: Float64Array;
  /** Row of the GC table, -1 for other stops. */
  readonly cycle: Int32Array;
  readonly kind: Int32Array;
  readonly kinds: readonly string[];
  readonly forced: Uint8Array;
}

/** The GC cycle that a stop of the world belongs to: the last that began before it; -1 for none. */
function cycleAt(begins: Float64Array, t: number): number {
  const after = lowerBound(begins, t);
  return begins[after] === t ? after : after - 1;
}

export function pausesOf({ gc, stw, strings }: Timeline): Pauses {
  const sweepTerm = new Float64Array(gc.length);
  const markTerm = new Float64Array(gc.length);
  const first = new Float64Array(gc.length).fill(Number.NaN);
  const last = new Float64Array(gc.length).fill(Number.NaN);
  const names = new Map<number, string>();
  const others: number[] = [];
  const sorted = gc.begin.every((t, i) => i === 0 || t >= (gc.begin[i - 1] as number));
  for (let i = 0; i < stw.length; i++) {
    const kind = stw.kind[i] as number;
    let name = names.get(kind);
    if (name === undefined) names.set(kind, (name = stringAt(strings, kind)));
    const begin = stw.begin[i] as number;
    const c = sorted && (name === SWEEP || name === MARK) ? cycleAt(gc.begin, begin) : -1;
    if (c < 0) {
      others.push(i);
      continue;
    }
    const ns = (stw.end[i] as number) - begin;
    const sum = name === SWEEP ? sweepTerm : markTerm;
    sum[c] = (sum[c] as number) + ns;
    if (Number.isNaN(first[c] as number)) first[c] = begin;
    last[c] = stw.end[i] as number;
  }
  const kinds = ['GC'];
  const kindId = new Map<number, number>();
  const all: { t: number; c: number; s: number }[] = [];
  for (let c = 0; c < gc.length; c++)
    if (!Number.isNaN(first[c] as number)) all.push({ t: first[c] as number, c, s: -1 });
  for (const s of others) all.push({ t: stw.begin[s] as number, c: -1, s });
  all.sort((a, b) => a.t - b.t);
  const of = (column: Float64Array, c: number, other: number) => (c < 0 ? other : (column[c] as number));
  return {
    time: Float64Array.from(all, (x) => x.t),
    end: Float64Array.from(all, ({ c, s }) => of(last, c, stw.end[s] as number)),
    ns: Float64Array.from(all, ({ c, s }) =>
      c < 0 ? (stw.end[s] as number) - (stw.begin[s] as number) : (sweepTerm[c] as number) + (markTerm[c] as number),
    ),
    sweepTerm: Float64Array.from(all, ({ c }) => of(sweepTerm, c, Number.NaN)),
    markTerm: Float64Array.from(all, ({ c }) => of(markTerm, c, Number.NaN)),
    cycle: Int32Array.from(all, (x) => x.c),
    kind: Int32Array.from(all, ({ s }) => {
      if (s < 0) return 0;
      const kind = stw.kind[s] as number;
      let id = kindId.get(kind);
      if (id === undefined) kindId.set(kind, (id = kinds.push(names.get(kind) ?? '') - 1));
      return id;
    }),
    kinds,
    forced: Uint8Array.from(all, ({ c }) => (c >= 0 && gc.forced[c] === 1 ? 1 : 0)),
  };
}

/** Cycles of the garbage collector with their pauses, and all other stops of the world. */
export function pauseTrack(timeline: Timeline): Track | null {
  const { gc, stw } = timeline;
  if (gc.length === 0 && stw.length === 0) return null;
  const pauses = pausesOf(timeline);
  const { rows, isolated } = drawableRows(pauses.time);
  const good = rows ?? Int32Array.from(pauses.time, (_, i) => i);
  const choose = (test: (i: number) => boolean) => {
    const of = good.filter(test);
    const pick = (column: Float64Array) => Float64Array.from(of, (i) => column[i] as number);
    return { points: new Pyramid(pick(pauses.time), pick(pauses.ns)), row: of };
  };
  // Dumps tell one pause per cycle, without the cycle itself.
  const ofGc = (i: number) => (pauses.kinds[pauses.kind[i] as number] ?? '').startsWith('GC');
  const layers = [
    choose((i) => pauses.forced[i] === 0 && ofGc(i)),
    choose((i) => pauses.forced[i] === 1),
    choose((i) => !ofGc(i)),
  ];
  const rowOfCycle = new Int32Array(gc.length).fill(-1);
  pauses.cycle.forEach((c, i) => {
    if (c >= 0) rowOfCycle[c] = i;
  });
  const longest = gc.begin.reduce((most, t, i) => Math.max(most, (gc.end[i] as number) - t || 0), 0);
  const known = pauses.ns.filter((ns) => ns > 0);
  const min = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const max = known.reduce((a, b) => Math.max(a, b), 0);
  return {
    info: {
      kind: 'pauses',
      scale: 'log',
      unit: 'nanoseconds',
      layers: (['pause', 'forced', 'stop', 'cycle'] as const).map((role) => ({ role, name: '' })),
      lanes: [],
      rows: pauses.time.length,
      figures: {
        cycles: gc.length,
        forced: gc.forced.reduce((n, f) => n + (f === 1 ? 1 : 0), 0),
        others: layers[2]?.row.length ?? 0,
      },
      bound: stw.bound,
      trend: null,
    },
    isolated,
    heavy: false,
    picture(from, to, width) {
      const bars = layers.map(({ points, row }) => sampleBars(points, row, from, to, width));
      const into = { begin: [] as number[], end: [] as number[], row: [] as number[] };
      sampleRanges(gc.begin, gc.end, rowOfCycle, { from, to, width }, longest, into);
      const cycles: LayerPicture = {
        kind: 'ranges',
        begin: Float64Array.from(into.begin),
        end: Float64Array.from(into.end),
        lane: new Int32Array(into.begin.length),
        row: Int32Array.from(into.row),
      };
      return { layers: [...bars, cycles], min: Number.isFinite(min) ? min : 1, max };
    },
    table: () => pauseRows(pauses, gc),
  };
}

const GC_FIGURES: readonly (readonly [column: keyof GcCycles, unit: string])[] = [
  ['clockMark', 'nanoseconds'],
  ['heapStart', 'bytes'],
  ['heapEnd', 'bytes'],
  ['live', 'bytes'],
  ['goal', 'bytes'],
  ['stacks', 'bytes'],
  ['globals', 'bytes'],
  ['cpuAssist', 'nanoseconds'],
  ['cpuBackground', 'nanoseconds'],
  ['cpuIdle', 'nanoseconds'],
  ['cpuPercent', 'percent'],
  ['procs', 'count'],
];

function pauseRows(p: Pauses, gc: GcCycles): TrackRows {
  const ofCycle = (column: ArrayLike<number>) =>
    Float64Array.from(p.cycle, (c) => (c < 0 ? Number.NaN : (column[c] as number)));
  const columns: TrackColumn[] = [
    timeColumn('begin', p.time),
    { name: 'kind', unit: '', values: Float64Array.from(p.kind), words: p.kinds },
    { name: 'n', unit: 'count', values: ofCycle(gc.n), words: null },
    {
      name: 'forced',
      unit: '',
      values: Float64Array.from(p.cycle, (c) => (c < 0 ? Number.NaN : gc.forced[c] === 1 ? 1 : 0)),
      words: ['no', 'yes'],
    },
    { name: 'pause', unit: 'nanoseconds', values: p.ns, words: null },
    { name: 'sweepTerm', unit: 'nanoseconds', values: p.sweepTerm, words: null },
    { name: 'markTerm', unit: 'nanoseconds', values: p.markTerm, words: null },
    ...GC_FIGURES.map(([name, unit]) => ({ name, unit, values: ofCycle(gc[name] as Float64Array), words: null })),
    timeColumn('end', p.end),
  ];
  return { length: p.time.length, time: p.time, columns: knownColumns(columns) };
}
