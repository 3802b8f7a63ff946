import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../../base/growable.ts';

/**
 * What happened to the blocks of each allocation info (one size, one trace). The state at the highest total is kept
 * without a second pass: only infos that changed since the last maximum are copied at the next.
 */
export class Costs {
  readonly sizes = new GrowableFloat64();
  readonly traces = new GrowableInt32();
  readonly calls = new GrowableFloat64();
  readonly temporary = new GrowableFloat64();
  readonly live = new GrowableFloat64();
  /** Live blocks at the moment of the highest total. */
  readonly atPeak = new GrowableFloat64();
  peakBytes = 0;
  liveBytes = 0;
  private readonly changed = new GrowableInt32();
  private readonly isChanged = new GrowableUint8();
  private last = -1;

  get length(): number {
    return this.sizes.length;
  }

  add(size: number, trace: number): void {
    this.sizes.push(size);
    this.traces.push(trace);
    for (const column of [this.calls, this.temporary, this.live, this.atPeak]) column.push(0);
    this.isChanged.push(0);
  }

  alloc(info: number): void {
    this.calls.data[info] = (this.calls.data[info] as number) + 1;
    this.change(info, 1);
    this.last = info;
    if (this.liveBytes <= this.peakBytes) return;
    this.peakBytes = this.liveBytes;
    for (let i = 0; i < this.changed.length; i++) {
      const c = this.changed.data[i] as number;
      this.atPeak.data[c] = this.live.data[c] as number;
      this.isChanged.data[c] = 0;
    }
    this.changed.length = 0;
  }

  /** False when no block of the info is live. A block freed right after it was allocated is a temporary one, as heaptrack counts them. */
  free(info: number): boolean {
    const temporary = this.last === info;
    this.last = -1;
    if ((this.live.data[info] as number) <= 0) return false;
    if (temporary) this.temporary.data[info] = (this.temporary.data[info] as number) + 1;
    this.change(info, -1);
    return true;
  }

  /** heaptrack was attached here: what came before is not counted. */
  reset(): void {
    for (const column of [this.calls, this.temporary, this.live, this.atPeak]) column.data.fill(0);
    this.peakBytes = 0;
    this.liveBytes = 0;
    this.last = -1;
  }

  private change(info: number, blocks: number): void {
    this.live.data[info] = (this.live.data[info] as number) + blocks;
    this.liveBytes += blocks * (this.sizes.data[info] as number);
    if (this.isChanged.data[info] === 0) {
      this.isChanged.data[info] = 1;
      this.changed.push(info);
    }
  }
}
