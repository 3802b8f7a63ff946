/** A line of a call chain. */
export interface PerfFrame {
  readonly address: bigint;
  /** '' when perf could not name it. */
  readonly name: string;
  /** Path or bracketed name of the object, '' when not printed. */
  readonly dso: string;
  readonly inlined: boolean;
  readonly file: string;
  readonly line: number;
}

const SOURCE = /^(.*):(\d+)$/;
const OBJECT_START = /^(?:\/|\[|\/\/|anon_inode:|memfd:)/;

/**
 * Reads `<ip> <sym>+0x<off> (<dso>)` (evsel_fprintf.c), with ` (inlined)` and an optional source line behind it.
 * The border between symbol and object is the first `+0x<hex> (`: both may hold spaces and parentheses.
 * Null when there is no address.
 */
export function parseFrame(text: string, source = ''): PerfFrame | null {
  const head = /^\s*([0-9a-f]{1,16})(?: (.*))?$/.exec(text);
  if (head === null) return null;
  let rest = head[2] ?? '';
  let inlined = false;
  const strip = (s: string): string => {
    if (!s.endsWith(' (inlined)')) return s;
    inlined = true;
    return s.slice(0, -' (inlined)'.length);
  };
  rest = strip(rest.trimEnd());
  const place = SOURCE.exec(strip(source.trim()));
  const { symbol, dso } = split(rest);
  const offset = /\+0x[0-9a-f]+$/.exec(symbol);
  const name = offset === null ? symbol : symbol.slice(0, offset.index);
  return {
    address: BigInt(`0x${head[1]}`),
    name: name === '[unknown]' ? '' : name,
    dso: dso === '[unknown]' ? '' : dso,
    inlined,
    file: place?.[1] ?? '',
    line: Number(place?.[2] ?? 0),
  };
}

function split(rest: string): { symbol: string; dso: string } {
  const cut = (open: number, symbolEnd: number) => {
    const close = rest.lastIndexOf(')');
    const dso = rest.slice(open, close < open ? rest.length : close);
    return { symbol: rest.slice(0, symbolEnd), dso: dso.replace(/\+0x[0-9a-f]+$/, '') };
  };
  const border = /\+0x[0-9a-f]+ \(/.exec(rest);
  if (border !== null) return cut(border.index + border[0].length, border.index + border[0].length - 2);
  if (rest.startsWith('(')) return cut(1, 0);
  if (rest.startsWith('[unknown] (')) return cut('[unknown] ('.length, '[unknown]'.length);
  let at = rest.indexOf(' (');
  while (at >= 0) {
    if (OBJECT_START.test(rest.slice(at + 2))) return cut(at + 2, at);
    at = rest.indexOf(' (', at + 1);
  }
  at = rest.endsWith(')') ? rest.lastIndexOf(' (') : -1;
  return at < 0 ? { symbol: rest, dso: '' } : cut(at + 2, at);
}
