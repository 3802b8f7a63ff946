import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { basename } from '../names.ts';

/** What the innermost frame of an allocation says of it. */
export const LEAF = {
  other: 0,
  /** Go's way to mmap in a program with cgo. */
  runtimeMmap: 1,
  /** glibc reserving a thread's arena. */
  newHeap: 2,
  threadStack: 3,
  tls: 4,
  /** glibc's mmap for one large malloc. */
  largeMalloc: 5,
  /** libc without symbols: any of glibc's own. */
  bareLibc: 6,
  /** The dynamic linker without symbols. */
  bareLinker: 7,
} as const;

const NAMES: ReadonlyMap<string, number> = new Map([
  ['x_cgo_mmap', LEAF.runtimeMmap],
  ['alloc_new_heap', LEAF.newHeap],
  ['new_heap', LEAF.newHeap],
  ['pthread_create', LEAF.threadStack],
  ['__pthread_create_2_1', LEAF.threadStack],
  ['allocate_stack', LEAF.threadStack],
  ['allocate_dtv', LEAF.tls],
  ['allocate_dtv_entry', LEAF.tls],
  ['_dl_allocate_tls', LEAF.tls],
  ['_dl_allocate_tls_storage', LEAF.tls],
  ['_dl_resize_dtv', LEAF.tls],
  ['sysmalloc_mmap', LEAF.largeMalloc],
  ['sysmalloc_mmap_fallback', LEAF.largeMalloc],
]);

const LIBC = /^libc[-.]/;
const LINKER = /^ld[-.]/;

/** `pthread_create@GLIBC_2.2.5` and `sysmalloc_mmap.constprop.0` without what compiler and linker add. */
const plain = (name: string): string => name.replace(/[@.].*$/, '');

/** Per frame: one of LEAF. */
export function leafKinds({ frames, functions, mappings, strings }: Profile): Uint8Array {
  const ofFunction = new Uint8Array(functions.length);
  for (let f = 0; f < functions.length; f++) {
    ofFunction[f] = NAMES.get(plain(stringAt(strings, functions.name[f] as number))) ?? LEAF.other;
  }
  const ofMapping = new Uint8Array(mappings.length);
  for (let m = 0; m < mappings.length; m++) {
    const file = basename(stringAt(strings, mappings.file[m] as number));
    ofMapping[m] = LIBC.test(file) ? LEAF.bareLibc : LINKER.test(file) ? LEAF.bareLinker : LEAF.other;
  }
  const kinds = new Uint8Array(frames.length);
  for (let f = 0; f < frames.length; f++) {
    const func = frames.func[f] as number;
    const mapping = frames.mapping[f] as number;
    if (func !== NONE) kinds[f] = ofFunction[func] as number;
    else if (mapping !== NONE) kinds[f] = ofMapping[mapping] as number;
  }
  return kinds;
}
