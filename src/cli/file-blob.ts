import { createReadStream, type Stats } from 'node:fs';
import { Readable } from 'node:stream';

/** A file on disk as a Blob that is read when somebody streams it: nothing is held in memory. */
export class FileBlob extends Blob {
  private readonly path: string;
  private readonly from: number;
  private readonly to: number;

  constructor(path: string, from: number, to: number) {
    super();
    this.path = path;
    this.from = from;
    this.to = Math.max(from, to);
  }

  static of(path: string, stats: Stats): FileBlob {
    return new FileBlob(path, 0, stats.size);
  }

  override get size(): number {
    return this.to - this.from;
  }

  override stream(): ReturnType<Blob['stream']> {
    // An empty range cannot be said to createReadStream (its end is inclusive).
    const source =
      this.size === 0 ? Readable.from([]) : createReadStream(this.path, { start: this.from, end: this.to - 1 });
    return Readable.toWeb(source) as ReturnType<Blob['stream']>;
  }

  override slice(start = 0, end = this.size): Blob {
    const place = (n: number): number => Math.min(this.to, n < 0 ? Math.max(this.from, this.to + n) : this.from + n);
    return new FileBlob(this.path, place(start), place(end));
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    const reader = this.stream().getReader();
    for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
      bytes.set(part.value.subarray(0, bytes.length - at), at);
      at += part.value.length;
    }
    return bytes.buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }
}
