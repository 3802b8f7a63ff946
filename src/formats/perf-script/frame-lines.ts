import { Followers } from '../../base/followers.ts';
import { GrowableInt32 } from '../../base/growable.ts';
import { BytesInterner, SequenceInterner } from '../../base/interners.ts';
import { NONE } from '../../model/ids.ts';
import type { FrameInput, ProfileBuilder } from '../../model/profile-builder.ts';
import { decodeText } from '../lines.ts';
import { type PerfFrame, parseFrame } from './frame.ts';

const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const PLUS = 43;
const MAX_HEX = 16;
/** In `frameOf`: an inlined frame belongs to the physical one that follows it. */
const INLINED = -1;
/** In `frameOf`: no frame at all. */
const NO_FRAME = -2;

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const UNKNOWN = ascii('[unknown] (');
const INLINED_MARK = ascii('(inlined)');

function hexDigit(b: number | undefined): number {
  if (b === undefined || b < 48) return -1;
  if (b <= 57) return b - 48;
  return b >= 97 && b <= 102 ? b - 87 : -1;
}

function hasAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** The lines of call chains, numbered by their bytes: a line is read once, whatever number of samples have it. */
export class FrameLines {
  private readonly interner = new BytesInterner();
  readonly followers = new Followers(this.interner);
  private readonly builder: ProfileBuilder;
  /** Per line: the frame of a physical function, or INLINED or NO_FRAME. */
  private readonly frameOf = new GrowableInt32();
  /** Inlined lines with the physical one that follows: each such group is a location. */
  private readonly groups = new SequenceInterner();
  private readonly firstOfGroup = new GrowableInt32();
  private readonly sizeOfGroup = new GrowableInt32();
  private readonly symbols = new BytesInterner();
  private readonly funcOfSymbol = new GrowableInt32();
  private readonly objects = new BytesInterner();
  private readonly mappingOfObject = new GrowableInt32(16);
  private readonly scratch = new GrowableInt32();
  private addressLow = 0;
  private addressHigh = 0;

  constructor(builder: ProfileBuilder) {
    this.builder = builder;
  }

  lengthOf(id: number): number {
    return this.interner.lengthOf(id);
  }

  /** Number of the line in bytes[from … to) whose hash a LineHasher has found. */
  hashed(bytes: Uint8Array, view: DataView, from: number, to: number, hash: number): number {
    const id = this.interner.internHashed(view, from, to, hash);
    if (id === this.frameOf.length) this.add(bytes, from, to);
    return id;
  }

  /** Number of the line in bytes[from … to). */
  id(bytes: Uint8Array, from: number, to: number): number {
    const id = this.interner.intern(bytes, from, to);
    if (id === this.frameOf.length) this.add(bytes, from, to);
    return id;
  }

  isFrame(id: number): boolean {
    return this.frameOf.data[id] !== NO_FRAME;
  }

  /** The line `id` with the source line that stood under it (`-F +srcline`), as a line of its own. */
  withSource(id: number, source: string): number {
    const bytes = this.interner.get(id);
    const text = ascii(`${decodeText(bytes, 0, bytes.length)}\n${source}`);
    return this.id(text, 0, text.length);
  }

  /** Lines leaf first → a stack; inlined lines belong to the physical frame that follows them. */
  stackOf(chain: Int32Array, length: number): number {
    const { scratch, frameOf } = this;
    scratch.length = 0;
    for (let i = 0; i < length; ) {
      const frame = frameOf.data[chain[i] as number] as number;
      if (frame >= 0) {
        scratch.push(frame);
        i++;
      } else {
        i = this.addInlined(chain, i, length);
      }
    }
    scratch.data.subarray(0, scratch.length).reverse();
    return this.builder.stackOfFrames(scratch.data, scratch.length);
  }

  /** The inlined frames from `start` on and the physical one under them as one location; returns where the next begins. */
  private addInlined(chain: Int32Array, start: number, length: number): number {
    let end = start;
    while (end < length && (this.frameOf.data[chain[end] as number] as number) < 0) end++;
    end = Math.min(end + 1, length);
    const known = this.groups.length;
    const group = this.groups.intern(chain.subarray(start, end), end - start);
    if (group === known) {
      const frames = Array.from(chain.subarray(start, end), (id) => this.parse(id)).filter((f) => f !== null);
      const location = frames.length === 0 ? NONE : this.builder.location(frames.map((f) => this.inputOf(f)));
      this.firstOfGroup.push(location === NONE ? 0 : this.builder.firstFrame(location));
      this.sizeOfGroup.push(frames.length);
    }
    const first = this.firstOfGroup.data[group] as number;
    for (let k = (this.sizeOfGroup.data[group] as number) - 1; k >= 0; k--) this.scratch.push(first + k);
    return end;
  }

