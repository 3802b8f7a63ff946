import type { SourceFacts } from '../contract/api.ts';
import type { Lens } from '../model/lens.ts';
import {
  anyTimes,
  comparable,
  hasStacks,
  isMap,
  isTimeline,
  mapSeries,
  seriesOf,
  shownMaps,
  type ViewId,
} from './policy.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';

type Stores = { readonly session: Session; readonly view: View };

function allFacts({ session }: Stores): readonly SourceFacts[] {
  return session.store.getState().sources.map((s) => s.facts);
}

/** The source to compare `key` with: what is shown now, else the nearest of its series, else any that shares a sample type. */
function partnerOf(stores: Stores, key: string): string | null {
  const all = allFacts(stores);
  const self = all.find((f) => f.key === key);
  if (self === undefined) return null;
  const { lens } = stores.view.store.getState();
  const shown = all.find((f) => f.key !== key && f.key === (lens.compare?.after ?? lens.sources[0]));
  if (shown !== undefined && comparable(self, shown)) return shown.key;
  const series = seriesOf(self, all);
  const at = series.findIndex((f) => f.key === key);
  const near = series[at + 1] ?? series[at - 1] ?? all.find((f) => f.key !== key && comparable(self, f));
  return near?.key ?? null;
}

/** Whether any two of the open sources can be compared, or one is a comparison in itself. */
export function canCompare(all: readonly SourceFacts[]): boolean {
  return all.some((a, i) => a.isDiff || all.slice(i + 1).some((b) => comparable(a, b)));
}

/** Makes a source one side of the comparison; the other side stays, or is found. False when nothing fits. */
export function setRole(stores: Stores, key: string, role: 'base' | 'after'): boolean {
  const { lens } = stores.view.store.getState();
  const self = allFacts(stores).find((f) => f.key === key);
  if (self !== undefined && isMap(self)) return setMapRole(stores, key, role);
  const other = role === 'base' ? 'after' : 'base';
  const kept = lens.compare?.[other];
  const partner = kept !== undefined && kept !== key ? kept : partnerOf(stores, key);
  if (partner === null) return false;
  const sides = role === 'base' ? { base: key, after: partner } : { base: partner, after: key };
  const compare = { ...sides, mode: lens.compare?.mode ?? ('growth' as const) };
  stores.view.go('compare', { ...lens, compare, sources: [compare.after], root: [] });
  return true;
}

/** Makes a snapshot one side of the memory map; the other side stays, or is the far end of its series. */
function setMapRole(stores: Stores, key: string, role: 'base' | 'after'): boolean {
  const { lens } = stores.view.store.getState();
  const all = allFacts(stores);
  const shown = shownMaps(lens, all);
  const kept = role === 'base' ? shown?.after : shown?.base;
  const series = mapSeries(all).map((f) => f.key);
  const ends = role === 'base' ? series.reverse() : series;
  const partner = kept !== undefined && kept !== null && kept !== key ? kept : ends.find((k) => k !== key);
  if (partner === undefined) return false;
  stores.view.go('maps', { ...lens, maps: role === 'base' ? [key, partner] : [partner, key] });
  return true;
}

/** Shows one snapshot of the memory map, or as base and after with another. */
export function showMaps({ view }: Stores, maps: readonly string[]): void {
  view.go('maps', { ...view.store.getState().lens, maps });
}

/** Timelines on the common axis, by key. */
export function shownTimelines(lens: Lens, all: readonly SourceFacts[]): readonly string[] {
  const open = all.filter(isTimeline).map((f) => f.key);
  const named = open.filter((key) => lens.timelines.includes(key));
  return named.length > 0 ? named : open;
}

/** On the common axis or off it; the last one stays. */
function toggleTimeline(stores: Stores, key: string): void {
  const shown = shownTimelines(stores.view.store.getState().lens, allFacts(stores));
  const next = shown.includes(key) ? shown.filter((k) => k !== key) : [...shown, key];
  if (next.length > 0) stores.view.setLens({ timelines: next });
}

