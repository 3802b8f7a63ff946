import { useMemo } from 'react';
import { DEFAULT_LENS, type Lens } from '../model/lens.ts';
import type { ViewId } from '../state/policy.ts';
import { useView } from './context.ts';

/**
 * The part of the lens that a view's question depends on: zoom, search, unit and the mode of a comparison only change how
 * an answer is drawn, so that they must not ask again.
 */
export function askedLens(lens: Lens, view: ViewId): Lens {
  const { compare } = lens;
  const flame = view === 'flame';
  return {
    ...lens,
    // What lies where on the axis matters only to a range of it.
    timelines: lens.timeRange === null ? DEFAULT_LENS.timelines : lens.timelines,
    align: lens.timeRange === null ? DEFAULT_LENS.align : lens.align,
    compare: flame || compare === null ? null : { ...compare, mode: 'growth' },
    shape: flame ? lens.shape : 'topdown',
    pivot: flame && lens.shape === 'sandwich' ? lens.pivot : '',
    root: DEFAULT_LENS.root,
    search: DEFAULT_LENS.search,
    unit: DEFAULT_LENS.unit,
    sort: DEFAULT_LENS.sort,
  };
}

/** The lens to ask with in the view on screen; null while it names no source. */
export function useAskedLens(): Lens | null {
  const lens = useView((s) => s.lens);
  const view = useView((s) => s.view);
  return useMemo(() => {
    const asked = askedLens(lens, view);
    return asked.sources.length === 0 && asked.compare === null ? null : asked;
  }, [lens, view]);
}
