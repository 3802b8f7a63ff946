import { BOX_MERGED, BOX_ROOT, type DrawList } from './draw-list.ts';
import type { FlameLayout } from './flame-layout.ts';
import type { FlameTree } from './flame-tree.ts';
import { FILL_COUNT, FILL_GREW, FILL_SHRANK, fillsOf, type KeyFills } from './frame-fills.ts';
import { RectBatches } from './rect-batches.ts';
import type { FlameTheme } from './theme.ts';
import { ROOT_NODE } from './tree-walk.ts';

export const MINIMAP_HEIGHT = 28;
const LEAST_ROW = 0.25;
const DIM = 0.08;

/** Draws the whole tree, one pixel a row; deeper trees are squeezed down to a quarter of a pixel a row. */
export function paintWholeTree(
  context: CanvasRenderingContext2D,
  layout: FlameLayout,
  flame: FlameTree,
  fills: KeyFills,
  theme: FlameTheme,
  size: { readonly width: number; readonly height: number; readonly ratio: number; readonly up: boolean },
  extent: number,
): void {
  const { width, height, ratio, up } = size;
  const rows = (flame.deepest[0] ?? 0) + 1;
  const rowHeight = Math.min(1, Math.max(LEAST_ROW, height / rows));
  const x1 = Math.max(extent, flame.total);
  const list = layout.layout(flame, {
    width,
    height,
    rowHeight,
    x0: 0,
    x1,
    scroll: 0,
    root: ROOT_NODE,
    up,
    clip: null,
  });
  const plain = fillsOf(theme);
  const batches = new RectBatches(FILL_COUNT);
  const snap = (px: number) => Math.round(px * ratio) / ratio;
  for (let i = 0; i < list.length; i++) {
    const kind = list.kind[i];
    if (kind === BOX_ROOT) continue;
    const x = snap(list.x[i] ?? 0);
    const y = Math.floor((list.y[i] ?? 0) * ratio) / ratio;
    const end = snap((list.x[i] ?? 0) + (list.width[i] ?? 0));
    const tall = Math.max(1 / ratio, snap(rowHeight));
    const own = fills.of(flame.tree.key[kind === BOX_MERGED ? firstMerged(flame, list, i) : (list.node[i] ?? 0)] ?? 0);
    if (flame.weights.kind === 'plain' || kind === BOX_MERGED || fills.colour !== 'change') {
      batches.add(own, x, y, end - x, tall);
      continue;
    }
    const common = snap(list.commonEnd[i] ?? 0);
    const grew = snap(list.grewEnd[i] ?? 0);
    if (common > x) batches.add(own, x, y, common - x, tall);
    if (grew > common) batches.add(FILL_GREW, common, y, grew - common, tall);
    if (end > grew) batches.add(FILL_SHRANK, grew, y, end - grew, tall);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, width, height);
  // Without colours the shape alone tells where one is.
  batches.paint(context, (fill) => (theme.forced ? theme.ink : (plain[fill]?.fill ?? theme.sunken)));
}

/** A merged box is too small here for a hatch: it takes the colour of its first sibling, the largest in order of size. */
function firstMerged(flame: FlameTree, list: DrawList, entry: number): number {
  const slot = flame.children(list.run[entry] ?? 0);
  return flame.tree.first[flame.childAt(slot, list.from[entry] ?? 0)] ?? 0;
}

/** Draws the frame of the visible part, [from, to] in pixels, and dims what lies outside. */
export function paintWindow(
  context: CanvasRenderingContext2D,
  theme: FlameTheme,
  size: { readonly width: number; readonly height: number; readonly ratio: number },
  from: number,
  to: number,
): void {
  const { width, height, ratio } = size;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = DIM;
  context.fillStyle = theme.ink;
  context.fillRect(0, 0, from, height);
  context.fillRect(to, 0, width - to, height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  const left = Math.min(width - 3, Math.max(0, from));
  context.strokeRect(left + 0.75, 0.75, Math.max(3, Math.min(width, to) - left) - 1.5, height - 1.5);
}

export type MinimapGrip = 'left' | 'right' | 'inside' | 'outside';

/** What a pointer at `x` takes hold of. Edges reach 5 px to both sides (22 px for touch), but never hide the inside. */
export function gripAt(x: number, from: number, to: number, touch: boolean): MinimapGrip {
  const reach = Math.min(touch ? 22 : 5, Math.max(2, (to - from) / 3));
  const outside = touch ? 22 : 5;
  if (x >= from - outside && x <= from + reach) return 'left';
  if (x <= to + outside && x >= to - reach) return 'right';
  return x > from && x < to ? 'inside' : 'outside';
}
