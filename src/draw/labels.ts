import { ORIGINS } from '../model/profile.ts';

const CLOSURE = /^(?:func\d+|gowrap\d+|deferwrap\d+|\d+)(?:-|$)/;
const MIN_HEAD = 3;

/**
 * Splits a name at a separator, but not inside brackets or parentheses: `a.(*T[x.Y]).M` gives `a`, `(*T[x.Y])`, `M`.
 */
function splitOutside(name: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name[i];
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && name.startsWith(separator, i)) {
      parts.push(name.slice(from, i));
      from = i + separator.length;
      i = from - 1;
    }
  }
  parts.push(name.slice(from));
  return parts;
}

/** `Map[go.shape.int,…]` → `Map[…]`, nested brackets included. */
function foldBrackets(text: string): string {
  let out = '';
  let depth = 0;
  for (const c of text) {
    if (c === '[') {
      if (depth === 0) out += '[…]';
      depth++;
    } else if (c === ']' && depth > 0) depth--;
    else if (depth === 0) out += c;
  }
  return out;
}

/** Package path (with `%2e` read as a dot) and symbol of a Go name; the package is '' when there is none. */
export function splitGoName(name: string): { path: string; symbol: string } {
  const slash = splitOutside(name, '/');
  const tail = slash[slash.length - 1] ?? '';
  const dot = splitOutside(tail, '.');
  const head = slash.slice(0, -1).join('/');
  if (dot.length < 2) return { path: head, symbol: tail };
  const own = dot[0] ?? '';
  const path = head === '' ? own : `${head}/${own}`;
  return { path: path.replace(/%2e/gi, '.'), symbol: tail.slice(own.length + 1) };
}

function goForms(name: string): string[] {
  const { path, symbol } = splitGoName(name);
  const own = path.slice(path.lastIndexOf('/') + 1);
  if (symbol === '_cgo_cmalloc') return ['C.malloc'];
  const seam = symbol.match(/^_C(?:func|2func)_(.+)$/);
  if (seam?.[1] !== undefined) return [`C.${seam[1]}`];
  const folded = foldBrackets(symbol);
  const parts = splitOutside(folded, '.');
  let closure = parts.findIndex((part, i) => i > 0 && CLOSURE.test(part));
  if (closure < 0) closure = parts.length;
  // `glob..func1` is a closure of a package variable: its empty part belongs to it.
  if (closure > 1 && parts[closure - 1] === '') closure--;
  const tail = parts.slice(closure).join('.');
  const base = parts.slice(0, closure);
  const method = base[base.length - 1] ?? '';
  const withTail = (text: string) => (tail === '' ? text : `${text}.${tail}`);
  const forms = own === '' ? [symbol] : [`${own}.${symbol}`, `${own}.${folded}`];
  forms.push(folded, withTail(method));
  return forms;
}

/** `leaky_build_entry` → `…build_entry` → `…entry`. */
function cForms(name: string): string[] {
  const forms = [name];
  if (!/^\w[\w.@]*$/.test(name)) return forms;
  const words = name.split('_');
  for (let i = 1; i < words.length; i++) {
    if (words[i - 1] === '' || words[i] === '') continue;
    const rest = words.slice(i).join('_');
    if (rest.length >= MIN_HEAD) forms.push(`…${rest}`);
  }
  return forms;
}

/** Takes `<…>` (and a parameter list) off a C++ name; `operator<`, `operator()` and `(anonymous namespace)` stay. */
function withoutTemplates(name: string): string {
  const operator = name.search(/\boperator(?=\W)/);
  const head = operator < 0 ? name : name.slice(0, operator);
  let out = '';
  let depth = 0;
  for (let i = 0; i < head.length; i++) {
    const c = head[i] ?? '';
    if (c === '<') depth++;
    else if (c === '>') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      if (c === '(') {
        if (!head.startsWith('(anonymous namespace)', i)) break;
        out += '(anonymous namespace)';
        i += '(anonymous namespace)'.length - 1;
      } else out += c;
    }
  }
  if (operator < 0) return out.trim();
  const sign = /^operator\s*(\(\)|\[\]|[^\s(]+|[\w:]+)/.exec(name.slice(operator));
  return out + (sign?.[0] ?? 'operator');
}

