import { NONE } from '../../model/ids.ts';
import type { Granularity } from '../../model/lens.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import { basename, foldName, packageOf, trimPathPrefix } from '../names.ts';

/** What makes two frames one row. */
export interface NodeOptions {
  readonly granularity: Granularity;
  readonly foldGenerics: boolean;
  readonly showColumns: boolean;
  readonly trimPath: string;
}

/** The rows of a report. Columns by node; texts are decoded once per node. */
export interface Nodes {
  readonly length: number;
  /** Per frame of the profile: its node. */
  readonly ofFrame: Int32Array;
  /** What pprof prints: function, `file:line`, `[module]`, with the address in front at granularity addresses. */
  readonly printed: readonly string[];
  /** The function (or file, package, module) alone; an address without a name is `lib+0x…`. */
  readonly name: readonly string[];
  readonly file: readonly string[];
  /** The line at granularity lines and addresses, else where the function starts; 0 = unknown. */
  readonly line: Int32Array;
  /** Only at granularity addresses, else all 0. */
  readonly address: BigUint64Array;
}

const UNKNOWN = '<unknown>';

/** Puts every frame into its node. pprof's keys, but without the start line at `files`, where that splits files (a peer's defect). */
export function groupFrames(profile: Profile, options: NodeOptions): Nodes {
  const parts = new FrameParts(profile, options);
  const ofFrame = new Int32Array(profile.frames.length);
  const ids = new Map<string, number>();
  const printed: string[] = [];
  const name: string[] = [];
  const file: string[] = [];
  const line: number[] = [];
  const address: bigint[] = [];
  for (let f = 0; f < ofFrame.length; f++) {
    const key = parts.key(f);
    let node = ids.get(key);
    if (node === undefined) {
      const p = parts.of(f);
      node = printed.push(printedName(p)) - 1;
      name.push(p.alone);
      file.push(p.shownFile);
      line.push(p.line === 0 ? p.startLine : p.line);
      address.push(p.address);
      ids.set(key, node);
    }
    ofFrame[f] = node;
  }
  return {
    length: printed.length,
    ofFrame,
    printed,
    name,
    file,
    line: Int32Array.from(line),
    address: BigUint64Array.from(address),
  };
}

interface Parts {
  readonly address: bigint;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly module: string;
  readonly alone: string;
  readonly shownFile: string;
  readonly startLine: number;
}

/** Address, function, place, module: whatever is known and asked for, as pprof joins them. */
function printedName(p: Parts): string {
  const words: string[] = [];
  if (p.address !== 0n) words.push(p.address.toString(16).padStart(16, '0'));
  if (p.name !== '') words.push(p.name);
  if (p.line !== 0) words.push(p.column === 0 ? `${p.file}:${p.line}` : `${p.file}:${p.line}:${p.column}`);
  else if (p.file !== '') words.push(p.file);
  else if (p.name === '') words.push(p.module === '' ? UNKNOWN : `[${basename(p.module)}]`);
  return words.join(' ');
}

class FrameParts {
  private readonly profile: Profile;
  private readonly options: NodeOptions;
  private readonly names = new Map<number, string>();
  private readonly files = new Map<number, string>();

  constructor(profile: Profile, options: NodeOptions) {
    this.profile = profile;
    this.options = options;
  }

  /** Identity of the node of a frame. */
  key(f: number): string {
    const p = this.of(f);
    return `${p.address}\0${p.name}\0${p.file}\0${p.line}\0${p.column}\0${p.name === '' && p.file === '' ? p.module : ''}`;
  }

  of(f: number): Parts {
    const { frames, functions, mappings, strings } = this.profile;
    const { granularity } = this.options;
    const func = frames.func[f] as number;
    const mapping = frames.mapping[f] as number;
    const module = mapping === NONE ? '' : stringAt(strings, mappings.file[mapping] as number);
    const named = func !== NONE;
    const fullName = named ? this.nameOf(func) : '';
    const fullFile = named ? this.fileOf(func) : '';
    const startLine = named ? (functions.startLine[func] as number) : 0;
    const atLines = granularity === 'lines' || granularity === 'addresses';
    const parts = {
      address: granularity === 'addresses' ? (frames.address[f] as bigint) : 0n,
      name: '',
      file: '',
      line: atLines && named ? (frames.line[f] as number) : 0,
      column: atLines && named && this.options.showColumns ? (frames.column[f] as number) : 0,
      module,
      alone: '',
      shownFile: fullFile,
      startLine,
    };
    switch (granularity) {
      case 'functions':
        parts.name = fullName;
        break;
      case 'filefunctions':
      case 'lines':
      case 'addresses':
        parts.name = fullName;
        parts.file = fullFile;
        break;
      case 'files':
        parts.file = fullFile;
        parts.startLine = 0;
        break;
      case 'packages':
        parts.name = packageOf(fullName) || (module === '' ? '' : `[${basename(module)}]`);
        parts.shownFile = '';
        parts.startLine = 0;
        break;
      case 'modules':
        parts.shownFile = '';
        parts.startLine = 0;
        break;
    }
    parts.alone = this.alone(f, parts);
    return parts;
  }

  /** `lib+0x…` for an address without a name, counted as in the file of the mapping. */
  private alone(f: number, p: Parts): string {
    if (p.name !== '') return p.name;
    if (p.file !== '') return p.file;
    if (this.options.granularity !== 'addresses') return printedName(p);
    const { frames, mappings } = this.profile;
    const address = frames.address[f] as bigint;
    const mapping = frames.mapping[f] as number;
    if (mapping === NONE || p.module === '') return address === 0n ? UNKNOWN : `0x${address.toString(16)}`;
    const inFile = address - (mappings.start[mapping] as bigint) + (mappings.offset[mapping] as bigint);
    return `${basename(p.module)}+0x${BigInt.asUintN(64, inFile).toString(16)}`;
  }

  private nameOf(func: number): string {
    let name = this.names.get(func);
    if (name === undefined) {
      const raw = stringAt(this.profile.strings, this.profile.functions.name[func] as number);
      name = this.options.foldGenerics ? foldName(raw) : raw;
      this.names.set(func, name);
    }
    return name;
  }

  private fileOf(func: number): string {
    let file = this.files.get(func);
    if (file === undefined) {
      const raw = stringAt(this.profile.strings, this.profile.functions.file[func] as number);
      file = raw === '' ? '' : cleanPath(trimPathPrefix(raw, this.options.trimPath));
      this.files.set(func, file);
    }
    return file;
  }
}

/** The shortest path that means the same: no `//`, `.` or inner `..`. */
export function cleanPath(path: string): string {
  if (path !== '' && !/\/\/|(?:^|\/)\.\.?(?:\/|$)|.\/$/.test(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const joined = kept.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}
