import type { VisualGraph } from '../analysis/pprof-report/visual.ts';
import { showAmount } from '../base/figures.ts';
import { dotText } from '../model/dot.ts';
import { divided } from './header.ts';
import { exactJson, type Json } from './json.ts';

/** Names of the nodes; equal ones are told apart by a number. */
function idsOf({ graph, order }: VisualGraph): Map<number, string> {
  const ids = new Map<number, string>();
  const used = new Map<string, number>();
  for (const n of order) {
    const name = graph.nodes.printed[n] as string;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    ids.set(n, times === 1 ? name : `${name} #${times}`);
  }
  return ids;
}

/** Edges between drawn nodes, in the order of their callers. */
function edgesOf({ graph, order }: VisualGraph): number[] {
  const rank = new Map<number, number>();
  order.forEach((n, i) => {
    rank.set(n, i);
  });
  const { edges } = graph;
  const at = (e: number, side: Int32Array): number => rank.get(side[e] as number) ?? -1;
  const drawn: number[] = [];
  for (let e = 0; e < edges.length; e++) {
    if (edges.dropped[e] === 0 && at(e, edges.from) >= 0 && at(e, edges.to) >= 0) drawn.push(e);
  }
  return drawn.sort((a, b) => at(a, edges.from) - at(b, edges.from) || at(a, edges.to) - at(b, edges.to));
}

/** `graph --json`: edges name their ends by the `id` of the nodes. */
export function graphJson(visual: VisualGraph, format: string): Json {
  const { subject, graph, order } = visual;
  const { nodes, edges } = graph;
  const ids = idsOf(visual);
  const tierOf = (e: number): string => visual.tiers?.[e] ?? '';
  return {
    format,
    sampleType: { type: subject.type.type, unit: subject.type.unit },
    total: exactJson(divided(subject, subject.total)),
    nodes: Array.from(order, (n) => ({
      id: ids.get(n) ?? '',
      name: nodes.name[n] as string,
      file: nodes.file[n] as string,
      flat: exactJson(divided(subject, graph.flatValue[n] ?? 0)),
      cum: exactJson(divided(subject, graph.cumValue[n] ?? 0)),
    })),
    edges: edgesOf(visual).map((e) => ({
      from: ids.get(edges.from[e] as number) ?? '',
      to: ids.get(edges.to[e] as number) ?? '',
      value: exactJson(divided(subject, edges.divided[e] ?? 0)),
      ...(edges.inline[e] === 1 ? { inlined: 'inline' } : {}),
      ...(edges.residual[e] === 1 ? { residual: true } : {}),
      ...(tierOf(e) === '' ? {} : { tier: tierOf(e) }),
    })),
  };
}

/** `graph`: the same in Graphviz's language, line by line. */
export function graphDot(visual: VisualGraph): string {
  const { subject, graph, order } = visual;
  const { nodes, edges } = graph;
  const amount = (value: Parameters<typeof divided>[1]): string =>
    showAmount(
      divided(subject, value),
      subject.type.unit,
      subject.lens.unit === 'minimum' ? 'auto' : subject.lens.unit,
    );
  const flat = (n: number): string => amount(graph.flatValue[n] ?? 0);
  return dotText(
    {},
    Array.from(order, (n) => ({
      id: `n${n}`,
      attributes: { label: `${nodes.printed[n] as string}\n${flat(n)} / ${amount(graph.cumValue[n] ?? 0)}` },
    })),
    edgesOf(visual).map((e) => ({
      from: `n${edges.from[e] as number}`,
      to: `n${edges.to[e] as number}`,
      attributes: {
        label: `${amount(edges.divided[e] ?? 0)}${edges.inline[e] === 1 ? ' (inline)' : ''}`,
        ...(edges.residual[e] === 1 ? { style: 'dotted' } : {}),
      },
    })),
  );
}
