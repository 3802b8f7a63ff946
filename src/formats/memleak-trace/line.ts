import type { Address } from './live-set.ts';

/** A line of the trace, whichever tool wrote it. */
export interface TraceLine {
  readonly comm: string;
  readonly tid: number;
  readonly seconds: number;
  readonly message: string;
}

/** What a message says; `entered` is told again, exactly, by `exited`. */
export type TraceEvent =
  | { readonly kind: 'entered' }
  | { readonly kind: 'exited'; readonly size: number; readonly address: Address }
  | { readonly kind: 'free'; readonly address: Address };

const TUPLE =
  /^\(b?(['"])(.*?)\1, (\d{1,10}), (\d+), b?(?:'[^']*'|"[^"]*"), (\d+(?:\.\d+)?(?:e[+-]?\d+)?), b?(['"])(.*)\6\)$/;
const PIPE =
  /^(.{16})-(\d{1,10})\s+(?:\(\s*[-\d]+\)\s+)?\[(\d+)\]\s+(?:\S{4,6}\s+)?(\d+\.\d+): (?:bpf_trace_printk|0x[0-9a-f]+|\S+): (.*)$/;
const MESSAGE =
  /^(?:alloc entered, size = \d+|alloc exited, size = (\d{1,20}), result = ([0-9a-f]{1,16})|free entered, address = ([0-9a-f]{1,16}), size = \d+)\s*$/;
/** Hex digits that a double certainly holds. */
const SAFE_HEX = 13;

/** Reads a tuple as bcc's memleak prints it, or a line of trace_pipe; null = neither. */
export function parseTraceLine(text: string): TraceLine | null {
  const tuple = TUPLE.exec(text);
  if (tuple !== null) {
    const [, , comm = '', tid, , seconds, , message = ''] = tuple;
    return { comm: unescapeBytes(comm), tid: Number(tid), seconds: Number(seconds), message };
  }
  const pipe = PIPE.exec(text);
  if (pipe === null) return null;
  const [, comm = '', tid, , seconds, message = ''] = pipe;
  return { comm: comm.trimStart(), tid: Number(tid), seconds: Number(seconds), message };
}

/** Reads memleak's own messages; null = of another tracer. */
export function parseMessage(message: string): TraceEvent | null {
  const match = MESSAGE.exec(message);
  if (match === null) return null;
  const [, size, result, freed] = match;
  if (result !== undefined) return { kind: 'exited', size: Number(size), address: addressOf(result) };
  return freed === undefined ? { kind: 'entered' } : { kind: 'free', address: addressOf(freed) };
}

function addressOf(hex: string): Address {
  return hex.length <= SAFE_HEX ? Number.parseInt(hex, 16) : BigInt(`0x${hex}`);
}

/** Python's repr of bytes: `\xc3\xa9`, `\t`, `\\`, `\'`. */
function unescapeBytes(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [all, hex, plain] of text.matchAll(/\\x([0-9a-f]{2})|\\(.)|[^\\]+|\\/g)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else for (const b of encoder.encode(plain === undefined ? all : (PLAIN[plain] ?? plain))) bytes.push(b);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const PLAIN: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };
