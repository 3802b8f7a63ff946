import { type GcLine, gcLine } from './line.ts';

/**
 * Repair of lines into which another writer wrote. The runtime prints every part of a gctrace line with a write of its
 * own, so a foreign line can stand between any two parts: `gc 5 @0.020s <foreign line>\n1%: 0.035+…`. The rest of the
 * line follows at the start of one of the next lines. All ways to read what came so far are kept (`Partial`) until
 * one of them reaches the end of the grammar.
 */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `ms` and `s` have the runtime's own number format, which is narrow enough to see where a number ends. */
  | { readonly kind: 'int' | 'ms' | 's'; readonly field: number; readonly separator: string };

const text = (t: string): Part => ({ kind: 'text', text: t });
const value = (kind: 'int' | 'ms' | 's', field: number, separator = ''): Part => ({ kind, field, separator });

function sum(field: number, separators: string): Part[] {
  const parts: Part[] = [value('ms', field)];
  for (const separator of separators) parts.push(text(separator), value('ms', field, separator));
  return parts;
}

function dialect(clock: string, cpu: string, stacks: boolean): readonly Part[] {
  const size = (field: number) => value('int', field);
  return [
    text('gc '),
    value('int', 0),
    text(' @'),
    value('s', 1),
    text('s '),
    value('int', 2),
    text('%: '),
    ...sum(3, clock),
    text(' ms clock, '),
    ...sum(4, cpu),
    text(' ms cpu, '),
    size(5),
    text('->'),
    size(6),
    text('->'),
    size(7),
    text(' MB, '),
    size(8),
    text(' MB goal, '),
    ...(stacks ? [size(9), text(' MB stacks, '), size(10), text(' MB globals, ')] : []),
    size(11),
    text(' P'),
  ];
}

/** Go 1.18 and later, 1.6 to 1.17, 1.5. */
const DIALECTS: readonly (readonly Part[])[] = [
  dialect('++', '+//+', true),
  dialect('++', '+//+', false),
  dialect('++++', '+++//+', false),
];

interface Partial {
  readonly parts: readonly Part[];
  readonly next: number;
  readonly fields: readonly (string | undefined)[];
  /** Cuts that look as if they went through a number. */
  readonly odd: number;
  readonly consumed: number;
}

const NUMBERS: Readonly<Record<'int' | 'ms' | 's', RegExp>> = {
  int: /\d{1,9}/y,
  ms: /0\.0\d\d|0\.[1-9]\d|[1-9]\.\d|[1-9]\d{1,8}|0/y,
  s: /\d{1,9}\.\d{3}/y,
};
const DATE = /\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d/y;
const MAX_PARTIALS = 256;
const MAX_LINES = 64;
/** " @" of a number: before that, `gc ` may be any text. */
const SURE_PARTS = 3;

/** The open readings of one stream. */
export class Splices {
  private partials: Partial[] = [];
  private age = 0;

  get open(): boolean {
    return this.partials.length > 0;
  }

  /** True when what is open is certainly a broken line, and not just the letters `gc `. */
  get sure(): boolean {
    return this.partials.some((p) => p.next >= SURE_PARTS);
  }

  reset(): void {
    this.partials = [];
    this.age = 0;
  }

  /** A line that contains no whole gctrace line but may begin one. */
  begin(line: string): void {
    const fresh: Partial[] = [];
    for (let at = line.indexOf('gc '); at >= 0; at = line.indexOf('gc ', at + 1)) {
      // Letters before it: only with its number is it more than the end of a word.
      if (at > 0 && /\w/.test(line[at - 1] as string) && !/^gc \d+ @/.test(line.slice(at, at + 20))) continue;
      for (const parts of DIALECTS) {
        extend({ parts, next: 0, fields: [], odd: 0, consumed: 0 }, line, at, (p) => {
          if (p.next > 0) fresh.push(p);
        });
      }
    }
    if (fresh.length === 0) return;
    this.partials.push(...fresh.slice(0, MAX_PARTIALS));
    this.trim();
    this.age = 0;
  }

