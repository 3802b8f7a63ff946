import type { ReportBuilder } from '../model/report-builder.ts';
import type { Dump, Pause } from './dump-timeline.ts';

/** Fields of runtime.MemStats that are figures, by unit. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ...[
    ...['Alloc', 'TotalAlloc', 'Sys', 'HeapAlloc', 'HeapSys', 'HeapIdle', 'HeapInuse', 'HeapReleased', 'NextGC'],
    ...['StackInuse', 'StackSys', 'MSpanInuse', 'MSpanSys', 'MCacheInuse', 'MCacheSys', 'BuckHashSys', 'GCSys'],
    ...['OtherSys', 'MaxRSS'],
  ].map((name) => [name, 'bytes'] as const),
  ...['Lookups', 'Mallocs', 'Frees', 'HeapObjects', 'NumGC', 'NumForcedGC'].map((name) => [name, 'count'] as const),
  ['PauseTotalNs', 'nanoseconds'],
  ['GCCPUFraction', 'ratio'],
]);

/** What Go holds of the system at most (mapped, not given back) and at least (in use). */
export const GO_RETAINED = 'Go retained';
export const GO_IN_USE = 'Go in use';

/** Texts of a MemStats as they are written; integers of unix ns stay exact. */
export interface MemStatsTexts {
  readonly values: ReadonlyMap<string, string>;
  /** The rings as they stand in the struct. */
  readonly pauseNs: readonly string[];
  readonly pauseEnd: readonly string[];
  readonly statedUnixNs: bigint | null;
}

/** Figures and pauses of a runtime.MemStats; null when it has none. Says in the report when the ring forgot pauses. */
export function memStatsDump(texts: MemStatsTexts, report: ReportBuilder): Dump | null {
  const { values, pauseNs, pauseEnd, statedUnixNs } = texts;
  const figures: { name: string; unit: string; value: number }[] = [];
  const known = new Map<string, number>();
  for (const [name, text] of values) {
    const unit = UNITS.get(name);
    const value = Number(text);
    if (unit === undefined || text === '' || !Number.isFinite(value)) continue;
    known.set(name, value);
    // MaxRSS is 0 where the system does not tell it.
    if (name !== 'MaxRSS' || value > 0) figures.push({ name, unit, value });
  }
  if (figures.length === 0) return null;
  const sum = (...names: string[]): number => names.reduce((total, n) => total + (known.get(n) ?? Number.NaN), 0);
  const retained = sum('Sys') - sum('HeapReleased');
  const inUse = sum('HeapInuse', 'StackInuse', 'MSpanInuse', 'MCacheInuse');
  if (!Number.isNaN(retained)) figures.push({ name: GO_RETAINED, unit: 'bytes', value: retained });
  if (!Number.isNaN(inUse)) figures.push({ name: GO_IN_USE, unit: 'bytes', value: inUse });
  const pauses = unrolled(known.get('NumGC') ?? 0, pauseNs, pauseEnd);
  const collections = known.get('NumGC') ?? 0;
  if (collections > pauses.length && pauses.length > 0) {
    report.note({ key: 'stats.ring', args: { kept: pauses.length, all: collections } });
  }
  return { statedUnixNs, notBeforeUnixNs: wholeNs(values.get('LastGC')), figures, pauses };
}

/** The rings oldest first: the newest of n collections is at (n + size − 1) % size; unused slots are 0. */
function unrolled(collections: number, pauseNs: readonly string[], pauseEnd: readonly string[]): Pause[] {
  const size = pauseNs.length;
  if (!Number.isSafeInteger(collections) || collections < 0 || size === 0) return [];
  const used = Math.min(collections, size);
  const pauses: Pause[] = [];
  for (let i = 0; i < used; i++) {
    const slot = (collections - used + i) % size;
    const endUnixNs = wholeNs(pauseEnd[slot]);
    const ns = Number(pauseNs[slot]);
    if (endUnixNs === null || !(ns >= 0)) continue;
    pauses.push({ n: collections - used + i + 1, ns, endUnixNs });
  }
  return pauses;
}

function wholeNs(text: string | undefined): bigint | null {
  return text !== undefined && /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : null;
}
