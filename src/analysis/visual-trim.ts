/** A call graph as its trimming sees it: weights as doubles, which is enough to choose by. */
export interface Weighed {
  /** Nodes with a value. */
  readonly order: Int32Array;
  flat(node: number): number;
  cum(node: number): number;
  name(node: number): string;
  readonly edges: {
    readonly length: number;
    readonly from: Int32Array;
    readonly to: Int32Array;
    /** 1 where frames between the two were left out. */
    readonly residual: Uint8Array;
    /** 1 = trimmed away; written here. */
    readonly dropped: Uint8Array;
  };
  weight(edge: number): number;
}

export interface VisualTrim {
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export interface Trimmed<G> {
  readonly graph: G;
  /** Nodes to draw, the most telling first. */
  readonly order: Int32Array;
  /** Nodes with a value before anything was left out. */
  readonly all: number;
}

/**
 * Chooses what a drawn call graph shows, as pprof does for pictures: nodes by nodefraction, then the first nodecount by
 * entropy, edges by edgefraction, and no residual edge that a longer way says already. `build` makes the graph of the kept
 * nodes (null = all), where asked with its edges. Tags are no nodes here, so that all of nodecount goes to functions.
 */
export function trimVisual<G extends Weighed>(
  nodes: number,
  build: (kept: Uint8Array | null, withEdges: boolean) => G,
  trim: VisualTrim,
): Trimmed<G> {
  let graph = build(null, false);
  const all = graph.order.length;
  let sum = 0;
  for (const n of graph.order) sum += graph.flat(n);
  const nodeCutoff = Math.abs(Math.trunc(sum * trim.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(sum * trim.edgeFraction));
  const heavy = graph.order.filter((n) => Math.abs(graph.cum(n)) >= nodeCutoff);
  graph = build(heavy.length === all ? null : flagsOf(nodes, heavy), true);
  let order = byEntropy(graph);
  if (trim.nodeCount > 0 && order.length > trim.nodeCount) {
    dropLight(graph, edgeCutoff);
    order = byEntropy(graph);
    graph = build(flagsOf(nodes, order.subarray(0, trim.nodeCount)), true);
    order = byEntropy(graph);
  }
  dropLight(graph, edgeCutoff);
  dropRedundant(graph, order);
  return { graph, order, all };
}

function flagsOf(length: number, nodes: Int32Array): Uint8Array {
  const flags = new Uint8Array(length);
  for (const n of nodes) flags[n] = 1;
  return flags;
}

function dropLight(graph: Weighed, cutoff: number): void {
  for (let e = 0; e < graph.edges.length; e++) if (Math.abs(graph.weight(e)) < cutoff) graph.edges.dropped[e] = 1;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function incident(graph: Weighed, side: Int32Array): Map<number, number[]> {
  const lists = new Map<number, number[]>();
  for (let e = 0; e < graph.edges.length; e++) {
    if (graph.edges.dropped[e] === 1) continue;
    const node = side[e] as number;
    const list = lists.get(node);
    if (list === undefined) lists.set(node, [e]);
    else list.push(e);
  }
  return lists;
}

/** By score: how evenly a node's weight is spread over its callers and callees, times its total, and its self value. */
function byEntropy(graph: Weighed): Int32Array {
  const callers = incident(graph, graph.edges.to);
  const callees = incident(graph, graph.edges.from);
  const scores = new Map<number, number>();
  for (const n of graph.order) {
    const ins = callers.get(n);
    const outs = callees.get(n);
    const spread =
      (ins === undefined ? 1 : entropy(graph, ins, 0)) + (outs === undefined ? 1 : entropy(graph, outs, graph.flat(n)));
    scores.set(n, Math.abs(Math.trunc(spread * graph.cum(n)) + graph.flat(n)));
  }
  const score = (n: number): number => scores.get(n) ?? 0;
  return graph.order.slice().sort((a, b) => {
    return (
      score(b) - score(a) ||
      byText(graph.name(a), graph.name(b)) ||
      Math.abs(graph.flat(b)) - Math.abs(graph.flat(a)) ||
      a - b
    );
  });
}

function entropy(graph: Weighed, edges: readonly number[], self: number): number {
  let total = self;
  for (const e of edges) if (graph.weight(e) > 0) total += graph.weight(e);
  if (total === 0) return 0;
  let score = 0;
  const add = (weight: number): void => {
    const share = Math.abs(weight / total);
    if (share > 0) score -= share * Math.log2(share);
  };
  for (const e of edges) add(graph.weight(e));
  if (self > 0) add(self);
  return score;
}

/** A residual edge is redundant when its ends are joined by another way; one heavier than a direct edge stays. */
function dropRedundant(graph: Weighed, order: Int32Array): void {
  const { from, to, residual, dropped } = graph.edges;
  const callers = incident(graph, to);
  const isRedundant = (edge: number): boolean => {
    const seen = new Set<number>([to[edge] as number]);
    const queue = [to[edge] as number];
    for (let i = 0; i < queue.length; i++) {
      for (const e of callers.get(queue[i] as number) ?? []) {
        const source = from[e] as number;
        if (e === edge || dropped[e] === 1 || seen.has(source)) continue;
        if (source === from[edge]) return true;
        seen.add(source);
        queue.push(source);
      }
    }
    return false;
  };
  for (let i = order.length - 1; i >= 0; i--) {
    const ins = [...(callers.get(order[i] as number) ?? [])];
    const caller = (e: number) => graph.name(from[e] as number);
    ins.sort((a, b) => Math.abs(graph.weight(a)) - Math.abs(graph.weight(b)) || byText(caller(b), caller(a)));
    for (const e of ins) {
      if (residual[e] === 0) break;
      if (isRedundant(e)) dropped[e] = 1;
    }
  }
}
