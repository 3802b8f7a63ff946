import type { ByteSource } from '../format.ts';

/** What a document holds, in order, with the offset of an opening tag's end. Attributes, comments, declarations are passed over. */
export interface XmlEvents {
  open(tag: string, offset: number): void;
  /** Text directly before the closing tag of an element without children, entities replaced. */
  close(tag: string, text: string): void;
}

/** Longer text or tags are cut: only broken files have them. */
const MAX_PIECE = 1 << 20;
const LT = 60;
const GT = 62;
const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Reads XML as it comes, forgiving: a cut or damaged document gives the events up to there and never an error. */
export async function pullXml(source: ByteSource, events: XmlEvents): Promise<void> {
  const decoder = new TextDecoder();
  const piece = new Piece();
  let inTag = false;
  let text = '';
  let base = 0;
  for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) {
    let from = 0;
    while (from < chunk.length) {
      const end = chunk.indexOf(inTag ? GT : LT, from);
      piece.add(chunk, from, end < 0 ? chunk.length : end);
      if (end < 0) break;
      const content = decoder.decode(piece.take());
      from = end + 1;
      if (!inTag) {
        text = content;
      } else {
        const name = /^\/?([\w:.-]+)/.exec(content)?.[1] ?? '';
        if (content.startsWith('/')) events.close(name, unescaped(text.trim()));
        else if (name !== '') events.open(name, base + end);
        if (content.endsWith('/') && name !== '') events.close(name, '');
        text = '';
      }
      inTag = !inTag;
    }
    base += chunk.length;
  }
}

/** Bytes collected over chunks. */
class Piece {
  private bytes = new Uint8Array(1024);
  private length = 0;

  add(chunk: Uint8Array, from: number, to: number): void {
    // UTF-16 of ASCII, as some shells write it.
    if (chunk.indexOf(0, from) >= 0) {
      for (let i = from; i < to; i++) if (chunk[i] !== 0) this.append(chunk, i, i + 1);
    } else this.append(chunk, from, to);
  }

  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  private append(chunk: Uint8Array, from: number, to: number): void {
    const room = Math.min(to - from, MAX_PIECE - this.length);
    if (this.length + room > this.bytes.length) {
      const bigger = new Uint8Array(Math.max(this.length + room, 2 * this.bytes.length));
      bigger.set(this.bytes.subarray(0, this.length));
      this.bytes = bigger;
    }
    this.bytes.set(chunk.subarray(from, from + room), this.length);
    this.length += room;
  }
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? all;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0x10ffff ? all : String.fromCodePoint(code);
  });
}
