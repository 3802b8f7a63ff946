/** Address of a block: a number while that is exact. */
export type Address = number | bigint;

/** malloc hands out the address behind the header of a mapping of its own. */
const CHUNK_HEADER = 16;
const PAGE = 4096;
/** Results from here on are errno values (MAP_FAILED). */
const FIRST_ERROR = 0xfffffffffffff001n;

/** What happened, beside the blocks that are live. */
export interface LiveCounts {
  exited: number;
  freed: number;
  /** Allocations that returned 0. */
  failed: number;
  mapFailed: number;
  /** An address was handed out again without a free in between: its free was lost, or two functions are one. */
  overwritten: number;
  unknownFrees: number;
  /** A mapping that malloc made for itself, taken out for the block in it. */
  nested: number;
  /** Blocks that a failed realloc left alive. */
  restored: number;
}

/** Blocks of one size, allocated by one thread. */
export interface BlockClass {
  readonly size: number;
  readonly tid: number;
  readonly comm: string;
  blocks: number;
}

/** Pairs allocations with frees by address. */
export class LiveSet {
  readonly counts: LiveCounts = {
    exited: 0,
    freed: 0,
    failed: 0,
    mapFailed: 0,
    overwritten: 0,
    unknownFrees: 0,
    nested: 0,
    restored: 0,
  };
  readonly classes: BlockClass[] = [];
  private readonly classIds = new Map<string, number>();
  /** Address → class. */
  private readonly live = new Map<Address, number>();
  /** The free that a thread did last, if nothing came after. */
  private readonly lastFree = new Map<number, { readonly address: Address; readonly block: number }>();

  get blocks(): number {
    return this.live.size;
  }

  exited(size: number, result: Address, tid: number, comm: string): void {
    const { counts, live } = this;
    counts.exited++;
    const freed = this.lastFree.get(tid);
    this.lastFree.delete(tid);
    if (result === 0) {
      counts.failed++;
      // realloc(p, 0) frees p; any other realloc that fails leaves it alone.
      if (freed !== undefined && size > 0) {
        this.put(freed.address, freed.block);
        counts.restored++;
      }
      return;
    }
    if (typeof result === 'bigint' && result >= FIRST_ERROR) {
      counts.mapFailed++;
      return;
    }
    if (live.has(result)) counts.overwritten++;
    this.dropMapping(result, size, tid);
    this.put(result, this.classOf(size, tid, comm));
  }

  free(address: Address, tid: number): void {
    const { counts, live } = this;
    counts.freed++;
    const block = live.get(address);
    if (block === undefined) {
      counts.unknownFrees++;
      this.lastFree.delete(tid);
      return;
    }
    this.take(address);
    this.lastFree.set(tid, { address, block });
  }

  /** A large malloc is an mmap of its own, 16 bytes before: one block, not two. */
  private dropMapping(result: Address, size: number, tid: number): void {
    const below = typeof result === 'bigint' ? result - BigInt(CHUNK_HEADER) : result - CHUNK_HEADER;
    const id = this.live.get(below);
    const inner = id === undefined ? undefined : this.classes[id];
    if (inner === undefined || inner.tid !== tid || inner.size % PAGE !== 0) return;
    if (inner.size < size + CHUNK_HEADER || inner.size - size >= 2 * PAGE) return;
    this.take(below);
    this.counts.nested++;
  }

  private put(address: Address, block: number): void {
    this.take(address);
    this.live.set(address, block);
    (this.classes[block] as BlockClass).blocks++;
  }

  private take(address: Address): void {
    const block = this.live.get(address);
    if (block === undefined) return;
    this.live.delete(address);
    (this.classes[block] as BlockClass).blocks--;
  }

  private classOf(size: number, tid: number, comm: string): number {
    const key = `${size} ${tid} ${comm}`;
    let id = this.classIds.get(key);
    if (id === undefined) {
      id = this.classes.push({ size, tid, comm, blocks: 0 }) - 1;
      this.classIds.set(key, id);
    }
    return id;
  }
}
