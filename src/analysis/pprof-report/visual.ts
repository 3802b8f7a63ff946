import type { Amount } from '../../base/units.ts';
import { TIERS } from '../../model/seam.ts';
import { frameOrigins } from '../origin.ts';
import { showsBorder, tierOfStacks } from '../seam/tiers.ts';
import { trimVisual, type VisualTrim, type Weighed } from '../visual-trim.ts';
import { buildGraph, type Graph } from './graph.ts';
import { groupFrames, type Nodes } from './nodes.ts';
import type { Subject } from './report.ts';
import { stackRange } from './stack-view.ts';

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
  const tiers = seamEdges(subject, nodes, graph.exact);
  return { subject, graph: graph.exact, order, all, ...(tiers === null ? {} : { tiers }) };
}

/** Tier of every edge that crosses the border between Go and C, '' for the others; null where no stack has a tier. */
function seamEdges({ profile, view }: Subject, nodes: Nodes, { edges }: Graph): readonly string[] | null {
  const tiers = tierOfStacks(profile);
  if (tiers === null) return null;
  const origin = frameOrigins(profile);
  const { values } = view.stacks;
  const of = new Map<number, number>();
  for (let s = 0; s < tiers.length; s++) {
    const tier = tiers[s] as number;
    if (tier === 0) continue;
    const { from, to } = stackRange(view, s);
    for (let i = from + 1; i < to; i++) {
      const caller = values[i - 1] as number;
      const callee = values[i] as number;
      if (!showsBorder(origin, caller, callee, tier)) continue;
      const id = (nodes.ofFrame[caller] as number) * nodes.length + (nodes.ofFrame[callee] as number);
      of.set(id, Math.max(of.get(id) ?? 0, tier));
    }
  }
  return Array.from({ length: edges.length }, (_, e) => {
    const entry = of.get((edges.from[e] as number) * nodes.length + (edges.to[e] as number)) ?? 0;
    return TIERS[entry - 1] ?? '';
  });
}
