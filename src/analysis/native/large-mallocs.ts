import type { Sum } from './blocks.ts';
import type { Outstanding } from './outstanding.ts';

const PAGE = 4096;
const MIN_LARGE = 128 * 1024;
/** glibc serves nothing larger from a heap, however far its threshold has moved. */
const ALWAYS_MMAPPED = 32 * 2 ** 20;

/** What glibc mmaps for a malloc of `size`: the chunk with its header, in whole pages. */
function mmapFor(size: number): number {
  const chunk = Math.ceil((size + 8) / 16) * 16;
  return Math.ceil((chunk + 8) / PAGE) * PAGE;
}

/**
 * How much of the mmaps of large mallocs (sample `inner`) is counted a second time at the callers of malloc (samples
 * `outer`), told by sizes alone. Blocks over 32 MiB always have an mmap of their own; smaller ones may lie in a heap and
 * count only when all of them together are exactly what is left.
 */
export function doubleCountBySize({ bytes, records }: Outstanding, inner: number, outer: readonly number[]): Sum {
  const most: Sum = { bytes: bytes[inner] as number, records: records?.[inner] ?? 0 };
  const sure: Sum = { bytes: 0, records: 0 };
  const perhaps: Sum = { bytes: 0, records: 0 };
  for (const s of outer) {
    const count = records?.[s] ?? 0;
    const each = (bytes[s] as number) / count;
    // Blocks of several sizes say nothing of one.
    if (!Number.isInteger(each) || each < MIN_LARGE) continue;
    const into = each > ALWAYS_MMAPPED ? sure : perhaps;
    into.bytes += count * mmapFor(each);
    into.records += count;
  }
  if (sure.bytes > most.bytes || sure.records > most.records) return { bytes: 0, records: 0 };
  const exact = sure.bytes + perhaps.bytes === most.bytes && sure.records + perhaps.records === most.records;
  return exact ? most : sure;
}
