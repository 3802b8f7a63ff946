import type { ProfileBuilder } from '../model/profile-builder.ts';
import { parseMapsLine } from './maps-line.ts';

interface Region {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

const BRIEF =
  /^(?:0x)?([0-9a-f]+)-(?:0x)?([0-9a-f]+):?(?:\s+([-rwxps]{3,5})(?=\s|$))?(?:\s+(\S+))?(?:\s+\(?@?([0-9a-f]+)\)?)?(?:\s+([0-9a-f]{8,}))?$/i;
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/;
const LIBRARY = /\.so$|\.so[._][0-9]+/;
/** Where Linux loads a program that is not position independent. */
const CLASSIC_START = 0x400000n;

/** A section that introduces the memory map of a legacy profile. */
export function isMapSentinel(text: string): boolean {
  return text.startsWith('MAPPED_LIBRARIES:') || /^--- Memory map: ---/.test(text);
}

/** Reads the memory map at the end of a legacy profile and gives its executable regions to a profile, as pprof does. */
export class MemoryMap {
  private regions: Region[] = [];
  private readonly names = new Map<string, string>();
  private anyLine = false;

  get empty(): boolean {
    return this.regions.length === 0;
  }

  /** True when a line was understood (also those that are of no use: not executable). */
  line(text: string): boolean {
    const trimmed = text.trim();
    const assigned = ASSIGNMENT.exec(trimmed);
    if (assigned !== null && !this.isRegion(trimmed)) {
      this.names.set(`$${assigned[1]}`, assigned[2] ?? '');
      return true;
    }
    return this.isRegion(trimmed);
  }

  /** Registers the regions in `builder`; returns the finder of an address's mapping (-1 = none). */
  build(builder: ProfileBuilder, addresses: readonly bigint[]): (address: bigint) => number {
    const regions = this.massaged(addresses);
    const first = regions.map((r) => builder.addMapping(r));
    const order = regions.map((_, i) => i).sort((a, b) => (at(regions, a).start < at(regions, b).start ? -1 : 1));
    return (address) => {
      let lo = 0;
      let hi = order.length;
      while (lo < hi) {
        const mid = (lo + hi) >> 1;
        if (at(regions, order[mid] as number).start <= address) lo = mid + 1;
        else hi = mid;
      }
      const candidate = order[lo - 1];
      if (candidate === undefined || address >= at(regions, candidate).limit) return -1;
      return first[candidate] as number;
    };
  }

  private isRegion(text: string): boolean {
    const region = parseMapsLine(text) ?? parseBrief(text);
    if (region === null) return false;
    if (region.perms !== '' && !region.perms.includes('x')) return true;
    let file = region.name.replace(/\s*\(deleted\)$/, '').trim();
    for (const [name, value] of this.names) if (file.includes(name)) file = file.split(name).join(value);
    const { start, limit, offset } = region;
    this.regions.push({ start, limit, offset, file, buildId: 'buildId' in region ? region.buildId : '' });
    this.anyLine = true;
    return true;
  }

  /** pprof's repairs: huge pages, the classic start, split first regions, neighbours of one file, the program first. */
  private massaged(addresses: readonly bigint[]): Region[] {
    if (!this.anyLine) return [];
    let regions = this.regions;
    const [head, second] = regions;
    if (head?.file.startsWith('/anon_hugepage') && second !== undefined && head.limit === second.start) {
      regions = regions.slice(1);
    }
    const main = regions[0];
    if (main !== undefined && main.start - main.offset === CLASSIC_START) {
      main.start = CLASSIC_START;
      main.offset = 0n;
    }
    for (const address of addresses) {
      if (regions.some((r) => r.start <= address && address < r.limit)) continue;
      const early = regions.find((r) => r.offset !== 0n && r.start - r.offset <= address && address < r.start);
      if (early === undefined) continue;
      early.start -= early.offset;
      early.offset = 0n;
    }
    const joined: Region[] = [];
    for (const region of regions) {
      const last = joined[joined.length - 1];
      if (last !== undefined && adjacent(last, region)) {
        last.limit = region.limit;
        if (region.file !== '') last.file = region.file;
        if (region.buildId !== '') last.buildId = region.buildId;
      } else {
        joined.push({ ...region });
      }
    }
    const program = joined.findIndex((r) => r.file !== '' && !LIBRARY.test(r.file) && !r.file.startsWith('['));
    if (program > 0) {
      const moved = joined[program] as Region;
      joined[program] = joined[0] as Region;
      joined[0] = moved;
    }
    return joined;
  }
}

/** `start-limit perms file (@offset) buildid`, as pprof itself prints mappings. */
function parseBrief(text: string) {
  const m = BRIEF.exec(text);
  if (m === null) return null;
  return {
    start: BigInt(`0x${m[1]}`),
    limit: BigInt(`0x${m[2]}`),
    perms: m[3] ?? '',
    name: m[4] ?? '',
    offset: BigInt(`0x${m[5] ?? '0'}`),
    buildId: m[6] ?? '',
  };
}

function at(regions: readonly Region[], i: number): Region {
  return regions[i] as Region;
}

function adjacent(a: Region, b: Region): boolean {
  if (a.file !== '' && b.file !== '' && a.file !== b.file) return false;
  if (a.buildId !== '' && b.buildId !== '' && a.buildId !== b.buildId) return false;
  if (a.limit !== b.start) return false;
  return a.offset === 0n || b.offset === 0n || a.offset + (a.limit - a.start) === b.offset;
}
