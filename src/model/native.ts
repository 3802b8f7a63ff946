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

/** What is told apart of one class. */
export interface NotALeakRow {
  readonly class: NotALeak;
  readonly bytes: number;
  /** Allocations, as the file counts them. */
  readonly records: number;
  /** True when it was told by sizes alone, for want of addresses. */
  readonly bySize: boolean;
}

/** Stacks that say next to nothing, because the code was built without frame pointers. */
export interface BrokenStacks {
  /** Samples of no class with at most one frame that can be right, and their live bytes (0 in a profile of anything else). */
  readonly stacks: number;
  readonly bytes: number;
  /** Samples that lost frames which cannot be right. */
  readonly cut: number;
  /** All samples that have a stack and are of no class. */
  readonly total: number;
  /** So many are broken that the profile as a whole misleads. */
  readonly alarming: boolean;
}

export interface ComparedNotALeak extends NotALeakRow {
  /** In a comparison: what it was in the base. */
  readonly before: { readonly bytes: number; readonly records: number } | null;
}

/** What native tools put into the sources of a lens beside the program's own doing; whole files, whatever is filtered. */
export interface NativeAnswer {
  readonly notALeak: readonly ComparedNotALeak[];
  readonly broken: BrokenStacks;
  /** Sources whose broken stacks are alarming. */
  readonly alarms: readonly { readonly source: string; readonly stacks: number; readonly total: number }[];
}
