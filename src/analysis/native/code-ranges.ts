import { lastAtOrBefore } from '../../base/sorted.ts';
import { NONE } from '../../model/ids.ts';
import type { MemoryMap } from '../../model/maps.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { basename } from '../names.ts';
import type { IsCode } from './broken.ts';

/** A map is of the process of a profile when so many of its addresses lie in the module that the profile names for them. */
const FITS = 0.9;

/** Where the code of a process lies. */
export interface ProcessCode {
  readonly map: MemoryMap;
  /** Row of the executable mapping that an address lies in, NONE without one. */
  readonly rowAt: (address: bigint) => number;
  readonly isCode: IsCode;
}

/**
 * The code of the process that a profile shows, by the first of some memory maps that is of it; null when none is.
 * Processes are told apart by where their modules lie.
 */
export function codeOf(profile: Profile, maps: Iterable<MemoryMap>): ProcessCode | null {
  for (const map of maps) {
    if (!map.addressed || !fits(profile, map)) continue;
    const at = (address: bigint): number => rowAt(map, address);
    return { map, rowAt: at, isCode: (address) => at(address) !== NONE };
  }
  return null;
}

/** Row of the executable mapping that an address lies in, NONE without one. Maps that print no permissions count whole. */
function rowAt(map: MemoryMap, address: bigint): number {
  const row = lastAtOrBefore(map.start, address);
  if (row < 0 || address >= (map.limit[row] as bigint)) return NONE;
  const perms = stringAt(map.strings, map.perms[row] as number);
  return perms === '' || perms.includes('x') ? row : NONE;
}

function fits(profile: Profile, map: MemoryMap): boolean {
  const { frames, mappings, strings } = profile;
  let inside = 0;
  let all = 0;
  for (let f = 0; f < frames.length; f++) {
    const mapping = frames.mapping[f] as number;
    if (mapping === NONE || frames.address[f] === 0n) continue;
    const module = basename(stringAt(strings, mappings.file[mapping] as number));
    if (module === '' || module.startsWith('[')) continue;
    all++;
    const row = rowAt(map, frames.address[f] as bigint);
    if (row !== NONE && basename(stringAt(map.strings, map.name[row] as number)) === module) inside++;
  }
  return all > 0 && inside >= FITS * all;
}
