import type { Lens } from '../../model/lens.ts';
import type { ValueType } from '../../model/profile.ts';
import { shownMaps } from '../../state/policy.ts';
import type { SourceEntry } from '../../state/session.ts';
import { useSession, useView } from '../context.ts';
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

/** The sample type on screen. */
export function useSampleType(): ValueType | undefined {
  const wanted = useView((s) => s.lens.sampleType);
  const ranked = rankedTypes(useLensSources()[0]);
  return ranked.find((t) => t.type === wanted) ?? ranked[0];
}

/** Total of a sample type in a source; null when it has none of that type. */
export function totalOf(source: SourceEntry, type: ValueType | undefined): bigint | null {
  const i = source.facts.sampleTypes.findIndex((t) => t.type === type?.type && t.unit === type.unit);
  const total = source.facts.totals[i];
  return total === undefined ? null : BigInt(total);
}
