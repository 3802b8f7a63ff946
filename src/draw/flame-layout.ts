import { GrowableFloat64, GrowableInt32 } from '../base/growable.ts';
import {
  BOX_FOLDED,
  BOX_FRAME,
  BOX_MERGED,
  BOX_REST,
  BOX_ROOT,
  type BoxKind,
  DrawList,
  FLAG_ANCESTOR,
  FLAG_CUT_LEFT,
  FLAG_CUT_RIGHT,
  FLAG_GONE,
  FLAG_NEW,
  FLAG_STICKY,
} from './draw-list.ts';
import type { FlameTree } from './flame-tree.ts';
import { ROOT_NODE } from './tree-walk.ts';

/** Below this many pixels a frame is merged with its small neighbours. */
const MIN_FRAME = 1;
/** Runs narrower than this keep the tree's own order: nobody sees it, and most runs of a big tree are such. */
const MIN_ORDERED = 2;
const NARROW_LOOKS = 32;

/** What part of the picture is asked for. Positions in weight units of the whole tree, lengths in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** The interval that fills the width. */
  readonly x0: number;
  readonly x1: number;
  /** Pixels that the rows below the sticky ones are scrolled by. */
  readonly scroll: number;
  /** The zoomed node; ROOT_NODE = everything. */
  readonly root: number;
  /** Root at the bottom. */
  readonly up: boolean;
  /** Nothing outside this interval is drawn (the zoomed node's own, once a zoom has settled). */
  readonly clip: readonly [number, number] | null;
  /** Where the common scale of two panes ends; what the root leaves of it is hatched. */
  readonly extent?: number;
}

/** How rows are laid on the screen: the ancestors of the zoom stick, the rest scrolls. */
export interface RowPlan {
  /** First tree row that scrolls. */
  readonly firstContent: number;
  /** Screen rows that stick. */
  readonly sticky: number;
  /** Ancestors without a row of their own: tree rows 1 … folded. */
  readonly folded: number;
}

/** Ancestors may take a third of the height; then the outer ones are folded into one row. */
export function planRows(depth: number, height: number, rowHeight: number): RowPlan {
  if (depth === 0) return { firstContent: 1, sticky: 1, folded: 0 };
  const most = Math.max(3, Math.floor(height / rowHeight / 3));
  if (depth <= most) return { firstContent: depth, sticky: depth, folded: 0 };
  return { firstContent: depth, sticky: most, folded: depth - most + 1 };
}

/** Screen row of a tree row above the zoomed node, or −1 where it is folded away. */
export function stickyRow(plan: RowPlan, row: number): number {
  if (plan.folded === 0 || row === 0) return row;
  return row <= plan.folded ? -1 : row - plan.folded + 1;
}

/** Lays out what a viewport shows of a tree. Visits visible runs and rows only; the list is reused between calls. */
export class FlameLayout {
  readonly list = new DrawList();
  private readonly runs = new GrowableInt32(1024);
  private readonly starts = new GrowableFloat64(1024);
  private readonly froms = new GrowableInt32(1024);
  private readonly tos = new GrowableInt32(1024);
  private view: Viewport | null = null;
  private plan: RowPlan = { firstContent: 1, sticky: 1, folded: 0 };
  private scale = 1;
  private left = 0;
  private right = 0;
  private firstRow = 1;
  private lastRow = 0;
  private zoomDepth = 0;

  layout(flame: FlameTree, view: Viewport): DrawList {
    const { list } = this;
    list.length = 0;
    this.view = view;
    const span = view.x1 - view.x0;
    this.zoomDepth = flame.depth(view.root);
    const plan = planRows(this.zoomDepth, view.height, view.rowHeight);
    this.plan = plan;
    const hidden = Math.floor(view.scroll / view.rowHeight);
    this.firstRow = plan.firstContent + Math.max(0, hidden);
    const reach = Math.ceil((view.height + view.scroll) / view.rowHeight) - plan.sticky;
    this.lastRow = Math.max(this.firstRow, plan.firstContent + reach - 1);
    list.stickyRows = plan.sticky;
    list.firstRow = this.firstRow;
    const rows = plan.sticky + this.lastRow - this.firstRow + 1;
    if (!(span > 0) || !(view.width > 0)) {
      list.index(rows, () => 0);
      return list;
    }
    this.scale = view.width / span;
    this.left = view.clip === null ? 0 : Math.max(0, (view.clip[0] - view.x0) * this.scale);
    this.right = view.clip === null ? view.width : Math.min(view.width, (view.clip[1] - view.x0) * this.scale);
    this.visit(flame);
    if (plan.folded > 0) this.addFolded(flame, view);
    this.addRest(flame, view);
    list.index(rows, (entry) => this.screenRow(entry));
    return list;
  }

