import type { DrawList } from './draw-list.ts';
import type { FlameTree } from './flame-tree.ts';

/** Entry of the draw list under a point in CSS pixels, or −1. */
export function hitTest(
  list: DrawList,
  view: { readonly height: number; readonly rowHeight: number; readonly up: boolean; readonly scroll: number },
  x: number,
  y: number,
): number {
  const fromRoot = view.up ? view.height - y : y;
  if (fromRoot < 0 || fromRoot >= view.height) return -1;
  let screen = Math.floor(fromRoot / view.rowHeight);
  if (screen >= list.stickyRows) {
    // Scrolled rows begin part of a row above the edge of the sticky ones; while a zoom settles, maybe below it.
    const inside = fromRoot - list.stickyRows * view.rowHeight;
    const hiddenRows = Math.max(0, Math.floor(view.scroll / view.rowHeight));
    const row = Math.floor((inside + view.scroll) / view.rowHeight);
    screen = list.stickyRows + row - hiddenRows;
  }
  if (screen < 0 || screen >= list.rows) return -1;
  let low = list.rowFirst[screen] ?? 0;
  const end = list.rowFirst[screen + 1] ?? 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list.x[list.byRow[middle] ?? 0] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  const begin = list.rowFirst[screen] ?? 0;
  if (low === begin) return -1;
  const entry = list.byRow[low - 1] ?? 0;
  return x < (list.x[entry] ?? 0) + (list.width[entry] ?? 0) ? entry : -1;
}

export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** The node that an arrow key leads to: towards the root, away from it, or beside; null at an end. */
export function nodeByArrow(flame: FlameTree, node: number, key: ArrowKey, up: boolean): number | null {
  switch (key) {
    case 'ArrowLeft':
      return flame.step(node, 'previous');
    case 'ArrowRight':
      return flame.step(node, 'next');
    default:
      return flame.step(node, (key === 'ArrowUp') === up ? 'child' : 'parent');
  }
}
