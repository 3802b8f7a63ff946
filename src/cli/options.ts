import { err, ok, type Result } from '../base/result.ts';
import { DEFAULT_LENS, FILTER_VERBS, type Filter, GRANULARITIES, type Lens } from '../model/lens.ts';
import { LENS_OPTIONS, type LensOption, parseOption } from '../model/lens-options.ts';
import type { Message } from '../model/report.ts';
import type { ColumnChoice } from '../model/source.ts';

export const COMMANDS = [
  'top',
  'peek',
  'tree',
  'graph',
  'traces',
  'tags',
  'merge',
  'maps',
  'timeline',
  'gc',
  'report',
  'open',
  'help',
] as const;
export type Command = (typeof COMMANDS)[number];

/** A command line, read. */
export interface Invocation {
  readonly command: Command;
  readonly files: readonly string[];
  readonly bases: readonly string[];
  readonly diffBases: readonly string[];
  readonly lens: Lens;
  /** Names of the flags that were written, as in the table. */
  readonly given: ReadonlySet<string>;
  /** The expression of peek. */
  readonly regex: string;
  readonly json: boolean;
  readonly legacyDropFrames: boolean;
  /** Cap of decompressed bytes; null = the usual one. */
  readonly maxRawBytes: number | null;
  readonly port: number;
  /** Columns of tables of values over time: the time, then values with their units; null = as they look. */
  readonly columns: ColumnChoice | null;
  /** Which report of a memleak file takes part in a merge, counted from 1; null = the last. */
  readonly interval: number | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface State
  extends Mutable<Pick<Invocation, 'json' | 'legacyDropFrames' | 'maxRawBytes' | 'port' | 'interval' | 'columns'>> {
  readonly lens: Mutable<Lens>;
  readonly filters: Filter[];
  readonly bases: string[];
  readonly diffBases: string[];
}

/** One flag of the command. `set` returns false when the value is none. */
export interface Flag {
  readonly name: string;
  /** False: the flag may stand alone and then means true. */
  readonly takesValue: boolean;
  /** Which part of the help it stands in. */
  readonly group: 'lens' | 'filter' | 'short' | 'files';
  set(state: State, value: string): boolean;
}

const truth = (text: string): boolean | null =>
  /^(t|true|1)$/i.test(text) ? true : /^(f|false|0)$/i.test(text) ? false : null;

/** Lens options that say nothing on a command line: they place pictures. */
const PICTURE_ONLY = new Set(['sources', 'merge', 'maps', 'timelines', 'align', 'shape', 'pivot', 'root', 'search']);

function lensFlag(option: LensOption): Flag {
  return {
    name: option.name,
    takesValue: option.type.kind !== 'flag',
    group: 'lens',
    set(state, value) {
      if (option.type.kind === 'list') {
        Object.assign(state.lens, { [option.field]: value.split(',').filter((part) => part !== '') });
        return true;
      }
      const parsed = parseOption(option, value);
      if (parsed === undefined) return false;
      Object.assign(state.lens, { [option.field]: parsed });
      return true;
    },
  };
}

/** A flag that stands for others: `-cum`, `-lines`, `-inuse_space`. */
function shortcut(name: string, apply: (lens: Mutable<Lens>) => void): Flag {
  return {
    name,
    takesValue: false,
    group: 'short',
    set(state, value) {
      const on = truth(value);
      if (on === true) apply(state.lens);
      return on !== null;
    },
  };
}

function setting(
  name: string,
  takesValue: boolean,
  set: (state: State, value: string) => boolean,
  group: Flag['group'] = 'files',
): Flag {
  return { name, takesValue, group, set };
}

const SAMPLE_TYPES: readonly (readonly [flag: string, type: string, mean: boolean])[] = [
  ['inuse_space', 'inuse_space', false],
  ['inuse_objects', 'inuse_objects', false],
  ['alloc_space', 'alloc_space', false],
  ['alloc_objects', 'alloc_objects', false],
  ['contentions', 'contentions', false],
  ['total_delay', 'delay', false],
  ['mean_delay', 'delay', true],
];

const UNITS: ReadonlyMap<string, readonly [unit: string, factor: number]> = new Map([
  ['', ['', 1]],
  ['count', ['count', 1]],
  ['bytes', ['bytes', 1]],
  ['kib', ['bytes', 1024]],
  ['mib', ['bytes', 1024 ** 2]],
  ['percent', ['percent', 1]],
  ['seconds', ['seconds', 1]],
  ['ms', ['nanoseconds', 1e6]],
  ['ns', ['nanoseconds', 1]],
]);

/** `time,rss:kib,threads`: the column of the time, then those of values, with a unit; null when it is none. */
function columnChoice(text: string): ColumnChoice | null {
  const [time = '', ...rest] = text.split(',');
  const values = rest.map((entry) => {
    const colon = entry.lastIndexOf(':');
    const known = colon < 0 ? undefined : UNITS.get(entry.slice(colon + 1).toLowerCase());
    const [unit, factor] = known ?? ['', 1];
    return { name: known === undefined ? entry : entry.slice(0, colon), unit, factor };
  });
  return time === '' || values.length === 0 || values.some((v) => v.name === '') ? null : { time, values };
}

/** Every flag of the command, in the order of the help. Names and meaning are pprof's where pprof has the option. */
export const FLAGS: readonly Flag[] = [
  setting('base', true, (state, value) => state.bases.push(value) > 0),
  setting('diff_base', true, (state, value) => state.diffBases.push(value) > 0),
  setting('json', false, (state, value) => {
    const on = truth(value);
    state.json = on ?? false;
    return on !== null;
  }),
  setting('legacy_drop_frames', false, (state, value) => {
    const on = truth(value);
    state.legacyDropFrames = on ?? false;
    return on !== null;
  }),
  setting('no_size_limit', false, (state, value) => {
    const on = truth(value);
    state.maxRawBytes = on === true ? Number.POSITIVE_INFINITY : null;
    return on !== null;
  }),
  setting('port', true, (state, value) => {
    state.port = Number(value);
    return Number.isInteger(state.port) && state.port >= 0 && state.port < 65536;
  }),
  setting('columns', true, (state, value) => {
    state.columns = columnChoice(value);
    return state.columns !== null;
  }),
  setting('interval', true, (state, value) => {
    state.interval = Number(value);
    return Number.isInteger(state.interval) && state.interval > 0;
  }),
  ...LENS_OPTIONS.filter((o) => !PICTURE_ONLY.has(o.field)).map(lensFlag),
  ...FILTER_VERBS.map((verb) =>
    setting(
      verb,
      true,
      (state, value) => {
        if (value !== '') state.filters.push({ verb, value });
        return true;
      },
      'filter',
    ),
  ),
  ...GRANULARITIES.map((granularity) =>
    shortcut(granularity, (lens) => {
      lens.granularity = granularity;
    }),
  ),
  ...(['flat', 'cum'] as const).map((sort) =>
    shortcut(sort, (lens) => {
      lens.sort = sort;
    }),
  ),
  ...SAMPLE_TYPES.map(([name, type, mean]) =>
    shortcut(name, (lens) => {
      lens.sampleType = type;
      lens.mean = mean || lens.mean;
    }),
  ),
];

/** Reads `leaklens <command> …`. Flags and files may stand in any order, with one dash or two; `--` ends the flags. */
export function parseCommandLine(args: readonly string[]): Result<Invocation, Message> {
  const state: State = {
    lens: { ...DEFAULT_LENS, foldGenerics: false, allRecords: true, rawStacks: true },
    filters: [],
    bases: [],
    diffBases: [],
    json: false,
    legacyDropFrames: false,
    maxRawBytes: null,
    port: 0,
    interval: null,
    columns: null,
  };
  const given = new Set<string>();
  const words: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') {
      words.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    const [, written = '', , inline] = /^--?([^=]*)(=([\s\S]*))?$/.exec(arg) ?? [];
    if (written === 'help' || written === 'h') return ok(invocation('help', [], state, given));
    const flag = FLAGS.find((f) => f.name === written);
    if (flag === undefined) return err({ key: 'cli.error.unknownFlag', args: { flag: arg } });
    const value = inline ?? (flag.takesValue ? args[++i] : 'true');
    if (value === undefined) return err({ key: 'cli.error.noValue', args: { flag: arg } });
    if (!flag.set(state, value)) return err({ key: 'cli.error.badValue', args: { flag: `--${flag.name}`, value } });
    given.add(flag.name);
  }
  const name = words.shift();
  if (name === undefined) return err({ key: 'cli.error.noCommand' });
  const command = name === 'text' ? 'top' : COMMANDS.find((c) => c === name);
  if (command === undefined) return err({ key: 'cli.error.unknownCommand', args: { name } });
  return checked(invocation(command, words, state, given));
}

function invocation(command: Command, words: readonly string[], state: State, given: Set<string>): Invocation {
  const isPeek = command === 'peek';
  const { bases, diffBases, json, legacyDropFrames, maxRawBytes, port, interval, columns, lens, filters } = state;
  return {
    command,
    files: isPeek ? words.slice(1) : words,
    regex: isPeek ? (words[0] ?? '') : '',
    lens: { ...lens, filters },
    bases,
    diffBases,
    given,
    json,
    columns,
    legacyDropFrames,
    maxRawBytes,
    port,
    interval,
  };
}

function checked(call: Invocation): Result<Invocation, Message> {
  const { command, files, bases, diffBases } = call;
  if (command === 'peek' && files.length === 0) return err({ key: 'cli.error.noRegex' });
  if (files.length === 0 && command !== 'open' && command !== 'help') return err({ key: 'cli.error.noFiles' });
  if (bases.length > 0 && diffBases.length > 0) return err({ key: 'cli.error.twoBases' });
  return ok(call);
}