  private screenRow(entry: number): number {
    const { list, plan } = this;
    const row = list.row[entry] ?? 0;
    if (list.kind[entry] === BOX_FOLDED) return 1;
    return row < plan.firstContent ? stickyRow(plan, row) : plan.sticky + row - this.firstRow;
  }

  private push(run: number, start: number, from: number, to: number): void {
    this.runs.push(run);
    this.starts.push(start);
    this.froms.push(from);
    this.tos.push(to);
  }

  /** Depth first, left to right, so that the entries of every row come in order. A merged block is pushed as −1 − parent. */
  private visit(flame: FlameTree): void {
    this.runs.length = this.starts.length = this.froms.length = this.tos.length = 0;
    this.push(0, 0, 0, 0);
    while (this.runs.length > 0) {
      const top = --this.runs.length;
      const start = this.starts.data[--this.starts.length] ?? 0;
      const from = this.froms.data[--this.froms.length] ?? 0;
      const to = this.tos.data[--this.tos.length] ?? 0;
      const run = this.runs.data[top] ?? 0;
      if (run < 0) this.addMerged(flame, -1 - run, start, from, to);
      else this.visitRun(flame, run, start);
    }
  }

  private visitRun(flame: FlameTree, run: number, start: number): void {
    const { tree } = flame;
    const size = flame.sizeOfRun(run);
    const x = this.px(start);
    const width = size * this.scale;
    if (size <= 0 || x >= this.right || x + width <= this.left) return;
    const top = tree.depth[run] ?? 0;
    const bottom = run === 0 ? 0 : top + (tree.first[run + 1] ?? 0) - (tree.first[run] ?? 0) - 1;
    const { firstContent } = this.plan;
    for (let row = top; row <= bottom && row < firstContent; row++) {
      if (row > 0 && row <= this.plan.folded) {
        row = Math.min(bottom, this.plan.folded);
        continue;
      }
      this.addNode(flame, run, row, start, size);
    }
    const last = Math.min(bottom, this.lastRow);
    for (let row = Math.max(top, this.firstRow); row <= last; row++) this.addNode(flame, run, row, start, size);
    if (bottom >= this.lastRow || tree.end[run] === run + 1) return;
    if (bottom + 1 >= firstContent && (flame.deepest[run] ?? 0) < this.firstRow) return;
    if (width >= MIN_ORDERED || flame.order === 'name' || !this.pushNarrow(flame, run, start)) {
      this.pushChildren(flame, run, start);
    }
  }

  /** A run below two pixels: at most one child reaches a pixel, and what it leaves is less than one. False = not so simple. */
  private pushNarrow(flame: FlameTree, run: number, start: number): boolean {
    const { end } = flame.tree;
    const stop = end[run] ?? 0;
    let at = start;
    let looked = 0;
    for (let child = run + 1; child < stop; child = end[child] ?? stop) {
      if (++looked > NARROW_LOOKS) return false;
      const size = flame.sizeOfRun(child);
      if (size * this.scale >= MIN_FRAME) {
        this.push(child, at, 0, 0);
        return true;
      }
      at += Math.max(0, size);
    }
    return (at - start) * this.scale < MIN_FRAME;
  }

  private pushChildren(flame: FlameTree, run: number, start: number): void {
    const slot = flame.children(run);
    const count = flame.childCount(run);
    const bottomOfStack = this.runs.length;
    const least = MIN_FRAME / this.scale;
    const firstVisible = this.firstEnding(flame, slot, count, start);
    let i = firstVisible;
    // A block of small siblings keeps its whole extent however far it is panned out to the left.
    while (i > 0 && i < count && flame.childEnd(slot, i) - flame.childStart(slot, i) < least) {
      if (flame.childEnd(slot, i - 1) - flame.childStart(slot, i - 1) >= least) break;
      i = flame.falling ? firstSmall(flame, slot, i, least) : i - 1;
    }
    while (i < count) {
      const from = flame.childStart(slot, i);
      if (this.px(start + from) >= this.right) break;
      const to = flame.childEnd(slot, i);
      if (to - from >= least) {
        this.push(flame.childAt(slot, i), start + from, 0, 0);
        i++;
        continue;
      }
      let j = i + 1;
      if (flame.falling) j = count;
      else while (j < count && flame.childEnd(slot, j) - flame.childStart(slot, j) < least) j++;
      if (flame.childEnd(slot, j - 1) - from >= least) this.push(-1 - run, start + from, i, j);
      i = j;
    }
    this.reverse(bottomOfStack);
  }

  /** First child that ends right of the picture's left edge. */
  private firstEnding(flame: FlameTree, slot: number, count: number, start: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.px(start + flame.childEnd(slot, middle)) <= this.left) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private reverse(from: number): void {
    for (let a = from, b = this.runs.length - 1; a < b; a++, b--) {
      for (const column of [this.runs, this.froms, this.tos, this.starts]) {
        const { data } = column;
        const swap = data[a] ?? 0;
        data[a] = data[b] ?? 0;
        data[b] = swap;
      }
    }
  }

