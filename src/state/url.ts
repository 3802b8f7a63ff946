import type { Lens } from '../model/lens.ts';
import { lensFromParams, lensToParams } from '../model/lens-options.ts';
import type { ViewId } from './policy.ts';
import type { FlameColour, FlameOrder, ViewState } from './view.ts';

/** What a link holds beside the lens. */
export interface Link {
  readonly view: ViewId;
  readonly lens: Lens;
  readonly colour: FlameColour | null;
  readonly order: FlameOrder | null;
  /** Names of the files that the link was made with, to ask for them. */
  readonly files: readonly string[];
}

const VIEWS: readonly ViewId[] = [
  'overview',
  'flame',
  'compare',
  'graph',
  'table',
  'labels',
  'timeline',
  'maps',
  'report',
];
const COLOURS: readonly FlameColour[] = ['origin', 'package', 'change'];
const ORDERS: readonly FlameOrder[] = ['size', 'name', 'growth'];
const FILE_SEPARATOR = '|';

/** The version in front of every link; upgraders of older ones are kept for ever. There is none older yet. */
const VERSION = 'v1';

/** The hash (with '#') that restores the view. Deterministic: equal states give equal links. */
export function linkOf(state: Pick<ViewState, 'view' | 'lens' | 'colour' | 'order'>, files: readonly string[]): string {
  const params = new URLSearchParams();
  params.set('view', state.view);
  for (const [key, value] of lensToParams(state.lens)) params.append(key, value);
  if (state.colour !== 'origin') params.set('colour', state.colour);
  if (state.order !== 'size') params.set('order', state.order);
  if (files.length > 0) params.set('files', files.join(FILE_SEPARATOR));
  return `#${VERSION}?${params.toString()}`;
}

/** Reads a link; null when the hash is none of ours. */
export function readLink(hash: string): Link | null {
  if (!hash.startsWith(`#${VERSION}?`)) return null;
  const params = new URLSearchParams(hash.slice(VERSION.length + 2));
  const pick = <T extends string>(values: readonly T[], key: string): T | null =>
    values.find((v) => v === params.get(key)) ?? null;
  return {
    view: pick(VIEWS, 'view') ?? 'flame',
    lens: lensFromParams(params),
    colour: pick(COLOURS, 'colour'),
    order: pick(ORDERS, 'order'),
    files: (params.get('files') ?? '').split(FILE_SEPARATOR).filter((name) => name !== ''),
  };
}

/** Relative paths after `#u=` (several: `&u=`), as `leaklens open` writes them. Only same-origin files are allowed. */
export function filesToFetch(hash: string): readonly string[] {
  if (!hash.startsWith('#u=')) return [];
  return new URLSearchParams(hash.slice(1)).getAll('u').filter((path) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path));
}

/** Source keys that a lens speaks of. */
export function sourcesOf(lens: Lens): readonly string[] {
  const compared = lens.compare === null ? [] : [lens.compare.base, lens.compare.after];
  return [...lens.sources, ...compared, ...lens.maps, ...lens.timelines];
}
