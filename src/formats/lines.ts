import type { ByteSource } from './format.ts';

/** A longer line is cut there: no format has such lines, but a broken file may be one line of a gigabyte. */
export const MAX_LINE_BYTES = 1 << 20;

const LF = 10;
const CR = 13;
const ESC = 27;
const ESCAPES = 0x1b1b1b1b;
const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

const decoder = new TextDecoder();

/** One line; the same object is reused for the next, so keep only what you copy. */
export class Line {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  /** Byte offset of the line's start in the (decompressed) file. */
  offset = 0;
  /** 1-based. */
  number = 0;
  /** Longer than MAX_LINE_BYTES: only the beginning is here. */
  cut = false;
  /** False for a last line without a line end. */
  ended = true;

  get length(): number {
    return this.to - this.from;
  }

  /** First byte, -1 for an empty line. */
  get first(): number {
    return this.to > this.from ? (this.bytes[this.from] as number) : -1;
  }

  /** The line as a string, or a part of it (byte positions relative to the line). */
  text(from = 0, to = this.to - this.from): string {
    return decodeText(this.bytes, this.from + from, this.from + to);
  }

  startsWith(ascii: string): boolean {
    if (ascii.length > this.to - this.from) return false;
    for (let i = 0; i < ascii.length; i++) if (this.bytes[this.from + i] !== ascii.charCodeAt(i)) return false;
    return true;
  }

  get blank(): boolean {
    for (let i = this.from; i < this.to; i++) {
      const b = this.bytes[i] as number;
      if (b !== 32 && b !== 9) return false;
    }
    return true;
  }

  /** What an import report shows of it. */
  get place(): { offset: number; line: number; seen: string } {
    return { offset: this.offset, line: this.number, seen: this.text(0, Math.min(this.length, 160)) };
  }
}

/** UTF-8 bytes as a string; invalid ones show U+FFFD. */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  return from >= to ? '' : decoder.decode(bytes.subarray(from, to));
}

/**
 * Reads the ordinary lines of a format straight from the chunk, faster than a `Line` each could be. It never sees lines
 * that a chunk's border cuts, nor text with ANSI colours, NULs or UTF-16: those come through `onLine`.
 */
export interface FastLane {
  /**
   * Takes whole lines of `bytes` from `from` on, up to the first that is out of the ordinary or has no end here; returns
   * where that one starts. `offset` is the offset in the file of bytes[0].
   */
  run(bytes: Uint8Array, from: number, offset: number): number;
  /** Lines that the last run took. */
  readonly taken: number;
}

/**
 * Calls `onLine` for every line of a text, without ever holding more than a chunk and a line. Takes away a byte order
 * mark, CR before LF, ANSI colours and NULs; UTF-16 is transcoded (offsets stay those of the file). `onLine` may
 * return false to stop reading. Lines that `lane` takes do not come to `onLine`. Returns the number of lines.
 */
export async function scanLines(
  source: ByteSource,
  onLine: (line: Line) => boolean | undefined,
  lane: FastLane | null = null,
): Promise<number> {
  const splitter = new Splitter(onLine, lane);
  const start = await readStart(source);
  const encoding = encodingOf(start);
  if (encoding === 'utf-8') {
    const skip = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
    splitter.offset = skip;
    if (!splitter.push(start.subarray(skip))) return splitter.number;
    for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) {
      if (!splitter.push(chunk)) return splitter.number;
    }
  } else {
    const wide = new TextDecoder(encoding);
    const encoder = new TextEncoder();
    splitter.wide = true;
    splitter.offset = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff) ? 2 : 0;
    for (let chunk: Uint8Array | null = start; chunk !== null; chunk = await source.next()) {
      if (!splitter.push(encoder.encode(wide.decode(chunk, { stream: true })))) return splitter.number;
    }
    if (!splitter.push(encoder.encode(wide.decode()))) return splitter.number;
  }
  splitter.finish();
  return splitter.number;
}

/** UTF-16 by its byte order mark, or by the zeros beside ASCII letters. */
export function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [a = 0, b = 0, c = 0, d = 0] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (start.length < 4) return 'utf-8';
  const ascii = (x: number) => x >= 9 && x < 127;
  if (ascii(a) && b === 0 && ascii(c) && d === 0) return 'utf-16le';
  if (a === 0 && ascii(b) && c === 0 && ascii(d)) return 'utf-16be';
  return 'utf-8';
}

/** At least four bytes, when there are as many: the encoding shows there. */
async function readStart(source: ByteSource): Promise<Uint8Array> {
  let start = new Uint8Array(0);
  while (start.length < 4) {
    const chunk = await source.next();
    if (chunk === null) break;
    const joined = new Uint8Array(start.length + chunk.length);
    joined.set(start);
    joined.set(chunk, start.length);
    start = joined;
  }
  return start;
}

