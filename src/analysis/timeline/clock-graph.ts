import { type ClockMethod, type ClockRelation, UNKNOWN_RELATION } from './clock-relation.ts';

/** What joins two clocks: `time in b = time in a + offset`. */
export interface ClockEdge {
  readonly a: number;
  readonly b: number;
  readonly offsetNs: bigint;
  readonly errorNs: number;
  readonly method: ClockMethod;
  /** How much faster the clock of b runs than that of a. */
  readonly driftPpm?: number;
}

/** An error that is not known is worse than any that is. */
const UNKNOWN_ERROR_NS = 1e15;

interface Step {
  readonly to: number;
  readonly offsetNs: bigint;
  readonly edge: ClockEdge;
}

interface Reached {
  readonly cost: number;
  /** Time in the reference = time here + offset. */
  readonly offsetNs: bigint;
  readonly steps: readonly ClockEdge[];
}

/** The relation of every node to the reference by the path whose errors sum up to the least. */
export function relateByGraph(nodes: number, edges: readonly ClockEdge[], reference: number): ClockRelation[] {
  const steps: Step[][] = Array.from({ length: nodes }, () => []);
  for (const edge of edges) {
    // Walked from the reference outwards: the offset that is added is that of the way back.
    steps[edge.a]?.push({ to: edge.b, offsetNs: -edge.offsetNs, edge });
    steps[edge.b]?.push({ to: edge.a, offsetNs: edge.offsetNs, edge });
  }
  const reached = new Map<number, Reached>();
  const open = new Map<number, Reached>([[reference, { cost: 0, offsetNs: 0n, steps: [] }]]);
  while (open.size > 0) {
    let node = -1;
    for (const [at, { cost }] of open) if (node < 0 || cost < (open.get(node)?.cost ?? 0)) node = at;
    const here = open.get(node) as Reached;
    open.delete(node);
    reached.set(node, here);
    for (const { to, offsetNs, edge } of steps[node] ?? []) {
      if (reached.has(to)) continue;
      const error = Number.isNaN(edge.errorNs) ? UNKNOWN_ERROR_NS : edge.errorNs;
      // One more step is never better than none.
      const cost = here.cost + error + 1;
      if (cost >= (open.get(to)?.cost ?? Number.POSITIVE_INFINITY)) continue;
      open.set(to, { cost, offsetNs: here.offsetNs + offsetNs, steps: [edge, ...here.steps] });
    }
  }
  return Array.from({ length: nodes }, (_, node) => relationOf(node, node === reference, reached.get(node)));
}

function relationOf(node: number, isReference: boolean, reached: Reached | undefined): ClockRelation {
  if (isReference) return { offsetNs: 0n, errorNs: 0, method: 'reference' };
  if (reached === undefined) return UNKNOWN_RELATION;
  const { offsetNs, steps } = reached;
  let worst = steps[0];
  for (const step of steps) {
    if (Number.isNaN(step.errorNs) || step.errorNs > (worst?.errorNs ?? 0)) worst = step;
  }
  const errorNs = steps.reduce((sum, step) => sum + step.errorNs, 0);
  const [only] = steps;
  const sign = only?.a === node ? 1 : -1;
  const drift = steps.length === 1 && only?.driftPpm !== undefined ? sign * only.driftPpm : undefined;
  return {
    offsetNs,
    errorNs,
    method: worst?.method ?? 'none',
    ...(drift === undefined ? {} : { driftPpm: drift }),
    ...(steps.length > 1 ? { via: steps.map((s) => s.method) } : {}),
  };
}
