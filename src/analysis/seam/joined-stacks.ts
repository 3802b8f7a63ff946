import { GrowableInt32 } from '../../base/growable.ts';
import { ORIGINS, type Profile } from '../../model/profile.ts';
import { AddedFrames, append } from '../extend-tables.ts';
import { originOf } from '../origin.ts';
import type { GoPath } from './paths.ts';

/** The tables of a profile with stacks that have Go frames above them. */
export class JoinedStacks {
  private readonly profile: Profile;
  private readonly paths: readonly GoPath[];
  private readonly added: AddedFrames;
  private readonly ids = new Map<number, number>();
  private readonly frames = new GrowableInt32();
  private readonly ends: number[] = [];

  constructor(profile: Profile, paths: readonly GoPath[]) {
    this.profile = profile;
    this.paths = paths;
    this.added = new AddedFrames(profile);
  }

  /** The stack with a path in place of its own border frame, which is its first. */
  under(stack: number, path: number): number {
    const id = stack * this.paths.length + path;
    let made = this.ids.get(id);
    if (made !== undefined) return made;
    const { stacks } = this.profile;
    for (const frame of this.paths[path] ?? []) this.frames.push(this.frameOf(frame));
    const to = stacks.offsets[stack + 1] as number;
    for (let i = (stacks.offsets[stack] as number) + 1; i < to; i++) this.frames.push(stacks.frames[i] as number);
    made = stacks.length + this.ends.length;
    this.ends.push(stacks.frames.length + this.frames.length);
    this.ids.set(id, made);
    return made;
  }

  finish(): Profile {
    const { profile } = this;
    const { stacks } = profile;
    const all = new Int32Array(stacks.frames.length + this.frames.length);
    all.set(stacks.frames);
    all.set(this.frames.take(), stacks.frames.length);
    return {
      ...profile,
      ...this.added.finish(),
      stacks: { length: stacks.length + this.ends.length, offsets: append(stacks.offsets, this.ends), frames: all },
    };
  }

  private frameOf({ name, file, line }: GoPath[number]): number {
    const origin = originOf(name, '', file);
    return this.added.add(name, file, line, origin === 0 ? ORIGINS.indexOf('go') : origin);
  }
}

/** Samples by row of another table, each with its share of the values. Whole numbers stay whole and add up. */
export function spreadSamples(
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