  /** Goes on with the next line; the best whole line that ends in it, with where its text ends there. */
  take(line: string, previous: GcLine | null): { line: GcLine; end: number } | null {
    const open: Partial[] = [];
    let best: { line: GcLine; end: number; score: number } | null = null;
    for (const partial of this.partials) {
      open.push(partial);
      extend(partial, line, 0, (p, end) => {
        if (p.next < p.parts.length) {
          open.push(p);
          return;
        }
        const { fields } = p;
        const forced = line.startsWith(' (forced)', end);
        const whole = gcLine([...Array.from({ length: 12 }, (_, i) => fields[i]), forced ? '' : undefined]);
        if (whole === null) return;
        const score = p.odd + doubt(whole, previous) - p.consumed / 1e6;
        if (best === null || score < best.score) best = { line: whole, end: forced ? end + 9 : end, score };
      });
    }
    const found = best as { line: GcLine; end: number } | null;
    if (found !== null) {
      this.reset();
      return found;
    }
    if (++this.age > MAX_LINES) this.reset();
    else {
      this.partials = open;
      this.trim();
    }
    return null;
  }

  private trim(): void {
    if (this.partials.length <= MAX_PARTIALS) return;
    this.partials.sort((a, b) => a.odd - b.odd || b.consumed - a.consumed);
    this.partials.length = MAX_PARTIALS;
  }
}

/** How unlikely it is that this line follows the one before. */
function doubt(line: GcLine, previous: GcLine | null): number {
  if (previous === null) return line.n === 1 ? 0 : 1;
  return (
    (line.n === previous.n + 1 ? 0 : 8) +
    (line.at >= previous.at ? 0 : 8) +
    (line.procs === previous.procs ? 0 : 4) +
    (line.sizes[1] >= line.sizes[0] && line.sizes[2] <= line.sizes[1] ? 0 : 1)
  );
}

/** Every way to read on with `partial` at `from`: one call per border between two parts that can be reached. */
function extend(partial: Partial, line: string, from: number, found: (p: Partial, end: number) => void): void {
  const open: { p: Partial; at: number }[] = [{ p: partial, at: from }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const { p, at } = state;
    const part = p.parts[p.next];
    if (part === undefined) continue;
    if (part.kind === 'text') {
      if (!line.startsWith(part.text, at)) continue;
      step(p, part, '', 0, at, at + part.text.length, 0);
      continue;
    }
    const test = NUMBERS[part.kind];
    test.lastIndex = at;
    const longest = test.exec(line)?.[0] ?? '';
    if (longest === '') continue;
    // Only a whole number can be cut anywhere: the others have a fixed number of decimals.
    const shortest = part.kind === 'int' ? 1 : /^[1-9]\d+$/.test(longest) ? 2 : longest.length;
    const dated = dateIn(line, at, longest.length);
    for (let n = shortest; n <= longest.length; n++) {
      const glued = n < longest.length || (dated >= 0 && /[-/:]/.test(line[at + n] ?? ''));
      const odd = glued && dated !== n ? 1 : 0;
      // Digits of a date stay odd, however well the rest of it reads: `2026/11/` passes for two parts of a sum.
      step(p, part, longest.slice(0, n), odd, at, at + n, dated >= 0 && n > dated ? 1 : 0);
    }
  }
  function step(p: Partial, part: Part, digits: string, odd: number, at: number, end: number, dated: number): void {
    let fields = p.fields;
    if (part.kind !== 'text') {
      const copy = [...fields];
      const before = copy[part.field];
      copy[part.field] = before === undefined ? digits : `${before}${part.separator}${digits}`;
      fields = copy;
    }
    const next: Partial = {
      parts: p.parts,
      next: p.next + 1,
      fields,
      odd: p.odd + dated,
      consumed: p.consumed + end - at,
    };
    // Whether a number was cut matters only when the line ends there: reading on proves that it was not.
    found(odd === 0 || dated > 0 ? next : { ...next, odd: next.odd + odd }, end);
    open.push({ p: next, at: end });
  }
}

/** Where in a run of `length` digits a date begins, or -1. */
function dateIn(line: string, at: number, length: number): number {
  for (let i = 0; i <= length; i++) {
    DATE.lastIndex = at + i;
    if (DATE.test(line)) return i;
  }
  return -1;
}
