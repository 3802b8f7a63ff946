import type { GraphAnswer, GraphLayout } from '../../contract/api.ts';
import type { GraphBox } from '../../draw/graph-picture.ts';

/** A graph with its places. */
export interface ShownGraph {
  readonly answer: GraphAnswer;
  readonly boxes: readonly GraphBox[];
  readonly layout: GraphLayout;
}

/** What the panes of one graph share: the function pointed at and the one that Tab leads to. */
export interface GraphLink {
  readonly hover: number | null;
  readonly active: number;
  readonly onHover: (node: number | null) => void;
  readonly onActive: (node: number) => void;
}

/** The functions beside one, and itself; null when none is pointed at. */
export function neighbours({ edges }: Pick<GraphAnswer, 'edges'>, node: number | null): ReadonlySet<number> | null {
  if (node === null) return null;
  const near = new Set([node]);
  for (let e = 0; e < edges.from.length; e++) {
    if (edges.from[e] === node) near.add(edges.to[e] ?? node);
    if (edges.to[e] === node) near.add(edges.from[e] ?? node);
  }
  return near;
}
