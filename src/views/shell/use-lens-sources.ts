import type { Lens } from '../../model/lens.ts';
import { liveTypes } from '../../model/live-heap.ts';
import type { ValueType } from '../../model/profile.ts';
import { KNOWN_BYTES } from '../../model/seam.ts';
import { mergedLens, shownMaps } from '../../state/policy.ts';
import type { SourceEntry } from '../../state/session.ts';
import { shownTimelines } from '../../state/sources.ts';
import { useApp, useSession, useView } from '../context.ts';
import { useNarrow } from './use-width.ts';

/** Keys of the sources on screen, the one that decides sample types first. */
export function lensKeys(lens: Lens, comparing: boolean): readonly string[] {
  return comparing && lens.compare !== null ? [lens.compare.after, lens.compare.base] : lens.sources;
}

/** A comparison is on screen in every view but the plain flame graph and the memory map, which has its own. */
export function useComparing(): boolean {
  return useView((s) => s.lens.compare !== null && s.view !== 'flame' && s.view !== 'maps');
}

/** Keys of the snapshots in the memory map, while it is on screen. */
export function useShownMaps(): ReturnType<typeof shownMaps> {
  const lens = useView((s) => s.lens);
  const on = useView((s) => s.view === 'maps');
  const all = useSession((s) => s.sources);
  return on
    ? shownMaps(
        lens,
        all.map((s) => s.facts),
      )
    : null;
}

/** Keys of the timelines on the common axis. */
export function useShownTimelines(): readonly string[] {
  const lens = useView((s) => s.lens);
  const all = useSession((s) => s.sources);
  return shownTimelines(
    lens,
    all.map((s) => s.facts),
  );
}

/** A comparison in a narrow window: the lens bar needs a second row. */
export function useTight(): boolean {
  const comparing = useComparing();
  return useNarrow() && comparing;
}

/** The sources on screen. */
export function useLensSources(): readonly SourceEntry[] {
  const lens = useView((s) => s.lens);
  const comparing = useComparing();
  const all = useSession((s) => s.sources);
  const maps = useShownMaps();
  const keys = maps === null ? lensKeys(lens, comparing) : [maps.after, maps.base];
  return keys.map((key) => all.find((s) => s.facts.key === key)).filter((s): s is SourceEntry => s !== undefined);
}

/** Sample types of a source by rank: its default, then the others from the last in the file to the first. */
export function rankedTypes(source: SourceEntry | undefined): readonly ValueType[] {
  if (source === undefined) return [];
  const { sampleTypes, defaultSampleType } = source.facts;
  const chosen = sampleTypes[defaultSampleType];
  const rest = sampleTypes.filter((_, i) => i !== defaultSampleType).reverse();
  return chosen === undefined ? rest : [chosen, ...rest];
}

const KNOWN: ValueType = { type: KNOWN_BYTES, unit: 'bytes' };

/** Sample types to choose from: those of the first source, or of all that are looked at as one, their common total first. */
export function useSampleTypes(): readonly ValueType[] {
  const merged = useView((s) => s.lens.merge && s.lens.compare === null);
  const sources = useLensSources();
  if (!merged) return rankedTypes(sources[0]);
  const live = sources.filter((s) => s.facts.heap !== null);
  if (live.length === 0) return rankedTypes(sources[0]);
  const own = live.flatMap((s) => rankedTypes(s));
  const first = live.flatMap((s) => rankedTypes(s).slice(0, 1));
  return [KNOWN, ...first, ...own].filter((t, i, all) => all.findIndex((u) => u.type === t.type) === i);
}

/** The sample type on screen. */
export function useSampleType(): ValueType | undefined {
  const wanted = useView((s) => s.lens.sampleType);
  const types = useSampleTypes();
  return types.find((t) => t.type === wanted) ?? types[0];
}

/**
 * Total of a sample type in a source as pictures of it add up to: without what is no leak, unless that is asked for. Null
 * when it has none of that type.
 */
export function totalOf(source: SourceEntry, type: ValueType | undefined, allRecords: boolean): bigint | null {
  const { sampleTypes, apart } = source.facts;
  const i =
    type?.type === KNOWN_BYTES
      ? (liveTypes(sampleTypes)?.bytes ?? -1)
      : sampleTypes.findIndex((t) => t.type === type?.type && t.unit === type.unit);
  const total = source.facts.totals[i];
  if (total === undefined) return null;
  return BigInt(total) - (allRecords ? 0n : BigInt(apart?.[i] ?? '0'));
}

/** Shows a Go heap and a C heap that are open as one set; null where nothing fits together, or a comparison is on screen. */
export function useMerge(): (() => void) | null {
  const { view } = useApp();
  const comparing = useComparing();
  const lens = useView((s) => s.lens);
  const all = useSession((s) => s.sources);
  if (comparing || !all.some((s) => s.facts.heap === 'go-heap')) return null;
  const merged = mergedLens(
    lens,
    all.map((s) => s.facts),
  );
  return merged === null ? null : () => view.setLens(merged);
}