  private px(at: number): number {
    return (at - (this.view?.x0 ?? 0)) * this.scale;
  }

  private addBox(kind: BoxKind, row: number, start: number, size: number): number {
    const { list, plan, view } = this;
    const x = this.px(start);
    const end = x + size * this.scale;
    const from = Math.max(x, this.left);
    const to = Math.min(end, this.right);
    const i = list.add();
    list.kind[i] = kind;
    list.x[i] = from;
    list.width[i] = to - from;
    list.row[i] = row;
    list.node[i] = ROOT_NODE;
    list.run[i] = 0;
    list.from[i] = 0;
    list.to[i] = 0;
    list.start[i] = start;
    list.size[i] = size;
    list.commonEnd[i] = to;
    list.grewEnd[i] = to;
    const sticks = row < plan.firstContent;
    let flags = (x < from ? FLAG_CUT_LEFT : 0) | (end > to ? FLAG_CUT_RIGHT : 0);
    if (sticks) flags |= FLAG_STICKY;
    if (row < this.zoomDepth) flags |= FLAG_ANCESTOR;
    list.flags[i] = flags;
    const height = view?.rowHeight ?? 0;
    const screen = kind === BOX_FOLDED ? 1 : stickyRow(plan, row);
    const y = sticks ? screen * height : (plan.sticky + row - plan.firstContent) * height - (view?.scroll ?? 0);
    list.y[i] = view?.up === true ? view.height - y - height : y;
    return i;
  }

  private addNode(flame: FlameTree, run: number, row: number, start: number, size: number): void {
    const { list } = this;
    const i = this.addBox(run === 0 ? BOX_ROOT : BOX_FRAME, row, start, size);
    list.run[i] = run;
    if (run > 0) list.node[i] = (flame.tree.first[run] ?? 0) + row - (flame.tree.depth[run] ?? 0);
    this.addChange(flame, run, i, start, size);
  }

  private addChange(flame: FlameTree, run: number, i: number, start: number, size: number): void {
    const { weights, mode } = flame;
    if (weights.kind !== 'compare') return;
    const { list } = this;
    const before = flame.sum(weights.before, run);
    const after = flame.sum(weights.after, run);
    if (before === 0 && after > 0) list.flags[i] = (list.flags[i] ?? 0) | FLAG_NEW;
    if (after === 0 && before > 0) list.flags[i] = (list.flags[i] ?? 0) | FLAG_GONE;
    let common = 0;
    let kept = 0;
    if (mode === 'growth') kept = size;
    else if (mode === 'base') kept = common = size - flame.sum(weights.shrank, run);
    else if (mode === 'after') {
      kept = size;
      common = size - flame.sum(weights.grew, run);
    } else if (mode !== 'shrink') {
      kept = size - flame.sum(weights.shrank, run);
      common = kept - flame.sum(weights.grew, run);
    }
    list.commonEnd[i] = this.inside(start + common);
    list.grewEnd[i] = this.inside(start + kept);
  }

  private inside(at: number): number {
    return Math.max(this.left, Math.min(this.right, this.px(at)));
  }

  private addMerged(flame: FlameTree, parent: number, start: number, from: number, to: number): void {
    const slot = flame.children(parent);
    const { tree } = flame;
    const row = tree.depth[flame.childAt(slot, from)] ?? 0;
    if (row < this.firstRow && (row >= this.plan.firstContent || stickyRow(this.plan, row) < 0)) return;
    const size = flame.childEnd(slot, to - 1) - flame.childStart(slot, from);
    if (this.px(start + size) <= this.left) return;
    const i = this.addBox(BOX_MERGED, row, start, size);
    this.list.run[i] = parent;
    this.list.from[i] = from;
    this.list.to[i] = to;
  }

  private addRest(flame: FlameTree, view: Viewport): void {
    if (view.extent === undefined) return;
    const end = view.root < 0 ? flame.total : flame.start(view.root) + flame.size(view.root);
    if (this.px(view.extent) - this.px(end) < MIN_FRAME || this.px(end) >= view.width) return;
    this.left = 0;
    this.right = view.width;
    this.addBox(BOX_REST, 0, end, view.extent - end);
  }

  private addFolded(flame: FlameTree, view: Viewport): void {
    const size = flame.size(view.root);
    const i = this.addBox(BOX_FOLDED, this.plan.folded, flame.start(view.root), size);
    this.list.node[i] = flame.ancestors(view.root)[this.plan.folded - 1] ?? ROOT_NODE;
    this.list.from[i] = this.plan.folded;
  }
}

function firstSmall(flame: FlameTree, slot: number, known: number, least: number): number {
  let low = 0;
  let high = known;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flame.childEnd(slot, middle) - flame.childStart(slot, middle) < least) high = middle;
    else low = middle + 1;
  }
  return low;
}
