/** A frame line of a bcc or libbpf tool. */
export interface BccFrame {
  readonly name: string;
  readonly address: bigint;
  readonly object: string;
}

const VERBOSE = /^(?:#\d+\s+)?0x([0-9a-f]{1,16})(?:\s+(.*))?$/;
const BARE_ADDRESS = /^([0-9a-f]{16})(?:\s+(.*))?$/;
const OBJECT = /^(.*?)(?:^| )\(([/[].*?)(?:\+0x[0-9a-f]+)?\)$/;
const OFFSET = /\+0x[0-9a-f]+$/;

/** Reads `sym`, `sym+0x1f`, `#0  0x7f… sym+0x1 (/lib/x.so+0x12)`, `7f…0010 sym` (stackcount -v), `[unknown]`. */
export function parseBccStackFrame(line: string): BccFrame {
  const text = line.trim();
  const verbose = VERBOSE.exec(text) ?? BARE_ADDRESS.exec(text);
  const address = verbose === null ? 0n : BigInt(`0x${verbose[1]}`);
  let name = verbose === null ? text : (verbose[2] ?? '').trim();
  let object = '';
  // Only with addresses an object follows; C++ names end in parentheses too.
  const inObject = verbose === null ? null : OBJECT.exec(name);
  if (inObject !== null) {
    name = inObject[1] as string;
    object = inObject[2] as string;
  }
  name = name.replace(OFFSET, '');
  return { name: name === '[unknown]' ? '' : name, address, object };
}
