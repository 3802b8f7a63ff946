import type { Chunks, Problem } from '../byte-source.ts';

const BLOCK = 512;
/** Names and pax records are small; a larger one is damage. */
const MAX_META_BYTES = 1 << 20;

/** A file in a tar. */
export interface TarMember {
  readonly name: string;
  /** ms since 1970. */
  readonly lastModified: number;
  readonly size: number;
  /** To be read to its end before the next member is asked for; what is left is skipped. */
  readonly content: Chunks;
}

/** Checks the header's own checksum: a 512-byte block that is a tar header by chance does not exist. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && bytes[0] !== 0 && checksumFits(bytes.subarray(0, BLOCK));
}

function checksumFits(block: Uint8Array): boolean {
  const stated = octal(block, 148, 8);
  if (Number.isNaN(stated)) return false;
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] as number;
  return sum === stated;
}

/** A number field: octal text, or binary when its first bit is set (sizes beyond 8 GiB). */
function octal(block: Uint8Array, from: number, length: number): number {
  if (((block[from] as number) & 0x80) !== 0) {
    let value = (block[from] as number) & 0x7f;
    for (let i = from + 1; i < from + length; i++) value = value * 256 + (block[i] as number);
    return value;
  }
  const digits = text(block, from, length).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function text(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** Walks a tar (ustar, pax, GNU long names), one member after the other. */
export class TarReader {
  problem: Problem | null = null;
  private readonly source: { next(): Promise<Uint8Array | null>; readonly problem: Problem | null };
  private buffer: Uint8Array = new Uint8Array(0);
  private offset = 0;
  /** Bytes of the current member, and of the padding behind it, not read yet. */
  private left = 0;
  private padding = 0;

  constructor(source: { next(): Promise<Uint8Array | null>; readonly problem: Problem | null }) {
    this.source = source;
  }

  /** The next file, or null at the end; then `problem` says whether it was the right one. */
  async next(): Promise<TarMember | null> {
    let longName: string | null = null;
    let pax = new Map<string, string>();
    for (;;) {
      await this.skipRest();
      const at = this.offset;
      const block = await this.take(BLOCK);
      if (block === null || block.every((b) => b === 0)) {
        if (block === null && this.offset > at) this.fail('open.tar.truncated', at);
        if (block === null) this.problem ??= this.source.problem;
        else await this.drain();
        return null;
      }
      const size = Number(pax.get('size') ?? octal(block, 124, 12));
      if (!checksumFits(block) || !Number.isSafeInteger(size) || size < 0) {
        this.fail('open.tar.header', at);
        return null;
      }
      const type = String.fromCharCode(block[156] as number);
      this.left = size;
      this.padding = (BLOCK - (size % BLOCK)) % BLOCK;
      if (type === 'L' || type === 'x') {
        const meta = size <= MAX_META_BYTES ? await this.take(size) : null;
        if (meta === null) {
          this.fail('open.tar.header', at);
          return null;
        }
        this.left = 0;
        if (type === 'L') longName = text(meta, 0, meta.length);
        else pax = paxRecords(meta);
        continue;
      }
      if (type === '0' || type === '\0' || type === '7') {
        const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
        const short = text(block, 0, 100);
        const name = pax.get('path') ?? longName ?? (prefix === '' ? short : `${prefix}/${short}`);
        const seconds = Number(pax.get('mtime') ?? octal(block, 136, 12));
        if (!name.endsWith('/')) {
          const lastModified = Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0;
          return { name, lastModified, size, content: this.content() };
        }
      }
      longName = null;
      pax = new Map();
    }
  }

  private content(): Chunks {
    const reader = this;
    let cancelled = false;
    return {
      get problem() {
        return reader.problem;
      },
      async next() {
        return cancelled ? null : reader.read();
      },
      cancel() {
        cancelled = true;
      },
    };
  }

  private async read(): Promise<Uint8Array | null> {
    if (this.left === 0) return null;
    if (this.buffer.length === 0 && !(await this.more())) {
      this.fail('open.tar.truncated', this.offset);
      this.left = 0;
      this.padding = 0;
      return null;
    }
    const part = this.buffer.subarray(0, this.left);
    this.buffer = this.buffer.subarray(part.length);
    this.left -= part.length;
    this.offset += part.length;
    return part;
  }

  private async skipRest(): Promise<void> {
    while ((await this.read()) !== null);
    this.left = this.padding;
    this.padding = 0;
    while (this.left > 0 && (this.buffer.length > 0 || (await this.more()))) await this.read();
    this.left = 0;
  }

  /** Reads on to the end of the stream, so that its checksums are looked at. */
  private async drain(): Promise<void> {
    while (await this.more());
    this.problem ??= this.source.problem;
  }

  private async take(count: number): Promise<Uint8Array | null> {
    const out = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (this.buffer.length === 0 && !(await this.more())) return null;
      const part = this.buffer.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      this.offset += part.length;
      this.buffer = this.buffer.subarray(part.length);
    }
    return out;
  }

  private async more(): Promise<boolean> {
    for (;;) {
      const chunk = await this.source.next();
      if (chunk === null) return false;
      this.buffer = chunk;
      if (chunk.length > 0) return true;
    }
  }

  private fail(key: string, offset: number): void {
    this.problem ??= this.source.problem ?? { what: { key }, offset };
  }
}

/** `LENGTH KEY=VALUE\n` records. */
function paxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = Number(text(bytes, at, Math.max(0, space - at)));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at) break;
    const record = new TextDecoder().decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
