const NOT_THERE = -1;

/** From 64-bit ids to rows. Small ids, as nearly all files have them, are looked up directly, others by hash. */
export class IdMap {
  /** Rows whose id an earlier row has. */
  readonly repeated: number[] = [];
  private readonly lo: Int32Array;
  private readonly hi: Int32Array;
  /** Row by id, or null when the ids are too scattered for that. */
  readonly direct: Int32Array | null;
  private readonly slots: Int32Array;

  constructor(lo: Int32Array, hi: Int32Array, count: number) {
    this.lo = lo;
    this.hi = hi;
    let largest = 0;
    for (let row = 0; row < count && largest >= 0; row++) {
      const id = lo[row] as number;
      largest = hi[row] === 0 && id >= 0 ? Math.max(largest, id) : -1;
    }
    if (largest >= 0 && largest < count * 4 + 1024) {
      this.direct = new Int32Array(largest + 1).fill(NOT_THERE);
      this.slots = new Int32Array(0);
      for (let row = 0; row < count; row++) {
        const id = lo[row] as number;
        if (this.direct[id] === NOT_THERE) this.direct[id] = row;
        else this.repeated.push(row);
      }
      return;
    }
    this.direct = null;
    let size = 16;
    while (size < count * 2) size *= 2;
    this.slots = new Int32Array(size).fill(NOT_THERE);
    for (let row = 0; row < count; row++) {
      const slot = this.slotOf(lo[row] as number, hi[row] as number);
      if (this.slots[slot] === NOT_THERE) this.slots[slot] = row;
      else this.repeated.push(row);
    }
  }

  /** The first row with this id, or -1. */
  find(lo: number, hi: number): number {
    const { direct } = this;
    if (direct !== null) return hi === 0 && lo >= 0 && lo < direct.length ? (direct[lo] as number) : NOT_THERE;
    return this.slots[this.slotOf(lo, hi)] as number;
  }

  private slotOf(lo: number, hi: number): number {
    const mask = this.slots.length - 1;
    let hash = Math.imul(lo ^ Math.imul(hi, 0x85ebca6b), 0x9e3779b1);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (let row = this.slots[slot] as number; row !== NOT_THERE; row = this.slots[slot] as number) {
      if (this.lo[row] === lo && this.hi[row] === hi) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
