/** What mappings belong to. `total`: sums without addresses (smaps_rollup, status). */
export const MAP_UNITS = [
  'elf-image',
  'heap',
  'go-heap',
  'go-metadata',
  'glibc-arena',
  'thread-stack',
  'mmapped-chunk',
  'stack',
  'vdso',
  'file',
  'shared-memory',
  'anonymous',
  'reserved',
  'total',
] as const;
export type MapUnit = (typeof MAP_UNITS)[number];

/** Bytes; NaN where the file prints no such figure. */
export interface MapFigures {
  readonly size: number;
  readonly rss: number;
  readonly dirty: number;
}

export const MAP_CHANGES = ['same', 'grown', 'shrunk', 'moved', 'split', 'merged', 'new', 'gone'] as const;
export type MapChange = (typeof MAP_CHANGES)[number];

/** One mapping, or one that became several or the reverse; addresses are those of after, or of base when it is gone. */
export interface MapRange {
  /** `7fdb58000000-7fdb58021000`, '' without addresses. */
  readonly range: string;
  readonly perms: string;
  readonly name: string;
  /** Null: not there. Without a comparison `before` is null in every row. */
  readonly before: MapFigures | null;
  readonly after: MapFigures | null;
  readonly change: MapChange;
}

/** A unit of memory: an ELF image, a heap, one glibc arena, one thread's stack … */
export interface MapUnitRow {
  readonly unit: MapUnit;
  /** Path, `[heap]`, or the address where it starts. */
  readonly name: string;
  readonly before: MapFigures | null;
  readonly after: MapFigures | null;
  readonly ranges: readonly MapRange[];
}

/** `base` null: one snapshot, no differences. Sources are named by their key. */
export interface MemoryMapQuestion {
  readonly base: string | null;
  readonly after: string;
}

export interface MemoryMapAnswer {
  /** Largest |Δ RSS| first (without a comparison: largest RSS), then by size. */
  readonly rows: readonly MapUnitRow[];
  readonly before: MapFigures | null;
  readonly after: MapFigures;
  /** Keys that are not open. */
  readonly missing: readonly string[];
}
