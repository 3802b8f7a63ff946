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
  /** The function that a probe or a system call names: who called it decides. */
  entry: 8,
} as const;

const NAMES: ReadonlyMap<string, number> = new Map([
  ['x_cgo_mmap', LEAF.runtimeMmap],
  // Where x_cgo_mmap has no frame, or the runtime calls the kernel itself.
  ['runtime.mmap', LEAF.runtimeMmap],
  ['runtime.mmap.func1', LEAF.runtimeMmap],
  ['runtime.sysMmap', LEAF.runtimeMmap],
  ['alloc_new_heap', LEAF.newHeap],
  ['new_heap', LEAF.newHeap],
  ['pthread_create', LEAF.threadStack],
  ['__pthread_create', LEAF.threadStack],
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

const LIBC = /^lib(?:c|pthread)[-.]/;
const LINKER = /^ld[-.]/;

const ENTRY =
  /^_*(?:GI_+)?(?:libc_)?(?:malloc|calloc|realloc|reallocarray|memalign|aligned_alloc|posix_memalign|p?valloc|mmap|mmap64|mremap|s?brk)$/;
const KERNEL = /^\[kernel/;

/** `pthread_create@GLIBC_2.2.5`, `sysmalloc_mmap.constprop.0` and `runtime.sysMmap.abi0` without what compiler and linker add. */
const plain = (name: string): string => name.replace(/@.*$|\.(?:abi0|abiinternal|constprop|isra|part|cold)\b.*$/, '');

/** Kind of a stack (`frames[from … to)`, root first): that of its innermost frame which is no entry. */
export function leafOf(kinds: Uint8Array, frames: Int32Array, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) {
    const kind = kinds[frames[i] as number] as number;
    if (kind !== LEAF.entry) return kind;
  }
  return LEAF.other;
}

/** Per frame: one of LEAF. */
export function leafKinds({ frames, functions, mappings, strings }: Profile): Uint8Array {
  const ofFunction = new Uint8Array(functions.length);
  for (let f = 0; f < functions.length; f++) {
    const name = plain(stringAt(strings, functions.name[f] as number));
    ofFunction[f] = NAMES.get(name) ?? (ENTRY.test(name) ? LEAF.entry : LEAF.other);
  }
  const ofMapping = new Uint8Array(mappings.length);
  const ofKernel = new Uint8Array(mappings.length);
  for (let m = 0; m < mappings.length; m++) {
    const path = stringAt(strings, mappings.file[m] as number);
    const file = basename(path);
    ofKernel[m] = KERNEL.test(path) ? 1 : 0;
    ofMapping[m] = LIBC.test(file) ? LEAF.bareLibc : LINKER.test(file) ? LEAF.bareLinker : LEAF.other;
  }
  const kinds = new Uint8Array(frames.length);
  for (let f = 0; f < frames.length; f++) {
    const func = frames.func[f] as number;
    const mapping = frames.mapping[f] as number;
    if (mapping !== NONE && ofKernel[mapping] === 1) kinds[f] = LEAF.entry;
    else if (func !== NONE) kinds[f] = ofFunction[func] as number;
    else if (mapping !== NONE) kinds[f] = ofMapping[mapping] as number;
  }
  return kinds;
}
