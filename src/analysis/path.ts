import type { KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import type { FlameShape, Lens } from '../model/lens.ts';
import type { Groups } from './groups.ts';
import type { LoadedSource } from './loaded-source.ts';
import { keysNamed } from './picture.ts';
import type { Measure, Selection } from './selection.ts';

/** Intervals of groups, [from, to) pairs in one list. */
export type Intervals = readonly number[];

/**
 * The groups that begin with a path of shown names. A name may mean several keys (C functions of one name in different
 * files), so there may be several intervals.
 */
export function findPath(groups: Groups, keys: KeyTable, path: readonly string[]): Intervals {
  const { len, lcp, first, values } = groups;
  let intervals: number[] = groups.count === 0 ? [] : [0, groups.count];
  path.forEach((name, depth) => {
    const [low, high] = keysNamed(keys, name);
    const next: number[] = [];
    for (let i = 0; i < intervals.length; i += 2) {
      const to = intervals[i + 1] as number;
      let inside = false;
      for (let g = intervals[i] as number; g < to; g++) {
        // A group that shares more than `depth` elements with its predecessor is of the same child.
        if ((lcp[g] as number) > depth) continue;
        if (inside) next.push(g);
        const at = (first[g] as number) + depth - (lcp[g] as number);
        const key = depth < (len[g] as number) ? (values[at] as number) >> 1 : NONE;
        inside = key >= low && key < high;
        if (inside) next.push(g);
      }
      if (inside) next.push(to);
    }
    intervals = next;
  });
  return intervals;
}

/** Sum of a column of group sums over intervals; with `ending` only of groups of that length (the self value). */
export function sumIntervals(groups: Groups, intervals: Intervals, sums: Float64Array, ending = -1): number {
  let sum = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    for (let g = intervals[i] as number; g < (intervals[i + 1] as number); g++) {
      if (ending < 0 || groups.len[g] === ending) sum += sums[g] as number;
    }
  }
  return sum;
}

/**
 * Value of a path in one source without sorting its stacks, for a series of many files. Null where the lens cuts stacks
 * (show_from, prune_from), which only the sorted order knows.
 */
export function scanPath(
  lens: Lens,
  source: LoadedSource,
  shape: FlameShape,
  path: readonly string[],
  selection: Selection,
  measure: Measure,
): number | null {
  const filters = source.frameFilters(lens);
  const { column, factor } = measure;
  if (filters.showFrom !== null || filters.prune !== null) return null;
  if (column === null) return 0;
  const { keys, keyOf } = source.frameKeys(lens);
  const { profile } = source.prepare(lens);
  const ranges = path.map((name) => keysNamed(keys, name));
  const { offsets, frames } = profile.stacks;
  const step = shape === 'bottomup' ? -1 : 1;
  const inside = new Uint8Array(profile.stacks.length);
  for (let s = 0; s < inside.length; s++) {
    const from = offsets[s] as number;
    const to = offsets[s + 1] as number;
    let at = step === 1 ? from : to - 1;
    let depth = 0;
    let pivoting = shape === 'sandwich';
    for (; depth < ranges.length && at >= from && at < to; at += step) {
      const frame = frames[at] as number;
      if (filters.keep[frame] === 0) continue;
      const key = keyOf[frame] as number;
      const range = ranges[depth] as readonly [number, number];
      const hit = key >= range[0] && key < range[1];
      if (hit) {
        depth++;
        pivoting = false;
      } else if (!pivoting) break;
    }
    inside[s] = depth === ranges.length ? 1 : 0;
  }
  const { stack, labels, length } = profile.samples;
  const { stacks, labelSets, time, base } = selection;
  let sum = 0;
  for (let s = 0; s < length; s++) {
    const id = stack[s] as number;
    const set = labels[s] as number;
    if (inside[id] === 0 || (stacks !== null && stacks[id] === 0)) continue;
    if ((labelSets !== null && labelSets[set] === 0) || (base !== null && base[set] === 1)) continue;
    if (time !== null && !((time.of[s] as number) >= time.from && (time.of[s] as number) <= time.to)) continue;
    sum += column[s] as number;
  }
  return sum * factor;
}
