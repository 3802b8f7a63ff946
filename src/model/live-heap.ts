import type { Profile, ValueType } from './profile.ts';
import type { Layer } from './seam.ts';
import { stringAt } from './strings.ts';

/** Sample types that hold memory which is alive, best first, and the counts beside them. */
const LIVE_BYTES = ['outstanding', 'inuse_space', 'leaked_space', 'end_space', 'heap_space', 'space'];
const LIVE_OBJECTS = ['allocations', 'inuse_objects', 'leaked_objects', 'end_objects', 'objects'];

/** Rows of the sample types that count live memory: bytes, and objects (-1 where none are counted). Null where there are no such bytes. */
export function liveTypes(types: readonly ValueType[]): { readonly bytes: number; readonly objects: number } | null {
  const find = (names: readonly string[], unit: string): number => {
    for (const name of names) {
      const at = types.findIndex((t) => t.type === name && t.unit === unit);
      if (at >= 0) return at;
    }
    return -1;
  };
  const bytes = find(LIVE_BYTES, 'bytes');
  return bytes < 0 ? null : { bytes, objects: find(LIVE_OBJECTS, 'count') };
}

/** Flavors of profiles that Go's own profiler and those of C write alike. */
const EITHER = new Set(['heap', 'allocs', 'profile']);
const GO_RUNTIME = /^runtime\./;

/**
 * The heap that a profile of live memory counts; null where it counts none. Go's profiler knows only Go's heap, every other
 * tool only what came from malloc and mmap.
 */
export function heapOf(profile: Profile, flavor: string): Extract<Layer, 'go-heap' | 'c-heap'> | null {
  // Mappings hold the heaps of all languages, and more.
  if (flavor === 'perf-mappings' || liveTypes(profile.sampleTypes) === null) return null;
  return EITHER.has(flavor) && isGo(profile) ? 'go-heap' : 'c-heap';
}

/** No Go program is without its runtime. */
function isGo({ functions, strings }: Profile): boolean {
  for (let f = 0; f < functions.length; f++) {
    if (GO_RUNTIME.test(stringAt(strings, functions.name[f] as number))) return true;
    if (stringAt(strings, functions.file[f] as number).endsWith('.go')) return true;
  }
  return false;
}
