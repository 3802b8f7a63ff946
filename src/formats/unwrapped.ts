import type { ByteSource, Head } from './format.ts';
import { unwrap, type Wrapper, withoutStamp } from './unwrap.ts';

/** Of the first lines so many must be wrapped: texts have a line or two that look so by chance. */
const LOOKED_AT = 200;
const WRAPPED_SHARE = 0.9;
const MIN_LINES = 3;
/** A record of a log driver that never ends is not joined for ever. */
const MAX_JOINED = 1 << 20;

/** What a log driver wrapped around a text, and whose lines they are. */
export interface Wrapping {
  readonly wrapper: Wrapper;
  /** Container, unit or stream; lines of others are left out. */
  readonly key: string;
}

/** The wrapping of a text whose lines a log driver wrote; null when it is plain. */
export function wrappingOf(text: string): Wrapping | null {
  const lines = text.split('\n', LOOKED_AT).filter((line) => line !== '');
  const counts = new Map<string, { wrapping: Wrapping; count: number }>();
  let wrapped = 0;
  for (const line of lines) {
    const { wrapper, key } = unwrap(line);
    if (wrapper === null) continue;
    wrapped++;
    const identity = `${wrapper} ${key}`;
    const known = counts.get(identity);
    if (known === undefined) counts.set(identity, { wrapping: { wrapper, key }, count: 1 });
    else known.count++;
  }
  if (wrapped < MIN_LINES || wrapped < lines.length * WRAPPED_SHARE) return null;
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most?.wrapping ?? null;
}

/** Takes the wrapping off the lines of a text, piece by piece. */
class Unwrapper {
  /** Lines of other containers, units or streams. */
  others = 0;
  private readonly wrapping: Wrapping;
  private readonly decoder = new TextDecoder();
  private rest = '';
  private joined = '';

  constructor(wrapping: Wrapping) {
    this.wrapping = wrapping;
  }

  /** The lines that end in this piece; `bytes` null = the end. */
  take(bytes: Uint8Array | null): string {
    const text = this.rest + (bytes === null ? this.decoder.decode() : this.decoder.decode(bytes, { stream: true }));
    const end = bytes === null ? text.length : text.lastIndexOf('\n') + 1;
    this.rest = text.slice(end);
    if (end === 0) return '';
    const lines = text.slice(0, end).replace(/\n$/, '').split('\n');
    return lines.map((line) => this.line(line.replace(/\r$/, ''))).join('');
  }

  private line(line: string): string {
    const { wrapper, key, text, ended } = this.wrapping.wrapper === 'timestamps' ? withoutStamp(line) : unwrap(line);
    if (wrapper === null || key !== this.wrapping.key) {
      this.others++;
      return '';
    }
    if (!ended && this.joined.length < MAX_JOINED) {
      this.joined += text;
      return '';
    }
    const whole = `${this.joined}${text}\n`;
    this.joined = '';
    return whole;
  }
}

/** A head with the wrapping taken off, for sniffers. */
export function unwrappedHead(head: Head, wrapping: Wrapping): Head {
  const bytes = new TextEncoder().encode(head.text ?? '');
  const text = new Unwrapper(wrapping).take(bytes);
  return { bytes: new TextEncoder().encode(text), text, complete: head.complete };
}

/** The lines of a wrapped text as a source of their own; offsets and line numbers are those of the unwrapped text. */
export class UnwrappedSource implements ByteSource {
  private readonly below: ByteSource;
  private readonly unwrapper: Unwrapper;
  private readonly encoder = new TextEncoder();
  private done = false;

  constructor(below: ByteSource, wrapping: Wrapping) {
    this.below = below;
    this.unwrapper = new Unwrapper(wrapping);
  }

  get name(): string {
    return this.below.name;
  }

  get lastModified(): number {
    return this.below.lastModified;
  }

  get problem(): ByteSource['problem'] {
    return this.below.problem;
  }

  /** Lines of other containers, units or streams so far. */
  get others(): number {
    return this.unwrapper.others;
  }

  async next(): Promise<Uint8Array | null> {
    while (!this.done) {
      const chunk = await this.below.next();
      this.done = chunk === null;
      const text = this.unwrapper.take(chunk);
      if (text !== '') return this.encoder.encode(text);
    }
    return null;
  }
}
