import type { ByteSource } from './format.ts';

/** A `ByteSource` over bytes in memory that gives chunks of `chunkSize` bytes; for tests. */
export function memorySource(
  content: Uint8Array | string,
  chunkSize = 65536,
  name = 'test',
  lastModified = 0,
): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  let at = 0;
  let last = new Uint8Array(0);
  return {
    name,
    lastModified,
    problem: null,
    next() {
      if (at >= bytes.length) return Promise.resolve(null);
      // The last chunk is spoiled: a chunk is valid only until the next call, and a decoder that keeps one must be caught.
      last.fill(0xaa);
      last = bytes.slice(at, at + chunkSize);
      at += chunkSize;
      return Promise.resolve(last);
    },
  };
}
