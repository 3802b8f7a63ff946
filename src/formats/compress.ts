import { BlobChunks, type Chunks, Peekable, type Problem } from './byte-source.ts';
import type { ByteSource, Head } from './format.ts';
import { Gunzip, isGzip, type Leftover, NativeGunzip } from './gunzip.ts';
import { isZstd, Unzstd } from './unzstd.ts';

/** Far above real profiles (perf text reaches 59:1), far below what fills a disk: 4 GiB. */
export const DEFAULT_MAX_RAW_BYTES = 2 ** 32;
const MAX_LAYERS = 3;
const MAGIC_BYTES = 4;

export interface OpenOptions {
  readonly name: string;
  /** Date of the file, ms since 1970; 0 if unknown. */
  readonly lastModified: number;
  /** What a compressed file may inflate to; more stops with the problem `open.tooLarge`. Plain files have no limit. */
  readonly maxRawBytes?: number;
  /** Hears how many bytes of the file (compressed) were read so far. */
  readonly onProgress?: (bytesRead: number) => void;
}

/** A file without its compression. */
export interface OpenedBytes extends ByteSource {
  /** Outermost first. */
  readonly layers: readonly ('gzip' | 'zstd')[];
  /** The first 64 KiB for sniffers; reading starts at the beginning all the same. Only before the first `next`. */
  head(): Promise<Head>;
  /** Bytes handed out so far, after decompression. */
  readonly rawBytes: number;
  /** Harmless bytes that are no data; complete once `next` gave null. */
  readonly leftovers: readonly Leftover[];
  cancel(): void;
}

/** Opens a file and peels at most three layers of gzip and zstd. Rejects never: what goes wrong is in `problem`. */
export async function openBytes(blob: Blob, options: OpenOptions): Promise<OpenedBytes> {
  const magic = await firstBytes(blob);
  const onProgress = options.onProgress ?? (() => {});
  if (isGzip(magic) && typeof DecompressionStream !== 'undefined') {
    return peel(new NativeGunzip(blob, onProgress), options, ['gzip']);
  }
  return peel(new BlobChunks(blob, onProgress), options, []);
}

/** The same for bytes that are no file: a member of an archive, pasted text. */
export function openChunks(chunks: Chunks, options: Omit<OpenOptions, 'onProgress'>): Promise<OpenedBytes> {
  return peel(chunks, options, []);
}

async function firstBytes(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(0, MAGIC_BYTES).arrayBuffer());
  } catch {
    return new Uint8Array(0);
  }
}

async function peel(bottom: Chunks, options: OpenOptions, known: ('gzip' | 'zstd')[]): Promise<OpenedBytes> {
  const max = options.maxRawBytes ?? DEFAULT_MAX_RAW_BYTES;
  const layers = [...known];
  const decoders: { readonly leftover: Leftover | null }[] = [];
  if (bottom instanceof NativeGunzip) decoders.push(bottom);
  let top = new Peekable(layers.length === 0 ? bottom : new Limited(bottom, max));
  while (layers.length < MAX_LAYERS) {
    const magic = await top.peek(MAGIC_BYTES);
    const layer = isGzip(magic) ? 'gzip' : isZstd(magic) ? 'zstd' : null;
    if (layer === null) break;
    const decoder = layer === 'gzip' ? new Gunzip(top) : new Unzstd(top);
    layers.push(layer);
    decoders.push(decoder);
    top = new Peekable(new Limited(decoder, max));
  }
  return new Opened(top, options, layers, decoders);
}

/** Stops a layer that inflates beyond the limit. */
class Limited implements Chunks {
  problem: Problem | null = null;
  private readonly below: Chunks;
  private readonly max: number;
  private given = 0;
  private done = false;

  constructor(below: Chunks, max: number) {
    this.below = below;
    this.max = max;
  }

  async next(): Promise<Uint8Array | null> {
    if (this.done) return null;
    const chunk = await this.below.next();
    if (chunk === null) {
      this.problem = this.below.problem;
      return null;
    }
    if (this.given + chunk.length <= this.max) {
      this.given += chunk.length;
      return chunk;
    }
    this.done = true;
    this.problem = { what: { key: 'open.tooLarge', args: { bytes: this.max } }, offset: this.max };
    const part = chunk.slice(0, this.max - this.given);
    this.below.cancel();
    return part.length > 0 ? part : null;
  }

  cancel(): void {
    this.done = true;
    this.below.cancel();
  }
}

class Opened implements OpenedBytes {
  readonly name: string;
  readonly lastModified: number;
  readonly layers: readonly ('gzip' | 'zstd')[];
  rawBytes = 0;
  private readonly top: Peekable;
  private readonly decoders: readonly { readonly leftover: Leftover | null }[];

  constructor(
    top: Peekable,
    options: OpenOptions,
    layers: readonly ('gzip' | 'zstd')[],
    decoders: readonly { readonly leftover: Leftover | null }[],
  ) {
    this.top = top;
    this.name = options.name;
    this.lastModified = options.lastModified;
    this.layers = layers;
    this.decoders = decoders;
  }

  get problem(): Problem | null {
    return this.top.problem;
  }

  get leftovers(): readonly Leftover[] {
    return this.decoders.map((d) => d.leftover).filter((l): l is Leftover => l !== null);
  }

  head(): Promise<Head> {
    return this.top.head();
  }

  async next(): Promise<Uint8Array | null> {
    const chunk = await this.top.next();
    if (chunk !== null) this.rawBytes += chunk.length;
    return chunk;
  }

  cancel(): void {
    this.top.cancel();
  }
}
