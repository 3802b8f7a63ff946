import {
  GrowableBigInt64,
  GrowableBigUint64,
  GrowableFloat64,
  GrowableInt32,
  GrowableUint8,
  GrowableUint16,
} from '../base/growable.ts';
import { SequenceInterner } from '../base/interners.ts';
import type { Column } from './columns.ts';
import { NONE } from './ids.ts';
import type { Profile, ValueType } from './profile.ts';
import { StringsBuilder } from './strings.ts';

/** Numbers that tell a frame of a location: function, line, column, mapping, two halves of the address. */
const LOCATION_KEY = 6;
const EXACT_LIMIT = Number.MAX_SAFE_INTEGER;

/** A label of a sample: text or number. */
export interface LabelInput {
  readonly key: string;
  readonly text?: string;
  readonly num?: bigint;
  readonly unit?: string;
}

export interface MappingInput {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId?: string;
}

export interface FrameInput {
  readonly name?: string;
  readonly systemName?: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly line?: number;
  readonly column?: number;
  readonly mapping?: number;
  readonly address?: bigint;
}

/**
 * Builds the tables of a profile from text formats: functions, frames, stacks and label sets are each stored once.
 * A location is a list of frames, innermost inlined first (pprof's Line order); most callers give one frame.
 */
export class ProfileBuilder {
  readonly strings = new StringsBuilder();
  private readonly sampleTypes: readonly ValueType[];
  private readonly values: GrowableFloat64[];
  private readonly exact: GrowableBigInt64[];
  private readonly absTotals: number[];
  private readonly mappingIds = new Map<string, number>();
  private readonly functionIds = new Map<string, number>();
  private readonly locations = new SequenceInterner();
  private readonly key = new Int32Array(LOCATION_KEY);
  private readonly wideKey = new GrowableInt32();
  private readonly labelSetIds = new Map<string, number>([['', 0]]);
  private readonly mapping = {
    start: new GrowableBigUint64(8),
    limit: new GrowableBigUint64(8),
    offset: new GrowableBigUint64(8),
    file: new GrowableInt32(8),
    buildId: new GrowableInt32(8),
  };
  private readonly func = {
    name: new GrowableInt32(),
    systemName: new GrowableInt32(),
    file: new GrowableInt32(),
    startLine: new GrowableInt32(),
  };
  private readonly frame = {
    func: new GrowableInt32(),
    line: new GrowableInt32(),
    column: new GrowableInt32(),
    location: new GrowableInt32(),
    mapping: new GrowableInt32(),
    /** Low and high half by turns: made a BigUint64Array in the end (every processor with these browsers is little-endian). */
    address: new GrowableInt32(),
    inlineDepth: new GrowableUint16(),
    folded: new GrowableUint8(),
  };
  /** Frames of location i are [locationFirst[i], locationFirst[i + 1]), physical function first. */
  private readonly locationFirst = new GrowableInt32();
  private readonly stacks = new SequenceInterner();
  private readonly scratch = new GrowableInt32();
  private readonly sampleStack = new GrowableInt32();
  private readonly sampleLabels = new GrowableInt32();
  private readonly sampleTime = new GrowableFloat64();
  private readonly sampleThread = new GrowableInt32();
  private hasTime = false;
  private hasThread = false;
  private readonly label = {
    offsets: new GrowableInt32(),
    key: new GrowableInt32(),
    text: new GrowableInt32(),
    num: new GrowableBigInt64(),
    unit: new GrowableInt32(),
  };

  constructor(sampleTypes: readonly ValueType[]) {
    this.sampleTypes = sampleTypes;
    this.values = sampleTypes.map(() => new GrowableFloat64());
    this.exact = sampleTypes.map(() => new GrowableBigInt64());
    this.absTotals = sampleTypes.map(() => 0);
    this.locationFirst.push(0);
    this.label.offsets.push(0);
    this.label.offsets.push(0);
  }

  get sampleCount(): number {
    return this.sampleStack.length;
  }

  /** The mapping of these facts; equal ones are one. */
  mappingOf(m: MappingInput): number {
    const identity = `${m.start} ${m.limit} ${m.offset} ${m.buildId ?? ''} ${m.file}`;
    let id = this.mappingIds.get(identity);
    if (id === undefined) {
      id = this.addMapping(m);
      this.mappingIds.set(identity, id);
    }
    return id;
  }

