/** A frame of a sanitizer's report. */
export interface SanitizerFrame {
  readonly address: bigint;
  readonly name: string;
  readonly object: string;
  readonly buildId: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const FRAME = /^\s+#\d+ 0x([0-9a-f]{1,16})(?:\s+(.*))?$/;
const MODULE = /^(?:in (.*?) +)?\((\S.*?)\+0x[0-9a-f]+\)(?: \(BuildId: ([0-9a-f]+)\))?$/;
const PLACE = /^in (.*) (\S+?)(?::(\d+))?(?::(\d+))?$/;

/**
 * Reads `#1 0x55 in fn file.c:3:5`, `#1 0x55 in fn (/lib/x.so+0x12) (BuildId: ab)`, `#1 0x55 (/lib/x.so+0x12)`.
 * Null = no frame.
 */
export function parseSanitizerFrame(text: string): SanitizerFrame | null {
  const match = FRAME.exec(text);
  if (match === null) return null;
  const rest = (match[2] ?? '').trimEnd();
  const frame = { address: BigInt(`0x${match[1]}`), name: '', object: '', buildId: '', file: '', line: 0, column: 0 };
  const module = MODULE.exec(rest);
  if (module !== null) {
    return { ...frame, name: module[1] ?? '', object: module[2] as string, buildId: module[3] ?? '' };
  }
  const place = PLACE.exec(rest);
  // `in operator new(unsigned long)`: the last word is a place only with a line, or as a path.
  if (place !== null && (place[3] !== undefined || /^[./<]/.test(place[2] as string))) {
    const [, name = '', file = '', line = '0', column = '0'] = place;
    return { ...frame, name, file, line: Number(line), column: Number(column) };
  }
  return { ...frame, name: rest.replace(/^in /, '') };
}
