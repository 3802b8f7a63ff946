import {
  COMPARE_MODES,
  DEFAULT_LENS,
  FILTER_VERBS,
  type Filter,
  type FilterVerb,
  FLAME_SHAPES,
  GRANULARITIES,
  type Lens,
} from './lens.ts';

type Scalar = Exclude<keyof Lens, 'filters' | 'compare' | 'timeRange'>;

/** How an option is written as text. */
export type OptionKind =
  | { readonly kind: 'flag' }
  | { readonly kind: 'text' }
  | { readonly kind: 'number' }
  | { readonly kind: 'list' }
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** One option of the lens: its name is pprof's flag where pprof has one, its key stands in links. */
export interface LensOption {
  readonly field: Scalar;
  readonly name: string;
  readonly key: string;
  readonly type: OptionKind;
}

const flag: OptionKind = { kind: 'flag' };
const text: OptionKind = { kind: 'text' };
const number: OptionKind = { kind: 'number' };
const list: OptionKind = { kind: 'list' };
const choice = (values: readonly string[]): OptionKind => ({ kind: 'choice', values });

/** The one table behind links, the undo history, the CLI's flags and saved files. Keys stay as they are for ever: old links must open. */
export const LENS_OPTIONS: readonly LensOption[] = [
  { field: 'sources', name: 'sources', key: 'src', type: list },
  { field: 'merge', name: 'merge', key: 'merge', type: flag },
  { field: 'maps', name: 'maps', key: 'mp', type: list },
  { field: 'timelines', name: 'timelines', key: 'tml', type: list },
  { field: 'align', name: 'align', key: 'al', type: list },
  { field: 'sampleType', name: 'sample_index', key: 'si', type: text },
  { field: 'originsOff', name: 'hide_origin', key: 'oo', type: list },
  { field: 'granularity', name: 'granularity', key: 'g', type: choice(GRANULARITIES) },
  { field: 'noInlines', name: 'noinlines', key: 'noinlines', type: flag },
  { field: 'showColumns', name: 'showcolumns', key: 'showcolumns', type: flag },
  { field: 'foldGenerics', name: 'fold_generics', key: 'fold', type: flag },
  { field: 'trimPath', name: 'trim_path', key: 'tp', type: text },
  { field: 'relativePercentages', name: 'relative_percentages', key: 'rel', type: flag },
  { field: 'dropNegative', name: 'drop_negative', key: 'dropneg', type: flag },
  { field: 'mean', name: 'mean', key: 'mean', type: flag },
  { field: 'normalize', name: 'normalize', key: 'norm', type: flag },
  { field: 'allFrames', name: 'all_frames', key: 'all', type: flag },
  { field: 'allRecords', name: 'all_records', key: 'allrec', type: flag },
  { field: 'rawStacks', name: 'raw_stacks', key: 'raw', type: flag },
  { field: 'unit', name: 'unit', key: 'unit', type: text },
  { field: 'divideBy', name: 'divide_by', key: 'div', type: number },
  { field: 'tagRoot', name: 'tagroot', key: 'tr', type: list },
  { field: 'tagLeaf', name: 'tagleaf', key: 'tl', type: list },
  { field: 'tagShow', name: 'tagshow', key: 'ts', type: text },
  { field: 'tagHide', name: 'taghide', key: 'th', type: text },
  { field: 'nodeCount', name: 'nodecount', key: 'n', type: number },
  { field: 'nodeFraction', name: 'nodefraction', key: 'nf', type: number },
  { field: 'edgeFraction', name: 'edgefraction', key: 'ef', type: number },
  { field: 'trim', name: 'trim', key: 'trim', type: flag },
  { field: 'sort', name: 'sort', key: 'sort', type: choice(['flat', 'cum']) },
  { field: 'shape', name: 'shape', key: 'shape', type: choice(FLAME_SHAPES) },
  { field: 'pivot', name: 'pivot', key: 'p', type: text },
  { field: 'root', name: 'root', key: 'root', type: list },
  { field: 'search', name: 'search', key: 'q', type: text },
];

