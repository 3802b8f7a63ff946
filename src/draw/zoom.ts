import { type Bounds, type Camera, clampCamera } from './camera.ts';
import { planRows } from './flame-layout.ts';
import type { FlameTree } from './flame-tree.ts';
import { parentNode, ROOT_NODE, runOf } from './tree-walk.ts';

/** A node that is zoomed to, and the pane it fills. */
export interface Zoom {
  readonly flame: FlameTree;
  readonly root: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** True for the two panes of "side by side": their scale is the larger of before and after. */
export function isSided(flame: FlameTree): boolean {
  return (flame.mode === 'base' || flame.mode === 'after') && flame.weights.kind === 'compare';
}

/** The interval that a zoomed root fills: its own, or of two panes the larger of before and after. */
export function zoomExtent(flame: FlameTree, root: number): { from: number; to: number } {
  const from = root === ROOT_NODE ? 0 : flame.start(root);
  let size = flame.size(root);
  const { weights } = flame;
  if (weights.kind === 'compare' && isSided(flame)) {
    const run = runOf(flame.tree, root);
    size = Math.max(flame.sum(weights.before, run), flame.sum(weights.after, run));
  }
  return size > 0 ? { from, to: from + size } : { from: 0, to: Math.max(flame.total, 1) };
}

export function zoomBounds({ flame, root, height, rowHeight }: Zoom): Bounds {
  const plan = planRows(flame.depth(root), height, rowHeight);
  const rows = plan.sticky + flame.deepestBelow(root) - plan.firstContent + 1;
  return { ...zoomExtent(flame, root), maxScroll: Math.max(0, rows * rowHeight - height) };
}

/** The camera that shows all of a zoomed root. */
export function fitted(zoom: Zoom, scroll: number): Camera {
  const { from, to, maxScroll } = zoomBounds(zoom);
  return { x0: from, x1: to, scroll: Math.min(scroll, maxScroll) };
}

/** Where tree row 0 would lie if nothing stuck: what must stay when the sticky rows change and no row shall jump. */
export function rowOffset({ flame, root, height, rowHeight }: Zoom, scroll: number): number {
  const plan = planRows(flame.depth(root), height, rowHeight);
  return (plan.sticky - plan.firstContent) * rowHeight - scroll;
}

/** True where a node lies in the subtree of a zoomed root (the root itself included). */
export function isBelow(flame: FlameTree, node: number, root: number): boolean {
  if (root === ROOT_NODE) return true;
  const { tree } = flame;
  return node >= root && parentNode(tree, root) < node && runOf(tree, node) < (tree.end[runOf(tree, root)] ?? 0);
}

/** A frame narrower than this is brought nearer … */
const NEARER_BELOW = 4;
/** … until it takes this share of the width. */
const NEARER_SHARE = 0.25;

/** The camera moved as little as shows a node of the zoomed subtree. */
export function revealing(zoom: Zoom, camera: Camera, node: number, width: number): Camera {
  const { flame, root, height, rowHeight } = zoom;
  if (node === ROOT_NODE) return camera;
  const start = flame.start(node);
  const size = flame.size(node);
  let { x0, scroll } = camera;
  let span = camera.x1 - x0;
  if ((size / span) * width < NEARER_BELOW) {
    span = size / NEARER_SHARE;
    x0 = start + size / 2 - span / 2;
  } else if (start + size <= x0 || start >= x0 + span) x0 = start + size / 2 - span / 2;
  const plan = planRows(flame.depth(root), height, rowHeight);
  const depth = flame.depth(node);
  if (depth >= plan.firstContent) {
    const below = (depth - plan.firstContent) * rowHeight;
    const least = below + (plan.sticky + 1) * rowHeight - height;
    scroll = Math.max(least, Math.min(below, scroll));
  }
  return clampCamera({ x0, x1: x0 + span, scroll }, zoomBounds(zoom));
}
