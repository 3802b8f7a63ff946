import type { KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import type { Granularity, Lens } from '../model/lens.ts';
import { ORIGINS, type Profile } from '../model/profile.ts';
import { StringsBuilder, stringAt } from '../model/strings.ts';
import { basename, foldName, packageOf, trimPathPrefix } from './names.ts';
import { frameOrigins } from './origin.ts';

/** What of a lens decides the names that a picture speaks of. */
export type KeyOptions = Pick<Lens, 'granularity' | 'foldGenerics' | 'trimPath' | 'showColumns'>;

/** The names of a profile at one granularity. */
export interface FrameKeys {
  readonly keys: KeyTable;
  /** Per key: what makes it one, equal in every profile that has it; ascending. */
  readonly identity: readonly string[];
  /** Per frame: row of `keys`. */
  readonly keyOf: Int32Array;
}

/** One frame as texts, before it becomes a key. */
interface FrameText {
  /** Shown name of the function, '' when the address has none. */
  name: string;
  raw: string;
  file: string;
  startLine: number;
  line: number;
  column: number;
  module: string;
  mapping: number;
  address: bigint;
  origin: number;
}

interface KeyText {
  readonly shown: string;
  /** Tells apart what shares a shown name; '' where the name alone says it. */
  readonly apart: string;
}

const UNKNOWN = '<unknown>';
const GO_SIDE = new Set([ORIGINS.indexOf('go'), ORIGINS.indexOf('go-runtime'), ORIGINS.indexOf('cgo-seam')]);

/** Names every frame at a granularity. Frames of equal identity are one key; keys are sorted by shown name. */
export function frameKeys(profile: Profile, options: KeyOptions): FrameKeys {
  const { frames, functions, mappings, strings } = profile;
  const origins = frameOrigins(profile);
  const modules = Array.from({ length: mappings.length }, (_, m) =>
    basename(stringAt(strings, mappings.file[m] as number)),
  );
  const ids = new Map<string, number>();
  const firstFrame: number[] = [];
  const texts: KeyText[] = [];
  const rowOf = new Int32Array(frames.length);
  const memo = new Map<number, number>();
  // A package, file or module holds many functions: the name, line or inlining of one of them says nothing of it.
  const ofFunctions = !['packages', 'modules', 'files'].includes(options.granularity);
  const wholeFunctions = options.granularity !== 'lines' && options.granularity !== 'addresses';
  const read = (f: number): FrameText => {
    const func = frames.func[f] as number;
    const mapping = frames.mapping[f] as number;
    const raw = func === NONE ? '' : stringAt(strings, functions.name[func] as number);
    const file = func === NONE ? '' : stringAt(strings, functions.file[func] as number);
    return {
      name: options.foldGenerics ? foldName(raw) : raw,
      raw,
      file: file === '' ? '' : trimPathPrefix(file, options.trimPath),
      startLine: func === NONE ? 0 : (functions.startLine[func] as number),
      line: frames.line[f] as number,
      column: options.showColumns ? (frames.column[f] as number) : 0,
      module: mapping === NONE ? '' : (modules[mapping] ?? ''),
      mapping,
      address: frames.address[f] as bigint,
      origin: origins[f] as number,
    };
  };
  for (let f = 0; f < frames.length; f++) {
    const func = frames.func[f] as number;
    const named = func !== NONE && functions.name[func] !== 0;
    const pair = wholeFunctions && named ? func * (mappings.length + 1) + (frames.mapping[f] as number) + 1 : -1;
    let row = pair < 0 ? undefined : memo.get(pair);
    if (row === undefined) {
      const text = keyText(read(f), options.granularity, profile);
      const identity = `${text.shown}\0${text.apart}`;
      row = ids.get(identity);
      if (row === undefined) {
        row = texts.length;
        ids.set(identity, row);
        texts.push(text);
        firstFrame.push(f);
      }
      if (pair >= 0) memo.set(pair, row);
    }
    rowOf[f] = row;
  }
  // Without a comparator the order is that of UTF-16 code units, and no call is made per pair.
  const identity = [...ids.keys()].sort();
  const rank = new Int32Array(identity.length);
  identity.forEach((text, r) => {
    rank[ids.get(text) ?? 0] = r;
  });
  const keyOf = rowOf;
  for (let f = 0; f < keyOf.length; f++) keyOf[f] = rank[rowOf[f] as number] as number;
  return { keys: table(), identity, keyOf };

  function table(): KeyTable {
    const out = new StringsBuilder();
    const length = identity.length;
    const int = () => new Int32Array(length);
    const columns = { name: int(), rawName: int(), file: int(), line: int(), module: int(), buildId: int() };
    const origin = new Uint8Array(length);
    const inlined = new Uint8Array(length);
    for (let f = 0; ofFunctions && f < frames.length; f++) {
      const r = keyOf[f] as number;
      inlined[r] = (inlined[r] as number) | ((frames.inlineDepth[f] as number) > 0 ? 1 : 2);
    }
    texts.forEach((text, row) => {
      const r = rank[row] as number;
      const frame = read(firstFrame[row] as number);
      const { mapping } = frame;
      columns.name[r] = out.intern(text.shown);
      columns.rawName[r] = out.intern(ofFunctions ? frame.raw : '');
      columns.file[r] = out.intern(ofFunctions || options.granularity === 'files' ? frame.file : '');
      columns.line[r] = !ofFunctions ? 0 : wholeFunctions ? frame.startLine : frame.line;
      columns.module[r] = out.intern(frame.module);
      columns.buildId[r] = mapping === NONE ? 0 : out.intern(stringAt(strings, mappings.buildId[mapping] as number));
      origin[r] = frame.origin;
    });
    return { length, strings: out.finish(), ...columns, origin, inlined };
  }
}

function keyText(frame: FrameText, granularity: Granularity, profile: Profile): KeyText {
  const { module } = frame;
  switch (granularity) {
    case 'modules':
      return { shown: module === '' ? UNKNOWN : module, apart: '' };
    case 'packages': {
      const pkg = packageOf(frame.raw);
      return { shown: pkg !== '' ? pkg : module === '' ? UNKNOWN : module, apart: '' };
    }
    case 'files':
      return { shown: frame.file !== '' ? frame.file : module === '' ? UNKNOWN : `[${module}]`, apart: '' };
    case 'functions':
      if (frame.name === '') return { shown: placeOf(frame, profile), apart: '' };
      return {
        shown: frame.name,
        apart: GO_SIDE.has(frame.origin) ? '' : `${basename(frame.file)}\0${module}`,
      };
    case 'filefunctions':
      if (frame.name === '') return { shown: placeOf(frame, profile), apart: '' };
      return { shown: join(frame.name, frame.file), apart: GO_SIDE.has(frame.origin) ? '' : module };
    case 'lines':
      if (frame.name === '') return { shown: placeOf(frame, profile), apart: '' };
      return { shown: join(frame.name, lineOf(frame)), apart: GO_SIDE.has(frame.origin) ? '' : module };
    case 'addresses': {
      const place = placeOf(frame, profile);
      return { shown: frame.name === '' ? place : `${join(frame.name, lineOf(frame))} ${place}`, apart: '' };
    }
  }
}

const join = (name: string, place: string): string => (place === '' ? name : `${name} ${place}`);

function lineOf(frame: FrameText): string {
  if (frame.file === '' || frame.line === 0) return frame.file;
  return frame.column === 0 ? `${frame.file}:${frame.line}` : `${frame.file}:${frame.line}:${frame.column}`;
}

/** `libfoo.so+0x1234`: the offset in the file, the same in every process; the bare address outside of all mappings. */
function placeOf(frame: FrameText, profile: Profile): string {
  const { mapping, module, address } = frame;
  if (address === 0n) return module === '' ? UNKNOWN : `[${module}]`;
  if (mapping === NONE || module === '') return `0x${address.toString(16)}`;
  const { start, offset } = profile.mappings;
  const within = BigInt.asUintN(64, address - (start[mapping] ?? 0n) + (offset[mapping] ?? 0n));
  return `${module}+0x${within.toString(16)}`;
}
