import type { CallTree, CompareWeights, KeyTable, PlainWeights, Prefix } from '../model/call-tree.ts';
import { StringsBuilder } from '../model/strings.ts';

/** A stack for tests: frames root first, and its weights. */
export interface NaiveStack {
  readonly frames: readonly string[];
  readonly value: number;
  /** Value in the base of a comparison. */
  readonly before?: number;
}

/** A picture for tests, built the slow and obvious way. `origin` gives each name its index into ORIGINS. */
export function naivePicture(
  stacks: readonly NaiveStack[],
  origin: (name: string) => number = () => 1,
): { tree: CallTree; keys: KeyTable; weights: PlainWeights; compare: CompareWeights } {
  const names = [...new Set(stacks.flatMap((stack) => stack.frames))].sort((a, b) => (a < b ? -1 : 1));
  const rank = new Map(names.map((name, i) => [name, i]));
  const merged = new Map<string, { path: number[]; value: number; before: number }>();
  for (const stack of stacks) {
    const path = stack.frames.map((frame) => rank.get(frame) ?? 0);
    const group = merged.get(path.join()) ?? { path, value: 0, before: 0 };
    group.value += stack.value;
    group.before += stack.before ?? 0;
    merged.set(path.join(), group);
  }
  const groups = [...merged.values()].sort((a, b) => comparePaths(a.path, b.path));
  const tree = naiveTree(groups.map((group) => group.path));
  const after = groups.map((group) => group.value);
  const before = groups.map((group) => group.before);
  const value = sums(after);
  return {
    tree,
    keys: naiveKeys(names, origin),
    weights: { kind: 'plain', value, size: after.some((v) => v < 0) ? sums(after.map(Math.abs)) : value },
    compare: {
      kind: 'compare',
      before: sums(before),
      after: value,
      envelope: sums(after.map((v, i) => Math.max(v, before[i] ?? 0))),
      grew: sums(after.map((v, i) => Math.max(0, v - (before[i] ?? 0)))),
      shrank: sums(after.map((v, i) => Math.max(0, (before[i] ?? 0) - v))),
      veiled: null,
    },
  };
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return a.length - b.length;
}

function sums(values: readonly number[]): Prefix {
  const prefix = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) prefix[i + 1] = (prefix[i] ?? 0) + (values[i] ?? 0);
  return prefix;
}

function naiveTree(paths: readonly (readonly number[])[]): CallTree {
  const first: number[] = [];
  const depth: number[] = [];
  const end: number[] = [];
  const parent: number[] = [];
  const los: number[] = [];
  const his: number[] = [];
  const ends: number[] = [];
  const key: number[] = [];
  // Work items in preorder; an `end` item closes a run.
  const todo: { lo: number; hi: number; depth: number; parent: number; close: number }[] = [
    { lo: 0, hi: paths.length, depth: 0, parent: 0, close: -1 },
  ];
  while (todo.length > 0) {
    const item = todo.pop();
    if (item === undefined) break;
    if (item.close >= 0) {
      end[item.close] = first.length;
      continue;
    }
    const run = first.length;
    first.push(key.length);
    depth.push(item.depth);
    parent.push(item.parent);
    los.push(item.lo);
    his.push(item.hi);
    end.push(0);
    const at = (group: number, level: number) => paths[group]?.[level - 1];
    let level = item.depth;
    if (level > 0) {
      key.push(at(item.lo, level) ?? 0);
      while (
        (paths[item.lo]?.length ?? 0) > level &&
        at(item.lo, level + 1) === at(item.hi - 1, level + 1) &&
        at(item.lo, level + 1) !== undefined
      ) {
        level++;
        key.push(at(item.lo, level) ?? 0);
      }
    }
    const selfHere = (paths[item.lo]?.length ?? -1) === level;
    ends.push(selfHere ? 1 : 0);
    todo.push({ lo: 0, hi: 0, depth: 0, parent: 0, close: run });
    const children: { lo: number; hi: number }[] = [];
    for (let group = item.lo + (selfHere ? 1 : 0); group < item.hi; ) {
      let stop = group + 1;
      while (stop < item.hi && at(stop, level + 1) === at(group, level + 1)) stop++;
      children.push({ lo: group, hi: stop });
      group = stop;
    }
    for (const child of children.reverse()) todo.push({ ...child, depth: level + 1, parent: run, close: -1 });
  }
  const runs = first.length;
  first.push(key.length);
  return {
    runs,
    nodes: key.length,
    groups: paths.length,
    first: Int32Array.from(first),
    depth: Int32Array.from(depth),
    end: Int32Array.from(end),
    parent: Int32Array.from(parent),
    lo: Int32Array.from(los),
    hi: Int32Array.from(his),
    ends: Uint8Array.from(ends),
    key: Int32Array.from(key),
    inlined: new Uint8Array(key.length),
  };
}

function naiveKeys(names: readonly string[], origin: (name: string) => number): KeyTable {
  const strings = new StringsBuilder();
  const name = Int32Array.from(names, (text) => strings.intern(text));
  const none = () => new Int32Array(names.length);
  return {
    length: names.length,
    strings: strings.finish(),
    name,
    rawName: name,
    file: none(),
    line: none(),
    module: none(),
    buildId: none(),
    origin: Uint8Array.from(names, origin),
    inlined: new Uint8Array(names.length),
  };
}

/** Stacks as text, one per line: `value main;a;b`, in a comparison `after/before main;a;b`. */
export function naiveStacks(text: string): NaiveStack[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [weight = '', path = ''] = line.trim().split(' ');
      const [value, before] = weight.split('/').map(Number);
      return { frames: path.split(';').filter((f) => f !== ''), value: value ?? 0, before: before ?? 0 };
    });
}
