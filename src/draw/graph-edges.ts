import type { GraphEdges } from '../model/graph-answers.ts';
import type { GraphSide } from './graph-picture.ts';

/** How one edge is drawn. */
export interface EdgeLook {
  /** px. */
  readonly width: number;
  /** SVG dash pattern, '' = solid. */
  readonly dash: string;
  /** Two parallel lines. */
  readonly double: boolean;
  readonly tone: 'plain' | 'seam' | 'grew' | 'shrank';
}

/** Dashes by tier: exact and unique are solid, estimate, candidates, unknown less and less so. */
const DASHES = ['', '', '', '6 3', '2 3', '1 5'];
const RESIDUAL = '1 5';
const UNIQUE = 2;
const ESTIMATE = 3;
/** Width of tiers whose weight is not known well enough to draw, and the least of the others. */
const TIER_WIDTH = 2;
/** Two lines of 2 and 1 px with a gap of 1.5. */
const DOUBLE_WIDTH = 4.5;

/** Amount of an edge on a side; in `both` the change stands for itself. */
export function edgeAmount(edges: GraphEdges, e: number, side: GraphSide): number {
  return side === 'base' ? (edges.before?.[e] ?? 0) : (edges.value[e] ?? 0);
}

/** Looks of all edges on a side: 1 … 5 px by share of the heaviest edge of either profile, so that panes compare. */
export function edgeLooks(edges: GraphEdges, side: GraphSide): readonly EdgeLook[] {
  let most = 0;
  for (let e = 0; e < edges.value.length; e++)
    most = Math.max(most, Math.abs(edges.value[e] ?? 0), Math.abs(edges.before?.[e] ?? 0));
  return Array.from(edges.value, (value, e): EdgeLook => {
    const before = edges.before?.[e] ?? value;
    const shown = side === 'both' ? Math.max(Math.abs(value), Math.abs(before)) : Math.abs(edgeAmount(edges, e, side));
    const width = most === 0 ? 1 : 1 + (4 * shown) / most;
    const tier = edges.tier[e] ?? 0;
    if (tier > 0) {
      const double = tier === UNIQUE;
      const drawn = tier >= ESTIMATE ? TIER_WIDTH : Math.max(TIER_WIDTH, width);
      return { width: double ? DOUBLE_WIDTH : drawn, dash: DASHES[tier] ?? '', double, tone: 'seam' };
    }
    const tone = side !== 'both' || value === before ? 'plain' : value > before ? 'grew' : 'shrank';
    return { width, dash: edges.residual[e] === 1 ? RESIDUAL : '', double: false, tone };
  });
}

/** `M x y L x y …` up to where the arrow's head begins: its tip is the last point. */
export function pathText(points: Float64Array): string {
  let text = '';
  for (let i = 0; i + 3 < points.length; i += 2) {
    text += `${i === 0 ? 'M' : 'L'}${(points[i] ?? 0).toFixed(1)} ${(points[i + 1] ?? 0).toFixed(1)}`;
  }
  return text;
}

/** The point of a path at a share of its length. */
export function pointAt(points: Float64Array, share: number): readonly [x: number, y: number] {
  const length = (i: number) =>
    Math.hypot((points[i + 2] ?? 0) - (points[i] ?? 0), (points[i + 3] ?? 0) - (points[i + 1] ?? 0));
  let left = 0;
  for (let i = 0; i + 3 < points.length; i += 2) left += length(i) * share;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const piece = length(i);
    if (piece >= left && piece > 0) {
      const at = (axis: 0 | 1) => {
        const from = points[i + axis] ?? 0;
        return from + ((points[i + 2 + axis] ?? 0) - from) * (left / piece);
      };
      return [at(0), at(1)];
    }
    left -= piece;
  }
  return [points[0] ?? 0, points[1] ?? 0];
}

export const PLATE_HEIGHT = 14;
/** Shares of an edge where its plate may stand, the best first. */
const SPOTS = [0.5, 0.38, 0.62, 0.26, 0.74];

/** A rectangle by its centre. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
}

/**
 * Where the plates of edges stand without covering one another or a box, by edge: `order` names edges by how much they
 * matter, and one that finds no free spot is left out. `widths` is by edge.
 */
export function placePlates(
  paths: readonly Float64Array[],
  widths: readonly number[],
  order: readonly number[],
  boxes: readonly Box[],
): ReadonlyMap<number, Box> {
  const placed = new Map<number, Box>();
  const taken = [...boxes];
  for (const e of order) {
    const path = paths[e] ?? new Float64Array(0);
    for (const share of SPOTS) {
      const [x, y] = pointAt(path, share);
      const plate = { x, y, width: widths[e] ?? 0, height: PLATE_HEIGHT };
      if (taken.some((other) => overlap(other, plate))) continue;
      placed.set(e, plate);
      taken.push(plate);
      break;
    }
  }
  return placed;
}