  addMapping(m: MappingInput): number {
    this.mapping.start.push(BigInt.asUintN(64, m.start));
    this.mapping.limit.push(BigInt.asUintN(64, m.limit));
    this.mapping.offset.push(BigInt.asUintN(64, m.offset));
    this.mapping.buildId.push(this.strings.intern(m.buildId ?? ''));
    return this.mapping.file.push(this.strings.intern(m.file));
  }

  /** Adds an address with its frames (innermost inlined first, at least one) and returns the location's number. Equal ones are one. */
  location(lines: readonly FrameInput[]): number {
    const key = this.wideKey;
    key.length = 0;
    for (const l of lines) {
      const address = BigInt.asUintN(64, l.address ?? 0n);
      key.push(l.name === undefined ? NONE : this.functionOf(l));
      key.push(l.line ?? 0);
      key.push(l.column ?? 0);
      key.push(l.mapping ?? NONE);
      key.push(Number(address & 0xffffffffn));
      key.push(Number(address >> 32n));
    }
    return this.locationOf(key.data, lines.length);
  }

  /**
   * A location of one frame from numbers: `func` of `functionOf` or NONE, `mapping` or NONE, the address as two unsigned
   * halves. The same as `location`, without an object.
   */
  place(func: number, line: number, mapping: number, addressLow: number, addressHigh: number): number {
    const { key } = this;
    key[0] = func;
    key[1] = line;
    key[2] = 0;
    key[3] = mapping;
    key[4] = addressLow;
    key[5] = addressHigh;
    return this.locationOf(key, 1);
  }

  /** First frame of a location; its frames follow one another, physical function first. */
  firstFrame(location: number): number {
    return this.locationFirst.data[location] as number;
  }

  /** Interns a stack of frames, ROOT FIRST, as `frames[0 … length)`. */
  stackOfFrames(frames: ArrayLike<number>, length: number): number {
    return this.stacks.intern(frames, length);
  }

  /** Interns a stack of locations, ROOT FIRST. */
  stack(locations: readonly number[]): number {
    const { scratch } = this;
    scratch.length = 0;
    for (const location of locations) {
      const from = this.locationFirst.data[location] as number;
      const to = this.locationFirst.data[location + 1] as number;
      for (let f = from; f < to; f++) scratch.push(f);
    }
    return this.stacks.intern(scratch.data, scratch.length);
  }

  labelSet(labels: readonly LabelInput[]): number {
    if (labels.length === 0) return 0;
    const sorted = [...labels].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const identity = sorted.map((l) => `${l.key}\0${l.text ?? ''}\0${l.num ?? ''}\0${l.unit ?? ''}`).join('\0\0');
    let id = this.labelSetIds.get(identity);
    if (id !== undefined) return id;
    id = this.label.offsets.length - 1;
    for (const l of sorted) {
      this.label.key.push(this.strings.intern(l.key));
      this.label.text.push(l.text === undefined ? NONE : this.strings.intern(l.text));
      this.label.num.push(BigInt.asIntN(64, l.num ?? 0n));
      this.label.unit.push(this.strings.intern(l.unit ?? ''));
    }
    this.label.offsets.push(this.label.key.length);
    this.labelSetIds.set(identity, id);
    return id;
  }

  /** Adds a sample; `values` has one entry per sample type, bigint where a number could not hold it. */
  sample(stack: number, values: readonly (number | bigint)[], labels = 0, time?: number, thread?: number): void {
    this.sampleStack.push(stack);
    this.sampleLabels.push(labels);
    for (let t = 0; t < this.values.length; t++) {
      const v = values[t] ?? 0;
      const n = Number(v);
      (this.values[t] as GrowableFloat64).push(n);
      (this.exact[t] as GrowableBigInt64).push(typeof v === 'bigint' ? v : BigInt(Math.trunc(v)));
      this.absTotals[t] = (this.absTotals[t] as number) + Math.abs(n);
    }
    this.hasTime ||= time !== undefined;
    this.hasThread ||= thread !== undefined;
    this.sampleTime.push(time ?? Number.NaN);
    this.sampleThread.push(thread ?? NONE);
  }

