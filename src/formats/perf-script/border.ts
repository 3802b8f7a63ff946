import { decodeText } from '../lines.ts';
import { parseHeading } from './header.ts';

const NEWLINE = 10;
const CR = 13;
const TAB = 9;
/** perf's headings are short; a longer line is none. */
const HEADING_BYTES = 4096;

/**
 * Where a sample begins in bytes from the middle of a text: at a heading behind an empty line or another heading, so
 * that neither a call chain nor a thread's name with a newline is cut. -1 when there is none.
 */
export function sampleBorder(bytes: Uint8Array): number {
  // The first line is the end of one.
  let from = bytes.indexOf(NEWLINE) + 1;
  let free = false;
  while (from > 0) {
    const end = bytes.indexOf(NEWLINE, from);
    if (end < 0) return -1;
    const blank = end === from || (end === from + 1 && bytes[from] === CR);
    const heading = !blank && bytes[from] !== TAB && end - from < HEADING_BYTES && isHeading(bytes, from, end);
    if (heading && free) return from;
    free = blank || heading;
    from = end + 1;
  }
  return -1;
}

function isHeading(bytes: Uint8Array, from: number, end: number): boolean {
  return parseHeading(decodeText(bytes, from, bytes[end - 1] === CR ? end - 1 : end)) !== null;
}
