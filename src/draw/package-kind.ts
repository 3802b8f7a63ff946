import type { KeyTable } from '../model/call-tree.ts';
import { ORIGINS, type Origin } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { splitGoName } from './labels.ts';

/** Whose code a package is. */
export type PackageKind = 'own' | 'third-party' | 'standard' | 'runtime';

/** First path elements of Go's standard library. */
const STANDARD = new Set(
  (
    'archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag ' +
    'fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices ' +
    'sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);

/**
 * Whose a Go package is, by its path and a file of it. Modules of the cache carry `@version` in their files (also with
 * -trimpath) and vendored ones `/vendor/`; the rest of what is not the standard library was built from the main module.
 */
export function packageKind(path: string, file: string): PackageKind {
  const first = path.slice(0, path.indexOf('/') < 0 ? path.length : path.indexOf('/'));
  if (path === 'runtime' || path.startsWith('runtime/') || path.startsWith('internal/runtime')) return 'runtime';
  if (path === 'main') return 'own';
  if (STANDARD.has(first)) {
    // An own module may be called as a standard folder is; its files do not lie under GOROOT/src.
    return /@v\d/.test(file) ? 'third-party' : 'standard';
  }
  if (path.startsWith('golang.org/') || path.startsWith('google.golang.org/')) return 'third-party';
  return /@v\d/.test(file) || /(?:^|\/)vendor\//.test(file) ? 'third-party' : 'own';
}

/** What a key is coloured by in "colour by package": kind and the text whose hash gives the hue. */
export function packageOfKey(keys: KeyTable, key: number): { kind: PackageKind; path: string } {
  const origin: Origin = ORIGINS[keys.origin[key] ?? 0] ?? 'unknown';
  const name = stringAt(keys.strings, keys.name[key] ?? 0);
  const file = stringAt(keys.strings, keys.file[key] ?? 0);
  switch (origin) {
    case 'go-runtime':
      return { kind: 'runtime', path: 'runtime' };
    case 'go':
    case 'cgo-seam': {
      const { path } = splitGoName(name);
      return { kind: packageKind(path, file), path };
    }
    case 'libc':
    case 'kernel':
      return { kind: 'runtime', path: origin };
    default: {
      const module = stringAt(keys.strings, keys.module[key] ?? 0);
      return module === '' ? { kind: 'standard', path: '' } : { kind: 'third-party', path: module };
    }
  }
}
