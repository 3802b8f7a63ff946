import {
  Z_DATA_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';
import type { Message } from '../model/report.ts';
import { BlobChunks, type Chunks, type Problem } from './byte-source.ts';
import { type Inflater, inflate } from './inflate.ts';

/** Bytes that belong to no data, such as padding after the last gzip member: harmless, but worth a line in the report. */
export interface Leftover {
  readonly reason: Message;
  /** Where they begin, in the compressed file, and how many there are. */
  readonly offset: number;
  readonly bytes: number;
}

const OUT_BYTES = 64 * 1024;
const GZIP_WINDOW_BITS = 31;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** gzip by pako: any number of members, says where and why it broke, keeps everything decoded before. */
export class Gunzip implements Chunks {
  problem: Problem | null = null;
  leftover: Leftover | null = null;
  private readonly below: Chunks;
  private readonly stream = new ZStream();
  private readonly out = new Uint8Array(OUT_BYTES);
  private chunkStart = 0;
  private inputEnded = false;
  private done = false;

  constructor(below: Chunks) {
    this.below = below;
    this.stream.output = this.out;
    zlibInflateInit2(this.stream, GZIP_WINDOW_BITS);
    this.stream.input = new Uint8Array(0);
  }

  async next(): Promise<Uint8Array | null> {
    const s = this.stream;
    while (!this.done) {
      if (s.avail_in === 0) await this.fill();
      s.next_out = 0;
      s.avail_out = OUT_BYTES;
      const status = zlibInflate(s, Z_NO_FLUSH);
      if (status === Z_STREAM_END) await this.nextMember();
      else if (status !== Z_OK && (status === Z_DATA_ERROR || s.avail_in > 0)) this.fail(reasonOf(s.msg));
      else if (s.next_out === 0 && s.avail_in === 0 && this.inputEnded) {
        this.fail(this.below.problem === null ? 'compress.gzipTruncated' : null);
      }
      if (s.next_out > 0) return this.out.subarray(0, s.next_out);
    }
    return null;
  }

  cancel(): void {
    this.done = true;
    this.below.cancel();
  }

  private get offset(): number {
    return this.chunkStart + this.stream.next_in;
  }

  private async fill(): Promise<boolean> {
    const s = this.stream;
    const chunk = this.inputEnded ? null : await this.below.next();
    if (chunk === null) {
      this.inputEnded = true;
      return false;
    }
    this.chunkStart += s.input.length;
    s.input = chunk;
    s.next_in = 0;
    s.avail_in = chunk.length;
    return true;
  }

  /** After a member's end: another member, or nothing, or bytes that are no gzip. */
  private async nextMember(): Promise<void> {
    const s = this.stream;
    while (s.avail_in < 2) {
      const rest = s.input.slice(s.next_in);
      const before = this.chunkStart + s.next_in;
      if (!(await this.fill())) break;
      const joined = new Uint8Array(rest.length + s.input.length);
      joined.set(rest);
      joined.set(s.input, rest.length);
      s.input = joined;
      s.avail_in = joined.length;
      this.chunkStart = before;
    }
    if (s.avail_in >= 2 && isGzip(s.input.subarray(s.next_in, s.next_in + 2))) {
      zlibInflateReset(s);
      return;
    }
    this.done = true;
    if (s.avail_in > 0) await this.measureLeftover();
    this.problem = this.below.problem;
  }

  private async measureLeftover(): Promise<void> {
    const s = this.stream;
    const offset = this.offset;
    let bytes = 0;
    let zero = true;
    for (let chunk: Uint8Array | null = s.input.subarray(s.next_in); chunk !== null; chunk = await this.below.next()) {
      bytes += chunk.length;
      for (let i = 0; zero && i < chunk.length; i++) zero = chunk[i] === 0;
    }
    this.leftover = {
      reason: { key: zero ? 'compress.zeroPadding' : 'compress.trailingBytes', args: { bytes } },
      offset,
      bytes,
    };
  }

  private fail(key: string | null): void {
    this.done = true;
    this.problem =
      key === null ? this.below.problem : { what: { key, args: { offset: this.offset } }, offset: this.offset };
  }
}

/** zlib's own words, sorted into ours. */
function reasonOf(message: string): string {
  if (message === 'incorrect data check' || message === 'incorrect length check') return 'compress.gzipChecksum';
  if (/header|compression method/.test(message)) return 'compress.gzipHeader';
  return 'compress.gzipData';
}

/**
 * gzip by the browser's own decompressor, about twice as fast as pako. It cannot say where a file broke, loses what it
 * had queued, and refuses several members or trailing bytes (Chromium) or passes over them silently (Node): in those
 * cases pako reads the file again and goes on behind the last byte that was already handed out.
 */
export class NativeGunzip implements Chunks {
  problem: Problem | null = null;
  leftover: Leftover | null = null;
  private readonly blob: Blob;
  private readonly inflater: Inflater;
  private again: Gunzip | null = null;
  private given = 0;
  private toSkip = 0;
  private done = false;

  constructor(blob: Blob, onRead: (bytes: number) => void) {
    this.blob = blob;
    this.inflater = inflate(blob, onRead);
  }

  async next(): Promise<Uint8Array | null> {
    if (this.done) return null;
    if (this.again !== null) return this.nextAgain(this.again);
    let value: Uint8Array | undefined;
    try {
      value = await this.inflater.read();
      if (value === undefined && (await this.isWhole())) {
        this.done = true;
        return null;
      }
    } catch {
      value = undefined;
    }
    if (value !== undefined) {
      this.given += value.length;
      return value;
    }
    this.inflater.cancel();
    this.toSkip = this.given;
    this.again = new Gunzip(new BlobChunks(this.blob));
    return this.nextAgain(this.again);
  }

  cancel(): void {
    this.done = true;
    this.again?.cancel();
    this.inflater.cancel();
  }

  /** One member and nothing behind it: the file then ends with the length of what was decoded. */
  private async isWhole(): Promise<boolean> {
    const tail = new DataView(await this.blob.slice(-4).arrayBuffer());
    return tail.byteLength === 4 && tail.getUint32(0, true) === this.given % 2 ** 32;
  }

  private async nextAgain(again: Gunzip): Promise<Uint8Array | null> {
    for (let chunk = await again.next(); chunk !== null; chunk = await again.next()) {
      if (chunk.length > this.toSkip) {
        const fresh = chunk.subarray(this.toSkip);
        this.toSkip = 0;
        return fresh;
      }
      this.toSkip -= chunk.length;
    }
    this.done = true;
    this.problem = again.problem;
    this.leftover = again.leftover;
    return null;
  }
}
