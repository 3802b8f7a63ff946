import { NONE } from '../../model/ids.ts';
import { ORIGINS, type Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { ExtraStrings } from '../extend-tables.ts';
import { frameOrigins } from '../origin.ts';
import { borderName, isCrosscall, isGoroutineRoot, isPlumbing, plainName, type Wrapper, wrapperOf } from './names.ts';

/** How a stack lies to the border between Go and C. */
export const CROSSING = {
  /** On one side only, as far as is known: Go alone, a thread that C made, a program without Go. */
  none: 0,
  /** Frames of both sides. */
  both: 1,
  /** C down from its wrapper; the Go callers are missing. */
  open: 2,
  /** C frames that end before a wrapper. */
  unknown: 3,
} as const;

/** A wrapper at the root of stacks whose Go side is missing. */
export interface OpenWrapper {
  readonly key: string;
  readonly hash: string;
  /** Import path, '' where nothing tells it. */
  readonly pkg: string;
  readonly name: string;
}

export interface Folded {
  /** Plain names, one border frame per call, no plumbing. Stack numbers stay; equal stacks may occur twice. */
  readonly profile: Profile;
  /** Per stack: one of CROSSING. */
  readonly crossing: Uint8Array;
  /** Per stack: row of `wrappers` where it is open, else NONE. */
  readonly wrapper: Int32Array;
  readonly wrappers: readonly OpenWrapper[];
  /** Import paths that are known to be of some hash. */
  readonly packages: ReadonlySet<string>;
}

/** What a function is to the border. */
const ROLE = { plain: 0, plumbing: 1, crosscall: 2, cWrapper: 3, goWrapper: 4, goroutine: 5 } as const;
const GO_SIDE = new Set([ORIGINS.indexOf('go'), ORIGINS.indexOf('go-runtime')]);
const SEAM = ORIGINS.indexOf('cgo-seam');
const LIBC = ORIGINS.indexOf('libc');
/** Where threads and C programs begin. */
const THREAD_ROOT =
  /^(?:_*start_thread|_*clone3?|_start|_*libc_start_(?:main|call_main).*|main|crosscall1|threadentry)$/;
const EXPORT = /^_cgoexp_[0-9a-f]{12}_/;

interface Roles {
  readonly role: Uint8Array;
  readonly names: readonly string[];
  readonly wrappers: readonly (Wrapper | null)[];
}

const rolesOf = new WeakMap<Profile['functions'], Roles>();

function roles(profile: Profile): Roles {
  const known = rolesOf.get(profile.functions);
  if (known !== undefined) return known;
  const { functions, strings } = profile;
  const role = new Uint8Array(functions.length);
  const names: string[] = [];
  const wrappers: (Wrapper | null)[] = [];
  for (let f = 0; f < functions.length; f++) {
    const name = plainName(stringAt(strings, functions.name[f] as number));
    const wrapper = wrapperOf(name);
    names.push(name);
    wrappers.push(wrapper);
    if (wrapper !== null) role[f] = wrapper.side === 'c' ? ROLE.cWrapper : ROLE.goWrapper;
    else if (isCrosscall(name)) role[f] = ROLE.crosscall;
    else if (isGoroutineRoot(name)) role[f] = ROLE.goroutine;
    else if (isPlumbing(name)) role[f] = ROLE.plumbing;
  }
  const made = { role, names, wrappers };
  rolesOf.set(profile.functions, made);
  return made;
}

/** Adds hash → import path for every pair of wrappers that stand in one stack of the profile. */
export function learnPackages(profile: Profile, packages: Map<string, string>): void {
  const { role, wrappers } = roles(profile);
  if (!role.includes(ROLE.cWrapper)) return;
  const { stacks, frames } = profile;
  for (let s = 0; s < stacks.length; s++) {
    let go: Wrapper | null = null;
    const to = stacks.offsets[s + 1] as number;
    for (let i = stacks.offsets[s] as number; i < to; i++) {
      const func = frames.func[stacks.frames[i] as number] as number;
      const wrapper = func === NONE ? null : (wrappers[func] ?? null);
      if (wrapper?.side === 'c' && go?.key === wrapper.key) packages.set(wrapper.home, go.home);
      if (wrapper !== null) go = wrapper.side === 'go' ? wrapper : null;
    }
  }
}

/** What a frame is to the border: roles of functions, and the side of plain ones. */
const KIND = {
  go: 0,
  c: 1,
  seam: 2,
  nameless: 3,
  plumbing: 4,
  goroutine: 5,
  crosscall: 6,
  /** From here on wrappers. */
  cWrapper: 7,
  goWrapper: 8,
} as const;

const KIND_OF_ROLE: readonly number[] = [
  KIND.c,
  KIND.plumbing,
  KIND.crosscall,
  KIND.cWrapper,
  KIND.goWrapper,
  KIND.goroutine,
];

/** Per frame: one of KIND. */
function kindsOf({ frames }: Profile, { role }: Roles, origins: Uint8Array): Uint8Array {
  const kinds = new Uint8Array(frames.length);
  for (let f = 0; f < kinds.length; f++) {
    const func = frames.func[f] as number;
    const r = func === NONE ? ROLE.plain : (role[func] as number);
    const origin = origins[f] as number;
    if (r !== ROLE.plain) kinds[f] = KIND_OF_ROLE[r] as number;
    else if (GO_SIDE.has(origin)) kinds[f] = KIND.go;
    else if (origin === SEAM) kinds[f] = KIND.seam;
    else kinds[f] = func === NONE ? KIND.nameless : KIND.c;
  }
  return kinds;
}

/**
 * Folds the border between Go and C to one frame: names without linker suffixes, both wrappers of a call as the Go one,
 * the plumbing between them taken out (so its own time or bytes are those of the wrapper). `packages` names the hashes of
 * wrappers whose Go side is missing.
 */
export function foldSeam(profile: Profile, packages: ReadonlyMap<string, string>): Folded {
  const known = roles(profile);
  const origins = frameOrigins(profile);
  const { stacks, frames } = profile;
  const kinds = kindsOf(profile, known, origins);
  const crossing = new Uint8Array(stacks.length);
  const wrapper = new Int32Array(stacks.length).fill(NONE);
  // Without wrappers and without Go there is no border.
  const mixed = kinds.some((kind) => kind === KIND.go || kind >= KIND.cWrapper);
  const out = new Int32Array(stacks.frames.length);
  let n = 0;
  const offsets = new Int32Array(stacks.length + 1);
  const wrappers: OpenWrapper[] = [];
  const rows = new Map<string, number>();
  for (let s = 0; s < stacks.length; s++) {
    const from = n;
    const to = stacks.offsets[s + 1] as number;
    /** The Go wrapper just above, and the innermost wrapper of all: '' and null without one. */
    let goKey = '';
    let innermost: Wrapper | null = null;
    let open = false;
    let go = false;
    let c = false;
    for (let i = stacks.offsets[s] as number; i < to; i++) {
      const frame = stacks.frames[i] as number;
      const kind = kinds[frame] as number;
      if (kind >= KIND.cWrapper) {
        const own = known.wrappers[frames.func[frame] as number] as Wrapper;
        const merged = kind === KIND.cWrapper && goKey === own.key;
        innermost = own;
        open = kind === KIND.cWrapper && !merged && !go;
        goKey = kind === KIND.goWrapper ? own.key : '';
        go ||= kind === KIND.goWrapper;
        if (merged) continue;
      } else if (kind >= KIND.plumbing) {
        if (kind === KIND.crosscall && n > from && kinds[out[n - 1] as number] === KIND.nameless) n--;
        // A goroutine's root is dropped unless it is all that there is.
        if (kind !== KIND.goroutine || i + 1 < to) continue;
      } else {
        goKey = '';
        go ||= kind === KIND.go;
        c ||= kind === KIND.c || kind === KIND.nameless;
      }
      out[n++] = frame;
    }
    offsets[s + 1] = n;
    if (!mixed) continue;
    if (open && innermost !== null) {
      crossing[s] = CROSSING.open;
      wrapper[s] = rowOf(innermost);
    } else if (innermost !== null || (go && c)) crossing[s] = CROSSING.both;
    else if (!go && n > from && !isThread(out, from, n)) crossing[s] = CROSSING.unknown;
  }
  const cut = { length: stacks.length, offsets, frames: out.slice(0, n) };
  return {
    profile: { ...renamed(profile, known, packages), stacks: cut },
    crossing,
    wrapper,
    wrappers,
    packages: new Set(packages.values()),
  };

  function rowOf({ key, home }: Wrapper): number {
    const id = `${home} ${key}`;
    let row = rows.get(id);
    if (row === undefined) {
      row = wrappers.length;
      rows.set(id, row);
      const pkg = packages.get(home) ?? '';
      wrappers.push({ key, hash: home, pkg, name: borderName(key, pkg) });
    }
    return row;
  }

  function isThread(path: Int32Array, from: number, to: number): boolean {
    const root = path[from] as number;
    const func = frames.func[root] as number;
    // Where libc has no symbols, what it calls first is the thread's own function.
    if (func === NONE) return to - from > 1 && origins[root] === LIBC;
    return THREAD_ROOT.test(known.names[func] ?? '');
  }
}

/** Plain function names; a C wrapper is called as the border frame that it stands for. */
function renamed(profile: Profile, { names, wrappers }: Roles, packages: ReadonlyMap<string, string>): Profile {
  const { functions, frames } = profile;
  const strings = new ExtraStrings(profile.strings);
  const name = functions.name.slice();
  const border = new Uint8Array(functions.length);
  let changed = false;
  names.forEach((plain, f) => {
    const wrapper = wrappers[f] ?? null;
    let shown = plain.replace(EXPORT, '_cgoexp_');
    if (wrapper?.side === 'c') {
      shown = borderName(wrapper.key, packages.get(wrapper.home) ?? '');
      border[f] = 1;
    }
    if (shown === stringAt(profile.strings, functions.name[f] as number)) return;
    name[f] = strings.intern(shown);
    changed = true;
  });
  if (!changed) return profile;
  const origin = frames.origin.slice();
  for (let f = 0; f < frames.length; f++) {
    const func = frames.func[f] as number;
    if (func !== NONE && border[func] === 1) origin[f] = SEAM;
  }
  return {
    ...profile,
    strings: strings.finish(),
    functions: { ...functions, name },
    frames: { ...frames, origin },
  };
}
