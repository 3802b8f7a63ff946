import { GrowableFloat64, GrowableInt32 } from '../../base/growable.ts';
import { lastAtOrBefore } from '../../base/sorted.ts';
import { NONE } from '../../model/ids.ts';
import type { Profile } from '../../model/profile.ts';
import { type ClockDoubt, TIER_LABEL, TIERS, type Tier } from '../../model/seam.ts';
import { withSampleLabel } from '../extend-tables.ts';
import type { CallTimes, Evidence } from './evidence.ts';
import { CROSSING, type Folded, type OpenWrapper } from './fold.ts';
import { JoinedStacks, spreadSamples } from './joined-stacks.ts';

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
  const stacks = new JoinedStacks(profile, evidence.paths);
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
    samples: spreadSamples(samples, rows.take(), stackOf.take(), share.take()),
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
    for (let i = lastAtOrBefore(entries.time, t); i >= 0; i--) {
      if (!keys.includes(entries.key[i] as number)) continue;
      if ((entries.end[i] as number) < t) break;
      return { path: entries.path[i] as number, tier };
    }
  }
  return null;
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
    const i = entries === undefined ? -1 : lastAtOrBefore(entries.time, t);
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
