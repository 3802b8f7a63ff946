import type { FrameInput } from '../../model/profile-builder.ts';

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

/** The frame for the tables; `mapping` is the object's row or null. */
export function frameInput(frame: MemleakFrame, mapping: number | null): FrameInput {
  return {
    address: frame.address,
    file: frame.file,
    line: frame.line,
    ...(frame.name === '' ? {} : { name: frame.name }),
    ...(mapping === null ? {} : { mapping }),
  };
}
