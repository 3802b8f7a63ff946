import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { append } from '../extend-tables.ts';
import { basename } from '../names.ts';
import type { ProcessCode } from './code-ranges.ts';

/**
 * The profile with the mappings of its process in place of bare module names, so that an address without a name is told
 * as the offset in its file, equal in every run. Frames outside of the map stay as they are.
 */
export function placeFrames(profile: Profile, { map, rowAt }: ProcessCode): Profile {
  const { frames, mappings, strings } = profile;
  const rows: number[] = [];
  const rowIds = new Map<number, number>();
  const files: number[] = [];
  const mapping = frames.mapping.slice();
  for (let f = 0; f < frames.length; f++) {
    const own = frames.mapping[f] as number;
    const address = frames.address[f] as bigint;
    // A tool that knows where the module lies has said so.
    if (own === NONE || address === 0n || mappings.limit[own] !== 0n) continue;
    const row = rowAt(address);
    if (row === NONE) continue;
    const file = mappings.file[own] as number;
    if (basename(stringAt(map.strings, map.name[row] as number)) !== basename(stringAt(strings, file))) continue;
    let id = rowIds.get(row);
    if (id === undefined) {
      id = mappings.length + rows.length;
      rowIds.set(row, id);
      rows.push(row);
      files.push(file);
    }
    mapping[f] = id;
  }
  if (rows.length === 0) return profile;
  const wide = (column: BigUint64Array, of: BigUint64Array): BigUint64Array =>
    BigUint64Array.from([...column, ...rows.map((row) => of[row] as bigint)]);
  return {
    ...profile,
    frames: { ...frames, mapping },
    mappings: {
      length: mappings.length + rows.length,
      start: wide(mappings.start, map.start),
      limit: wide(mappings.limit, map.limit),
      offset: wide(mappings.offset, map.offset),
      file: append(mappings.file, files),
      buildId: append(
        mappings.buildId,
        rows.map(() => 0),
      ),
    },
  };
}
