import type { ByteSource } from './format.ts';

/** What a JSON text holds, in order; keys that occur twice come twice. */
export interface JsonEvents {
  /** `{` or `[`. */
  open(array: boolean): void;
  close(array: boolean): void;
  key(name: string): void;
  /** A string (`quoted`), or the text of a number, true, false or null. */
  scalar(text: string, quoted: boolean): void;
  /** What follows is no JSON. Reading goes on behind the next line end, with nothing open. */
  broken(offset: number): void;
}

/** Deeper nesting is taken for damage. */
const MAX_DEPTH = 64;
/** Longer strings are cut. */
const MAX_STRING = 1 << 22;
const BYTE_ORDER_MARKS = [0xef, 0xbb, 0xbf, 0xff, 0xfe];
const SHORT = 24;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 10;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

type State = 'between' | 'string' | 'escape' | 'word' | 'broken';

/** Reads JSON, or lines of it, as the bytes come. True when nothing was left open at the end. */
export async function readJson(source: ByteSource, events: JsonEvents): Promise<boolean> {
  const reader = new Reader(events);
  for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) reader.push(chunk);
  return reader.end();
}

class Reader {
  private readonly events: JsonEvents;
  private readonly decoder = new TextDecoder();
  private state: State = 'between';
  /** Open containers, true = array. */
  private readonly containers: boolean[] = [];
  private keyNext = false;
  private piece = new Uint8Array(1024);
  private length = 0;
  private escaped = false;
  private base = 0;

  constructor(events: JsonEvents) {
    this.events = events;
  }

  push(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) this.byte(chunk[i] as number, this.base + i);
    this.base += chunk.length;
  }

  end(): boolean {
    if (this.state === 'word') {
      this.word();
      this.state = 'between';
    }
    return this.containers.length === 0 && this.state === 'between';
  }

  private byte(b: number, offset: number): void {
    // UTF-16 of ASCII, as some shells write it.
    if (b === 0) return;
    switch (this.state) {
      case 'string':
        if (b === QUOTE) this.string();
        else {
          if (b === BACKSLASH) {
            this.state = 'escape';
            this.escaped = true;
          }
          this.keep(b);
        }
        return;
      case 'escape':
        this.keep(b);
        this.state = 'string';
        return;
      case 'broken':
        if (b === LF) this.state = 'between';
        return;
      case 'word':
        if (isWord(b)) {
          this.keep(b);
          return;
        }
        this.word();
        this.state = 'between';
        this.between(b, offset);
        return;
      default:
        this.between(b, offset);
    }
  }

  private between(b: number, offset: number): void {
    const { containers, events } = this;
    switch (b) {
      case 0x20:
      case 9:
      case LF:
      case 13:
      case 0x3a:
        return;
      case 0x2c:
        this.keyNext = containers[containers.length - 1] === false;
        return;
      case QUOTE:
        this.state = 'string';
        return;
      case 0x7b:
      case 0x5b: {
        if (containers.length >= MAX_DEPTH) {
          this.fail(offset);
          return;
        }
        const array = b === 0x5b;
        containers.push(array);
        this.keyNext = !array;
        events.open(array);
        return;
      }
      case 0x7d:
      case 0x5d: {
        const array = b === 0x5d;
        if (containers.pop() !== array) {
          this.fail(offset);
          return;
        }
        this.keyNext = false;
        events.close(array);
        return;
      }
      default:
        if (offset < 3 && BYTE_ORDER_MARKS.includes(b)) return;
        if (!isWord(b)) {
          this.fail(offset);
          return;
        }
        this.state = 'word';
        this.keep(b);
    }
  }

  private fail(offset: number): void {
    this.containers.length = 0;
    this.keyNext = false;
    this.length = 0;
    this.state = 'broken';
    this.events.broken(offset);
  }

  private keep(b: number): void {
    if (this.length >= MAX_STRING) return;
    if (this.length === this.piece.length) {
      const bigger = new Uint8Array(2 * this.length);
      bigger.set(this.piece);
      this.piece = bigger;
    }
    this.piece[this.length++] = b;
  }

  private text(): string {
    const bytes = this.piece.subarray(0, this.length);
    this.length = 0;
    if (bytes.length > SHORT) return this.decoder.decode(bytes);
    // A decoder costs more than a few ASCII characters.
    let text = '';
    for (const b of bytes) {
      if (b >= 0x80) return this.decoder.decode(bytes);
      text += String.fromCharCode(b);
    }
    return text;
  }

  private string(): void {
    this.state = 'between';
    const raw = this.text();
    const text = this.escaped ? unescaped(raw) : raw;
    this.escaped = false;
    if (this.keyNext) this.events.key(text);
    else this.events.scalar(text, true);
    this.keyNext = false;
  }

  private word(): void {
    this.events.scalar(this.text(), false);
  }
}

/** Letters, digits and the signs of numbers. */
function isWord(b: number): boolean {
  return (b >= 48 && b <= 57) || b === 45 || b === 43 || b === 46 || (b >= 97 && b <= 122) || (b >= 65 && b <= 90);
}

function unescaped(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex, plain) =>
    hex === undefined ? (ESCAPES[plain] ?? plain) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
