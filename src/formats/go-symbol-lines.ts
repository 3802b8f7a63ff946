import type { SymbolLine } from './address-stacks.ts';

const SYMBOL = /^#\s+0x([0-9a-f]+)(?:\s+(.+))?$/;
const PLACE = /^(.*):(\d+)$/;

/** A `#\t0xADDR\tname+0xOFF\tfile:line` line; `symbol` is null where Go had no name; null = another comment. */
export function parseSymbolLine(text: string): { address: bigint; symbol: SymbolLine | null } | null {
  const match = SYMBOL.exec(text);
  if (match === null) return null;
  const address = BigInt(`0x${match[1]}`);
  const rest = match[2];
  if (rest === undefined) return { address, symbol: null };
  // Columns are parted by tabs; a paste may have turned them into runs of spaces.
  const columns = rest.split(rest.includes('\t') ? /\t+/ : / {2,}/);
  const name = (columns[0] ?? '').replace(/\+0x[0-9a-f]+$/, '').trim();
  const place = PLACE.exec((columns[1] ?? '').trim());
  return { address, symbol: { name, file: place?.[1] ?? '', line: Number(place?.[2] ?? 0) } };
}

/** The pairs of `{"k":"v", "k2":"v2"}`, strings quoted as Go's %q does. Null = malformed. */
export function parseGoLabels(text: string): [string, string][] | null {
  const pairs: [string, string][] = [];
  let at = text.indexOf('{') + 1;
  if (at === 0) return null;
  const space = () => {
    while (text[at] === ' ' || text[at] === ',') at++;
  };
  const token = (stop: string): string | null => {
    if (text[at] === '"') {
      const quoted = unquote(text, at);
      if (quoted === null) return null;
      at = quoted.end;
      return quoted.value;
    }
    const from = at;
    while (at < text.length && !stop.includes(text[at] as string)) at++;
    return text.slice(from, at).trim();
  };
  for (;;) {
    space();
    if (at >= text.length) return null;
    if (text[at] === '}') return pairs;
    const key = token(':}');
    if (key === null || text[at] !== ':') return null;
    at++;
    while (text[at] === ' ') at++;
    const value = token(',}');
    if (value === null) return null;
    pairs.push([key, value]);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A Go string literal at `at` (a quote). */
function unquote(text: string, at: number): { value: string; end: number } | null {
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '"') return { value, end: i + 1 };
    if (c !== '\\') {
      value += c;
      continue;
    }
    const kind = text[++i] ?? '';
    const digits = HEX_ESCAPES[kind];
    if (digits === undefined) {
      value += ESCAPES[kind] ?? kind;
      continue;
    }
    const code = Number.parseInt(text.slice(i + 1, i + 1 + digits), 16);
    value += code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    i += digits;
  }
  return null;
}
