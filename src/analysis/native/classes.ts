import { NONE } from '../../model/ids.ts';
import { NOT_A_LEAK, type NotALeak, type NotALeakRow } from '../../model/native.ts';
import type { Profile } from '../../model/profile.ts';
import { doubleCounts, failedMaps, IMPOSSIBLE_BYTES, type Sum } from './blocks.ts';
import { doubleCountBySize } from './large-mallocs.ts';
import { LEAF, leafKinds, leafOf } from './leaf-kinds.ts';
import { type Outstanding, outstandingOf } from './outstanding.ts';

/** Something of a sample that is of a class while the rest of it is not. */
export interface Part {
  readonly sample: number;
  readonly class: NotALeak;
  readonly bytes: number;
  readonly records: number;
  readonly bySize: boolean;
}

/** Which records of a profile are no leak of the program. */
export interface Classes {
  /** Per sample: 0, or 1 + the index in NOT_A_LEAK of the class that it is of as a whole. */
  readonly of: Uint8Array;
  readonly parts: readonly Part[];
}

const MIB = 2 ** 20;
/** HEAP_MAX_SIZE of glibc on 64 bits, and twice that: what it asks for to get an aligned one. */
const ARENAS = [64 * MIB, 128 * MIB];
const PAGE = 4096;
/** The usual thread: 8 MiB and a guard page. */
const USUAL_STACK = 8 * MIB + PAGE;
const LEAST_STACK = 4 * PAGE;
/** 16 bytes per module with thread-local data and 16 spare ones. */
const [LEAST_DTV, MOST_DTV] = [17 * 16, 40 * 16];

/** As stored in `Classes.of`. */
const code = (name: NotALeak): number => NOT_A_LEAK.indexOf(name) + 1;

/**
 * Tells the records that are no leak of the program by their innermost frame, their size and, where the file lists them,
 * the addresses of the blocks. Null for a profile of anything but live native memory.
 */
export function classify(profile: Profile): Classes | null {
  const live = outstandingOf(profile);
  if (live === null) return null;
  const { samples, stacks, blocks } = profile;
  const kinds = leafKinds(profile);
  const leaf = new Uint8Array(samples.length);
  const of = new Uint8Array(samples.length);
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    leaf[s] = leafOf(kinds, stacks.frames, stacks.offsets[stack] as number, stacks.offsets[stack + 1] as number);
    const bytes = live.bytes[s] as number;
    of[s] = classOf(leaf[s] as number, bytes, bytes / (live.records?.[s] ?? 1));
  }
  const placer = new Placer(live, of);
  const internal = [];
  const callers = [];
  for (let s = 0; s < samples.length; s++) {
    if (leaf[s] === LEAF.largeMalloc || leaf[s] === LEAF.bareLibc) internal.push(s);
    else callers.push(s);
  }
  if (blocks !== undefined && blocks.length > 0) {
    placer.place('map-failed', failedMaps(blocks), [...callers, ...internal], internal);
    placer.place('double-count', doubleCounts(blocks), internal, internal);
  } else if (live.records !== null) {
    const inner = largest(
      live,
      internal.filter((s) => leaf[s] === LEAF.largeMalloc && of[s] === 0),
    );
    const outer = callers.filter((s) => of[s] === 0);
    if (inner !== NONE) placer.add('double-count', inner, doubleCountBySize(live, inner, outer), true);
  }
  return { of, parts: placer.parts };
}

/** The class of a record as a whole, 0 for none; `each` = bytes of one allocation. */
function classOf(leaf: number, bytes: number, each: number): number {
  if (bytes > IMPOSSIBLE_BYTES) return code('map-failed');
  switch (leaf) {
    case LEAF.runtimeMmap:
      return code('go-runtime-mmap');
    case LEAF.newHeap:
      return code('arena-reservation');
    case LEAF.threadStack:
      return each >= LEAST_STACK && bytes % PAGE === 0 ? code('thread-stack') : 0;
    case LEAF.tls:
      return code('tls');
    case LEAF.bareLibc:
      if (ARENAS.includes(each)) return code('arena-reservation');
      return each === USUAL_STACK ? code('thread-stack') : 0;
    case LEAF.bareLinker:
      return each % 16 === 0 && each >= LEAST_DTV && each <= MOST_DTV ? code('tls') : 0;
    default:
      return 0;
  }
}

