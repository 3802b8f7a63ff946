import { createStore } from 'zustand/vanilla';
import type { Language } from '../base/words/words.ts';
import { DEFAULT_LENS, type Filter, type Lens } from '../model/lens.ts';
import type { ViewId } from './policy.ts';

export type Theme = 'system' | 'light' | 'dark';
export type FlameColour = 'origin' | 'package' | 'change';
export type FlameOrder = 'size' | 'name' | 'growth';

/** A function or path the user points at, in every view at once. */
export interface Selection {
  /** Frame names root → node; null when only a function is selected (from the table). */
  readonly path: readonly string[] | null;
  /** '' for the root of everything. */
  readonly name: string;
}

/** How things look: remembered in this browser, in no link. */
export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly density: 'compact' | 'comfortable';
  readonly sourcesWidth: number;
  readonly sourcesOpen: boolean;
  readonly detailsWidth: number;
  /** Per view: is the details panel open. */
  readonly detailsOpen: Readonly<Partial<Record<ViewId, boolean>>>;
  readonly keepRecent: boolean;
}

export interface ViewState {
  readonly view: ViewId;
  readonly lens: Lens;
  readonly colour: FlameColour;
  readonly order: FlameOrder;
  readonly selection: Selection | null;
  readonly preferences: Preferences;
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  language: 'en',
  density: 'compact',
  sourcesWidth: 248,
  sourcesOpen: true,
  detailsWidth: 304,
  detailsOpen: { flame: true, compare: false, graph: true, table: true, labels: false, timeline: false },
  keepRecent: false,
};

/** The lens, the view and the preferences. History (undo) and the URL listen to this store; see url.ts and history.ts. */
export function createView(preferences: Preferences = DEFAULT_PREFERENCES) {
  const store = createStore<ViewState>(() => ({
    view: 'flame',
    lens: DEFAULT_LENS,
    colour: 'origin',
    order: 'size',
    selection: null,
    preferences,
  }));
  const setLens = (change: Partial<Lens>) => store.setState((s) => ({ lens: { ...s.lens, ...change } }));
  return {
    store,
    setLens,
    show(view: ViewId): void {
      store.setState({ view });
    },
    /** Replaces view and lens at once: what opening files or a link does. */
    go(view: ViewId, lens: Lens): void {
      store.setState({ view, lens, selection: null, ...(lens.compare === null ? {} : { colour: 'change' as const }) });
    },
    select(selection: Selection | null): void {
      store.setState({ selection });
    },
    addFilter(filter: Filter): void {
      const { filters } = store.getState().lens;
      if (filters.some((f) => f.verb === filter.verb && f.value === filter.value)) return;
      setLens({ filters: [...filters, filter], root: [] });
    },
    changeFilter(index: number, filter: Filter): void {
      setLens({ filters: store.getState().lens.filters.map((f, i) => (i === index ? filter : f)) });
    },
    removeFilter(index: number): void {
      setLens({ filters: store.getState().lens.filters.filter((_, i) => i !== index) });
    },
    clearFilters(): void {
      setLens({ filters: [], originsOff: [] });
    },
    /** Alt+click on a chip: kept, not applied. */
    toggleFilter(index: number): void {
      const f = store.getState().lens.filters[index];
      if (f === undefined) return;
      const { off, ...rest } = f;
      this.changeFilter(index, off ? rest : { ...rest, off: true });
    },
    swap(): void {
      const { compare } = store.getState().lens;
      if (compare === null) return;
      setLens({ compare: { ...compare, base: compare.after, after: compare.base }, sources: [compare.base] });
    },
    setColour: (colour: FlameColour) => store.setState({ colour }),
    setOrder: (order: FlameOrder) => store.setState({ order }),
    prefer: (change: Partial<Preferences>) => store.setState((s) => ({ preferences: { ...s.preferences, ...change } })),
  };
}

export type View = ReturnType<typeof createView>;
