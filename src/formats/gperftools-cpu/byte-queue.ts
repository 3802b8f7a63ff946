import type { ByteSource } from '../format.ts';

/** Bytes read ahead from a source, taken from the front. */
export class ByteQueue {
  /** Offset in the file of the first byte that is still here. */
  offset = 0;
  private readonly source: ByteSource;
  private bytes = new Uint8Array(0);
  private from = 0;
  private to = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Reads until `count` bytes are here; false when the file ends before. */
  async fill(count: number): Promise<boolean> {
    while (this.to - this.from < count) {
      const chunk = await this.source.next();
      if (chunk === null) return false;
      const kept = this.to - this.from;
      if (this.to + chunk.length > this.bytes.length) {
        const bigger = new Uint8Array(Math.max(kept + chunk.length, 2 * kept, 4096));
        bigger.set(this.bytes.subarray(this.from, this.to));
        this.bytes = bigger;
        this.from = 0;
        this.to = kept;
      }
      this.bytes.set(chunk, this.to);
      this.to += chunk.length;
    }
    return true;
  }

  /** What is here; valid until the next `fill`. */
  view(): Uint8Array {
    return this.bytes.subarray(this.from, this.to);
  }

  skip(count: number): void {
    this.from += count;
    this.offset += count;
  }

  /** The rest as a source of its own. */
  rest(): ByteSource {
    const { source } = this;
    let first: Uint8Array | null = this.view().slice();
    return {
      name: source.name,
      lastModified: source.lastModified,
      get problem() {
        return source.problem;
      },
      next() {
        const chunk = first;
        first = null;
        return chunk === null || chunk.length === 0 ? source.next() : Promise.resolve(chunk);
      },
    };
  }
}