/** Puts what addresses or sizes tell where it is counted. */
class Placer {
  readonly parts: Part[] = [];
  private readonly live: Outstanding;
  private readonly of: Uint8Array;

  constructor(live: Outstanding, of: Uint8Array) {
    this.live = live;
    this.of = of;
  }

  /**
   * Takes sums by sample. What the file ties to none goes to the one of `exact` that is just that, else to the first of
   * `holders` that has room for it.
   */
  place(name: NotALeak, sums: ReadonlyMap<number, Sum>, exact: readonly number[], holders: readonly number[]): void {
    const { bytes, records } = this.live;
    for (const [tied, sum] of sums) {
      const is = (s: number) => bytes[s] === sum.bytes && (records?.[s] ?? 0) === sum.records;
      const holds = (s: number) =>
        this.of[s] === 0 && (bytes[s] as number) >= sum.bytes && (records?.[s] ?? 0) >= sum.records;
      const sample = tied !== NONE ? tied : (exact.find(is) ?? holders.find(holds) ?? NONE);
      this.add(name, sample, sum, false);
    }
  }

  add(name: NotALeak, sample: number, sum: Sum, bySize: boolean): void {
    if (sample === NONE || sum.records === 0) return;
    const whole = sum.bytes === this.live.bytes[sample];
    // A record that is wholly impossible holds possible blocks, too, where addresses say so.
    if (this.of[sample] === code('map-failed') && name === 'map-failed' && !whole) this.of[sample] = 0;
    if (this.of[sample] !== 0) return;
    if (whole && !bySize) this.of[sample] = code(name);
    else this.parts.push({ sample, class: name, ...sum, bySize });
  }
}

function largest({ bytes }: Outstanding, samples: readonly number[]): number {
  return samples.reduce(
    (best, s) => (best === NONE || (bytes[s] as number) > (bytes[best] as number) ? s : best),
    NONE,
  );
}

/** Bytes and allocations of every class that occurs, in the order of NOT_A_LEAK. */
export function classRows(profile: Profile, classes: Classes): readonly NotALeakRow[] {
  const live = outstandingOf(profile);
  return NOT_A_LEAK.flatMap((name) => {
    let bytes = 0;
    let records = 0;
    let bySize = false;
    for (let s = 0; s < classes.of.length; s++) {
      if (classes.of[s] !== code(name)) continue;
      bytes += live?.bytes[s] ?? 0;
      records += live?.records?.[s] ?? 1;
    }
    for (const part of classes.parts) {
      if (part.class !== name) continue;
      bytes += part.bytes;
      records += part.records;
      bySize ||= part.bySize;
    }
    return bytes === 0 && records === 0 ? [] : [{ class: name, bytes, records, bySize }];
  });
}

/**
 * Of the totals of a source what is no leak, per sample type as decimal text; null where nothing is. Both are taken off
 * where a list of sources shows what a picture of them adds up to.
 */
export function apartTotals(profile: Profile): readonly string[] | null {
  const classes = classify(profile);
  const rows = classes === null ? [] : classRows(profile, classes);
  if (rows.length === 0) return null;
  const live = outstandingOf(profile);
  const sum = (of: 'bytes' | 'records') => String(rows.reduce((n, row) => n + row[of], 0));
  return profile.sampleTypes.map((_, t) =>
    t === live?.bytesType ? sum('bytes') : t === live?.recordsType ? sum('records') : '0',
  );
}
