import type { MemoryMap } from '../model/maps.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import type { DecodedSource, StatsTable } from '../model/source.ts';

/** A memory map as a source; its profile is empty. */
export function mapSource(name: string, flavor: string, maps: MemoryMap, stats?: StatsTable): DecodedSource {
  const profile = new ProfileBuilder([]).finish();
  const source: DecodedSource = { kind: 'maps', name, flavor, profile, maps, isDiff: false };
  return stats === undefined ? source : { ...source, stats };
}

/** Name of snapshot `index` of `count` in one file. */
export function snapshotName(index: number, count: number): string {
  return count === 1 ? '' : String(index + 1).padStart(String(count).length, '0');
}

/** KiB as bytes. */
export const kib = (written: string): number => Number(written) * 1024;
