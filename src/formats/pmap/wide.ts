import { kib } from '../map-source.ts';
import type { PmapRow } from './rows.ts';
import { pmapName } from './rows.ts';

/** The head row of `pmap -X` and `-XX`: names of columns and where each ends. */
export interface WideHead {
  readonly names: readonly string[];
  /** Column just after the last character of each name; columns are right-justified. */
  readonly ends: readonly number[];
}

/** Keys that smaps prints without kB. */
const COUNTS = new Set(['THPeligible', 'ProtectionKey']);
/** Columns that are no figures. */
const PLAIN = new Set(['Address', 'Perm', 'Offset', 'Device', 'Inode', 'Size', 'VmFlags', 'Mapping']);

/** `         Address Perm   Offset Device   Inode  Size …`; null for other lines. */
export function parseWideHead(text: string): WideHead | null {
  if (!/^\s*Address\s+Perm\s+Offset\s+Device\s+Inode\s+Size\b/.test(text)) return null;
  const names: string[] = [];
  const ends: number[] = [];
  for (const m of text.matchAll(/\S+/g)) {
    names.push(m[0]);
    ends.push(m.index + m[0].length);
  }
  return { names, ends };
}

/**
 * Reads a row under such a head. Only VmFlags holds spaces, and the name after it may: figures stand left of both, so
 * that words are counted up to there and the right edge of VmFlags cuts the rest.
 */
export function parseWideRow(head: WideHead, text: string): PmapRow | null {
  const flags = head.names.indexOf('VmFlags');
  const last = head.names.length - 1;
  const counted = flags < 0 ? last : flags;
  const words: string[] = [];
  const scan = /\S+/g;
  let rest = text.length;
  for (let m = scan.exec(text); m !== null && words.length < counted; m = scan.exec(text)) {
    words.push(m[0]);
    rest = m.index + m[0].length;
  }
  if (words.length < counted) return null;
  const value = (name: string) => words[head.names.indexOf(name)] ?? '';
  const [address, perms, offset, size] = [value('Address'), value('Perm'), value('Offset'), value('Size')];
  if (!/^[0-9a-f]{1,16}$/.test(address) || !/^[-rwxps]{4}$/.test(perms) || !/^\d+$/.test(size)) return null;
  const name = flags < 0 ? text.slice(rest) : text.slice(Math.max(rest, head.ends[flags] ?? rest));
  const start = BigInt(`0x${address}`);
  const figures: PmapRow['figures'][number][] = [];
  for (let i = 0; i < counted; i++) {
    const key = head.names[i] ?? '';
    if (PLAIN.has(key) || !/^\d+$/.test(words[i] ?? '')) continue;
    const count = COUNTS.has(key);
    figures.push([key, count ? Number(words[i]) : kib(words[i] ?? ''), count ? '' : 'bytes']);
  }
  return {
    entry: {
      start,
      limit: start + BigInt(size) * 1024n,
      perms,
      offset: /^[0-9a-f]{1,16}$/.test(offset) ? BigInt(`0x${offset}`) : 0n,
      inode: Number(value('Inode')),
      name: pmapName(name),
    },
    figures,
  };
}
