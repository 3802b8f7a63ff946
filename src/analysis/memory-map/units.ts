import type { MapUnit } from '../../model/map-answers.ts';
import type { MemoryMap } from '../../model/maps.ts';
import { type Region, regionsOf } from './regions.ts';

/** Mappings that belong together. */
export interface Unit {
  readonly unit: MapUnit;
  /** What it is called; equal in two snapshots of one process, save for units that are known by their addresses. */
  readonly name: string;
  /** Known by its addresses, not by its name. */
  readonly placed: boolean;
  readonly regions: readonly Region[];
}

const KIB = 1024;
const MIB = 1024 * KIB;
/** Go's heap arenas and glibc's thread arenas are both 64 MiB, at multiples of it. */
const ARENA = 64 * MIB;
const GUARD_MAX = 64 * KIB;
const THREAD_STACK = 8 * MIB;
/** glibc maps requests from here on (M_MMAP_THRESHOLD), with a header and rounded to pages: 132 KiB. */
const MMAP_MIN = 132 * KIB;
const TERA = 2 ** 40;
/** Addresses of the kernel: [vsyscall]. */
const KERNEL = 2 ** 63;

const SHARED = /^(?:.*\/)?(?:memfd:|SYSV[0-9a-f]{8}\b|dev\/zero\b|dev\/shm\/)|^\[(?:anon_shmem|shmid)\b/;
const KERNEL_NAMES = /^\[(?:vdso|vvar|vvar_vclock|vsyscall|vectors|sigpage|uprobes)\]$/;
const LIBRARY = /\.so(?:\.|$)/;
const GO_HEAP = /^\[anon: ?Go: heap(?: reservation)?\]$/;
const GO_OTHER = /^\[anon: ?Go: /;
const GLIBC_ARENA = /^\[anon: ?glibc: malloc arena\]$/;
const GLIBC_CHUNK = /^\[anon: ?glibc: malloc\]$/;
const GLIBC_STACK = /^\[anon: ?glibc: pthread (?:user )?stack\b|^\[stack:\d+\]$/;

/** Groups the mappings of a snapshot into units: names first, then shapes (glibc's and Go's allocators lay memory out alike in every program). */
export function unitsOf(map: MemoryMap): readonly Unit[] {
  const regions = regionsOf(map);
  if (!map.addressed) {
    return regions.map((r) => ({ unit: 'total', name: r.name, placed: false, regions: [r] }));
  }
  return new Classifier(regions, map.hidesNames).run();
}

/** A path without the mark of a deleted file. */
export const plainPath = (name: string): string => name.replace(/ \(deleted\)$/, '');

class Classifier {
  private readonly regions: readonly Region[];
  private readonly hidesNames: boolean;
  private readonly unitOf: (MapUnit | undefined)[];
  /** Units by their identity, in the order of their first mapping. */
  private readonly units = new Map<string, { unit: MapUnit; name: string; placed: boolean; regions: Region[] }>();

  constructor(regions: readonly Region[], hidesNames: boolean) {
    this.regions = regions;
    this.hidesNames = hidesNames;
    this.unitOf = new Array<MapUnit | undefined>(regions.length);
  }

  run(): readonly Unit[] {
    this.named();
    if (this.hidesNames) this.unnamedByPmap();
    this.goHeap();
    this.goMetadata();
    this.arenas();
    this.threadStacks();
    this.rest();
    return [...this.units.values()].map((u) => ({
      ...u,
      regions: u.regions.sort((a, b) => a.start - b.start || a.row - b.row),
    }));
  }

  private give(region: Region, unit: MapUnit, name: string): void {
    this.put(region, unit, name, name, false);
  }

  /** A unit of its own, known by where it lies. */
  private place(regions: readonly Region[], unit: MapUnit): void {
    const [first] = regions;
    if (first === undefined) return;
    const name = first.start.toString(16);
    for (const region of regions) this.put(region, unit, name, name, true);
  }

  private put(region: Region, unit: MapUnit, key: string, name: string, placed: boolean): void {
    this.unitOf[region.row] = unit;
    const id = `${unit} ${key}`;
    const known = this.units.get(id);
    if (known === undefined) this.units.set(id, { unit, name, placed, regions: [region] });
    else known.regions.push(region);
  }

  private free(i: number): boolean {
    return i >= 0 && i < this.regions.length && this.unitOf[i] === undefined;
  }

  private at(i: number): Region {
    return this.regions[i] as Region;
  }

  /** Region `i + 1` begins where `i` ends. */
  private touches(i: number): boolean {
    return i + 1 < this.regions.length && i >= 0 && this.at(i).limit === this.at(i + 1).start;
  }

  private named(): void {
    const images = this.images();
    for (const [i, r] of this.regions.entries()) {
      const { name } = r;
      if (r.start >= KERNEL) this.give(r, 'vdso', name === '' ? '[vsyscall]' : name);
      else if (name === '') {
        // .bss goes on where the file's own data end.
        const before = i > 0 ? this.at(i - 1) : undefined;
        const isBss =
          before !== undefined && this.touches(i - 1) && this.unitOf[i - 1] === 'elf-image' && before.name !== '';
        if (isBss && (r.writable || r.perms === '') && (before.writable || before.perms === '')) {
          this.give(r, 'elf-image', plainPath(before.name));
        } else if (r.perms.endsWith('s')) this.give(r, 'shared-memory', '');
      } else if (name === '[heap]') this.give(r, 'heap', name);
      else if (name === '[stack]') this.give(r, 'stack', name);
      else if (KERNEL_NAMES.test(name)) this.give(r, 'vdso', name);
      else if (GO_HEAP.test(name)) this.give(r, 'go-heap', 'Go heap');
      else if (GO_OTHER.test(name)) this.give(r, 'go-metadata', 'Go metadata');
      else if (GLIBC_STACK.test(name)) this.place([r], 'thread-stack');
      else if (GLIBC_CHUNK.test(name)) this.place([r], 'mmapped-chunk');
      else if (SHARED.test(name.replace(/^\//, ''))) this.give(r, 'shared-memory', plainPath(name));
      else if (GLIBC_ARENA.test(name)) continue;
      else if (name.startsWith('[anon')) this.give(r, 'anonymous', name);
      else this.give(r, images.has(name) ? 'elf-image' : 'file', plainPath(name));
    }
  }

  /** Names of files that are mapped as programs and libraries are. */
  private images(): ReadonlySet<string> {
    const images = new Set<string>();
    const seen = new Set<string>();
    for (const { name, perms } of this.regions) {
      if (name === '' || name.startsWith('[')) continue;
      const unknown = perms === '' && seen.has(name);
      if (perms.includes('x') || unknown || LIBRARY.test(plainPath(name))) images.add(name);
      seen.add(name);
    }
    return images;
  }

  /** pmap calls [heap] and [vdso] anonymous: the heap is the first memory after the program, vdso the code without a file. */
  private unnamedByPmap(): void {
    const program = this.regions.findIndex((_, i) => this.unitOf[i] === 'elf-image');
    if (program >= 0) {
      const path = plainPath(this.at(program).name);
      let last = program;
      while (last + 1 < this.regions.length && this.isOf(last + 1, path)) last++;
      const next = last + 1;
      if (this.free(next) && this.at(next).writable && this.at(next).start - this.at(last).limit < 2 ** 34) {
        this.give(this.at(next), 'heap', '[heap]');
      }
    }
    for (const [i, r] of this.regions.entries()) {
      if (!this.free(i) || !r.perms.startsWith('r-x') || r.size > GUARD_MAX) continue;
      this.give(r, 'vdso', '[vdso]');
      for (let b = i - 1; this.free(b) && this.touches(b) && this.at(b).perms.startsWith('r--'); b--) {
        this.give(this.at(b), 'vdso', '[vvar]');
      }
    }
  }

  private isOf(i: number, path: string): boolean {
    return this.unitOf[i] === 'elf-image' && (this.at(i).name === '' || plainPath(this.at(i).name) === path);
  }

  /** Where Go asks for its heap (malloc.go): 0x00c0<<32 | i<<40, on arm64 0x0040<<32 | i<<40. */
  private goHeap(): void {
    for (const [i, r] of this.regions.entries()) {
      if (!this.free(i) || r.name !== '') continue;
      const first = r.start >= 0x40_0000_0000 && r.start < 2 ** 40;
      const within = r.start % TERA;
      const later = r.start < 0x7f00_0000_0000 && r.start % ARENA === 0 && within >= 0xc0_0000_0000;
      if ((first || (later && within < 0xd0_0000_0000)) && this.isRemote(i)) this.give(r, 'go-heap', 'Go heap');
    }
  }

  /** Reserved blocks with single pages between them are Go's page summaries; what touches them is Go's, too. */
  private goMetadata(): void {
    const big = (i: number, least: number) => this.free(i) && this.at(i).closed && this.at(i).size >= least;
    const isPage = (i: number) => this.free(i) && this.at(i).writable && this.at(i).size <= 16 * KIB;
    const between = (i: number) =>
      isPage(i) && this.touches(i - 1) && this.touches(i) && big(i - 1, 256 * KIB) && big(i + 1, 256 * KIB);
    const found: Region[] = [];
    for (const [i, r] of this.regions.entries()) if (between(i)) found.push(this.at(i - 1), r, this.at(i + 1));
    const marked = new Set(found);
    if (marked.size === 0) return;
    for (const r of [...marked]) {
      for (const n of [r.row - 1, r.row + 1]) {
        const joined = n < r.row ? this.touches(n) : this.touches(r.row);
        if (r.closed && this.free(n) && joined && this.at(n).name === '' && this.at(n).writable) marked.add(this.at(n));
      }
    }
    for (const r of this.regions) if (marked.has(r)) this.give(r, 'go-metadata', 'Go metadata');
  }

  /** 64 MiB, aligned, used from the front: the border between used and reserved moves, the whole stays. */
  private arenas(): void {
    for (let i = 0; i < this.regions.length; i++) {
      if (!this.free(i) || this.at(i).start % ARENA !== 0 || this.at(i).closed) continue;
      let last = i;
      const more = () => this.at(last).limit % ARENA !== 0 && !this.at(last).closed;
      while (more() && this.free(last + 1) && this.touches(last)) last++;
      const size = this.at(last).limit - this.at(i).start;
      // A guard page that follows the last arena is one mapping with its reserved end.
      if (size < ARENA || size % ARENA > GUARD_MAX) continue;
      const run = this.regions.slice(i, last + 1);
      if (this.hasGo() && this.isRemote(i)) for (const r of run) this.give(r, 'go-heap', 'Go heap');
      else this.place(run, 'glibc-arena');
      i = last;
    }
    for (const r of this.regions) if (this.free(r.row) && GLIBC_ARENA.test(r.name)) this.place([r], 'glibc-arena');
  }

  private hasGo(): boolean {
    return this.unitOf.some((u) => u === 'go-heap' || u === 'go-metadata');
  }

  /**
   * Far from libraries, beside which the kernel places everything else (glibc's arenas, mmaps): Go alone asks for addresses,
   * since 1.26 for random ones.
   */
  private isRemote(i: number): boolean {
    const near = 2 ** 36;
    const { start } = this.at(i);
    return !this.regions.some((r) => this.unitOf[r.row] === 'elf-image' && Math.abs(r.start - start) < near);
  }

  /** A guard page under 8 MiB; another size (ulimit -s) when several agree. */
  private threadStacks(): void {
    const candidates: number[] = [];
    const sizes = new Map<number, number>();
    for (let i = 0; i + 1 < this.regions.length; i++) {
      const guard = this.at(i);
      const stack = this.at(i + 1);
      if (!this.free(i) || !this.free(i + 1) || !guard.closed || guard.size > GUARD_MAX) continue;
      if (!this.touches(i) || !stack.writable || stack.size < GUARD_MAX) continue;
      candidates.push(i);
      sizes.set(stack.size, (sizes.get(stack.size) ?? 0) + 1);
    }
    for (const i of candidates) {
      const { size } = this.at(i + 1);
      if (size === THREAD_STACK || (sizes.get(size) ?? 0) > 1) this.place([this.at(i), this.at(i + 1)], 'thread-stack');
    }
  }

  private rest(): void {
    const hasGo = this.hasGo();
    for (const [i, r] of this.regions.entries()) {
      if (!this.free(i)) continue;
      // The Go runtime's own records come in multiples of 64 KiB and grow together with small mmaps of others.
      const perhapsGo = hasGo && r.size % (64 * KIB) === 0 && r.size < 16 * MIB;
      if (r.closed) this.give(r, 'reserved', '');
      else if (r.writable && r.size >= MMAP_MIN && !perhapsGo) this.place([r], 'mmapped-chunk');
      else this.give(r, 'anonymous', '');
    }
  }
}