/** Joins chunks to lines. */
class Splitter {
  /** Offset in the file of the next line's start. */
  offset = 0;
  /** The bytes were UTF-16: offsets count code units. */
  wide = false;
  private readonly line = new Line();
  private readonly onLine: (line: Line) => boolean | undefined;
  private carry = new Uint8Array(4096);
  private carried = 0;
  private carriedDirty = false;
  /** Bytes of the current line beyond the limit, thrown away. */
  private lost = 0;
  /** Lines so far. */
  number = 0;
  private readonly lane: FastLane | null;

  constructor(onLine: (line: Line) => boolean | undefined, lane: FastLane | null) {
    this.onLine = onLine;
    this.lane = lane;
  }

  /** Takes a chunk; false = stop. */
  push(chunk: Uint8Array): boolean {
    const dirty = needsCleaning(chunk);
    const lane = dirty || this.wide ? null : this.lane;
    let from = 0;
    while (from < chunk.length) {
      if (lane !== null && this.carried === 0 && this.lost === 0) {
        const next = lane.run(chunk, from, this.offset - from);
        this.number += lane.taken;
        this.offset += next - from;
        from = next;
        if (from >= chunk.length) break;
      }
      const end = chunk.indexOf(LF, from);
      if (end < 0) {
        this.keep(chunk, from, chunk.length, dirty);
        return true;
      }
      let goOn: boolean;
      if (this.carried === 0 && this.lost === 0) {
        goOn = this.give(chunk, from, end, dirty, true);
      } else {
        this.keep(chunk, from, end, dirty);
        goOn = this.giveCarried(true);
      }
      if (!goOn) return false;
      from = end + 1;
    }
    return true;
  }

  finish(): void {
    if (this.carried > 0) this.giveCarried(false);
  }

  private keep(chunk: Uint8Array, from: number, to: number, dirty: boolean): void {
    const room = Math.min(to - from, MAX_LINE_BYTES - this.carried);
    if (this.carried + room > this.carry.length) {
      const bigger = new Uint8Array(Math.max(this.carried + room, this.carry.length * 2));
      bigger.set(this.carry.subarray(0, this.carried));
      this.carry = bigger;
    }
    this.carry.set(chunk.subarray(from, from + room), this.carried);
    this.carried += room;
    this.lost += to - from - room;
    this.carriedDirty ||= dirty;
  }

  private giveCarried(ended: boolean): boolean {
    const goOn = this.give(this.carry, 0, this.carried, this.carriedDirty, ended);
    this.carried = 0;
    this.lost = 0;
    this.carriedDirty = false;
    return goOn;
  }

  private give(bytes: Uint8Array, from: number, to: number, dirty: boolean, ended: boolean): boolean {
    const line = this.line;
    line.offset = this.offset;
    line.number = ++this.number;
    line.ended = ended;
    line.cut = this.lost > 0 || to - from > MAX_LINE_BYTES;
    const whole = to - from + this.lost + (ended ? 1 : 0);
    this.offset += this.wide ? 2 * (codeUnits(bytes, from, to) + this.lost + (ended ? 1 : 0)) : whole;
    let end = Math.min(to, from + MAX_LINE_BYTES);
    while (end > from && bytes[end - 1] === CR) end--;
    line.bytes = bytes;
    line.from = from;
    line.to = end;
    if (dirty) clean(line);
    return this.onLine(line) !== false;
  }
}

/** Whether there is an ESC or a NUL: four bytes at a time, two or three times faster than `indexOf` of each. */
function needsCleaning(bytes: Uint8Array): boolean {
  const head = Math.min(bytes.length, -bytes.byteOffset & 3);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    const escapes = word ^ ESCAPES;
    // (x - 1) & ~x has the high bit of a byte set where x has a zero byte.
    if (((((word - ONES) & ~word) | ((escapes - ONES) & ~escapes)) & HIGH_BITS) !== 0) return true;
  }
  return isDirty(bytes, 0, head) || isDirty(bytes, head + words.length * 4, bytes.length);
}

function isDirty(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === ESC || bytes[i] === 0) return true;
  return false;
}

/** UTF-16 code units of UTF-8 text. */
function codeUnits(bytes: Uint8Array, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const b = bytes[i] as number;
    if (b < 0x80 || b >= 0xc0) n += b >= 0xf0 ? 2 : 1;
  }
  return n;
}

/** Takes NULs and ANSI sequences (ESC [ … letter) out of a line. */
function clean(line: Line): void {
  const { bytes, from, to } = line;
  const out = new Uint8Array(to - from);
  const length = cleanInto(bytes, from, to, out);
  line.bytes = out;
  line.from = 0;
  line.to = length;
}

/** Copies bytes without NULs and ANSI sequences; returns how many were written. */
export function cleanInto(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const b = bytes[i] as number;
    if (b === 0) continue;
    if (b === ESC && bytes[i + 1] === 0x5b) {
      let j = i + 2;
      while (j < to && !isFinal(bytes[j] as number)) j++;
      i = j;
      continue;
    }
    out[n++] = b;
  }
  return n;
}

const isFinal = (b: number): boolean => b >= 0x40 && b <= 0x7e;
