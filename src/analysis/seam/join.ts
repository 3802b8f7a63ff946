import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import { NONE } from '../../model/ids.ts';
import { ORIGINS, type Profile } from '../../model/profile.ts';
import { type ClockDoubt, TIER_LABEL, TIERS, type Tier } from '../../model/seam.ts';
import { append, ExtraStrings, widened, withSampleLabel } from '../extend-tables.ts';
import { originOf } from '../origin.ts';
import type { CallTimes, Evidence } from './evidence.ts';
import { CROSSING, type Folded, type OpenWrapper } from './fold.ts';
import type { GoPath } from './paths.ts';

/** What may have to be added to the time of a C event to have it on the clock of some evidence; 0 is tried in any case. */
export type ClockOffsets = (times: CallTimes) => number | null;

/** Evidence by time counts where it names the right wrapper for this share of the events; else the clocks differ. */
const AGREEMENT = 0.9;

export interface Joined {
  /** C stacks under their Go callers; every sample that has to do with the border has a tier label. */
  readonly profile: Profile;
  readonly doubts: readonly ClockDoubt[];
}

const tierIndex = (tier: Tier): number => TIERS.indexOf(tier);

/** Puts the Go callers above C stacks of which only the C side is known, each by the surest evidence there is. */
export function joinSeam(folded: Folded, evidence: Evidence, offsetOf: ClockOffsets = () => null): Joined {
  const { profile, crossing, wrapper } = folded;
  const keysOf = folded.wrappers.map((w) => keysFor(w, evidence, folded.packages));
  const { fitting, doubts } = judgeTimes(folded, evidence, keysOf, offsetOf);
  const stacks = new JoinedStacks(folded, evidence.paths);
  const { samples } = profile;
  const rows = new GrowableInt32(samples.length);
  const stackOf = new GrowableInt32(samples.length);
  const share = new GrowableFloat64(samples.length);
  const tier = new GrowableInt32(samples.length);
  const add = (s: number, stack: number, part: number, t: number) => {
    rows.push(s);
    stackOf.push(stack);
    share.push(part);
    tier.push(t);
  };
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    const kind = crossing[stack] as number;
    if (kind !== CROSSING.open) {
      const t = kind === CROSSING.both ? tierIndex('0') : kind === CROSSING.unknown ? tierIndex('5') : NONE;
      add(s, stack, 1, t);
      continue;
    }
    const keys = keysOf[wrapper[stack] as number] as readonly number[];
    const timed = byTime(fitting, keys, samples, s);
    if (timed !== null) {
      add(s, stacks.under(stack, timed.path), 1, tierIndex(timed.tier));
      continue;
    }
    const only = keys.length === 1 ? evidence.unique.get(keys[0] as number) : undefined;
    if (only !== undefined) {
      add(s, stacks.under(stack, only), 1, tierIndex('2'));
      continue;
    }
    // Calls of several packages are no shares of one wrapper.
    const shares = keys.length === 1 ? callShares(evidence, keys[0] as number) : [];
    for (const [path, part] of shares) add(s, stacks.under(stack, path), part, tierIndex('3'));
    if (shares.length > 0) continue;
    const seen = keys.some((key) => evidence.candidates.has(key));
    add(s, stack, 1, tierIndex(seen ? '4' : '5'));
  }
  const tables = stacks.finish();
  const joined: Profile = {
    ...tables,
    samples: spread(samples, rows.take(), stackOf.take(), share.take()),
  };
  return { profile: withSampleLabel(joined, TIER_LABEL, TIERS, tier.take()), doubts };
}

/**
 * The wrappers of the evidence that an open one can be: those of its package. Where its hash is of no known package, those
 * of its name in packages that have no other hash.
 */
export function keysFor(
  wrapper: Pick<OpenWrapper, 'key' | 'pkg'>,
  { keys }: Pick<Evidence, 'keys'>,
  taken: ReadonlySet<string>,
): readonly number[] {
  return keys.flatMap(({ key, pkg }, row) => {
    const fits = wrapper.pkg === '' ? !taken.has(pkg) : pkg === wrapper.pkg;
    return fits && key === wrapper.key ? [row] : [];
  });
}

interface Found {
  readonly path: number;
  readonly tier: Tier;
}

