import type { CallTree, Prefix, Weights } from '../model/call-tree.ts';
import { sortDown } from './sort-down.ts';
import { deepestRows, depthOf, lastNode, nodesTo, parentNode, runOf } from './tree-walk.ts';

/** What a width means. `base` and `after` are the two panes of "side by side". */
export type FlameMode = 'plain' | 'envelope' | 'growth' | 'shrink' | 'base' | 'after';
/** Order of siblings; `growth` = largest after − before first. */
export type FlameOrder = 'size' | 'name' | 'growth';

const deepestOfTree = new WeakMap<CallTree, Int32Array>();

/** The prefix sums that give a box its width. A mode that the weights cannot serve falls back to what they have. */
export function widthPrefix(weights: Weights, mode: FlameMode): Prefix {
  if (weights.kind === 'plain') return weights.size;
  switch (mode) {
    case 'growth':
      return weights.grew;
    case 'shrink':
      return weights.shrank;
    case 'base':
      return weights.before;
    case 'after':
      return weights.after;
    default:
      return weights.envelope;
  }
}

/**
 * A tree with widths and an order of siblings. All positions are in weight units of the whole tree: the root begins at
 * 0, children follow one another from their parent's start, self weight is what is left at the end. Orders are found
 * lazily, per run, and kept in two pools: at a million nodes an object per run would cost more than the tree.
 */
export class FlameTree {
  readonly tree: CallTree;
  readonly weights: Weights;
  readonly mode: FlameMode;
  readonly order: FlameOrder;
  readonly deepest: Int32Array;
  readonly width: Prefix;
  /** True where siblings come by falling width, so that small ones are one block at the end. */
  readonly falling: boolean;
  private readonly rank: Prefix;
  private readonly rankLess: Prefix | null;
  private readonly place: Int32Array;
  private readonly counts: Int32Array;
  private readonly sorted: Int32Array;
  private readonly ends: Float64Array;
  private used = 0;

  constructor(tree: CallTree, weights: Weights, mode: FlameMode, order: FlameOrder) {
    this.tree = tree;
    this.weights = weights;
    this.mode = mode;
    this.order = order;
    let deepest = deepestOfTree.get(tree);
    if (deepest === undefined) deepestOfTree.set(tree, (deepest = deepestRows(tree)));
    this.deepest = deepest;
    this.width = widthPrefix(weights, mode);
    const compare = weights.kind === 'compare' ? weights : null;
    // The two panes must agree on the order, so both take the larger of before and after.
    const bySide = compare !== null && (mode === 'base' || mode === 'after');
    const byGrowth = compare !== null && order === 'growth';
    this.rank = byGrowth ? compare.after : bySide ? compare.envelope : this.width;
    this.rankLess = byGrowth ? compare.before : null;
    this.falling = order !== 'name' && this.rank === this.width && this.rankLess === null;
    this.place = new Int32Array(tree.runs).fill(-1);
    this.counts = new Int32Array(tree.runs);
    this.sorted = new Int32Array(tree.runs);
    this.ends = new Float64Array(tree.runs);
  }

  get total(): number {
    return this.sizeOfRun(0);
  }

  sizeOfRun(run: number): number {
    return this.sum(this.width, run);
  }

  sum(prefix: Prefix, run: number): number {
    return (prefix[this.tree.hi[run] ?? 0] ?? 0) - (prefix[this.tree.lo[run] ?? 0] ?? 0);
  }

  size(node: number): number {
    return this.sizeOfRun(runOf(this.tree, node));
  }

  /** Number of children of a run whose order is known (see `children`). */
  childCount(run: number): number {
    return this.counts[run] ?? 0;
  }

