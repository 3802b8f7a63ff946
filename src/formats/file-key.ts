import { sha256Hex } from '../base/sha256.ts';

/** Files beyond this are named by their size, first and last piece: hashing a big file would cost a good part of decoding it. */
const WHOLE_BYTES = 8 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const KEY_DIGITS = 16;

/**
 * Name of a file by its content: the first 16 hex digits of the SHA-256 of its bytes; above 8 MiB, of its first MiB,
 * its last MiB and its size as decimal text.
 */
export async function fileKey(blob: Blob): Promise<string> {
  const hashed =
    blob.size <= WHOLE_BYTES
      ? blob
      : new Blob([blob.slice(0, PIECE_BYTES), blob.slice(blob.size - PIECE_BYTES), String(blob.size)]);
  return (await sha256Hex(new Uint8Array(await hashed.arrayBuffer()))).slice(0, KEY_DIGITS);
}

/** Name of a member of an archive: by the archive's key and the member's path. */
export async function memberKey(archive: string, path: string): Promise<string> {
  return (await sha256Hex(new TextEncoder().encode(`${archive}/${path}`))).slice(0, KEY_DIGITS);
}
