import type { MemoryMap } from '../../model/maps.ts';
import { stringAt } from '../../model/strings.ts';

/**
 * One mapping as the classifier sees it. Addresses are doubles: pages are 4 KiB, so that every page address of 64 bits
 * is exact in 53.
 */
export interface Region {
  readonly row: number;
  readonly start: number;
  readonly limit: number;
  readonly size: number;
  readonly perms: string;
  /** '' = anonymous. */
  readonly name: string;
  /** `rw-p` and the like; false for unknown permissions, too. */
  readonly writable: boolean;
  /** No access: reserved addresses, guard pages. */
  readonly closed: boolean;
}

/** The mappings of a snapshot in the order of their addresses. */
export function regionsOf(map: MemoryMap): readonly Region[] {
  const regions: Region[] = [];
  for (let row = 0; row < map.length; row++) {
    const perms = stringAt(map.strings, map.perms[row] as number);
    const start = Number(map.start[row]);
    const limit = Number(map.limit[row]);
    regions.push({
      row,
      start,
      limit,
      size: limit - start,
      perms,
      name: stringAt(map.strings, map.name[row] as number),
      writable: perms.startsWith('rw'),
      closed: perms.startsWith('---'),
    });
  }
  return regions;
}
