import type { CallTree } from '../../model/call-tree.ts';
import { NONE } from '../../model/ids.ts';
import { ORIGINS, type Profile } from '../../model/profile.ts';
import { TIER_LABEL, TIERS } from '../../model/seam.ts';
import { stringAt } from '../../model/strings.ts';
import type { Groups } from '../groups.ts';
import { eachPath } from '../orders.ts';
import { groupIn, type Picture, type Shape } from '../picture.ts';

// Tier columns hold 1 + the index in TIERS, 0 for none; of several the least sure one counts.

/** Per label set its tier, as in a tier column. Null where no set has one. */
export function tierOfSets({ labelSets, strings }: Profile): Uint8Array | null {
  const tiers = new Uint8Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    const to = labelSets.offsets[set + 1] as number;
    for (let e = labelSets.offsets[set] as number; e < to; e++) {
      const text = labelSets.text[e] as number;
      if (text === NONE || stringAt(strings, labelSets.key[e] as number) !== TIER_LABEL) continue;
      tiers[set] = 1 + (TIERS as readonly string[]).indexOf(stringAt(strings, text));
    }
  }
  return tiers.some((t) => t > 0) ? tiers : null;
}

const known = new WeakMap<Profile['samples'], { readonly of: Uint8Array | null }>();

/** Per stack the tier of its samples. Null for a profile without tiers. */
export function tierOfStacks(profile: Profile): Uint8Array | null {
  const cached = known.get(profile.samples);
  if (cached !== undefined) return cached.of;
  const sets = tierOfSets(profile);
  let of: Uint8Array | null = null;
  if (sets !== null) {
    of = new Uint8Array(profile.stacks.length);
    const { stack, labels, length } = profile.samples;
    for (let s = 0; s < length; s++) {
      const tier = sets[labels[s] as number] as number;
      const at = stack[s] as number;
      if (tier > (of[at] as number)) of[at] = tier;
    }
  }
  known.set(profile.samples, { of });
  return of;
}

/** Per group the tier of its stacks. Null where no source of the picture has tiers. */
export function tierOfGroups(picture: Picture, shape: Shape): Uint8Array | null {
  let tiers: Uint8Array | null = null;
  picture.sources.forEach(({ profile }, i) => {
    const stacks = tierOfStacks(profile);
    if (stacks === null) return;
    tiers ??= new Uint8Array(shape.groups.count);
    for (let s = 0; s < stacks.length; s++) {
      const tier = stacks[s] as number;
      const g = tier === 0 ? NONE : groupIn(shape, i, s);
      if (g !== NONE && tier > (tiers[g] as number)) tiers[g] = tier;
    }
  });
  return tiers;
}

const SEAM = ORIGINS.indexOf('cgo-seam');
const GO_SIDE = new Set([ORIGINS.indexOf('go'), ORIGINS.indexOf('go-runtime')]);
/** From here on the Go side is missing: what is left begins at the border or beyond it. */
const WITHOUT_CALLERS = 1 + TIERS.indexOf('4');

/** True where the step from `caller` to `callee` (rows of `origin`; NONE = the root) shows the border of a stack of this tier. */
export function showsBorder(origin: Uint8Array, caller: number, callee: number, tier: number): boolean {
  if (caller === NONE) return tier >= WITHOUT_CALLERS && !GO_SIDE.has(origin[callee] as number);
  return origin[caller] === SEAM && origin[callee] !== SEAM && !GO_SIDE.has(origin[callee] as number);
}

/**
 * Per node of a tree that is read from the root: the tier of the border that it is the first frame beyond of. The first
 * `roots` frames of every stack are values of labels.
 */
export function tierOfNodes(tree: CallTree, origin: Uint8Array, groups: Uint8Array, roots: number): Uint8Array {
  const tiers = new Uint8Array(tree.nodes);
  const most = leastSure(groups);
  for (let r = 1; r < tree.runs; r++) {
    const tier = most(tree.lo[r] as number, tree.hi[r] as number);
    if (tier === 0) continue;
    const up = tree.parent[r] as number;
    let caller: number = up === 0 ? NONE : (tree.key[(tree.first[up + 1] as number) - 1] as number);
    const from = tree.first[r] as number;
    const to = tree.first[r + 1] as number;
    let depth = tree.depth[r] as number;
    for (let n = from; n < to; n++, depth++) {
      const callee = tree.key[n] as number;
      if (depth > roots && showsBorder(origin, depth === roots + 1 ? NONE : caller, callee, tier)) tiers[n] = tier;
      caller = callee;
    }
  }
  return tiers;
}

/** Gives the highest entry of a range of groups, in a time that does not depend on its length. */
function leastSure(groups: Uint8Array): (lo: number, hi: number) => number {
  const counts = TIERS.map((_, index) => {
    const sums = new Int32Array(groups.length + 1);
    for (let g = 0; g < groups.length; g++) sums[g + 1] = (sums[g] as number) + (groups[g] === index + 1 ? 1 : 0);
    return sums;
  });
  return (lo, hi) => {
    for (let index = TIERS.length - 1; index >= 0; index--) {
      const sums = counts[index] as Int32Array;
      if ((sums[hi] as number) > (sums[lo] as number)) return index + 1;
    }
    return 0;
  };
}

/** Calls `visit` with every step over the border: keys (caller NONE = the root), tier and group. */
export function eachBorder(
  groups: Groups,
  origin: Uint8Array,
  tiers: Uint8Array,
  roots: number,
  visit: (caller: number, callee: number, tier: number, group: number) => void,
): void {
  eachPath(groups, (g, path, length) => {
    const tier = tiers[g] as number;
    if (tier === 0) return;
    let caller: number = NONE;
    for (let d = roots; d < length; d++) {
      const callee = (path[d] as number) >> 1;
      if (showsBorder(origin, caller, callee, tier)) visit(caller, callee, tier, g);
      caller = callee;
    }
  });
}

/** Per key the tier of the borders that it is the first frame beyond of. */
export function tierOfKeys(groups: Groups, origin: Uint8Array, tiers: Uint8Array, roots: number): Uint8Array {
  const of = new Uint8Array(origin.length);
  eachBorder(groups, origin, tiers, roots, (_, callee, tier) => {
    if (tier > (of[callee] as number)) of[callee] = tier;
  });
  return of;
}
