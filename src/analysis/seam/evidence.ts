import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { stringAt } from '../../model/strings.ts';
import type { Timeline } from '../../model/timeline.ts';
import type { Folded } from './fold.ts';
import { type Wrapper, wrapperOf } from './names.ts';
import { type GoPath, Paths, pathOfStack, pathOfTraceStack } from './paths.ts';

/** Entries into wrappers on one thread, in time order. Times in ns on the clock of the C events. */
export interface ThreadEntries {
  readonly time: Float64Array;
  /** When the call came back, NaN where nothing says it. */
  readonly end: Float64Array;
  /** Rows of `Evidence.keys` and `Evidence.paths`. */
  readonly key: Int32Array;
  readonly path: Int32Array;
}

/** Calls of wrappers with thread and time, from one source. */
export interface CallTimes {
  readonly tier: '1a' | '1b';
  /** Key of the source. */
  readonly source: string;
  /** First and last entry, on the clock of the source: ns since its own zero. */
  readonly from: number;
  readonly to: number;
  readonly threads: ReadonlyMap<number, ThreadEntries>;
}

/** A wrapper of Go as evidence speaks of it. */
export interface KnownKey {
  readonly key: string;
  readonly pkg: string;
}

/**
 * What the open sources know of who calls the wrappers. One structure for every tier: a new kind of evidence (a scan of
 * the ELF file's calls: `unique`) fills one of its fields.
 */
export interface Evidence {
  readonly paths: readonly GoPath[];
  readonly keys: readonly KnownKey[];
  /** Tiers 1a and 1b. */
  readonly times: readonly CallTimes[];
  /** Tier 2: the only path to a wrapper that there can be, by row of `keys`. */
  readonly unique: ReadonlyMap<number, number>;
  /** Tier 3: calls per path, by row of `keys`. */
  readonly calls: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** Tier 4: paths that were seen, without any weight, by row of `keys`. */
  readonly candidates: ReadonlyMap<number, readonly number[]>;
}

interface Call {
  readonly time: number;
  readonly end: number;
  readonly key: number;
  readonly path: number;
}

/** Gathers evidence from profiles and traces. */
export class EvidenceBuilder {
  private readonly paths = new Paths();
  private readonly keys: KnownKey[] = [];
  private readonly keyIds = new Map<string, number>();
  private readonly times: CallTimes[] = [];
  private readonly unique = new Map<number, number>();
  private readonly calls = new Map<number, Map<number, number>>();
  private readonly candidates = new Map<number, Set<number>>();

  /**
   * A profile whose stacks hold Go wrappers. With `probes`, a sample whose leaf is the C wrapper itself was taken as the
   * wrapper was entered, and is a call; all other stacks only say that a path exists.
   */
  addProfile(source: string, raw: Profile, folded: Folded, probes: boolean): void {
    const { profile } = folded;
    const { samples, stacks } = profile;
    const rawWrapper = wrappersOf(raw);
    const wrapper = wrappersOf(profile);
    const callOf = new Int32Array(stacks.length).fill(NONE);
    const keyOf = new Int32Array(stacks.length).fill(NONE);
    for (let s = 0; s < stacks.length; s++) {
      const border = leafIn(profile, wrapper, s);
      if (probes && border?.side === 'go' && leafIn(raw, rawWrapper, s)?.side === 'c') {
        keyOf[s] = this.keyOf(border);
        callOf[s] = this.paths.add(pathOfStack(profile, s));
      } else this.addSightings(profile, wrapper, s);
    }
    const { time, thread } = samples;
    const byThread = new Map<number, Call[]>();
    for (let i = 0; i < samples.length; i++) {
      const s = samples.stack[i] as number;
      const row = keyOf[s] as number;
      if (row === NONE) continue;
      const path = callOf[s] as number;
      this.count(row, path, 1);
      const t = time?.[i] ?? Number.NaN;
      if (thread === null || Number.isNaN(t)) continue;
      push(byThread, thread[i] as number, { time: t, end: Number.NaN, key: row, path });
    }
    this.addTimes('1a', source, byThread);
  }

