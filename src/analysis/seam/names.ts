import { isGoName } from '../names.ts';

/**
 * One of the two wrappers of a call from Go into C. Its key is what both sides share: `Cfunc_x`, `C2func_x` (a call with
 * errno); `C.malloc`, `C.CString` and `C.CBytes` share `Cfunc__Cmalloc`. Names as cmd/cgo writes them, equal in Go 1.19–1.24.
 */
export interface Wrapper {
  readonly side: 'c' | 'go';
  readonly key: string;
  /** Go: import path of the package. C: the hash that stands for it, 12 hex digits. */
  readonly home: string;
}

const C_WRAPPER = /^_cgo_([0-9a-f]{12})_(C2?func_.+)$/;
const GO_WRAPPER = /^(.+)\._(C2?func_.+)$/;
const GO_MALLOC = /^(.+)\._cgo_cmalloc$/;
const MALLOC = 'Cfunc__Cmalloc';
const ABI = /\.abi(?:0|internal)$/;

/** Frames that only carry a call over the border, or into a goroutine. */
const PLUMBING = new Set([
  'runtime.asmcgocall',
  'runtime.asmcgocall_landingpad',
  'runtime.asmcgocall_no_g',
  'runtime.cgocall',
  'runtime.systemstack_switch',
  'gosave_systemstack_switch',
  'crosscall2',
  'runtime.cgocallback',
  'runtime.cgocallbackg',
  'runtime.cgocallbackg1',
]);

/** Closures that the compiler makes of `go f(x)`; Go's own tracebacks hide them. */
const GO_WRAP = /\.gowrap\d+$/;

/** The function's name without what a linker adds: `.abi0`, escapes of the import path (`yaml%2ev3`). */
export function plainName(raw: string): string {
  const name = raw.replace(ABI, '');
  if (!name.includes('%') || !isGoName(name)) return name;
  return name.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The wrapper that a plain name is, null for any other function. */
export function wrapperOf(name: string): Wrapper | null {
  const c = C_WRAPPER.exec(name);
  if (c !== null) return { side: 'c', key: c[2] ?? '', home: c[1] ?? '' };
  const malloc = GO_MALLOC.exec(name);
  if (malloc !== null) return { side: 'go', key: MALLOC, home: malloc[1] ?? '' };
  const go = GO_WRAPPER.exec(name);
  return go === null ? null : { side: 'go', key: go[2] ?? '', home: go[1] ?? '' };
}

/** The name of the border frame of a wrapper: as Go spells it, without a package where that is not known. */
export function borderName(key: string, pkg: string): string {
  const own = key === MALLOC ? '_cgo_cmalloc' : `_${key}`;
  return pkg === '' ? own : `${pkg}.${own}`;
}

export function isPlumbing(name: string): boolean {
  return PLUMBING.has(name) || GO_WRAP.test(name);
}

/** What lies above the first function of every goroutine; Go's own profiles leave it out. */
export function isGoroutineRoot(name: string): boolean {
  return name === 'runtime.goexit';
}

/** Beside it stands a nameless frame that is an artefact of unwinding (Go 1.23 and later). */
export function isCrosscall(name: string): boolean {
  return name === 'crosscall2';
}
