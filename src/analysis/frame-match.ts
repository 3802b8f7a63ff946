import { NONE } from '../model/ids.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt, stringCount } from '../model/strings.ts';
import type { Regex } from './regex.ts';

const NO = 1;
const YES = 2;

/** What one regex matches, by function (name or file) and by mapping (path). Each distinct text is looked at once. */
export interface NameMatches {
  readonly func: Uint8Array;
  readonly mapping: Uint8Array;
}

/** Matches functions by name or file and mappings by path: what focus, ignore, hide, show and show_from look at. */
export function matchNames(profile: Profile, regex: Regex): NameMatches {
  const { functions, mappings, strings } = profile;
  const known = new Uint8Array(stringCount(strings));
  const matches = (id: number): boolean => {
    if (known[id] === 0) known[id] = regex.test(stringAt(strings, id)) ? YES : NO;
    return known[id] === YES;
  };
  const func = new Uint8Array(functions.length);
  for (let f = 0; f < func.length; f++) {
    func[f] = matches(functions.name[f] as number) || matches(functions.file[f] as number) ? 1 : 0;
  }
  const mapping = new Uint8Array(mappings.length);
  for (let m = 0; m < mapping.length; m++) mapping[m] = matches(mappings.file[m] as number) ? 1 : 0;
  return { func, mapping };
}

/** Matches functions by a text made of their name, such as the simplified name of prune_from; unnamed ones never match. */
export function matchFunctions(profile: Profile, test: (name: string) => boolean): Uint8Array {
  const { functions, strings } = profile;
  const known = new Uint8Array(stringCount(strings));
  const func = new Uint8Array(functions.length);
  for (let f = 0; f < func.length; f++) {
    const id = functions.name[f] as number;
    if (known[id] === 0) {
      const name = stringAt(strings, id);
      known[id] = name !== '' && test(name) ? YES : NO;
    }
    func[f] = known[id] === YES ? 1 : 0;
  }
  return func;
}

/** Union of two matches, in place of the first. */
export function unite(into: Uint8Array | null, more: Uint8Array): Uint8Array {
  if (into === null) return more;
  for (let i = 0; i < more.length; i++) into[i] = (into[i] as number) | (more[i] as number);
  return into;
}

/** Calls `visit(from, to)` for the rows of every location; the rows of a location are neighbours, physical function first. */
export function eachLocation(profile: Profile, visit: (from: number, to: number) => void): void {
  const { location, length } = profile.frames;
  for (let from = 0; from < length; ) {
    let to = from + 1;
    while (to < length && location[to] === location[from]) to++;
    visit(from, to);
    from = to;
  }
}

/** 1 where the function of a frame is in `func`. */
export function frameIn(profile: Profile, func: Uint8Array, frame: number): boolean {
  const f = profile.frames.func[frame] as number;
  return f !== NONE && func[f] === 1;
}

/** True where the mapping of a frame is in `mapping`. */
export function mappingIn(profile: Profile, mapping: Uint8Array, frame: number): boolean {
  const m = profile.frames.mapping[frame] as number;
  return m !== NONE && mapping[m] === 1;
}
