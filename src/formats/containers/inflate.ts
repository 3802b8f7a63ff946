import { Z_DATA_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';
import type { Chunks, Problem } from '../byte-source.ts';

const OUT_BYTES = 64 * 1024;
/** Negative: no header and no checksum, as in zip. */
const RAW_WINDOW_BITS = -15;

/** Deflate without a wrapper. */
export class InflateRaw implements Chunks {
  problem: Problem | null = null;
  private readonly below: Chunks;
  private readonly stream = new ZStream();
  private readonly out = new Uint8Array(OUT_BYTES);
  private consumed = 0;
  private inputEnded = false;
  private done = false;

  constructor(below: Chunks) {
    this.below = below;
    this.stream.output = this.out;
    zlibInflateInit2(this.stream, RAW_WINDOW_BITS);
    this.stream.input = new Uint8Array(0);
  }

  async next(): Promise<Uint8Array | null> {
    const s = this.stream;
    while (!this.done) {
      if (s.avail_in === 0 && !this.inputEnded) await this.fill();
      s.next_out = 0;
      s.avail_out = OUT_BYTES;
      const status = zlibInflate(s, Z_NO_FLUSH);
      if (status === Z_STREAM_END) this.done = true;
      else if (status !== Z_OK && (status === Z_DATA_ERROR || s.avail_in > 0)) this.fail('open.zip.damaged');
      else if (s.next_out === 0 && s.avail_in === 0 && this.inputEnded) this.fail('open.zip.truncated');
      if (s.next_out > 0) return this.out.subarray(0, s.next_out);
    }
    return null;
  }

  cancel(): void {
    this.done = true;
    this.below.cancel();
  }

  private fail(key: string): void {
    this.done = true;
    this.problem = this.below.problem ?? { what: { key }, offset: this.consumed + this.stream.next_in };
  }

  private async fill(): Promise<void> {
    const s = this.stream;
    const chunk = await this.below.next();
    if (chunk === null) {
      this.inputEnded = true;
      return;
    }
    this.consumed += s.input.length;
    s.input = chunk;
    s.next_in = 0;
    s.avail_in = chunk.length;
  }
}
