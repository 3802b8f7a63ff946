import type { NotALeak, NotALeakRow } from '../../model/native.ts';

/** Why the bytes of a class are, or are not, added to what is known to be resident. */
export type ClassStanding =
  /** Counted with Go's memory. */
  | 'within-go'
  /** Address space, of which hardly a page is resident. */
  | 'reserved'
  /** Resident, and counted nowhere else. */
  | 'resident'
  /** No memory at all. */
  | 'nothing'
  /** Counted with the C heap. */
  | 'within-c';

const STANDING: Readonly<Record<NotALeak, ClassStanding>> = {
  'go-runtime-mmap': 'within-go',
  'arena-reservation': 'reserved',
  'thread-stack': 'reserved',
  tls: 'resident',
  'map-failed': 'nothing',
  'double-count': 'within-c',
};

/** What is known of a process at one moment, or of its growth between two: then every figure is a difference. */
export interface Known {
  /** Resident set as the kernel counts it. */
  readonly rssBytes: number;
  /** Sys − HeapReleased where MemStats say it, else the live heap of a profile; null = nothing is known of Go. */
  readonly go: { readonly bytes: number; readonly basis: 'sys' | 'inuse' } | null;
  /** Live C memory without the classes; null = not recorded. */
  readonly cBytes: number | null;
  readonly notALeak: readonly Pick<NotALeakRow, 'class' | 'bytes'>[];
  /** Resident pages of ELF images and other files; null where the figures of Go and C are to stand alone. */
  readonly fileBytes: number | null;
}

export type Part = 'go' | 'c' | 'classes' | 'files';

export interface Reconciled {
  readonly rssBytes: number;
  readonly parts: readonly { readonly part: Part; readonly bytes: number }[];
  readonly classes: readonly { readonly class: NotALeak; readonly bytes: number; readonly standing: ClassStanding }[];
  /** RSS that nothing explains; negative where more is known than is resident (memory that was asked for but not touched, or given back). */
  readonly restBytes: number;
  /** Go's figure is the live heap only: garbage, free spans and the runtime's own tables are in the rest. */
  readonly goIsLiveHeap: boolean;
}

/** Sets Go heap, C heap and classes against the resident set; what they do not explain is a figure of its own. */
export function reconcile({ rssBytes, go, cBytes, notALeak, fileBytes }: Known): Reconciled {
  const classes = notALeak.map((row) => ({ class: row.class, bytes: row.bytes, standing: STANDING[row.class] }));
  const resident = classes.reduce((sum, row) => sum + (row.standing === 'resident' ? row.bytes : 0), 0);
  const figures: readonly (readonly [part: Part, bytes: number | null])[] = [
    ['go', go?.bytes ?? null],
    ['c', cBytes],
    ['classes', cBytes === null ? null : resident],
    ['files', fileBytes],
  ];
  const parts = figures.flatMap(([part, bytes]) => (bytes === null ? [] : [{ part, bytes }]));
  return {
    rssBytes,
    parts,
    classes,
    restBytes: parts.reduce((rest, { bytes }) => rest - bytes, rssBytes),
    goIsLiveHeap: go?.basis === 'inuse',
  };
}
