import { wholeNumber } from '../whole-numbers.ts';

const HEADER =
  /^heap profile: *(-?\d+): *(-?\d+) *\[ *(-?\d+): *(-?\d+) *\] *@ *(heapz?_v2|heapprofile|heapz?|growthz?|fragmentationz?)(?:\/(\d+))?/;

/** What the first line of a `heap profile:` text says. */
export interface HeapHeader {
  /** How the samples were taken: Go's heap/2R, tcmalloc's heap_v2/R, exact (heapprofile), or a growth/fragmentation list. */
  readonly kind: 'go' | 'sampled' | 'exact' | 'growth' | 'fragmentation';
  /** Mean bytes between samples; 1 = every allocation. */
  readonly rate: number;
  /** Whether allocations beside live objects are listed. */
  readonly hasAlloc: boolean;
  readonly inuse: readonly [objects: number | bigint, bytes: number | bigint];
  readonly alloc: readonly [objects: number | bigint, bytes: number | bigint];
}

/** Reads the first line; null = another format. */
export function parseHeapHeader(text: string): HeapHeader | null {
  const match = HEADER.exec(text);
  if (match === null) return null;
  const [, inObjects = '', inBytes = '', allocObjects = '', allocBytes = '', tag = '', number = ''] = match;
  const inuse = [wholeNumber(inObjects), wholeNumber(inBytes)] as const;
  const alloc = [wholeNumber(allocObjects), wholeNumber(allocBytes)] as const;
  const rate = number === '' ? 0 : Number(number);
  const differs =
    (allocObjects !== inObjects && allocObjects !== '0') || (allocBytes !== inBytes && allocBytes !== '0');
  const base = { inuse, alloc };
  if (tag.startsWith('growth')) return { ...base, kind: 'growth', rate: 1, hasAlloc: false };
  if (tag.startsWith('frag')) return { ...base, kind: 'fragmentation', rate: 1, hasAlloc: false };
  if (tag === 'heapprofile') return { ...base, kind: 'exact', rate: 1, hasAlloc: differs };
  if (tag.endsWith('_v2')) return { ...base, kind: 'sampled', rate, hasAlloc: differs };
  // The oldest form writes twice the rate: Go does, and `heapz` of old tcmalloc.
  return { ...base, kind: 'go', rate: Math.trunc(rate / 2), hasAlloc: differs };
}