/** The call that the thread was in: the latest entry of the wrapper at the foot of the C stack, not yet left. */
function byTime(
  evidence: readonly Fitting[],
  keys: readonly number[],
  samples: Profile['samples'],
  s: number,
): Found | null {
  const own = samples.time?.[s] ?? Number.NaN;
  const thread = samples.thread?.[s] ?? NONE;
  if (Number.isNaN(own)) return null;
  for (const { times, offset } of evidence) {
    const { threads, tier } = times;
    const entries = threads.get(thread);
    const t = own + offset;
    if (entries === undefined) continue;
    for (let i = latest(entries.time, t); i >= 0; i--) {
      if (!keys.includes(entries.key[i] as number)) continue;
      if ((entries.end[i] as number) < t) break;
      return { path: entries.path[i] as number, tier };
    }
  }
  return null;
}

/** Index of the last time at or before `t`, -1 before the first. */
function latest(times: Float64Array, t: number): number {
  let lo = 0;
  let hi = times.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((times[mid] as number) <= t) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/** Evidence by time with what takes the C events to its clock. */
interface Fitting {
  readonly times: CallTimes;
  readonly offset: number;
}

/** Evidence by time is used where thread and time name the wrapper that the stack names, too. */
function judgeTimes(
  folded: Folded,
  evidence: Evidence,
  keysOf: readonly (readonly number[])[],
  offsetOf: ClockOffsets,
): { fitting: readonly Fitting[]; doubts: readonly ClockDoubt[] } {
  const fitting: Fitting[] = [];
  const doubts: ClockDoubt[] = [];
  for (const times of evidence.times) {
    const tried = [offsetOf(times) ?? 0, 0].map((offset) => ({ offset, ...agreement(folded, times, keysOf, offset) }));
    const best = tried.reduce((a, b) => (b.agreed > a.agreed ? b : a));
    const { offset, seen, agreed } = best;
    if (seen > 0 && agreed >= AGREEMENT * seen) fitting.push({ times, offset });
    else if (seen > 0) doubts.push({ source: times.source, tier: times.tier, seen, agreed });
  }
  return { fitting, doubts };
}

/** Open C events within the time of some evidence, and those whose thread had last entered the wrapper of their stack. */
function agreement(
  { profile, crossing, wrapper }: Folded,
  { threads, from, to }: CallTimes,
  keysOf: readonly (readonly number[])[],
  offset: number,
): { seen: number; agreed: number } {
  const { samples } = profile;
  let seen = 0;
  let agreed = 0;
  for (let s = 0; s < samples.length; s++) {
    const stack = samples.stack[s] as number;
    const t = (samples.time?.[s] ?? Number.NaN) + offset;
    if (crossing[stack] !== CROSSING.open || !(t >= from && t <= to)) continue;
    const entries = threads.get(samples.thread?.[s] ?? NONE);
    const i = entries === undefined ? -1 : latest(entries.time, t);
    if (entries === undefined || i < 0) continue;
    seen++;
    if (keysOf[wrapper[stack] as number]?.includes(entries.key[i] as number) === true) agreed++;
  }
  return { seen, agreed };
}

/** Share of each Go path of the calls of a wrapper, largest first; empty where no call was counted. */
function callShares({ calls }: Evidence, key: number): readonly (readonly [path: number, share: number])[] {
  const counts = [...(calls.get(key) ?? [])];
  const all = counts.reduce((sum, [, n]) => sum + n, 0);
  return counts.sort((a, b) => b[1] - a[1]).map(([path, n]) => [path, n / all] as const);
}

/** The tables of a profile with stacks that have Go frames above them. */
class JoinedStacks {
  private readonly profile: Profile;
  private readonly paths: readonly GoPath[];
  private readonly strings: ExtraStrings;
  private readonly name: number[] = [];
  private readonly file: number[] = [];
  private readonly line: number[] = [];
  private readonly origin: number[] = [];
  private readonly frameIds = new Map<string, number>();
  private readonly stackIds = new Map<number, number>();
  private readonly frames = new GrowableInt32();
  private readonly ends: number[] = [];

  constructor({ profile }: Folded, paths: readonly GoPath[]) {
    this.profile = profile;
    this.paths = paths;
    this.strings = new ExtraStrings(profile.strings);
  }

  /** The stack with a path in place of its own border frame, which is its first. */
  under(stack: number, path: number): number {
    const id = stack * this.paths.length + path;
    let made = this.stackIds.get(id);
    if (made !== undefined) return made;
    const { stacks } = this.profile;
    for (const frame of this.paths[path] ?? []) this.frames.push(this.frameOf(frame));
    const to = stacks.offsets[stack + 1] as number;
    for (let i = (stacks.offsets[stack] as number) + 1; i < to; i++) this.frames.push(stacks.frames[i] as number);
    made = stacks.length + this.ends.length;
    this.ends.push(stacks.frames.length + this.frames.length);
    this.stackIds.set(id, made);
    return made;
  }

  finish(): Profile {
    const { profile } = this;
    const { frames, functions, stacks } = profile;
    const more = this.name.length;
    const zeros = new Array<number>(more).fill(0);
    const firstLocation = frames.location.reduce((most, id) => Math.max(most, id), -1) + 1;
    const wide = frames.length + more;
    const origin = widened(frames.origin, new Uint8Array(wide));
    origin.set(this.origin, frames.length);
    const all = new Int32Array(stacks.frames.length + this.frames.length);
    all.set(stacks.frames);
    all.set(this.frames.take(), stacks.frames.length);
    return {
      ...profile,
      strings: this.strings.finish(),
      functions: {
        length: functions.length + more,
        name: append(functions.name, this.name),
        systemName: append(functions.systemName, this.name),
        file: append(functions.file, this.file),
        startLine: append(functions.startLine, zeros),
      },
      frames: {
        length: wide,
        func: append(
          frames.func,
          zeros.map((_, i) => functions.length + i),
        ),
        line: append(frames.line, this.line),
        column: append(frames.column, zeros),
        location: append(
          frames.location,
          zeros.map((_, i) => firstLocation + i),
        ),
        mapping: append(frames.mapping, new Array<number>(more).fill(NONE)),
        address: widened(frames.address, new BigUint64Array(wide)),
        inlineDepth: widened(frames.inlineDepth, new Uint16Array(wide)),
        origin,
        folded: widened(frames.folded, new Uint8Array(wide)),
      },
      stacks: { length: stacks.length + this.ends.length, offsets: append(stacks.offsets, this.ends), frames: all },
    };
  }

  private frameOf({ name, file, line }: GoPath[number]): number {
    const identity = `${name}\0${file}\0${line}`;
    let id = this.frameIds.get(identity);
    if (id === undefined) {
      id = this.profile.frames.length + this.name.length;
      this.name.push(this.strings.intern(name));
      this.file.push(this.strings.intern(file));
      this.line.push(line);
      const origin = originOf(name, '', file);
      this.origin.push(origin === 0 ? ORIGINS.indexOf('go') : origin);
      this.frameIds.set(identity, id);
    }
    return id;
  }
}

/** Samples by row of another table, each with its share of the values. Whole numbers stay whole and add up. */
function spread(
  samples: Profile['samples'],
  rows: Int32Array,
  stack: Int32Array,
  share: Float64Array,
): Profile['samples'] {
  const pick = <A extends Int32Array | Float64Array>(column: A, into: A): A => {
    for (let i = 0; i < rows.length; i++) into[i] = column[rows[i] as number] as number;
    return into;
  };
  const split = (column: Float64Array): Float64Array => {
    const out = new Float64Array(rows.length);
    let given = 0;
    let part = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (rows[i - 1] !== row) {
        given = 0;
        part = 0;
      }
      const value = column[row] as number;
      part += share[i] as number;
      // Rounding the running sum keeps every part whole and none of the wrong sign.
      const upTo = rows[i + 1] === row ? Math.round(value * part) : value;
      out[i] = upTo - given;
      given = upTo;
    }
    return out;
  };
  const whole = rows.length === samples.length;
  return {
    length: rows.length,
    stack,
    labels: pick(samples.labels, new Int32Array(rows.length)),
    values: whole ? samples.values : samples.values.map(split),
    // Values beyond 2^53 are not split: a share of them is an estimate anyway.
    exact: whole ? samples.exact : samples.exact.map(() => null),
    time: samples.time === null ? null : pick(samples.time, new Float64Array(rows.length)),
    thread: samples.thread === null ? null : pick(samples.thread, new Int32Array(rows.length)),
  };
}
