import type { Message } from '../model/report.ts';
import type { ByteSource, Head } from './format.ts';

/** How much of a file a sniffer may see. */
export const HEAD_BYTES = 64 * 1024;

export interface Problem {
  readonly what: Message;
  readonly offset: number;
}

/** A `ByteSource` without the file's facts: one link of a chain of layers. */
export interface Chunks {
  /** Next chunk, or null at the end. A chunk is valid until the next call. */
  next(): Promise<Uint8Array | null>;
  /** Final once `next` gave null. */
  readonly problem: Problem | null;
  /** Lets go of the file; `next` gives null from then on. */
  cancel(): void;
}

/** A blob read from its beginning; `onRead` hears the bytes read so far. */
export class BlobChunks implements Chunks {
  problem: Problem | null = null;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly onRead: (bytes: number) => void;
  private bytes = 0;
  private done = false;

  constructor(blob: Blob, onRead: (bytes: number) => void = () => {}) {
    this.reader = blob.stream().getReader();
    this.onRead = onRead;
  }

  async next(): Promise<Uint8Array | null> {
    if (this.done) return null;
    try {
      const { value } = await this.reader.read();
      if (value !== undefined) {
        this.bytes += value.length;
        this.onRead(this.bytes);
        return value;
      }
    } catch {
      // The file was changed, moved or unplugged since it was chosen: browsers refuse to read on.
      this.problem = { what: { key: 'compress.unreadable' }, offset: this.bytes };
    }
    this.done = true;
    return null;
  }

  cancel(): void {
    this.done = true;
    this.reader.cancel().catch(() => {});
  }
}

/** Bytes in memory as chunks of `size`: members of archives, pasted text, tests. */
export class MemoryChunks implements Chunks {
  readonly problem = null;
  private readonly bytes: Uint8Array;
  private readonly size: number;
  private pos = 0;

  constructor(bytes: Uint8Array, size = HEAD_BYTES) {
    this.bytes = bytes;
    this.size = size;
  }

  async next(): Promise<Uint8Array | null> {
    if (this.pos >= this.bytes.length) return null;
    const chunk = this.bytes.subarray(this.pos, this.pos + this.size);
    this.pos += chunk.length;
    return chunk;
  }

  cancel(): void {
    this.pos = this.bytes.length;
  }
}

/** Chunks whose beginning can be looked at and then read all the same: nothing is read twice. */
export class Peekable implements Chunks {
  private readonly below: Chunks;
  private readonly kept: Uint8Array[] = [];
  private keptBytes = 0;
  private ended = false;

  constructor(below: Chunks) {
    this.below = below;
  }

  get problem(): Problem | null {
    return this.below.problem;
  }

  /** The first `count` bytes, or all if there are fewer. Only before the first `next`. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.keptBytes < count && !this.ended) {
      const chunk = await this.below.next();
      if (chunk === null) this.ended = true;
      else if (chunk.length > 0) {
        this.kept.push(chunk.slice());
        this.keptBytes += chunk.length;
      }
    }
    const first = this.kept[0];
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    const seen = new Uint8Array(Math.min(count, this.keptBytes));
    let at = 0;
    for (const chunk of this.kept) {
      const part = chunk.subarray(0, seen.length - at);
      seen.set(part, at);
      at += part.length;
    }
    return seen;
  }

  /** The head that sniffers get. */
  async head(): Promise<Head> {
    const bytes = await this.peek(HEAD_BYTES);
    if (bytes.length === HEAD_BYTES && this.keptBytes === HEAD_BYTES) await this.peek(HEAD_BYTES + 1);
    return headOf(bytes, this.ended && this.keptBytes <= HEAD_BYTES);
  }

  async next(): Promise<Uint8Array | null> {
    const first = this.kept.shift();
    if (first !== undefined) {
      this.keptBytes -= first.length;
      return first;
    }
    return this.ended ? null : this.below.next();
  }

  cancel(): void {
    this.kept.length = 0;
    this.ended = true;
    this.below.cancel();
  }
}

/** What sniffers see of the first bytes: see `Head`. A UTF-8 sequence cut by the end of the head does not make it binary. */
export function headOf(bytes: Uint8Array, complete: boolean): Head {
  return { bytes, text: textOf(bytes, complete), complete };
}

const ANSI_COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

function textOf(bytes: Uint8Array, complete: boolean): string | null {
  if (bytes.indexOf(0) >= 0) return null;
  try {
    // `stream` keeps back an unfinished last sequence instead of refusing it. The BOM is removed by default.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !complete });
    return text.replace(ANSI_COLOUR, '').replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array, chunkSize = HEAD_BYTES, name = ''): ByteSource {
  return Object.assign(new MemoryChunks(bytes, chunkSize), { name, lastModified: 0 });
}