/** In or out of the merged set or the common axis; a snapshot of the memory map is shown. */
export function toggleSource(stores: Stores, key: string): void {
  const { view } = stores;
  const facts = allFacts(stores).find((f) => f.key === key);
  if (facts !== undefined && isMap(facts)) {
    showMaps(stores, [key]);
    return;
  }
  if (facts !== undefined && isTimeline(facts)) {
    toggleTimeline(stores, key);
    return;
  }
  const { sources } = view.store.getState().lens;
  view.setLens({ sources: sources.includes(key) ? sources.filter((k) => k !== key) : [...sources, key], root: [] });
}

/** The lens once some sources are gone: a comparison that lost a side ends, the rest of it goes on. */
export function withoutSources(lens: Lens, gone: ReadonlySet<string>, left: readonly string[]): Lens {
  const sources = lens.sources.filter((key) => !gone.has(key));
  const { compare } = lens;
  const broken = compare !== null && (gone.has(compare.base) || gone.has(compare.after));
  const remaining = compare === null ? undefined : [compare.after, compare.base].find((key) => !gone.has(key));
  const first = remaining ?? left[0];
  return {
    ...lens,
    compare: broken ? null : compare,
    maps: lens.maps.filter((key) => !gone.has(key)),
    timelines: lens.timelines.filter((key) => !gone.has(key)),
    align: lens.align.filter((entry) => !gone.has(entry.slice(0, entry.indexOf('=')))),
    sources: sources.length > 0 || first === undefined ? sources : [first],
    root: [],
  };
}

/** The view once sources are gone: the same while it has something to show. */
function viewLeft(view: ViewId, lens: Lens, all: readonly SourceFacts[]): ViewId {
  if (view === 'report') return view;
  const stacks = all.some(hasStacks);
  if (view === 'maps' ? all.some(isMap) : view === 'timeline' ? anyTimes(all) : stacks) {
    return view === 'compare' && lens.compare === null ? 'flame' : view;
  }
  if (!stacks && all.some(isMap)) return 'maps';
  return !stacks && anyTimes(all) ? 'timeline' : 'flame';
}

/** Takes a source away and gives back a function that brings it and the view back. */
export function removeSource(stores: Stores, key: string): () => Promise<void> {
  const { session, view } = stores;
  const before = view.store.getState();
  const entry = session.store.getState().sources.find((s) => s.facts.key === key);
  const input = entry === undefined ? undefined : session.input(entry.fileId);
  session.removeSource(key);
  const all = allFacts(stores);
  const left = all.filter(hasStacks).map((f) => f.key);
  const lens = withoutSources(before.lens, new Set([key]), left);
  view.go(viewLeft(before.view, lens, all), lens);
  return async () => {
    if (input === undefined) return;
    await session.open([input]);
    if (entry !== undefined) session.rename(key, entry.title);
    view.go(before.view, before.lens);
  };
}

/** Shows a view; a comparison that has no pair yet gets one. */
export function showView(stores: Stores, id: ViewId): void {
  const { view } = stores;
  const { lens } = view.store.getState();
  const all = allFacts(stores).filter(hasStacks);
  if (id !== 'compare' || lens.compare !== null) {
    const [source] = all;
    const ofStacks = id !== 'report' && id !== 'maps' && id !== 'timeline';
    const needsSource = ofStacks && lens.compare === null && lens.sources.length === 0;
    if (needsSource && source !== undefined) view.go(id, { ...lens, sources: [source.key] });
    else view.show(id);
    return;
  }
  const first = all.find((f) => f.key === lens.sources[0]) ?? all[0];
  if (first === undefined) return;
  if (first.isDiff) {
    view.go('compare', { ...lens, compare: { base: first.key, after: first.key, mode: 'growth' } });
    return;
  }
  const series = seriesOf(first, all);
  const oldest = series[0];
  const newest = series[series.length - 1];
  if (oldest !== undefined && newest !== undefined && oldest !== newest) {
    const compare = { base: oldest.key, after: newest.key, mode: 'growth' as const };
    view.go('compare', { ...lens, compare, sources: [newest.key], root: [] });
  } else {
    setRole(stores, first.key, 'after');
  }
}
