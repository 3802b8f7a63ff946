import { NONE } from '../model/ids.ts';
import { ORIGINS, type Origin, type Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { basename, isGoName, packageOf } from './names.ts';

const number = (origin: Origin): number => ORIGINS.indexOf(origin);

const KERNEL_MODULE =
  /^\[(?:kernel|guest\.kernel|vmlinux|vdso|vsyscall|bpf|unix|ext4|xfs|btrfs|nf_)|\.ko(?:\.\w+)?\]?$|^vmlinux/;
const LIBC_MODULE =
  /^(?:libc|libpthread|libm|libdl|librt|libresolv|ld|ld-linux|ld-musl|libc\.musl)(?:[-.][\w.-]*)?\.so(?:\.\d+)*$|^ld-(?:linux|musl)/;
const CPP_MODULE = /^lib(?:std)?c\+\+/;
const SHARED_OBJECT = /\.so(?:\.[\d.]+)?$/;
const LIBC_NAME =
  /^(?:__libc_|_int_(?:malloc|free|realloc|memalign)|__GI_|sysmalloc|malloc_consolidate|ptmalloc|arena_get|alloc_new_heap|__?clone3?$|clone3?$|start_thread$|_start$|_dl_|__pthread_|pthread_|__memcpy|__memmove|__memset|__strlen|__str(?:cmp|cpy|dup)|__nptl|_IO_|(?:malloc|calloc|realloc|free|reallocarray|aligned_alloc|memalign|posix_memalign|valloc|pvalloc|memcpy|memmove|memset|strdup|strndup|mmap|mmap64|munmap|mremap|brk|sbrk|epoll_wait|nanosleep|poll|qsort|fopen|fread|fwrite|getline|asprintf|vasprintf)(?:@|$))/;
const SEAM_NAME =
  /^(?:runtime\.(?:cgocall|asmcgocall|cgocallback|cgocallbackg|cgocallbackg1|cgoCheck\w*)(?:_landingpad|_no_g)?(?:\.abi0)?$|_cgoexp_|_?cgo_[0-9a-f]+_|_cgo_|_C2?func_|x_cgo_|crosscall|.*\._(?:Cfunc|C2func|cgo_cmalloc)(?:_|\.|$)|runtime\/cgo\.)/;
const RUNTIME_ASM =
  /^(?:gogo|gosave|aeshashbody|memeqbody|cmpbody|indexbytebody|countbody|gcWriteBarrier|callRet|debugCall\w*|setg_gcc|_rt0_\w+)(?:\.abi0)?$/;
const CPP_FILE = /\.(?:cc|cpp|cxx|c\+\+|hh|hpp|hxx|tcc|C)$/;

/**
 * Where the code of a frame comes from, as a number of ORIGINS: told from its function's name, the path of its mapping
 * and its source file, in that order of trust for what each can tell ('' = not known).
 */
export function originOf(name: string, mapping: string, file: string): number {
  const module = basename(mapping);
  if (KERNEL_MODULE.test(module) || name.endsWith('_[k]')) return number('kernel');
  if (name === '') {
    if (LIBC_MODULE.test(module)) return number('libc');
    if (CPP_MODULE.test(module)) return number('c++');
    return SHARED_OBJECT.test(module) ? number('c') : number('unknown');
  }
  if (SEAM_NAME.test(name) || file.endsWith('_cgo_gotypes.go') || file === 'cgo-gcc-prolog') return number('cgo-seam');
  if (RUNTIME_ASM.test(name)) return number('go-runtime');
  if (isGoFile(file) || (isGoName(name) && !SHARED_OBJECT.test(module) && !isCFile(file))) {
    return isRuntime(name, file) ? number('go-runtime') : number('go');
  }
  if (LIBC_MODULE.test(module)) return number('libc');
  if (isCpp(name) || CPP_FILE.test(file) || CPP_MODULE.test(module)) return number('c++');
  if (isPlaceholder(name)) return SHARED_OBJECT.test(module) ? number('c') : number('unknown');
  if (LIBC_NAME.test(name)) return number('libc');
  return mapping === '' && isLabel(name, file) ? number('unknown') : number('c');
}

function isGoFile(file: string): boolean {
  return file.endsWith('.go') || (file.endsWith('.s') && /\/(?:runtime|internal|crypto|math|sync)\//.test(file));
}

function isCFile(file: string): boolean {
  return file.endsWith('.c') || file.endsWith('.h') || CPP_FILE.test(file);
}

function isRuntime(name: string, file: string): boolean {
  const pkg = packageOf(name);
  if (pkg === '') return /\/(?:runtime|internal\/(?:runtime|bytealg|cpu|abi))\//.test(file);
  return pkg === 'runtime' || pkg.startsWith('runtime/internal/') || pkg.startsWith('internal/runtime/');
}

function isCpp(name: string): boolean {
  return name.includes('::') || name.startsWith('_Z') || name.startsWith('operator ') || /^void |<.*>\(/.test(name);
}

function isPlaceholder(name: string): boolean {
  return name.startsWith('[') || name.startsWith('<') || name.startsWith('0x') || name === '??';
}

const origins = new WeakMap<Profile['frames'], Uint8Array>();

/** What a stack may hold beside functions: the value of a label (its "file" is the key), a thread's name. */
function isLabel(name: string, file: string): boolean {
  return file === '' ? !/^[\w.$@+~]+$/.test(name) : !/[./\\]/.test(file);
}

/** Origin of every frame of a profile: what the decoder knew, else told by name, mapping and file. Remembered per table. */
export function frameOrigins(profile: Profile): Uint8Array {
  let known = origins.get(profile.frames);
  if (known === undefined) origins.set(profile.frames, (known = tellOrigins(profile)));
  return known;
}

function tellOrigins(profile: Profile): Uint8Array {
  const { frames, functions, mappings, strings } = profile;
  const origins = new Uint8Array(frames.length);
  const known = new Map<number, number>();
  for (let f = 0; f < frames.length; f++) {
    const given = frames.origin[f] as number;
    if (given !== 0) {
      origins[f] = given;
      continue;
    }
    const func = frames.func[f] as number;
    const mapping = frames.mapping[f] as number;
    const pair = (func + 1) * (mappings.length + 1) + mapping + 1;
    let origin = known.get(pair);
    if (origin === undefined) {
      const name = func === NONE ? '' : stringAt(strings, functions.name[func] as number);
      const file = func === NONE ? '' : stringAt(strings, functions.file[func] as number);
      origin = originOf(name, mapping === NONE ? '' : stringAt(strings, mappings.file[mapping] as number), file);
      known.set(pair, origin);
    }
    origins[f] = origin;
  }
  return origins;
}
