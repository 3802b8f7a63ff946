import { Decompress } from 'fzstd';
import type { Chunks, Problem } from './byte-source.ts';
import type { Leftover } from './gunzip.ts';
import { Xxh64 } from './xxh64.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** What `zstd` itself accepts without `--long`. fzstd allocates the window that a frame declares. */
const MAX_WINDOW = 2 ** 27;
/** RFC 8878 §3.1.1.2.4. */
const MAX_BLOCK = 128 * 1024;

export function isZstd(head: Uint8Array): boolean {
  if (head.length < 4) return false;
  const magic = u32(head, 0);
  return magic === MAGIC || (magic & 0xfffffff0) >>> 0 === SKIPPABLE;
}

function u32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

/**
 * zstd (RFC 8878) frame by frame. We walk frames and blocks and check what fzstd leaves unchecked (window and block
 * sizes, content checksums); fzstd decodes the blocks.
 */
export class Unzstd implements Chunks {
  problem: Problem | null = null;
  leftover: Leftover | null = null;
  private readonly below: Chunks;
  private input = new Uint8Array(0);
  private pos = 0;
  private inputStart = 0;
  private inputEnded = false;
  private done = false;
  private frames = 0;
  private decoder: Decompress | null = null;
  private checksum: Xxh64 | null = null;
  private window = 0;
  private readonly ready: Uint8Array[] = [];

  constructor(below: Chunks) {
    this.below = below;
  }

  async next(): Promise<Uint8Array | null> {
    for (;;) {
      const block = this.ready.shift();
      if (block !== undefined) return block;
      if (this.done) return null;
      if (this.decoder === null) await this.frameHeader();
      else await this.block(this.decoder);
    }
  }

  cancel(): void {
    this.done = true;
    this.ready.length = 0;
    this.below.cancel();
  }

  private async frameHeader(): Promise<void> {
    await this.need(18);
    const b = this.input;
    const p = this.pos;
    const left = b.length - p;
    if (left === 0) {
      this.done = true;
      this.problem = this.below.problem;
      return;
    }
    if (left >= 8 && (u32(b, p) & 0xfffffff0) >>> 0 === SKIPPABLE) return this.skip(8 + u32(b, p + 4));
    if (!isZstd(b.subarray(p, p + 4))) return this.frames === 0 ? this.fail('compress.zstdData') : this.rest();
    const descriptor = b[p + 4] ?? 0;
    const single = (descriptor & 0x20) !== 0;
    const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
    const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
    const sizeAt = 5 + (single ? 0 : 1) + dictionary;
    const length = sizeAt + sizeBytes;
    if (left < length) return this.fail('compress.zstdTruncated');
    if ((descriptor & 8) !== 0) return this.fail('compress.zstdData');
    for (let i = 0; i < dictionary; i++) {
      if (b[p + sizeAt - 1 - i] !== 0) return this.fail('compress.zstdDictionary');
    }
    if (single) {
      this.window = 0;
      for (let i = sizeBytes - 1; i >= 0; i--) this.window = this.window * 256 + (b[p + sizeAt + i] as number);
      if (sizeBytes === 2) this.window += 256;
    } else {
      const w = b[p + 5] as number;
      this.window = 2 ** (10 + (w >> 3)) * (1 + (w & 7) / 8);
    }
    if (this.window > MAX_WINDOW) return this.fail('compress.zstdWindow');
    this.checksum = (descriptor & 4) === 0 ? null : new Xxh64();
    const decoder = new Decompress((data) => {
      if (data.length > 0) this.ready.push(data);
    });
    if (this.decode(decoder, b.slice(p, p + length), false)) {
      this.pos += length;
      this.frames++;
      this.decoder = decoder;
    }
  }

  private async block(decoder: Decompress): Promise<void> {
    await this.need(3);
    if (this.input.length - this.pos < 3) return this.fail('compress.zstdTruncated');
    const p = this.pos;
    const header =
      (this.input[p] as number) | ((this.input[p + 1] as number) << 8) | ((this.input[p + 2] as number) << 16);
    const last = (header & 1) === 1;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === 3 || size > MAX_BLOCK) return this.fail('compress.zstdData');
    const length = 3 + (type === 1 ? 1 : size);
    const tail = last && this.checksum !== null ? 4 : 0;
    await this.need(length + tail);
    if (this.input.length - this.pos < length) return this.fail('compress.zstdTruncated');
    const whole = this.input.length - this.pos >= length + tail;
    const piece = this.input.slice(this.pos, this.pos + length + (whole ? tail : 0));
    const before = this.ready.length;
    if (!this.decode(decoder, piece, last && whole)) return;
    if (this.checksum !== null) {
      for (let i = before; i < this.ready.length; i++) this.checksum.update(this.ready[i] as Uint8Array);
    }
    this.pos += piece.length;
    if (!whole) return this.fail('compress.zstdTruncated');
    if (!last) return;
    if (this.checksum !== null && this.checksum.low32() !== u32(piece, length))
      return this.fail('compress.zstdChecksum');
    this.decoder = null;
  }

  /** fzstd throws on bad data. */
  private decode(decoder: Decompress, piece: Uint8Array, final: boolean): boolean {
    try {
      decoder.push(piece, final);
      return true;
    } catch {
      this.fail('compress.zstdData');
      return false;
    }
  }

  private async need(count: number): Promise<void> {
    while (this.input.length - this.pos < count && !this.inputEnded) {
      const chunk = await this.below.next();
      if (chunk === null) {
        this.inputEnded = true;
        return;
      }
      const rest = this.input.length - this.pos;
      const joined = new Uint8Array(rest + chunk.length);
      joined.set(this.input.subarray(this.pos));
      joined.set(chunk, rest);
      this.inputStart += this.pos;
      this.input = joined;
      this.pos = 0;
    }
  }

  private async skip(count: number): Promise<void> {
    this.frames++;
    let left = count;
    for (;;) {
      const step = Math.min(left, this.input.length - this.pos);
      this.pos += step;
      left -= step;
      if (left === 0) return;
      await this.need(1);
      if (this.pos === this.input.length) return this.fail('compress.zstdTruncated');
    }
  }

  /** Bytes behind the last frame that are no frame. */
  private async rest(): Promise<void> {
    const offset = this.inputStart + this.pos;
    let bytes = 0;
    let zero = true;
    for (let part: Uint8Array | null = this.input.subarray(this.pos); part !== null; part = await this.below.next()) {
      bytes += part.length;
      for (let i = 0; zero && i < part.length; i++) zero = part[i] === 0;
    }
    this.done = true;
    this.problem = this.below.problem;
    this.leftover = {
      reason: { key: zero ? 'compress.zeroPadding' : 'compress.trailingBytes', args: { bytes } },
      offset,
      bytes,
    };
  }

  private fail(key: string): void {
    const offset = this.inputStart + this.pos;
    this.done = true;
    this.problem =
      key === 'compress.zstdTruncated' && this.below.problem !== null
        ? this.below.problem
        : { what: { key, args: { offset } }, offset };
  }
}
