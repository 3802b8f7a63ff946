/** A frame line of either tool. */
export interface MemleakFrame {
  readonly address: bigint;
  readonly name: string;
  readonly object: string;
  readonly file: string;
  readonly line: number;
}

const PYTHON = /^\s+(?:0x([0-9a-f]{16})\s+)?(.*?)$/;
const LIBBPF = /^\s+\d+ \[<([0-9a-f]{16})>\](?: (.*))?$/;
const OFFSET = /^(.*)\+0x[0-9a-f]+$/;

/** Stands for the symbols in the lines below (blazesym). */
const ENTRIES = /^\(\d+ entries\)$/;

/** `name+0x1f [object]`: the object is the last ` [` … `]`, for names hold brackets themselves (`operator new[](unsigned long)`). */
function split(text: string): { name: string; object: string } {
  if (text.startsWith('[') && text.endsWith(']') && !text.includes('] ['))
    return { name: '', object: text.slice(1, -1) };
  const open = text.endsWith(']') ? text.lastIndexOf(' [') : -1;
  const named = open < 0 ? text : text.slice(0, open);
  const object = open < 0 ? '' : text.slice(open + 2, -1);
  const name = OFFSET.exec(named)?.[1] ?? named;
  return { name: name === '[unknown]' || name === '<null sym>' ? '' : name, object };
}

/** Reads a frame of libbpf-tools' memleak: `0 [<addr>] sym+0x1 [/path]`, `… <null sym>`, `… sym+0x1 file.c:12` (blazesym). */
export function parseLibbpfFrame(line: string): MemleakFrame | null {
  const m = LIBBPF.exec(line);
  if (m === null) return null;
  if (ENTRIES.test(m[2] ?? '')) return { address: BigInt(`0x${m[1]}`), name: '', object: '', file: '', line: 0 };
  const place = /^(.*\+0x[0-9a-f]+) (\S.*):(\d+)$/.exec(m[2] ?? '');
  const { name, object } = split(place?.[1] ?? m[2] ?? '');
  return { address: BigInt(`0x${m[1]}`), name, object, file: place?.[2] ?? '', line: Number(place?.[3] ?? 0) };
}

/** Reads a frame of bcc's memleak.py: `0xaddr<TAB>sym+0x1 [basename]`, without address in old or combined output. */
export function parseBccFrame(line: string): MemleakFrame | null {
  const m = PYTHON.exec(line);
  if (m === null || m[2] === undefined || m[2] === '') return null;
  return { address: BigInt(`0x${m[1] ?? '0'}`), ...split(m[2]), file: '', line: 0 };
}

/** Python 3 with bcc of 2018–2019 printed a whole stack as one bytes literal with `\n\t\t` written out. */
export function splitBytesLiteral(line: string): readonly string[] | null {
  const m = /^\s+b(['"])(.*)\1$/.exec(line);
  return m?.[2] === undefined ? null : m[2].split('\\n\\t\\t').map((part) => `\t\t${part.replace(/\\t/g, '\t')}`);
}

/** What an indented line below a stack's heading is: frames, an admission that they are lost, or one more name of the frame above. */
export type FrameLine = readonly MemleakFrame[] | 'lost' | 'alias';

const LOST = 'stack information lost';
/** One of several symbols that blazesym finds at an address: `sym@0x401136 path:12`. */
const ALIAS = /^\s+(\S.*)@0x[0-9a-f]+(?: (\S.*):(\d+))?$/;

/** Reads a line of a stack of either tool, null when it is none. */
export function readFrameLine(line: string): FrameLine | null {
  const frames: MemleakFrame[] = [];
  for (const part of splitBytesLiteral(line) ?? [line]) {
    if (part.trim() === LOST) return 'lost';
    if (ALIAS.test(part)) return 'alias';
    const frame = parseLibbpfFrame(part) ?? parseBccFrame(part);
    if (frame === null) return null;
    frames.push(frame);
  }
  return frames;
}

/** The frame with the name and place of an alias line. */
export function aliasOf(line: string, frame: MemleakFrame): MemleakFrame {
  const m = ALIAS.exec(line);
  return { ...frame, name: m?.[1] ?? '', file: m?.[2] ?? '', line: Number(m?.[3] ?? 0) };
}
