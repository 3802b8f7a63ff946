import { NONE } from '../model/ids.ts';
import type { Filter, FilterVerb } from '../model/lens.ts';
import { ORIGINS, type Profile, type Stacks } from '../model/profile.ts';
import type { Message } from '../model/report.ts';
import {
  eachLocation,
  frameIn,
  mappingIn,
  matchFunctions,
  matchNames,
  type NameMatches,
  unite,
} from './frame-match.ts';
import { simplifyFunc } from './names.ts';
import { frameOrigins } from './origin.ts';
import { compileRegex, type Regex } from './regex.ts';

export interface FilterProblem {
  /** Index into the filters of the lens. */
  readonly where: number;
  readonly what: Message;
}

/**
 * The frame filters of a lens, resolved to flags per frame. pprof matches whole addresses (a function, a file or the
 * mapping of any inlined line), so all frames of a location carry the flag of their location.
 */
export interface FrameFilters {
  /** Per frame: bit k = focus k matches, bit 31 = an ignore matches. Null when there is neither. */
  readonly marks: Int32Array | null;
  /** The bits that a stack must have. */
  readonly wanted: number;
  /** Per frame: 0 = taken out by hide, show, an origin toggle, show_from or prune_from within its location. */
  readonly keep: Uint8Array;
  /** False when every frame is kept. */
  readonly removes: boolean;
  /** Per frame: 1 = the stack may begin here (show_from), 1 = it ends here (prune_from); null without such a filter. */
  readonly showFrom: Uint8Array | null;
  readonly prune: Uint8Array | null;
  /** A stack of which hide, show or an origin toggle leaves nothing is dropped, as pprof does; `focusStacks` drops those without frames. */
  readonly dropEmpty: boolean;
  readonly problems: readonly FilterProblem[];
}

const IGNORED = 1 << 31;
const MAX_FOCUS = 31;

/** What of a lens (or of the command line) decides which frames are seen. */
export interface FrameFilterOptions {
  readonly filters: readonly Filter[];
  readonly originsOff: readonly string[];
  readonly noInlines: boolean;
}

/**
 * Resolves the frame filters. Several of one verb: every focus must match, any of the others is enough (`a|b`).
 * Invalid expressions are reported and left out. Order of work is pprof's: focus and ignore see all frames, then hide,
 * show, show_from, prune_from, and last noinlines.
 */
export function compileFilters(profile: Profile, options: FrameFilterOptions): FrameFilters {
  const problems: FilterProblem[] = [];
  const regexes = new Map<FilterVerb, Regex[]>();
  options.filters.forEach((filter, where) => {
    const { verb, value } = filter;
    if (filter.off || value === '' || verb === 'tagfocus' || verb === 'tagignore') return;
    const regex = compileRegex(value);
    if (regex.ok) regexes.set(verb, [...(regexes.get(verb) ?? []), regex.value]);
    else problems.push({ where, what: regex.error });
  });
  const of = (verb: FilterVerb): readonly Regex[] => regexes.get(verb) ?? [];
  const focus = of('focus').slice(0, MAX_FOCUS);
  const marks = focus.length + of('ignore').length > 0 ? new Int32Array(profile.frames.length) : null;
  if (marks !== null) markLocations(profile, marks, focus, of('ignore'));

  const keep = new Uint8Array(profile.frames.length).fill(1);
  hideOrigins(profile, keep, options.originsOff);
  hideAndShow(profile, keep, anyOf(profile, of('hide')), anyOf(profile, of('show')));
  const showFrom = startAt(profile, keep, anyOf(profile, of('show_from')));
  const prune = endAt(profile, keep, of('prune_from'));
  if (options.noInlines) keepOutermost(profile, keep);
  return {
    marks,
    wanted: focus.length === 0 ? 0 : focus.length === 31 ? 0x7fffffff : (1 << focus.length) - 1,
    keep,
    removes: keep.includes(0),
    showFrom,
    prune,
    dropEmpty: of('hide').length + of('show').length + options.originsOff.length > 0,
    problems,
  };
}

