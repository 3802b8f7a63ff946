import type { SourceFacts } from '../contract/api.ts';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Two sources can be compared when at least one sample type has the same name and unit. */
export function comparable(a: SourceFacts, b: SourceFacts): boolean {
  return a.sampleTypes.some((x) => b.sampleTypes.some((y) => x.type === y.type && x.unit === y.unit));
}

/** Sources of one kind: same sample types and the same main binary (or one of them unknown). */
export function sameKind(a: SourceFacts, b: SourceFacts): boolean {
  const types = (f: SourceFacts) => f.sampleTypes.map((t) => `${t.type}/${t.unit}`).join();
  return (
    types(a) === types(b) && !a.isDiff && !b.isDiff && (a.binary === b.binary || a.binary === '' || b.binary === '')
  );
}

/** Time order: by time_nanos where both have one and they differ, else by natural order of the file names. */
export function byTime(a: SourceFacts, b: SourceFacts): number {
  const ta = BigInt(a.timeNanos);
  const tb = BigInt(b.timeNanos);
  if (ta !== tb && ta > 0n && tb > 0n) return ta < tb ? -1 : 1;
  return natural.compare(`${a.fileName} ${a.name}`, `${b.fileName} ${b.name}`);
}

/** The sources of the same kind as `of`, in time order: a series when there are three or more. */
export function seriesOf(of: SourceFacts, all: readonly SourceFacts[]): readonly SourceFacts[] {
  return all.filter((f) => sameKind(of, f)).sort(byTime);
}

export type ViewId = 'overview' | 'flame' | 'compare' | 'table' | 'labels' | 'report';

export interface Opening {
  readonly view: ViewId;
  readonly lens: Lens;
}

/**
 * What to show when files were dropped and nothing was chosen: a comparison in itself, else the first against the last of
 * the largest kind with at least two sources, else the one source. Null when there is nothing to show.
 */
export function opening(fresh: readonly SourceFacts[]): Opening | null {
  const first = fresh[0];
  if (first === undefined) return null;
  const diff = fresh.find((f) => f.isDiff);
  if (diff !== undefined) {
    return {
      view: 'compare',
      lens: { ...DEFAULT_LENS, sources: [diff.key], compare: { base: diff.key, after: diff.key, mode: 'growth' } },
    };
  }
  let best: readonly SourceFacts[] = [];
  for (const f of fresh) {
    const series = seriesOf(f, fresh);
    if (series.length > best.length) best = series;
  }
  const oldest = best[0];
  const newest = best[best.length - 1];
  if (oldest !== undefined && newest !== undefined && oldest !== newest) {
    return {
      view: 'compare',
      lens: {
        ...DEFAULT_LENS,
        sources: [newest.key],
        compare: { base: oldest.key, after: newest.key, mode: 'growth' },
      },
    };
  }
  return { view: 'flame', lens: { ...DEFAULT_LENS, sources: [first.key] } };
}

/**
 * The pair that `[` (-1) or `]` (+1) steps to: the same distance, one snapshot on; null at the end of the series.
 */
export function stepPair(
  compare: { base: string; after: string },
  all: readonly SourceFacts[],
  direction: 1 | -1,
): { base: string; after: string } | null {
  const after = all.find((f) => f.key === compare.after);
  if (after === undefined) return null;
  const keys = seriesOf(after, all).map((f) => f.key);
  const next = keys[keys.indexOf(compare.after) + direction];
  const base = keys[keys.indexOf(compare.base) + direction];
  if (next === undefined) return null;
  return { base: base ?? compare.base, after: next };
}