  /** Finds the order of a run's children, once. Child i is `childAt(slot, i)` and ends at `childEnd(slot, i)` from the run's start. */
  children(run: number): number {
    const known = this.place[run] ?? -1;
    if (known >= 0) return known;
    const { end } = this.tree;
    const stop = end[run] ?? 0;
    const slot = this.used;
    let count = 0;
    for (let child = run + 1; child < stop; child = end[child] ?? stop) this.sorted[slot + count++] = child;
    this.used += count;
    this.place[run] = slot;
    this.counts[run] = count;
    if (this.order !== 'name' && count > 1) {
      const children = this.sorted.slice(slot, slot + count);
      const keys = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        const child = children[i] ?? 0;
        keys[i] = this.sum(this.rank, child) - (this.rankLess === null ? 0 : this.sum(this.rankLess, child));
      }
      const order = sortDown(keys);
      for (let i = 0; i < count; i++) this.sorted[slot + i] = children[order[i] ?? 0] ?? 0;
    }
    let at = 0;
    for (let i = slot; i < slot + count; i++) {
      at += Math.max(0, this.sizeOfRun(this.sorted[i] ?? 0));
      this.ends[i] = at;
    }
    return slot;
  }

  childAt(slot: number, i: number): number {
    return this.sorted[slot + i] ?? 0;
  }

  childStart(slot: number, i: number): number {
    return i === 0 ? 0 : (this.ends[slot + i - 1] ?? 0);
  }

  childEnd(slot: number, i: number): number {
    return this.ends[slot + i] ?? 0;
  }

  /** Where a node's box begins. */
  start(node: number): number {
    const path: number[] = [];
    for (let run = runOf(this.tree, node); run > 0; run = this.tree.parent[run] ?? 0) path.push(run);
    let at = 0;
    let parent = 0;
    for (let p = path.length - 1; p >= 0; p--) {
      const run = path[p] ?? 0;
      const slot = this.children(parent);
      let i = 0;
      while (this.childAt(slot, i) !== run) i++;
      at += this.childStart(slot, i);
      parent = run;
    }
    return at;
  }

  /** What a merged box stands for: siblings with weight, all frames below them, stacks, and their width. */
  merged(run: number, from: number, to: number): { siblings: number; frames: number; stacks: number; size: number } {
    const { tree } = this;
    const slot = this.children(run);
    let siblings = 0;
    let frames = 0;
    let stacks = 0;
    for (let i = from; i < to; i++) {
      const child = this.childAt(slot, i);
      if (this.sizeOfRun(child) <= 0) continue;
      siblings++;
      frames += (tree.first[tree.end[child] ?? 0] ?? 0) - (tree.first[child] ?? 0);
      stacks += (tree.hi[child] ?? 0) - (tree.lo[child] ?? 0);
    }
    return { siblings, frames, stacks, size: this.childEnd(slot, to - 1) - this.childStart(slot, from) };
  }

  /** The node reached by a step: caller, first (widest in size order) callee, or the sibling beside; null at an end. */
  step(node: number, to: 'parent' | 'child' | 'next' | 'previous'): number | null {
    const { tree } = this;
    const run = runOf(tree, node);
    if (to === 'parent') return node < 0 ? null : parentNode(tree, node);
    if (to === 'child') {
      if (node >= 0 && node < lastNode(tree, run)) return node + 1;
      const slot = this.children(run);
      const count = this.childCount(run);
      for (let i = 0; i < count; i++) {
        const child = this.childAt(slot, i);
        if (this.sizeOfRun(child) > 0) return tree.first[child] ?? 0;
      }
      return null;
    }
    if (node < 0 || node > (tree.first[run] ?? 0)) return null;
    const parent = tree.parent[run] ?? 0;
    const slot = this.children(parent);
    const count = this.childCount(parent);
    let i = 0;
    while (i < count && this.childAt(slot, i) !== run) i++;
    const by = to === 'next' ? 1 : -1;
    for (i += by; i >= 0 && i < count; i += by) {
      const sibling = this.childAt(slot, i);
      if (this.sizeOfRun(sibling) > 0) return tree.first[sibling] ?? 0;
    }
    return null;
  }

  depth(node: number): number {
    return depthOf(this.tree, node);
  }

  /** Deepest row below a node. */
  deepestBelow(node: number): number {
    return this.deepest[runOf(this.tree, node)] ?? 0;
  }

  ancestors(node: number): Int32Array {
    return nodesTo(this.tree, node);
  }
}
