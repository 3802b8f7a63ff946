import {
  Label,
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';

/**
 * The profile as profile.proto, not compressed: what the tables hold, so that decoding it gives equal tables up to the
 * numbering of rows. Comes in as many objects as the profile has samples: for exports, not for the hot path.
 */
export function encodePprof(p: Profile): Uint8Array {
  const table = new StringTable();
  const known = new Map<number, number>();
  const string = (row: number): number => {
    let index = known.get(row);
    if (index === undefined) known.set(row, (index = table.dedup(stringAt(p.strings, row))));
    return index;
  };
  const text = (s: string): number => table.dedup(s);
  const valueType = (t: { type: string; unit: string }) => new ValueType({ type: text(t.type), unit: text(t.unit) });
  const profile = new PprofProfile({
    sampleType: p.sampleTypes.map(valueType),
    sample: samples(p, string),
    mapping: mappings(p, string),
    location: locations(p),
    function: functions(p, string),
    stringTable: table,
    dropFrames: text(p.dropFrames),
    keepFrames: text(p.keepFrames),
    timeNanos: unsigned(p.timeNanos),
    durationNanos: unsigned(p.durationNanos),
    periodType: valueType(p.periodType),
    period: unsigned(p.period),
    comment: p.comments.map(text),
    defaultSampleType: text(p.defaultSampleTypeName),
    docUrl: text(p.docUrl),
  });
  return profile.encode();
}

/** pprof-format writes an int64 as the varint of what it is given, and a negative one wrongly: it wants two's complement. */
function unsigned(v: bigint | number): bigint | number {
  if (typeof v === 'number') return v >= 0 && Number.isSafeInteger(v) ? v : BigInt.asUintN(64, BigInt(Math.trunc(v)));
  return BigInt.asUintN(64, v);
}

function samples(p: Profile, string: (row: number) => number): Sample[] {
  const locationsOf = p.frames.location;
  const depthOf = p.frames.inlineDepth;
  const { stacks, labelSets } = p;
  const out: Sample[] = [];
  for (let s = 0; s < p.samples.length; s++) {
    const stack = p.samples.stack[s] as number;
    const locationId: number[] = [];
    for (let i = (stacks.offsets[stack + 1] as number) - 1; i >= (stacks.offsets[stack] as number); i--) {
      const frame = stacks.frames[i] as number;
      // Inlined frames belong to the location of their physical function, which comes as the last of them here.
      if (depthOf[frame] === 0) locationId.push((locationsOf[frame] as number) + 1);
    }
    const set = p.samples.labels[s] as number;
    const label: Label[] = [];
    for (let i = labelSets.offsets[set] as number; i < (labelSets.offsets[set + 1] as number); i++) {
      const str = labelSets.text[i] as number;
      const key = string(labelSets.key[i] as number);
      label.push(
        str === NONE
          ? new Label({ key, num: unsigned(labelSets.num[i] as bigint), numUnit: string(labelSets.unit[i] as number) })
          : new Label({ key, str: string(str) }),
      );
    }
    const value = p.samples.values.map((column, t) => unsigned(p.samples.exact[t]?.[s] ?? (column[s] as number)));
    out.push(new Sample({ locationId, value, label }));
  }
  return out;
}

function mappings(p: Profile, string: (row: number) => number): Mapping[] {
  const m = p.mappings;
  return Array.from(
    { length: m.length },
    (_, i) =>
      new Mapping({
        id: i + 1,
        memoryStart: m.start[i] as bigint,
        memoryLimit: m.limit[i] as bigint,
        fileOffset: m.offset[i] as bigint,
        filename: string(m.file[i] as number),
        buildId: string(m.buildId[i] as number),
        ...symbolised(p, i),
      }),
  );
}

/** The `has_*` flags: pprof symbolises a mapping again unless one of them is set. */
function symbolised(p: Profile, mapping: number) {
  const { frames } = p;
  let hasFunctions = false;
  let hasLineNumbers = false;
  let hasInlineFrames = false;
  for (let f = 0; f < frames.length; f++) {
    if (frames.mapping[f] !== mapping || frames.func[f] === NONE) continue;
    hasFunctions = true;
    hasLineNumbers ||= frames.line[f] !== 0;
    hasInlineFrames ||= frames.inlineDepth[f] !== 0;
  }
  return { hasFunctions, hasFilenames: hasLineNumbers, hasLineNumbers, hasInlineFrames };
}

/** Frames of one location stand together, the physical function first; pprof wants the innermost first. */
function locations(p: Profile): Location[] {
  const { frames } = p;
  const out: Location[] = [];
  for (let from = 0, to = 0; from < frames.length; from = to) {
    const location = frames.location[from] as number;
    const line: Line[] = [];
    for (to = from; to < frames.length && frames.location[to] === location; to++) {
      const func = frames.func[to] as number;
      if (func === NONE && frames.line[to] === 0) continue;
      line.push(
        new Line({
          functionId: func + 1,
          line: unsigned(frames.line[to] as number),
          column: unsigned(frames.column[to] as number),
        }),
      );
    }
    line.reverse();
    out.push(
      new Location({
        id: location + 1,
        mappingId: (frames.mapping[from] as number) + 1,
        address: frames.address[from] as bigint,
        line,
        isFolded: frames.folded[from] === 1,
      }),
    );
  }
  return out;
}

function functions(p: Profile, string: (row: number) => number): PprofFunction[] {
  const f = p.functions;
  return Array.from(
    { length: f.length },
    (_, i) =>
      new PprofFunction({
        id: i + 1,
        name: string(f.name[i] as number),
        systemName: string(f.systemName[i] as number),
        filename: string(f.file[i] as number),
        startLine: unsigned(f.startLine[i] as number),
      }),
  );
}
