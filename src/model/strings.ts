import { GrowableInt32, GrowableUint8 } from '../base/growable.ts';
import type { StringId } from './ids.ts';

/**
 * A string table as UTF-8 bytes and offsets: transferable, and a string is decoded only when somebody looks at it.
 * Row 0 is always "". String `i` is `bytes[offsets[i] … offsets[i + 1])`.
 */
export interface Strings {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

const decoder = new TextDecoder();
const cache = new WeakMap<Uint8Array, (string | undefined)[]>();

export function stringCount(strings: Strings): number {
  return strings.offsets.length - 1;
}

/** The string of a row; invalid UTF-8 shows U+FFFD. Decoded once, then remembered per table. */
export function stringAt(strings: Strings, id: StringId | number): string {
  let known = cache.get(strings.bytes);
  if (known === undefined) cache.set(strings.bytes, (known = []));
  let text = known[id];
  if (text === undefined) {
    const from = strings.offsets[id] ?? 0;
    const to = strings.offsets[id + 1] ?? from;
    text = from === to ? '' : decoder.decode(strings.bytes.subarray(from, to));
    known[id] = text;
  }
  return text;
}

/** Builds a `Strings` table, each text stored once. */
export class StringsBuilder {
  private readonly ids = new Map<string, number>([['', 0]]);
  private readonly bytes = new GrowableUint8(4096);
  private readonly offsets = new GrowableInt32(256);
  private readonly encoder = new TextEncoder();

  constructor() {
    this.offsets.push(0);
    this.offsets.push(0);
  }

  intern(text: string): StringId {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.offsets.length - 1;
      const encoded = this.encoder.encode(text);
      this.bytes.reserve(encoded.length).set(encoded, this.bytes.length);
      this.bytes.length += encoded.length;
      this.offsets.push(this.bytes.length);
      this.ids.set(text, id);
    }
    return id as StringId;
  }

  finish(): Strings {
    return { bytes: this.bytes.take(), offsets: this.offsets.take() };
  }
}