function cppForms(name: string): string[] {
  const plain = withoutTemplates(name);
  const forms = [name, plain];
  let rest = plain;
  for (;;) {
    const at = rest.indexOf('::');
    if (at < 0) return forms;
    rest = rest.slice(at + 2);
    if (rest !== '') forms.push(rest);
  }
}

/**
 * What a frame may say, longest first, before the last resort of cutting the tail off (ui.md §4). `origin` is an index
 * into ORIGINS.
 */
export function labelForms(name: string, origin: number): readonly string[] {
  const kind = ORIGINS[origin] ?? 'unknown';
  let forms: string[];
  if (kind === 'go' || kind === 'go-runtime' || kind === 'cgo-seam') forms = goForms(name);
  else if (kind === 'c++' || /::|</.test(name)) forms = cppForms(name);
  else if (/\/|\.\(\*|\._Cfunc_/.test(name) && !name.startsWith('/') && !name.startsWith('[')) forms = goForms(name);
  else forms = cForms(name);
  return forms.filter((form, i) => form !== '' && forms.indexOf(form) === i);
}

/** The longest `xyz…` of a text that fits, with at least three letters, else ''. */
export function headThatFits(text: string, room: number, measure: (text: string) => number): string {
  let low = MIN_HEAD - 1;
  let high = text.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  if (low < MIN_HEAD || low >= text.length) return '';
  // Never half of a surrogate pair.
  if (/[\uD800-\uDBFF]/.test(text[low - 1] ?? '')) low--;
  return `${text.slice(0, low)}…`;
}

interface Fitted {
  readonly forms: readonly string[];
  readonly widths: Float64Array;
  /** The form that is cut when none fits: the shortest whole name. */
  readonly last: string;
  room: number;
  text: string;
}

const CACHED_WIDTHS = 20_000;

/** Fits names into boxes; remembers widths of texts and the last answer per name. One per font. */
export class Labels {
  private readonly measureText: (text: string) => number;
  private widths = new Map<string, number>();
  private fitted = new Map<string, Fitted>();

  constructor(measureText: (text: string) => number) {
    this.measureText = measureText;
  }

  /** Width of a text in CSS pixels. */
  width(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      if (this.widths.size >= CACHED_WIDTHS) this.widths = new Map();
      this.widths.set(text, (width = this.measureText(text)));
    }
    return width;
  }

  /** The first form of a name that fits into `room` pixels; '' when not even three letters do. */
  fit(name: string, origin: number, room: number): string {
    let known = this.fitted.get(name);
    if (known === undefined) {
      if (this.fitted.size >= CACHED_WIDTHS) this.fitted = new Map();
      const forms = labelForms(name, origin);
      const widths = Float64Array.from(forms, (form) => this.measureText(form));
      const whole = forms.filter((form) => !form.startsWith('…'));
      known = { forms, widths, last: whole[whole.length - 1] ?? name, room: -1, text: '' };
      this.fitted.set(name, known);
    }
    if (known.room === room) return known.text;
    known.room = room;
    known.text = this.choose(known, room);
    return known.text;
  }

  /** Plain text cut at its tail, for labels that are no frame names. */
  cut(text: string, room: number): string {
    return this.width(text) <= room ? text : headThatFits(text, room, (part) => this.width(part));
  }

  private choose(known: Fitted, room: number): string {
    for (let i = 0; i < known.forms.length; i++) if ((known.widths[i] ?? 0) <= room) return known.forms[i] ?? '';
    return headThatFits(known.last, room, (part) => this.width(part));
  }
}
