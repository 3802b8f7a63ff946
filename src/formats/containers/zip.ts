import type { Message } from '../../model/report.ts';
import { BlobChunks, type Chunks, type Problem } from '../byte-source.ts';
import { crc32 } from './crc32.ts';
import { InflateRaw } from './inflate.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
/** A central directory larger than this describes more files than anybody drops. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/** A file in a zip. */
export interface ZipMember {
  readonly name: string;
  /** ms since 1970, 0 if unknown. */
  readonly lastModified: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedSize: number;
  readonly crc: number;
  /** Of the local header. */
  readonly offset: number;
}

export interface ZipDirectory {
  readonly members: readonly ZipMember[];
  /** The central directory is missing or damaged: members were found by walking the file from its beginning. */
  readonly problem: Problem | null;
}

export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/** Lists a zip's files, folders left out. */
export async function readZip(blob: Blob): Promise<ZipDirectory> {
  const end = await findEnd(blob);
  if (end !== null) {
    const members = await readCentral(blob, end);
    if (members !== null) return { members, problem: null };
  }
  const members = await walkLocals(blob);
  return { members, problem: { what: { key: 'open.zip.directory' }, offset: blob.size } };
}

/** The content of a member, or why it cannot be had. */
export async function openMember(blob: Blob, member: ZipMember): Promise<Chunks | Message> {
  if (member.encrypted) return { key: 'open.zip.encrypted' };
  if (member.method !== STORED && member.method !== DEFLATED) {
    return { key: 'open.zip.method', args: { method: member.method } };
  }
  const header = await bytesOf(blob, member.offset, LOCAL_BYTES);
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) return { key: 'open.zip.member' };
  const from = member.offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  const raw = new BlobChunks(blob.slice(from, from + member.compressedSize));
  return new Checked(member.method === DEFLATED ? new InflateRaw(raw) : raw, member.crc);
}

async function bytesOf(blob: Blob, from: number, length: number): Promise<DataView> {
  return new DataView(await blob.slice(from, from + length).arrayBuffer());
}

async function findEnd(blob: Blob): Promise<{ offset: number; size: number; count: number } | null> {
  const from = Math.max(0, blob.size - END_BYTES - MAX_COMMENT);
  const view = await bytesOf(blob, from, blob.size - from);
  for (let at = view.byteLength - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const found = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const is64 = found.count === 0xffff || found.size === 0xffffffff || found.offset === 0xffffffff;
    if (!is64 || at < 20 || view.getUint32(at - 20, true) !== LOCATOR64) return found;
    const end64 = await bytesOf(blob, Number(view.getBigUint64(at - 12, true)), 56);
    if (end64.byteLength < 56 || end64.getUint32(0, true) !== END64) return null;
    return {
      count: Number(end64.getBigUint64(32, true)),
      size: Number(end64.getBigUint64(40, true)),
      offset: Number(end64.getBigUint64(48, true)),
    };
  }
  return null;
}

async function readCentral(blob: Blob, end: { offset: number; size: number }): Promise<ZipMember[] | null> {
  if (end.size > MAX_DIRECTORY_BYTES || end.offset + end.size > blob.size) return null;
  const view = await bytesOf(blob, end.offset, end.size);
  const members: ZipMember[] = [];
  let at = 0;
  while (at + CENTRAL_BYTES <= view.byteLength) {
    if (view.getUint32(at, true) !== CENTRAL) return null;
    const flags = view.getUint16(at + 8, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + CENTRAL_BYTES + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > view.byteLength) return null;
    const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    fillFrom64(view, at + CENTRAL_BYTES + nameLength, extraLength, sizes);
    const name = nameOf(view, at + CENTRAL_BYTES, nameLength);
    if (!name.endsWith('/')) {
      members.push({
        name,
        lastModified: dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
        method: view.getUint16(at + 10, true),
        encrypted: (flags & 1) !== 0,
        compressedSize: sizes[1] as number,
        crc: view.getUint32(at + 16, true),
        offset: sizes[2] as number,
      });
    }
    at = next;
  }
  return members;
}

/** Replaces the sizes and the offset that do not fit 32 bits by those of the zip64 field, which holds only these. */
function fillFrom64(view: DataView, from: number, length: number, sizes: number[]): void {
  for (let at = from; at + 4 <= from + length; ) {
    const id = view.getUint16(at, true);
    const size = view.getUint16(at + 2, true);
    if (id === 1) {
      let value = at + 4;
      for (let i = 0; i < sizes.length; i++) {
        if (sizes[i] !== 0xffffffff || value + 8 > Math.min(at + 4 + size, from + length)) continue;
        sizes[i] = Number(view.getBigUint64(value, true));
        value += 8;
      }
      return;
    }
    at += 4 + size;
  }
}

/** Members of a zip that was cut: local headers one after the other, while their sizes are known. */
async function walkLocals(blob: Blob): Promise<ZipMember[]> {
  const members: ZipMember[] = [];
  let at = 0;
  while (at + LOCAL_BYTES <= blob.size) {
    const head = await bytesOf(blob, at, LOCAL_BYTES);
    if (head.getUint32(0, true) !== LOCAL) break;
    const flags = head.getUint16(6, true);
    const nameLength = head.getUint16(26, true);
    const extraLength = head.getUint16(28, true);
    const rest = await bytesOf(blob, at + LOCAL_BYTES, nameLength + extraLength);
    if (rest.byteLength < nameLength) break;
    const sizes = [head.getUint32(22, true), head.getUint32(18, true)];
    if (rest.byteLength === nameLength + extraLength) fillFrom64(rest, nameLength, extraLength, sizes);
    const from = at + LOCAL_BYTES + nameLength + extraLength;
    // Bit 3: the size comes after the data. The data end with the deflate stream, the next member is out of reach.
    const sizeUnknown = (flags & 8) !== 0 && sizes[1] === 0;
    const compressedSize = sizeUnknown ? blob.size - from : (sizes[1] as number);
    const name = nameOf(rest, 0, nameLength);
    if (!name.endsWith('/')) {
      members.push({
        name,
        lastModified: dosTime(head.getUint16(12, true), head.getUint16(10, true)),
        method: head.getUint16(8, true),
        encrypted: (flags & 1) !== 0,
        compressedSize,
        crc: sizeUnknown ? 0 : head.getUint32(14, true),
        offset: at,
      });
    }
    at = from + compressedSize;
  }
  return members;
}

function nameOf(view: DataView, from: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, length)).replace(/\\/g, '/');
}

/** DOS date and time are local and have no zone: taken as the viewer's. */
function dosTime(date: number, time: number): number {
  if (date === 0) return 0;
  const at = new Date(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
  const ms = at.getTime();
  return Number.isFinite(ms) ? ms : 0;
}

/** Compares the checksum at the end; 0 = not known. */
class Checked implements Chunks {
  private readonly below: Chunks;
  private readonly wanted: number;
  private wrong: Problem | null = null;
  private crc = 0;
  private bytes = 0;

  constructor(below: Chunks, wanted: number) {
    this.below = below;
    this.wanted = wanted;
  }

  get problem(): Problem | null {
    return this.below.problem ?? this.wrong;
  }

  async next(): Promise<Uint8Array | null> {
    const chunk = await this.below.next();
    if (chunk !== null) {
      this.crc = crc32(chunk, this.crc);
      this.bytes += chunk.length;
    } else if (this.wanted !== 0 && this.crc !== this.wanted) {
      this.wrong = { what: { key: 'open.zip.checksum' }, offset: this.bytes };
    }
    return chunk;
  }

  cancel(): void {
    this.below.cancel();
  }
}