  finish(
    facts: Partial<
      Pick<
        Profile,
        | 'defaultSampleTypeName'
        | 'periodType'
        | 'period'
        | 'timeNanos'
        | 'durationNanos'
        | 'comments'
        | 'docUrl'
        | 'dropFrames'
        | 'keepFrames'
      >
    > = {},
  ): Profile {
    const wanted = facts.defaultSampleTypeName ?? '';
    const named = this.sampleTypes.findIndex((t) => t.type === wanted);
    const frames = this.frame.func.length;
    return {
      sampleTypes: this.sampleTypes,
      defaultSampleType: named >= 0 ? named : Math.max(0, this.sampleTypes.length - 1),
      defaultSampleTypeName: wanted,
      periodType: facts.periodType ?? { type: '', unit: '' },
      period: facts.period ?? 0n,
      timeNanos: facts.timeNanos ?? 0n,
      durationNanos: facts.durationNanos ?? 0n,
      comments: facts.comments ?? [],
      docUrl: facts.docUrl ?? '',
      dropFrames: facts.dropFrames ?? '',
      keepFrames: facts.keepFrames ?? '',
      mappings: {
        length: this.mapping.file.length,
        start: this.mapping.start.take(),
        limit: this.mapping.limit.take(),
        offset: this.mapping.offset.take(),
        file: this.mapping.file.take() as Column<never, never>,
        buildId: this.mapping.buildId.take() as Column<never, never>,
      },
      functions: {
        length: this.func.name.length,
        name: this.func.name.take() as Column<never, never>,
        systemName: this.func.systemName.take() as Column<never, never>,
        file: this.func.file.take() as Column<never, never>,
        startLine: this.func.startLine.take(),
      },
      frames: {
        length: frames,
        func: this.frame.func.take() as Column<never, never>,
        line: this.frame.line.take(),
        column: this.frame.column.take(),
        location: this.frame.location.take() as Column<never, never>,
        mapping: this.frame.mapping.take() as Column<never, never>,
        address: new BigUint64Array(this.frame.address.take().buffer),
        inlineDepth: this.frame.inlineDepth.take(),
        origin: new Uint8Array(frames),
        folded: this.frame.folded.take(),
      },
      stacks: {
        length: this.stacks.length,
        offsets: this.stacks.offsets.take(),
        frames: this.stacks.values.take(),
      },
      samples: {
        length: this.sampleStack.length,
        stack: this.sampleStack.take() as Column<never, never>,
        labels: this.sampleLabels.take() as Column<never, never>,
        values: this.values.map((v) => v.take()),
        exact: this.exact.map((e, t) => ((this.absTotals[t] as number) > EXACT_LIMIT ? e.take() : null)),
        time: this.hasTime ? this.sampleTime.take() : null,
        thread: this.hasThread ? this.sampleThread.take() : null,
      },
      labelSets: {
        length: this.label.offsets.length - 1,
        offsets: this.label.offsets.take(),
        key: this.label.key.take(),
        text: this.label.text.take(),
        num: this.label.num.take(),
        unit: this.label.unit.take(),
      },
      strings: this.strings.finish(),
    };
  }

  /** Number of a function: by name, system name, file and start line. Equal ones are one. */
  functionOf(f: Pick<FrameInput, 'name' | 'systemName' | 'file' | 'startLine'>): number {
    const name = f.name ?? '';
    const identity = `${name}\0${f.systemName ?? name}\0${f.file ?? ''}\0${f.startLine ?? 0}`;
    let id = this.functionIds.get(identity);
    if (id === undefined) {
      this.func.systemName.push(this.strings.intern(f.systemName ?? name));
      this.func.file.push(this.strings.intern(f.file ?? ''));
      this.func.startLine.push(f.startLine ?? 0);
      id = this.func.name.push(this.strings.intern(name));
      this.functionIds.set(identity, id);
    }
    return id;
  }

  /** The location of so many frames with LOCATION_KEY numbers each in `key`, innermost first. */
  private locationOf(key: Int32Array, lines: number): number {
    const { locations, frame } = this;
    const known = locations.length;
    const id = locations.intern(key, lines * LOCATION_KEY);
    if (id < known) return id;
    for (let i = lines - 1, depth = 0; i >= 0; i--, depth++) {
      const at = i * LOCATION_KEY;
      frame.func.push(key[at] as number);
      frame.line.push(key[at + 1] as number);
      frame.column.push(key[at + 2] as number);
      frame.mapping.push(key[at + 3] as number);
      frame.address.push(key[at + 4] as number);
      frame.address.push(key[at + 5] as number);
      frame.location.push(id);
      frame.inlineDepth.push(depth);
      frame.folded.push(0);
    }
    this.locationFirst.push(frame.func.length);
    return id;
  }
}
