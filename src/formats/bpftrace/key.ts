/** A part of a map's key: a stack (leaf first, '' lines gone) or anything else as text. */
export type KeyPart = { readonly stack: readonly string[] } | { readonly text: string };

/**
 * Splits what stands between the brackets of `@name[…]`. Frames are indented lines; other keys stand on the line that
 * begins with a comma, or before the first stack; nothing before a comma is an empty stack.
 */
export function parseKey(text: string): readonly KeyPart[] {
  const parts: KeyPart[] = [];
  let open: string[] | null = null;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    if (/^\s+\S/.test(line)) {
      (open ??= []).push(line.trim());
      continue;
    }
    if (line.trim() === '') continue;
    if (open !== null) parts.push({ stack: open });
    else if (line.startsWith(',')) parts.push({ stack: [] });
    open = null;
    const texts = line.replace(/^,\s*/, '').split(/,\s*/);
    // Nothing behind the last comma: the next lines are a stack.
    if (texts[texts.length - 1] === '') texts.pop();
    for (const t of texts) parts.push(t === '' ? { stack: [] } : { text: t });
  }
  if (open !== null) parts.push({ stack: open });
  return parts;
}

/** A frame line. */
export interface BpfFrame {
  readonly name: string;
  readonly address: bigint;
  readonly object: string;
  readonly file: string;
  readonly line: number;
  readonly inlined: boolean;
}

/** The first `+12 (` is the border: objects and names may hold parentheses. */
const PERF = /^([0-9a-f]{4,16}) (.*?\+\d+|.*) \((.*)\)$/;
/** What stands where a symbol is missing. */
const NAMELESS = /^(?:\[unknown\]|0x[0-9a-f]+)$/;
const RAW = /^(?:0x)?([0-9a-f]{6,16})$/;
const OFFSET = /^(.*)\+(?:0x[0-9a-f]+|\d+)(?:@(.*):(\d+))?$/;

/** Reads `sym+12`, `4d9b71 sym+31 (/path)` (perf mode), bare addresses, `sym+1@file:3`, `[inlined] sym`. */
export function parseBpfFrame(line: string): BpfFrame {
  const inlined = line.startsWith('[inlined] ');
  const text = inlined ? line.slice('[inlined] '.length) : line;
  const frame = { name: text, address: 0n, object: '', file: '', line: 0, inlined };
  const raw = RAW.exec(text);
  if (raw !== null) return { ...frame, name: '', address: BigInt(`0x${raw[1]}`) };
  const perf = PERF.exec(text);
  if (perf !== null) {
    frame.address = BigInt(`0x${perf[1]}`);
    frame.name = perf[2] as string;
    frame.object = perf[3] === '[unknown]' ? '' : (perf[3] as string);
  }
  const offset = OFFSET.exec(frame.name);
  if (offset !== null) {
    frame.name = offset[1] as string;
    frame.file = offset[2] ?? '';
    frame.line = Number(offset[3] ?? 0);
  }
  if (NAMELESS.test(frame.name)) frame.name = '';
  return frame;
}

const KERNEL =
  /^(?:entry_SYSCALL|do_syscall_64|asm_|sysvec_|ret_from_fork|__x64_sys_|__arm64_sys_|el[01]t?_|irq_exit|__irq_exit|handle_softirqs|do_idle|secondary_startup)/;

/** Whether frames are of the kernel, as far as their names tell. */
export function looksLikeKernel(frames: readonly BpfFrame[]): boolean {
  return frames.some((f) => f.object.startsWith('[kernel') || KERNEL.test(f.name));
}
