/** Suffixes that C compilers and linkers add to a symbol; what is left of the name is the function. */
const C_CLONE = /\.(?:part|constprop|isra|cold|lto_priv|llvm|clone|localalias|plt|cfi|resolver|str)(?:\.[\w]+)*$/;

/** Files and places that stand where a name is missing: `libc.so.6+0x1f`, `[libc.so.6]`. */
const NOT_GO = /\.so(?:[.+\]]|$)|^[[<]|^_cgo/;

/**
 * The name of a function with its type arguments folded (`Map[int,string]`, `Map[...]` → `Map[…]`) and `.abi0`
 * taken off, so that the builds of different Go versions and all instances of a generic function have one name.
 * C++ `operator[]`, `f[abi:cxx11]` and names that begin with a bracket (`[libc.so.6]`) stay as they are.
 */
export function foldName(name: string): string {
  let folded = name.endsWith('.abi0') ? name.slice(0, -5) : name;
  if (folded.includes('·')) folded = folded.replace(/·/g, '.');
  let open = folded.indexOf('[');
  if (open <= 0 || folded.includes('::')) return folded;
  let out = '';
  let from = 0;
  while (open > 0) {
    const close = closingBracket(folded, open);
    if (close < 0) break;
    if (isTypeArguments(folded, open, close)) {
      out += `${folded.slice(from, open)}[…]`;
      from = close + 1;
    }
    open = folded.indexOf('[', close + 1);
  }
  return from === 0 ? folded : out + folded.slice(from);
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b) depth++;
    else if (c === 0x5d && --depth === 0) return i;
  }
  return -1;
}

function isTypeArguments(text: string, open: number, close: number): boolean {
  return close > open + 1 && /[\p{L}\p{N}_]/u.test(text.charAt(open - 1)) && !text.startsWith('abi:', open + 1);
}

/** True for names as the Go linker writes them: `pkg/path.Func`, `pkg.(*T).Method`, `pkg.F[...].func1`. */
export function isGoName(name: string): boolean {
  const dot = packageEnd(name);
  if (dot <= 0) return false;
  if (name.includes('::') || name.includes(' ') || name.startsWith('<') || NOT_GO.test(name)) return false;
  if (name.endsWith('.abi0')) return true;
  const clone = C_CLONE.exec(name);
  return clone === null || clone.index > dot;
}

/** Import path of the package of a Go function (`%2e` decoded), '' for a name that is not Go's. */
export function packageOf(name: string): string {
  if (!isGoName(name)) return '';
  const path = name.slice(0, packageEnd(name));
  return path.includes('%') ? path.replace(/%2e/gi, '.') : path;
}

/** Index of the dot between import path and function, -1 if there is none. Slashes and dots of type arguments do not count. */
function packageEnd(name: string): number {
  const bracket = name.search(/[[(]/);
  const end = bracket < 0 ? name.length : bracket;
  const slash = name.lastIndexOf('/', end - 1);
  const dot = name.indexOf('.', end === 0 ? 0 : slash + 1);
  return dot < 0 || dot > end || (slash < 0 && dot === 0) ? -1 : dot;
}

const RESERVED = ['(anonymous namespace)', 'operator()'] as const;

/**
 * The name that drop_frames, keep_frames and prune_from look at: without a leading dot (PPC ELF v1) and cut at the first
 * `(` that is not part of `(anonymous namespace)` or `operator()`, as pprof has it.
 */
export function simplifyFunc(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 0x28 && c !== 0x6f) continue;
    const reserved = RESERVED.find((word) => text.startsWith(word, i));
    if (reserved !== undefined) i += reserved.length - 1;
    else if (c === 0x28) return text.slice(0, i);
  }
  return text;
}

/** Last element of a path with `/` or `\`. */
export function basename(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** `path` without the first of the `:`-separated prefixes that it begins with; `/proc/self/cwd/` is always taken off. */
export function trimPathPrefix(path: string, prefixes: string): string {
  const list = prefixes === '' ? [] : prefixes.split(':');
  for (const prefix of [...list, '/proc/self/cwd/./', '/proc/self/cwd/']) {
    const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (path.startsWith(folder)) return path.slice(folder.length);
  }
  return path;
}