  private add(bytes: Uint8Array, from: number, to: number): void {
    const fast = this.addPlain(bytes, from, to);
    if (fast >= 0) {
      this.frameOf.push(fast);
      return;
    }
    const id = this.frameOf.length;
    const frame = this.parse(id);
    if (frame === null) {
      this.frameOf.push(NO_FRAME);
    } else if (frame.inlined) {
      this.frameOf.push(INLINED);
    } else {
      const location = this.builder.location([this.inputOf(frame)]);
      this.frameOf.push(this.builder.firstFrame(location));
    }
  }

  /** `<ip> <sym>+0x<off> (<object>)` and `<ip> [unknown] (<object>)` from their bytes; -1 for any other form. */
  private addPlain(bytes: Uint8Array, from: number, to: number): number {
    const rest = this.readAddress(bytes, from, to) + 1;
    if (rest === 0 || bytes[to - 1] !== CLOSE || hasAt(bytes, to - INLINED_MARK.length, INLINED_MARK)) return -1;
    const border = findBorder(bytes, rest, to);
    let func = NONE as number;
    let object: number;
    if (border >= 0) {
      if (bytes[rest] === 91 && border === rest + 9) return -1;
      object = bytes.indexOf(OPEN, border) + 1;
      func = this.funcOf(bytes, rest, border);
    } else if (hasAt(bytes, rest, UNKNOWN)) {
      object = rest + UNKNOWN.length;
    } else {
      return -1;
    }
    const mapping = this.mappingOf(bytes, object, to - 1);
    return this.builder.firstFrame(this.builder.place(func, 0, mapping, this.addressLow, this.addressHigh));
  }

  /** Reads the hex number behind the leading white space; the offset behind it, -1 when no space follows. */
  private readAddress(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && (bytes[at] === SPACE || bytes[at] === 9)) at++;
    const first = at;
    let low = 0;
    let high = 0;
    for (let digit = hexDigit(bytes[at]); at < to && digit >= 0; digit = hexDigit(bytes[++at])) {
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    this.addressLow = low;
    this.addressHigh = high;
    return at > first && at - first <= MAX_HEX && at < to && bytes[at] === SPACE ? at : -1;
  }

  private funcOf(bytes: Uint8Array, from: number, to: number): number {
    const id = this.symbols.intern(bytes, from, to);
    if (id === this.funcOfSymbol.length) {
      const name = decodeText(bytes, from, to);
      this.funcOfSymbol.push(name === '' ? NONE : this.builder.functionOf({ name }));
    }
    return this.funcOfSymbol.data[id] as number;
  }

  private mappingOf(bytes: Uint8Array, from: number, to: number): number {
    const id = this.objects.intern(bytes, from, to);
    if (id === this.mappingOfObject.length) {
      const object = decodeText(bytes, from, to).replace(/\+0x[0-9a-f]+$/, '');
      this.mappingOfObject.push(object === '[unknown]' || object === '' ? NONE : this.mappingNamed(object));
    }
    return this.mappingOfObject.data[id] as number;
  }

  private mappingNamed(object: string): number {
    return this.builder.mappingOf({ start: 0n, limit: 0n, offset: 0n, file: object });
  }

  private parse(id: number): PerfFrame | null {
    const bytes = this.interner.get(id);
    const text = decodeText(bytes, 0, bytes.length);
    const newline = text.indexOf('\n');
    return newline < 0 ? parseFrame(text) : parseFrame(text.slice(0, newline), text.slice(newline + 1));
  }

  private inputOf(frame: PerfFrame): FrameInput {
    return {
      address: frame.address,
      file: frame.file,
      line: frame.line,
      ...(frame.name === '' ? {} : { name: frame.name }),
      ...(frame.dso === '' ? {} : { mapping: this.mappingNamed(frame.dso) }),
    };
  }
}

/** Where the first `+0x<hex> (` begins, the border between symbol and object; -1 if there is none. */
function findBorder(bytes: Uint8Array, from: number, to: number): number {
  for (let plus = from; plus < to; plus++) {
    if (bytes[plus] !== PLUS || bytes[plus + 1] !== 48 || bytes[plus + 2] !== 120) continue;
    let at = plus + 3;
    while (hexDigit(bytes[at]) >= 0) at++;
    if (at > plus + 3 && bytes[at] === SPACE && bytes[at + 1] === OPEN && at + 1 < to) return plus;
  }
  return -1;
}
