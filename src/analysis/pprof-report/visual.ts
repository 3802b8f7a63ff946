import type { Amount } from '../../base/units.ts';
import { trimVisual, type VisualTrim, type Weighed } from '../visual-trim.ts';
import { buildGraph, type Graph } from './graph.ts';
import { groupFrames } from './nodes.ts';
import type { Subject } from './report.ts';

/** The call graph of a report, trimmed for a picture. */
export interface VisualGraph {
  readonly subject: Subject;
  readonly graph: Graph;
  /** Nodes to draw. */
  readonly order: Int32Array;
  readonly all: number;
  /** By edge: the tier of a seam edge, '0' | '1a' | '1b' | '2' … '5'; '' elsewhere. */
  readonly tiers?: readonly string[];
}

/** Builds the graph that `pprof -dot` draws: exact sums, chosen by entropy. */
export function makeVisualGraph(subject: Subject, trim: VisualTrim): VisualGraph {
  const { view, lens, amounts, profile } = subject;
  const nodes = groupFrames(profile, lens);
  const build = (kept: Uint8Array | null): Weighed & { readonly exact: Graph } => {
    const exact = buildGraph(view, nodes, amounts, { dropNegative: lens.dropNegative, kept });
    const number = (of: readonly Amount[], at: number): number => Number(of[at] ?? 0);
    return {
      exact,
      order: exact.order,
      edges: exact.edges,
      flat: (n) => number(exact.flat, n),
      cum: (n) => number(exact.cum, n),
      weight: (e) => number(exact.edges.weight, e),
      name: (n) => nodes.printed[n] ?? '',
    };
  };
  const { graph, order, all } = trimVisual(nodes.length, build, trim);
  return { subject, graph: graph.exact, order, all };
}
