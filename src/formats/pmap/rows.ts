import type { MapEntry } from '../../model/maps.ts';
import { kib } from '../map-source.ts';

/** A row of pmap: the mapping and its figures in bytes, by the keys of smaps. */
export interface PmapRow {
  readonly entry: MapEntry;
  readonly figures: readonly (readonly [key: string, value: number, unit: 'bytes' | ''])[];
}

const DEFAULT = /^([0-9a-f]{8,16}) +(\d+)K ([r-][w-][x-][s-][R-]) (.*)$/;
const EXTENDED = /^([0-9a-f]{8,16}) +(\d+) +(\d+) +(\d+) ([r-][w-][x-][s-][R-]) (.*)$/;
/** procps before 3.2.8 and busybox: a dash where a figure is not known. */
const EXTENDED_DASHES = /^([0-9a-f]{8,16}) +(\d+) +([\d-]+) +([\d-]+) (?:[\d-]+ +)*([r-][w-][x-][s-][R-]) (.*)$/;
const DEVICE = /^([0-9a-f]{8,16}) +(\d+) ([r-][w-][x-][s-][R-]) ([0-9a-f]{16}) [0-9a-f]+:[0-9a-f]+ (.*)$/;

const PERMS = { shared: 's', own: 'p' };

/** `rw---` as the kernel writes it; pmap prints `-` for private. */
function permsOf(mode: string): string {
  return `${mode.slice(0, 3)}${mode[3] === 's' ? PERMS.shared : PERMS.own}`;
}

/** pmap's names in brackets as the kernel prints them; `[ anon ]` is no name. */
export function pmapName(written: string): string {
  const name = written.trim();
  const inner = /^\[ (.*) \]$/.exec(name)?.[1];
  if (inner === undefined) return name;
  return inner === 'anon' ? '' : `[${inner}]`;
}

function entryOf(address: string, kilobytes: string, mode: string, name: string, offset = '0'): MapEntry {
  const start = BigInt(`0x${address}`);
  const limit = start + BigInt(kilobytes) * 1024n;
  return { start, limit, perms: permsOf(mode), offset: BigInt(`0x${offset}`), name: pmapName(name) };
}

/** Reads a row of `pmap`, `pmap -x` or `pmap -d`; null when it is none. */
export function parsePmapRow(text: string): PmapRow | null {
  let m = DEFAULT.exec(text);
  if (m !== null) return { entry: entryOf(m[1] ?? '', m[2] ?? '', m[3] ?? '', m[4] ?? ''), figures: [] };
  m = DEVICE.exec(text);
  if (m !== null) return { entry: entryOf(m[1] ?? '', m[2] ?? '', m[3] ?? '', m[5] ?? '', m[4]), figures: [] };
  m = EXTENDED.exec(text) ?? EXTENDED_DASHES.exec(text);
  if (m === null) return null;
  const figure = (key: string, written: string | undefined) =>
    /^\d+$/.test(written ?? '') ? [[key, kib(written ?? ''), 'bytes'] as const] : [];
  return {
    entry: entryOf(m[1] ?? '', m[2] ?? '', m[5] ?? '', m[6] ?? ''),
    figures: [...figure('Rss', m[3]), ...figure('Dirty', m[4])],
  };
}
