/** Ranges of addresses that do not overlap, by start; each belongs to a sample. */
export class Ranges {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly owners: number[] = [];

  get length(): number {
    return this.starts.length;
  }

  /** Adds [start, end); what lay there goes. Returns whether something did. */
  add(start: number, end: number, owner: number): boolean {
    const overlaid = this.remove(start, end);
    const at = this.find(start);
    this.starts.splice(at, 0, start);
    this.ends.splice(at, 0, end);
    this.owners.splice(at, 0, owner);
    return overlaid;
  }

  /** Takes [start, end) out, splitting what sticks out; returns whether anything lay there. */
  remove(start: number, end: number): boolean {
    const { starts, ends, owners } = this;
    const first = this.find(start);
    let last = first;
    while (last < starts.length && (starts[last] as number) < end) last++;
    if (last === first) return false;
    const left = starts[first] as number;
    const right = ends[last - 1] as number;
    const pieces: [number, number, number][] = [];
    if (left < start) pieces.push([left, start, owners[first] as number]);
    if (right > end) pieces.push([end, right, owners[last - 1] as number]);
    starts.splice(first, last - first, ...pieces.map((p) => p[0]));
    ends.splice(first, last - first, ...pieces.map((p) => p[1]));
    owners.splice(first, last - first, ...pieces.map((p) => p[2]));
    return true;
  }

  /** What lies in [start, end), cut to it. */
  within(start: number, end: number): { start: number; end: number; owner: number }[] {
    const found: { start: number; end: number; owner: number }[] = [];
    for (let i = this.find(start); i < this.starts.length && (this.starts[i] as number) < end; i++) {
      found.push({
        start: Math.max(start, this.starts[i] as number),
        end: Math.min(end, this.ends[i] as number),
        owner: this.owners[i] as number,
      });
    }
    return found;
  }

  /** Owner and length of every range. */
  take(): { readonly owner: Int32Array; readonly bytes: Float64Array } {
    return {
      owner: Int32Array.from(this.owners),
      bytes: Float64Array.from(this.ends, (end, i) => end - (this.starts[i] as number)),
    };
  }

  /** The first range that ends behind `address`. */
  private find(address: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) > address) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