/** Keys of the filters in links; pprof's URL parameters. */
export const FILTER_KEYS: Readonly<Record<FilterVerb, string>> = {
  focus: 'f',
  ignore: 'i',
  hide: 'h',
  show: 's',
  show_from: 'sf',
  prune_from: 'prunefrom',
  tagfocus: 'tf',
  tagignore: 'ti',
};

const SEPARATOR = '\u001f';

function optionText(option: LensOption, lens: Lens): string {
  const value = lens[option.field];
  if (Array.isArray(value)) return value.join(SEPARATOR);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

/** An option's value from text; `undefined` when the text is none. */
export function parseOption(option: LensOption, written: string): Lens[Scalar] | undefined {
  switch (option.type.kind) {
    case 'flag':
      return /^(t|true|1)$/i.test(written) ? true : /^(f|false|0)$/i.test(written) ? false : undefined;
    case 'number': {
      const n = Number(written);
      return written.trim() === '' || !Number.isFinite(n) ? undefined : n;
    }
    case 'list':
      return written === '' ? [] : written.split(SEPARATOR);
    case 'choice':
      return option.type.values.includes(written) ? (written as Lens[Scalar]) : undefined;
    case 'text':
      return written;
  }
}

/** `!` in front = switched off; `=` guards a value that begins with one of the two. */
function filterText(filter: Filter): string {
  if (filter.off === true) return `!${filter.value}`;
  return /^[!=]/.test(filter.value) ? `=${filter.value}` : filter.value;
}

/** The lens as parameters: only what differs from the default, filters in their order. */
export function lensToParams(lens: Lens): [key: string, value: string][] {
  const params: [string, string][] = [];
  if (lens.compare !== null) {
    params.push(['base', lens.compare.base], ['after', lens.compare.after], ['mode', lens.compare.mode]);
  }
  for (const filter of lens.filters) {
    params.push([FILTER_KEYS[filter.verb], filterText(filter)]);
  }
  for (const option of LENS_OPTIONS) {
    const written = optionText(option, lens);
    if (written !== optionText(option, DEFAULT_LENS)) params.push([option.key, written]);
  }
  if (lens.timeRange !== null) params.push(['t', `${lens.timeRange.from}-${lens.timeRange.to}`]);
  return params;
}

/** A lens from parameters. Unknown keys and broken values are left out: a link of a newer version still opens. */
export function lensFromParams(params: Iterable<readonly [string, string]>): Lens {
  const lens: { -readonly [K in keyof Lens]: Lens[K] } = { ...DEFAULT_LENS };
  const filters: Lens['filters'][number][] = [];
  const compare: Record<string, string> = {};
  for (const [key, value] of params) {
    const verb = FILTER_VERBS.find((v) => FILTER_KEYS[v] === key);
    const option = LENS_OPTIONS.find((o) => o.key === key);
    if (verb !== undefined) {
      if (value.startsWith('!')) filters.push({ verb, value: value.slice(1), off: true });
      else filters.push({ verb, value: value.startsWith('=') ? value.slice(1) : value });
    } else if (option !== undefined) {
      const parsed = parseOption(option, value);
      if (parsed !== undefined) Object.assign(lens, { [option.field]: parsed });
    } else if (key === 'base' || key === 'after' || key === 'mode') {
      compare[key] = value;
    } else if (key === 't') {
      const range = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/.exec(value);
      if (range !== null) lens.timeRange = { from: Number(range[1]), to: Number(range[2]) };
    }
  }
  lens.filters = filters;
  const { base, after, mode } = compare;
  if (base !== undefined && after !== undefined) {
    lens.compare = { base, after, mode: COMPARE_MODES.find((m) => m === mode) ?? 'growth' };
  }
  return lens;
}
