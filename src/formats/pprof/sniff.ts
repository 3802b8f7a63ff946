import type { Head, Sniff } from '../format.ts';
import { Varint } from './varint.ts';

const VARINT = 1 << 0;
const BYTES = 1 << 2;
const EITHER = VARINT | BYTES;

/** Wire types that a field may have, by field number; `inner` by the same rule. From profile.proto. */
interface Shape {
  readonly fields: readonly number[];
  readonly inner?: Readonly<Record<number, Shape>>;
}
const VALUE_TYPE: Shape = { fields: [0, VARINT, VARINT] };
const LABEL: Shape = { fields: [0, VARINT, VARINT, VARINT, VARINT] };
const LINE: Shape = { fields: [0, VARINT, VARINT, VARINT] };
const PROFILE: Shape = {
  fields: [
    ...[0, BYTES, BYTES, BYTES, BYTES, BYTES, BYTES, VARINT, VARINT],
    ...[VARINT, VARINT, BYTES, VARINT, EITHER, VARINT, VARINT],
  ],
  inner: {
    1: VALUE_TYPE,
    2: { fields: [0, EITHER, EITHER, BYTES], inner: { 3: LABEL } },
    3: { fields: [0, VARINT, VARINT, VARINT, VARINT, VARINT, VARINT, VARINT, VARINT, VARINT, VARINT] },
    4: { fields: [0, VARINT, VARINT, VARINT, BYTES, VARINT], inner: { 4: LINE } },
    5: { fields: [0, VARINT, VARINT, VARINT, VARINT, VARINT] },
    11: VALUE_TYPE,
  },
};

const STRUCTURE_CHECKED = 80;
/** A good beginning and then a break: a damaged profile is still one, and its decoder says what is wrong. */
const BROKEN_LATER = 60;
const ENOUGH_BEFORE_BREAK = 8;
const STRINGS_KEPT = 64;

interface Seen {
  fields: number;
  samples: number;
  readonly types: { type: number; unit: number }[];
  readonly strings: string[];
}

type Verdict = 'whole' | 'cut' | 'broken';

/** Evidence that the bytes are a profile.proto: every field of the head must have a number, wire type and inner form of it. */
export function sniffPprof(head: Head): Sniff | null {
  const { bytes } = head;
  if (bytes.length === 0 || !hasControlBytes(bytes)) return null;
  const seen: Seen = { fields: 0, samples: 0, types: [], strings: [] };
  const verdict = walkProfile(bytes, seen);
  // Every encoder writes sample types first; without one in 64 KiB it is something else.
  if (seen.types.length === 0 || seen.fields < 2) return null;
  if (verdict === 'broken' && seen.fields < ENOUGH_BEFORE_BREAK) return null;
  const names = seen.types
    .map((t) => [seen.strings[t.type] ?? '', seen.strings[t.unit] ?? ''].filter((s) => s !== '').join(' '))
    .filter((s) => s !== '');
  return {
    score: verdict === 'broken' ? BROKEN_LATER : STRUCTURE_CHECKED,
    evidence:
      names.length > 0
        ? { key: 'pprof.evidenceNamed', args: { types: names.slice(0, 4).join(', ') } }
        : { key: 'pprof.evidence', args: { types: seen.types.length, samples: seen.samples } },
  };
}

/** Text has no other control characters than these. */
function hasControlBytes(bytes: Uint8Array): boolean {
  for (const b of bytes) {
    if (b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0c && b !== 0x0d && b !== 0x1b) return true;
  }
  return false;
}

function walkProfile(bytes: Uint8Array, seen: Seen): Verdict {
  const varint = new Varint();
  const decoder = new TextDecoder();
  let pos = 0;
  while (pos < bytes.length) {
    const field = fieldAt(varint, bytes, pos, bytes.length, PROFILE);
    if (field === 'cut' || field === 'broken') return field;
    const end = Math.min(field.end, bytes.length);
    const inner = PROFILE.inner?.[field.number];
    if (inner !== undefined) {
      const verdict = walk(varint, bytes, field.start, end, inner, field.end > end);
      if (verdict === 'broken') return 'broken';
    }
    if (field.end > bytes.length) return 'cut';
    seen.fields++;
    if (field.number === 1) seen.types.push(valueType(varint, bytes, field.start, end));
    else if (field.number === 2) seen.samples++;
    else if (field.number === 6 && seen.strings.length < STRINGS_KEPT) {
      seen.strings.push(decoder.decode(bytes.subarray(field.start, Math.min(end, field.start + 80))));
    }
    pos = end;
  }
  return 'whole';
}

function walk(varint: Varint, bytes: Uint8Array, from: number, to: number, shape: Shape, isCut: boolean): Verdict {
  let pos = from;
  while (pos < to) {
    const field = fieldAt(varint, bytes, pos, to, shape);
    if (field === 'broken') return 'broken';
    if (field === 'cut' || field.end > to) return isCut ? 'cut' : 'broken';
    const inner = shape.inner?.[field.number];
    // Two levels below Profile is the deepest that there is.
    if (inner !== undefined && walk(varint, bytes, field.start, field.end, inner, false) === 'broken') return 'broken';
    pos = field.end;
  }
  return 'whole';
}

/** The field at `pos` if the shape allows it; unknown numbers may have any wire type except groups. */
function fieldAt(
  varint: Varint,
  bytes: Uint8Array,
  pos: number,
  end: number,
  shape: Shape,
): { number: number; start: number; end: number } | 'cut' | 'broken' {
  let at = varint.read(bytes, pos, end);
  if (at < 0) return at === -2 ? 'cut' : 'broken';
  const type = varint.lo & 7;
  const number = varint.hi === 0 ? varint.lo >>> 3 : -1;
  const allowed = shape.fields[number];
  if (number < 0 || type === 3 || type === 4 || type > 5) return 'broken';
  if (allowed !== undefined && number > 0 && (allowed & (1 << type)) === 0) return 'broken';
  if (type === 1) return { number, start: at, end: at + 8 };
  if (type === 5) return { number, start: at, end: at + 4 };
  at = varint.read(bytes, at, end);
  if (at < 0) return at === -2 ? 'cut' : 'broken';
  if (type === 0) return { number, start: at, end: at };
  if (varint.index < 0) return 'broken';
  return { number, start: at, end: at + varint.index };
}

function valueType(varint: Varint, bytes: Uint8Array, from: number, to: number): { type: number; unit: number } {
  const found = { type: 0, unit: 0 };
  for (let pos = from; pos < to; ) {
    const field = fieldAt(varint, bytes, pos, to, VALUE_TYPE);
    if (field === 'cut' || field === 'broken') break;
    if (field.number === 1) found.type = varint.index;
    else if (field.number === 2) found.unit = varint.index;
    pos = field.end;
  }
  return found;
}
