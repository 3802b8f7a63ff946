import { GrowableInt32 } from '../base/growable.ts';
import { NONE } from './ids.ts';
import type { Frames, Functions, Mappings, Profile, Stacks } from './profile.ts';
import type { Strings } from './strings.ts';

type Tables = Pick<Profile, 'strings' | 'mappings' | 'functions' | 'frames'>;

/**
 * Cuts profiles out of tables that many of them share: a file of many reports has its names decoded once, and each report
 * gets only the rows that it uses, in buffers of its own. Costs what the excerpt holds, whatever the size of the whole.
 */
export class Excerpts {
  private readonly whole: Profile;
  private readonly frames: Renumber;
  private readonly functions: Renumber;
  private readonly mappings: Renumber;
  private readonly strings: Renumber;
  private last: { readonly used: Int32Array; readonly tables: Tables } | null = null;

  /** `whole` has no labels; its stacks and samples are not looked at. */
  constructor(whole: Profile) {
    this.whole = whole;
    this.frames = new Renumber(whole.frames.length);
    this.functions = new Renumber(whole.functions.length);
    this.mappings = new Renumber(whole.mappings.length);
    this.strings = new Renumber(whole.strings.offsets.length - 1);
  }

  /** The part that `stacks`, whose frames are rows of the whole, are made of. */
  cut(stacks: Stacks): Tables & Pick<Profile, 'stacks'> {
    for (const frame of stacks.frames) this.frames.of(frame);
    const used = this.frames.sorted();
    const frames = new Int32Array(stacks.frames.length);
    for (let i = 0; i < frames.length; i++) frames[i] = this.frames.of(stacks.frames[i] as number);
    this.frames.take();
    return { ...this.tablesOf(used), stacks: { ...stacks, frames } };
  }

  /** Reports of one program mostly have the same frames: then their tables are copied. */
  private tablesOf(used: Int32Array): Tables {
    const { last } = this;
    if (last !== null && equal(last.used, used)) return copyOf(last.tables);
    // Row 0 of the strings is the empty one everywhere.
    this.strings.of(0);
    const frames = this.framesOf(used);
    const mappings = this.mappingsOf(this.mappings.take());
    const functions = this.functionsOf(this.functions.take());
    const tables = { frames, mappings, functions, strings: this.stringsOf(this.strings.take()) };
    this.last = { used, tables: copyOf(tables) };
    return tables;
  }

  private framesOf(rows: Int32Array): Frames {
    const { frames } = this.whole;
    const n = rows.length;
    const func = pick(frames.func, rows, new Int32Array(n));
    const mapping = pick(frames.mapping, rows, new Int32Array(n));
    const location = pick(frames.location, rows, new Int32Array(n));
    let locations = -1;
    let last: number = NONE;
    for (let i = 0; i < n; i++) {
      func[i] = this.functions.of(func[i] as number);
      mapping[i] = this.mappings.of(mapping[i] as number);
      if (location[i] !== last) locations++;
      last = location[i] as number;
      location[i] = locations;
    }
    return {
      length: n,
      func,
      line: pick(frames.line, rows, new Int32Array(n)),
      column: pick(frames.column, rows, new Int32Array(n)),
      location,
      mapping,
      address: pick(frames.address, rows, new BigUint64Array(n)),
      inlineDepth: pick(frames.inlineDepth, rows, new Uint16Array(n)),
      origin: pick(frames.origin, rows, new Uint8Array(n)),
      folded: pick(frames.folded, rows, new Uint8Array(n)),
    };
  }

  private functionsOf(rows: Int32Array): Functions {
    const { functions } = this.whole;
    return {
      length: rows.length,
      name: this.texts(functions.name, rows),
      systemName: this.texts(functions.systemName, rows),
      file: this.texts(functions.file, rows),
      startLine: pick(functions.startLine, rows, new Int32Array(rows.length)),
    };
  }

  private mappingsOf(rows: Int32Array): Mappings {
    const { mappings } = this.whole;
    const n = rows.length;
    return {
      length: n,
      start: pick(mappings.start, rows, new BigUint64Array(n)),
      limit: pick(mappings.limit, rows, new BigUint64Array(n)),
      offset: pick(mappings.offset, rows, new BigUint64Array(n)),
      file: this.texts(mappings.file, rows),
      buildId: this.texts(mappings.buildId, rows),
    };
  }

  private texts(column: Int32Array, rows: Int32Array): Int32Array {
    const texts = pick(column, rows, new Int32Array(rows.length));
    for (let i = 0; i < texts.length; i++) texts[i] = this.strings.of(texts[i] as number);
    return texts;
  }

  private stringsOf(rows: Int32Array): Strings {
    const { bytes, offsets } = this.whole.strings;
    const into = new Int32Array(rows.length + 1);
    for (let i = 0; i < rows.length; i++) {
      const r = rows[i] as number;
      into[i + 1] = (into[i] as number) + (offsets[r + 1] as number) - (offsets[r] as number);
    }
    const text = new Uint8Array(into[rows.length] as number);
    // Names are short: byte by byte is faster than a view for each.
    let to = 0;
    for (let i = 0; i < rows.length; i++) {
      const end = offsets[(rows[i] as number) + 1] as number;
      for (let b = offsets[rows[i] as number] as number; b < end; b++) text[to++] = bytes[b] as number;
    }
    return { bytes: text, offsets: into };
  }
}

type Numbers = Int32Array | Uint16Array | Uint8Array | BigUint64Array;

/** The values of some rows, in their order. A plain loop: `from` with a function takes ten times as long. */
function pick<A extends Numbers>(column: A, rows: Int32Array, into: A): A {
  for (let i = 0; i < rows.length; i++) into[i] = column[rows[i] as number] as number & bigint;
  return into;
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((v, i) => v === b[i]);
}

/** The same tables in other buffers: each is moved to another thread alone. */
function copyOf({ frames, mappings, functions, strings }: Tables): Tables {
  return { frames: copied(frames), mappings: copied(mappings), functions: copied(functions), strings: copied(strings) };
}

function copied<T extends object>(table: T): T {
  const columns = Object.entries(table).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column) ? (column as Int32Array).slice() : column,
  ]);
  return Object.fromEntries(columns) as T;
}

/** Numbers the rows of a table that are used, in order of first use. */
class Renumber {
  private readonly numbers: Int32Array;
  private readonly used = new GrowableInt32();

  constructor(rows: number) {
    this.numbers = new Int32Array(rows).fill(NONE);
  }

  /** The new number of a row; NONE stays NONE. */
  of(row: number): number {
    if (row === NONE) return NONE;
    const known = this.numbers[row] as number;
    if (known !== NONE) return known;
    const n = this.used.push(row);
    this.numbers[row] = n;
    return n;
  }

  /** The old rows, which are numbered anew in their old order. */
  sorted(): Int32Array {
    const rows = this.used.data.slice(0, this.used.length).sort();
    for (let n = 0; n < rows.length; n++) {
      this.used.data[n] = rows[n] as number;
      this.numbers[rows[n] as number] = n;
    }
    return rows;
  }

  /** The old rows in their new order; forgets them. */
  take(): Int32Array {
    const rows = this.used.data.slice(0, this.used.length);
    this.used.length = 0;
    for (const row of rows) this.numbers[row] = NONE;
    return rows;
  }
}