  /** The calls into C of an execution trace. */
  addTimeline(source: string, timeline: Timeline): void {
    const calls = timeline.cgoCalls;
    if (calls === null) return;
    const origin = Number(timeline.clock.origin);
    const pathOf = new Map<number, number>();
    const byThread = new Map<number, Call[]>();
    for (let i = 0; i < calls.length; i++) {
      const stack = calls.stack[i] as number;
      let path = pathOf.get(stack);
      if (path === undefined) pathOf.set(stack, (path = this.paths.add(pathOfTraceStack(timeline, stack))));
      const leaf = this.paths.list[path]?.at(-1)?.name ?? '';
      const wrapper = wrapperOf(leaf);
      if (wrapper === null) continue;
      const row = this.keyOf(wrapper);
      this.count(row, path, 1);
      if (!calls.threadIsTid) continue;
      const call = {
        time: origin + (calls.begin[i] as number),
        end: origin + (calls.end[i] as number),
        key: row,
        path,
      };
      push(byThread, calls.thread[i] as number, call);
    }
    this.addTimes('1b', source, byThread);
  }

  /** Paths to a wrapper that are all there can be: of the code itself, not of what was seen running. */
  addStaticCallers(wrapper: Wrapper, callers: readonly GoPath[]): void {
    const key = this.keyOf(wrapper);
    const [only] = callers;
    if (callers.length === 1 && only !== undefined) this.unique.set(key, this.paths.add(only));
    else for (const path of callers) this.sight(key, this.paths.add(path));
  }

  finish(): Evidence {
    const { keys, times, unique, calls } = this;
    const candidates = new Map([...this.candidates].map(([key, seen]) => [key, [...seen]]));
    return { paths: this.paths.list, keys, times, unique, calls, candidates };
  }

  private addTimes(tier: CallTimes['tier'], source: string, byThread: Map<number, Call[]>): void {
    if (byThread.size === 0) return;
    const threads = new Map<number, ThreadEntries>();
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const [thread, calls] of byThread) {
      calls.sort((a, b) => a.time - b.time);
      from = Math.min(from, calls[0]?.time ?? from);
      to = Math.max(to, calls[calls.length - 1]?.time ?? to);
      threads.set(thread, {
        time: Float64Array.from(calls, (c) => c.time),
        end: Float64Array.from(calls, (c) => c.end),
        key: Int32Array.from(calls, (c) => c.key),
        path: Int32Array.from(calls, (c) => c.path),
      });
    }
    this.times.push({ tier, source, from, to, threads });
  }

  /** Every Go wrapper within a stack was called on the path above it. */
  private addSightings(profile: Profile, wrapper: WrapperOfFunction, stack: number): void {
    const { stacks, frames } = profile;
    const from = stacks.offsets[stack] as number;
    const to = stacks.offsets[stack + 1] as number;
    for (let i = from; i < to; i++) {
      const func = frames.func[stacks.frames[i] as number] as number;
      const own = func === NONE ? null : (wrapper[func] ?? null);
      if (own?.side === 'go') this.sight(this.keyOf(own), this.paths.add(pathOfStack(profile, stack, i - from + 1)));
    }
  }

  private keyOf({ key, home }: Wrapper): number {
    const id = `${home} ${key}`;
    let row = this.keyIds.get(id);
    if (row === undefined) {
      row = this.keys.push({ key, pkg: home }) - 1;
      this.keyIds.set(id, row);
    }
    return row;
  }

  private count(key: number, path: number, n: number): void {
    let paths = this.calls.get(key);
    if (paths === undefined) this.calls.set(key, (paths = new Map()));
    paths.set(path, (paths.get(path) ?? 0) + n);
  }

  private sight(key: number, path: number): void {
    let seen = this.candidates.get(key);
    if (seen === undefined) this.candidates.set(key, (seen = new Set()));
    seen.add(path);
  }
}

function push(byThread: Map<number, Call[]>, thread: number, call: Call): void {
  const list = byThread.get(thread);
  if (list === undefined) byThread.set(thread, [call]);
  else list.push(call);
}

type WrapperOfFunction = readonly (Wrapper | null)[];

function wrappersOf({ functions, strings }: Profile): WrapperOfFunction {
  return Array.from({ length: functions.length }, (_, f) => wrapperOf(stringAt(strings, functions.name[f] as number)));
}

/** The wrapper that a stack ends in, null where it ends in something else. */
function leafIn({ stacks, frames }: Profile, wrapper: WrapperOfFunction, stack: number): Wrapper | null {
  const to = stacks.offsets[stack + 1] as number;
  if (to === stacks.offsets[stack]) return null;
  const func = frames.func[stacks.frames[to - 1] as number] as number;
  return func === NONE ? null : (wrapper[func] ?? null);
}
