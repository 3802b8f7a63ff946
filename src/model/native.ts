/** Records of live native memory that are no leak of the program, in the words of the command line. */
export const NOT_A_LEAK = [
  'go-runtime-mmap',
  'arena-reservation',
  'thread-stack',
  'tls',
  'map-failed',
  'double-count',
] as const;
export type NotALeak = (typeof NOT_A_LEAK)[number];

/** What was kept apart of one class. */
export interface NotALeakRow {
  readonly class: NotALeak;
  readonly bytes: number;
  /** Allocations, as the file counts them. */
  readonly records: number;
  /** True when it was told by sizes alone, for want of addresses. */
  readonly bySize: boolean;
}
