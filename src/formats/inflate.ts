import { BlobChunks } from './byte-source.ts';

/** The browser's decompressor over a gzip file. `read` gives undefined at the end and rejects when the data is broken. */
export interface Inflater {
  read(): Promise<Uint8Array | undefined>;
  cancel(): void;
}

/** Pieces handed to the decompressor: one inflates to at most 66 MB (1032:1) before we can stop it. */
const PIECE_BYTES = 64 * 1024;
/** Reads asked for ahead: Node inflates in another thread, which so works while we decode. */
const READS_AHEAD = 4;
/** Smaller files are inflated before another thread has started. */
const THREAD_PAYS_BYTES = 1 << 20;
/** Chunks per message, and messages that may be on their way: at most 8 MB wait for us. */
const BATCH = 16;
const BATCHES_AHEAD = 8;

/** Inflates in a thread of its own where workers are to be had (a browser's), so that decoding overlaps with it. */
export function inflate(blob: Blob, onRead: (bytes: number) => void): Inflater {
  if (blob.size >= THREAD_PAYS_BYTES && typeof Worker === 'function' && typeof importScripts === 'function') {
    return new ThreadInflater(blob, onRead);
  }
  return new HereInflater(blob, onRead);
}

class HereInflater implements Inflater {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly writer: WritableStreamDefaultWriter<BufferSource>;
  private readonly ahead: Promise<ReadableStreamReadResult<Uint8Array>>[] = [];
  private done = false;

  constructor(blob: Blob, onRead: (bytes: number) => void) {
    const stream = new DecompressionStream('gzip');
    this.reader = stream.readable.getReader();
    this.writer = stream.writable.getWriter();
    this.writer.closed.catch(() => {});
    this.pump(new BlobChunks(blob, onRead)).catch(() => {
      // The reader hears of it too.
    });
  }

  async read(): Promise<Uint8Array | undefined> {
    while (this.ahead.length < READS_AHEAD) {
      const read = this.reader.read();
      // Looked at when its turn comes; until then a failure is not unhandled.
      read.catch(() => {});
      this.ahead.push(read);
    }
    const next = this.ahead.shift() ?? this.reader.read();
    return (await next).value;
  }

  cancel(): void {
    this.done = true;
    this.reader.cancel().catch(() => {});
    this.writer.abort().catch(() => {});
  }

  private async pump(below: BlobChunks): Promise<void> {
    for (let chunk = await below.next(); chunk !== null; chunk = await below.next()) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        await this.writer.ready;
        const piece = chunk.length <= PIECE_BYTES ? chunk : chunk.subarray(at, at + PIECE_BYTES);
        this.writer.write(piece as Uint8Array<ArrayBuffer>).catch(() => {});
      }
      if (this.done) return below.cancel();
    }
    if (below.problem !== null) await this.writer.abort();
    else await this.writer.close();
  }
}

/** Text of the thread: reads, inflates, sends batches of chunks, waits when too many are on their way. */
const THREAD = `
var credits = ${BATCHES_AHEAD}, wake = null, bytes = 0;
function send(chunks) {
  postMessage({ chunks: chunks, bytes: bytes }, chunks.map(function (c) { return c.buffer; }));
  credits--;
  return credits > 0 ? null : new Promise(function (resolve) { wake = resolve; });
}
async function run(blob) {
  var stream = new DecompressionStream('gzip');
  var writer = stream.writable.getWriter();
  var reader = stream.readable.getReader();
  writer.closed.catch(function () {});
  (async function () {
    var input = blob.stream().getReader();
    for (;;) {
      var part = await input.read();
      if (part.done) break;
      for (var at = 0; at < part.value.length; at += ${PIECE_BYTES}) {
        await writer.ready;
        var piece = part.value.subarray(at, at + ${PIECE_BYTES});
        bytes += piece.length;
        writer.write(piece).catch(function () {});
      }
    }
    await writer.close();
  })().catch(function () { writer.abort().catch(function () {}); });
  var batch = [];
  try {
    for (;;) {
      var next = await reader.read();
      if (next.done) break;
      batch.push(next.value);
      if (batch.length < ${BATCH}) continue;
      var full = send(batch);
      batch = [];
      if (full) await full;
    }
  } catch (e) {
    postMessage({ chunks: batch, bytes: bytes, failed: true });
    return;
  }
  postMessage({ chunks: batch, bytes: bytes, done: true }, batch.map(function (c) { return c.buffer; }));
}
onmessage = function (event) {
  if (event.data.blob) { run(event.data.blob); return; }
  credits++;
  if (wake) { var go = wake; wake = null; go(); }
};
`;

interface Batch {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly failed?: boolean;
  readonly done?: boolean;
}

class ThreadInflater implements Inflater {
  private readonly worker: Worker;
  private readonly url: string;
  private readonly chunks: Uint8Array[] = [];
  private at = 0;
  private handedOut = 0;
  private end: 'no' | 'done' | 'failed' = 'no';
  private waiting: (() => void) | null = null;

  constructor(blob: Blob, onRead: (bytes: number) => void) {
    this.url = URL.createObjectURL(new Blob([THREAD], { type: 'text/javascript' }));
    this.worker = new Worker(this.url);
    this.worker.onmessage = ({ data }: MessageEvent<Batch>) => {
      for (const chunk of data.chunks) this.chunks.push(chunk);
      onRead(data.bytes);
      if (data.done === true || data.failed === true) this.finish(data.done === true ? 'done' : 'failed');
      this.waiting?.();
    };
    this.worker.onerror = () => {
      this.finish('failed');
      this.waiting?.();
    };
    this.worker.postMessage({ blob });
  }

  async read(): Promise<Uint8Array | undefined> {
    while (this.at === this.chunks.length && this.end === 'no') {
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
      this.waiting = null;
    }
    const chunk = this.chunks[this.at];
    if (chunk === undefined) {
      if (this.end === 'failed') throw new Error('broken gzip');
      return undefined;
    }
    this.at++;
    if (this.at === this.chunks.length) {
      this.chunks.length = 0;
      this.at = 0;
    }
    if (++this.handedOut % BATCH === 0 && this.end === 'no') this.worker.postMessage({});
    return chunk;
  }

  cancel(): void {
    this.finish('done');
    this.chunks.length = 0;
    this.at = 0;
    this.waiting?.();
  }

  private finish(end: 'done' | 'failed'): void {
    this.end = end;
    this.worker.terminate();
    URL.revokeObjectURL(this.url);
  }
}
