import type { Head } from './format.ts';
import { cleanInto, encodingOf } from './lines.ts';

/** A terminal's own lines before pasted output: "$ command", "user@host:~# command", "Script started on …". */
const PROMPT = /^(?:[$%>] |[\w.-]+@[\w.-]+[:\s][^#$]*[#$] |# (?:cat|curl|go|perf|kubectl|docker) |Script started )/;
const PROMPT_LINES = 20;

/**
 * A head as sniffers want it: UTF-16 made UTF-8, byte order mark, CR, ANSI colours and stray NULs gone, up to 20 lines
 * of shell prompts in front left out. `text` is null when the bytes are binary.
 */
export function sniffHead(bytes: Uint8Array, complete: boolean): Head {
  const text = textOf(bytes, complete);
  return { bytes, text: text === null ? null : withoutPrompts(text), complete };
}

function textOf(bytes: Uint8Array, complete: boolean): string | null {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') {
    const wide = new TextDecoder(encoding).decode(bytes, { stream: !complete });
    return wide.includes('\0') ? null : plain(new TextEncoder().encode(wide), complete);
  }
  return plain(bytes, complete);
}

function plain(bytes: Uint8Array, complete: boolean): string | null {
  if (!isText(bytes)) return null;
  const out = new Uint8Array(bytes.length);
  const length = cleanInto(bytes, 0, bytes.length, out);
  try {
    // `stream` keeps back a character that the end of the head cuts.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(out.subarray(0, length), { stream: !complete });
    return text.includes('\r') ? text.replace(/\r+\n?/g, '\n') : text;
  } catch {
    return null;
  }
}

/** Logs have a NUL here and there (a rotated file's hole is one run of them); binary data have other control bytes too. */
function isText(bytes: Uint8Array): boolean {
  for (const b of bytes) {
    if (b < 9 && b !== 0) return false;
    if (b > 13 && b < 32 && b !== 27) return false;
  }
  if (!bytes.includes(0)) return true;
  let at = bytes.indexOf(0);
  while (at < bytes.length && bytes[at] === 0) at++;
  return bytes.length - at > 0 && bytes.indexOf(0, at) < 0 && bytes.indexOf(10) >= 0;
}

function withoutPrompts(text: string): string {
  let from = 0;
  for (let n = 0; n < PROMPT_LINES; n++) {
    const end = text.indexOf('\n', from);
    if (end < 0) break;
    const line = text.slice(from, end);
    if (line.trim() !== '' && !PROMPT.test(line)) break;
    from = end + 1;
  }
  return text.slice(from);
}
