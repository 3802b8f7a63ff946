import { ORIGINS, type Profile } from '../../model/profile.ts';
import type { Layer } from '../../model/seam.ts';
import { frameOrigins } from '../origin.ts';

/** Sample types that hold memory which is alive, best first, and the counts beside them. */
const LIVE_BYTES = ['outstanding', 'inuse_space', 'leaked_space', 'end_space', 'heap_space', 'space'];
const LIVE_OBJECTS = ['allocations', 'inuse_objects', 'leaked_objects', 'end_objects', 'objects'];

/** Columns of live memory of a profile; null where it counts something else. */
export interface LiveColumns {
  readonly bytes: Float64Array;
  /** Null where it counts no objects. */
  readonly objects: Float64Array | null;
}

export function liveColumns({ sampleTypes, samples }: Profile): LiveColumns | null {
  const find = (names: readonly string[], unit: string): Float64Array | null => {
    for (const name of names) {
      const at = sampleTypes.findIndex((t) => t.type === name && t.unit === unit);
      if (at >= 0) return samples.values[at] ?? null;
    }
    return null;
  };
  const bytes = find(LIVE_BYTES, 'bytes');
  return bytes === null ? null : { bytes, objects: find(LIVE_OBJECTS, 'count') };
}

const GO_RUNTIME = ORIGINS.indexOf('go-runtime');
const GO = ORIGINS.indexOf('go');
/** Flavors of profiles that Go's own profiler and those of C write alike. */
const EITHER = new Set(['heap', 'allocs', 'profile']);

/**
 * The heap that a profile of live memory counts; null where it counts none. Go's profiler knows only Go's heap, and every
 * other tool only what came from malloc and mmap.
 */
export function heapOf(profile: Profile, flavor: string): Extract<Layer, 'go-heap' | 'c-heap'> | null {
  if (liveColumns(profile) === null) return null;
  const go = EITHER.has(flavor) && frameOrigins(profile).some((o) => o === GO || o === GO_RUNTIME);
  return go ? 'go-heap' : 'c-heap';
}