/** Per stack: 1 = passes focus and ignore. Null when neither is set. */
export function focusStacks(stacks: Stacks, filters: FrameFilters): Uint8Array | null {
  const { marks, wanted } = filters;
  if (marks === null) return null;
  const { offsets, frames } = stacks;
  const passes = new Uint8Array(stacks.length);
  for (let s = 0; s < stacks.length; s++) {
    const to = offsets[s + 1] as number;
    let seen = 0;
    for (let i = offsets[s] as number; i < to; i++) seen |= marks[frames[i] as number] as number;
    passes[s] = seen >= 0 && (seen & wanted) === wanted && to > (offsets[s] as number) ? 1 : 0;
  }
  return passes;
}

function anyOf(profile: Profile, regexes: readonly Regex[]): NameMatches | null {
  let all: NameMatches | null = null;
  for (const regex of regexes) {
    const next = matchNames(profile, regex);
    all = all === null ? next : { func: unite(all.func, next.func), mapping: unite(all.mapping, next.mapping) };
  }
  return all;
}

function markLocations(profile: Profile, marks: Int32Array, focus: readonly Regex[], ignore: readonly Regex[]): void {
  const mark = (matches: NameMatches, bit: number) =>
    eachLocation(profile, (from, to) => {
      let hit = mappingIn(profile, matches.mapping, from);
      for (let f = from; f < to && !hit; f++) hit = frameIn(profile, matches.func, f);
      if (hit) for (let f = from; f < to; f++) marks[f] = (marks[f] as number) | bit;
    });
  focus.forEach((regex, k) => {
    mark(matchNames(profile, regex), 1 << k);
  });
  const ignored = anyOf(profile, ignore);
  if (ignored !== null) mark(ignored, IGNORED);
}

function hideOrigins(profile: Profile, keep: Uint8Array, originsOff: readonly string[]): void {
  if (originsOff.length === 0) return;
  const off = ORIGINS.map((origin) => originsOff.includes(origin));
  const origins = frameOrigins(profile);
  for (let f = 0; f < keep.length; f++) if (off[origins[f] as number]) keep[f] = 0;
}

function hideAndShow(profile: Profile, keep: Uint8Array, hide: NameMatches | null, show: NameMatches | null): void {
  if (hide === null && show === null) return;
  const { func } = profile.frames;
  eachLocation(profile, (from, to) => {
    const allHidden = hide !== null && mappingIn(profile, hide.mapping, from);
    const allShown = show !== null && mappingIn(profile, show.mapping, from);
    for (let f = from; f < to; f++) {
      if (hide !== null && (allHidden || frameIn(profile, hide.func, f))) keep[f] = 0;
      // An address without a name has no line that show could keep: pprof hides it even where its mapping matches.
      if (show !== null && (func[f] === NONE || !(allShown || frameIn(profile, show.func, f)))) keep[f] = 0;
    }
  });
}

function startAt(profile: Profile, keep: Uint8Array, matches: NameMatches | null): Uint8Array | null {
  if (matches === null) return null;
  const flags = new Uint8Array(keep.length);
  eachLocation(profile, (from, to) => {
    let first = mappingIn(profile, matches.mapping, from) ? from : -1;
    for (let f = from; f < to && first < 0; f++) if (keep[f] === 1 && frameIn(profile, matches.func, f)) first = f;
    if (first < 0) return;
    for (let f = from; f < first; f++) keep[f] = 0;
    let left = 0;
    for (let f = from; f < to; f++) left += keep[f] as number;
    if (left > 0) flags.fill(1, from, to);
  });
  return flags;
}

function endAt(profile: Profile, keep: Uint8Array, regexes: readonly Regex[]): Uint8Array | null {
  if (regexes.length === 0) return null;
  const func = matchFunctions(profile, (name) => {
    const simple = simplifyFunc(name);
    return regexes.some((regex) => regex.test(simple));
  });
  const flags = new Uint8Array(keep.length);
  eachLocation(profile, (from, to) => {
    for (let f = to - 1; f >= from; f--) {
      if (keep[f] === 0 || !frameIn(profile, func, f)) continue;
      keep.fill(0, f + 1, to);
      flags.fill(1, from, to);
      return;
    }
  });
  return flags;
}

function keepOutermost(profile: Profile, keep: Uint8Array): void {
  eachLocation(profile, (from, to) => {
    let first = from;
    while (first < to && keep[first] === 0) first++;
    keep.fill(0, first + 1, to);
  });
}
