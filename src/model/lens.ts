/** What a filter does; the words are pprof's. */
export const FILTER_VERBS = [
  'focus',
  'ignore',
  'hide',
  'show',
  'show_from',
  'prune_from',
  'tagfocus',
  'tagignore',
] as const;
export type FilterVerb = (typeof FILTER_VERBS)[number];

export interface Filter {
  readonly verb: FilterVerb;
  /** RE2 syntax for frames; pprof's tag syntax for tagfocus/tagignore. */
  readonly value: string;
  /** Kept but not applied. */
  readonly off?: true;
}

export const GRANULARITIES = [
  'functions',
  'filefunctions',
  'files',
  'lines',
  'addresses',
  'packages',
  'modules',
] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const COMPARE_MODES = ['envelope', 'growth', 'shrink', 'side'] as const;
export type CompareMode = (typeof COMPARE_MODES)[number];

/** Shape of the flame graph: callers above callees, the same inverted per leaf, or around one function. */
export const FLAME_SHAPES = ['topdown', 'bottomup', 'sandwich'] as const;
export type FlameShape = (typeof FLAME_SHAPES)[number];

/**
 * Everything that narrows what is shown, as one JSON value: every view is a function of (tables, lens). It is the URL,
 * the undo history, the CLI's flags and the share file's header. Sources are named by their key (content hash + index).
 */
export interface Lens {
  /** Sources merged into the picture when nothing is compared. */
  readonly sources: readonly string[];
  /** The sources as one set: live memory in layers, C stacks under their Go callers. Not with a comparison. */
  readonly merge: boolean;
  /** A comparison of two source sets; `null` = none. */
  readonly compare: { readonly base: string; readonly after: string; readonly mode: CompareMode } | null;
  /** Snapshots of the memory map: after, or base and after; empty = the oldest and the newest that are open. */
  readonly maps: readonly string[];
  /** Timelines on the common axis; empty = all that are open. */
  readonly timelines: readonly string[];
  /** Sources moved by hand: `key=ns`, what is added to its own clock to give that of the reference. */
  readonly align: readonly string[];
  /** Sample type by name; '' = the default of the first source. */
  readonly sampleType: string;
  readonly filters: readonly Filter[];
  /** Origins that are hidden by the legend (frames of that origin are taken out, as `hide` does). */
  readonly originsOff: readonly string[];
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Generic instances as one function (`Map[…]`), `.abi0` stripped. The CLI's default is off: names are pprof's. */
  readonly foldGenerics: boolean;
  readonly trimPath: string;
  readonly relativePercentages: boolean;
  readonly dropNegative: boolean;
  readonly mean: boolean;
  /** Scale the base to the total of after before comparing. */
  readonly normalize: boolean;
  /** Do not apply drop_frames/keep_frames. */
  readonly allFrames: boolean;
  /** Also records that are no leak of the program (runtime mmaps, arena reservations …). The CLI's default is on: totals are as printed. */
  readonly allRecords: boolean;
  /** Stacks as in the file: broken ones whole, the plumbing of cgo calls in place. The CLI's default is on. */
  readonly rawStacks: boolean;
  /** 'minimum' | 'auto' | a unit. */
  readonly unit: string;
  readonly divideBy: number;
  /** Label keys turned into frames at the root (first outermost) and at the leaf (last innermost). */
  readonly tagRoot: readonly string[];
  readonly tagLeaf: readonly string[];
  readonly tagShow: string;
  readonly tagHide: string;
  /** 0 = the default of the view. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly trim: boolean;
  readonly sort: 'flat' | 'cum';
  /** ns on the common axis; null = all. */
  readonly timeRange: { readonly from: number; readonly to: number } | null;
  /** Flame graph: shape, the function of a sandwich, zoomed call path (frame names root → node), text searched for. */
  readonly shape: FlameShape;
  readonly pivot: string;
  readonly root: readonly string[];
  readonly search: string;
}

export const DEFAULT_LENS: Lens = {
  sources: [],
  merge: false,
  compare: null,
  maps: [],
  timelines: [],
  align: [],
  sampleType: '',
  filters: [],
  originsOff: [],
  granularity: 'functions',
  noInlines: false,
  showColumns: false,
  foldGenerics: true,
  trimPath: '',
  relativePercentages: false,
  dropNegative: false,
  mean: false,
  normalize: false,
  allFrames: false,
  allRecords: false,
  rawStacks: false,
  unit: 'minimum',
  divideBy: 1,
  tagRoot: [],
  tagLeaf: [],
  tagShow: '',
  tagHide: '',
  nodeCount: 0,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  trim: true,
  sort: 'flat',
  timeRange: null,
  shape: 'topdown',
  pivot: '',
  root: [],
  search: '',
};
