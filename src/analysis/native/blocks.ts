import type { Blocks } from '../../model/profile.ts';

/** Bytes and allocations of some blocks. */
export interface Sum {
  bytes: number;
  records: number;
}

const PAGE = 4096;
const PAGE_BITS = 0xfffn;
/** Size and flags in front of a block that glibc mmapped. */
const HEADER = 0x10n;
/** The kernel gives errors as the last 4095 addresses. */
const FIRST_ERROR = 2n ** 64n - 4095n;
/** No process has this much. */
export const IMPOSSIBLE_BYTES = 2 ** 46;

/** The blocks that are no memory but an mmap that failed, by sample (NONE: the file ties none). */
export function failedMaps(blocks: Blocks): ReadonlyMap<number, Sum> {
  const sums = new Map<number, Sum>();
  for (let b = 0; b < blocks.length; b++) if (isFailed(blocks, b)) count(sums, blocks, b);
  return sums;
}

function isFailed({ address, size }: Blocks, b: number): boolean {
  return (address[b] as bigint) >= FIRST_ERROR || (size[b] as number) > IMPOSSIBLE_BYTES;
}

/**
 * The mmaps that hold one large malloc which is listed as well, by sample: whole pages at A, and a slightly smaller block
 * at A + 0x10.
 */
export function doubleCounts(blocks: Blocks): ReadonlyMap<number, Sum> {
  const { address, size } = blocks;
  const mmapAt = new Map<bigint, number>();
  for (let b = 0; b < blocks.length; b++) {
    const at = address[b] as bigint;
    const whole = (at & PAGE_BITS) === 0n && (size[b] as number) % PAGE === 0 && (size[b] as number) > 0;
    if (whole && !isFailed(blocks, b)) mmapAt.set(at, b);
  }
  const sums = new Map<number, Sum>();
  for (let b = 0; b < blocks.length; b++) {
    const at = address[b] as bigint;
    if ((at & PAGE_BITS) !== HEADER) continue;
    const mmap = mmapAt.get(at - HEADER);
    if (mmap === undefined) continue;
    const spare = (size[mmap] as number) - (size[b] as number);
    if (spare > 0 && spare <= PAGE + 2 * Number(HEADER)) count(sums, blocks, mmap);
  }
  return sums;
}

function count(sums: Map<number, Sum>, { sample, size }: Blocks, b: number): void {
  const of = sample[b] as number;
  const sum = sums.get(of) ?? { bytes: 0, records: 0 };
  sum.bytes += size[b] as number;
  sum.records++;
  sums.set(of, sum);
}
