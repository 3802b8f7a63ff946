import { GrowableInt32, GrowableUint8 } from '../../base/growable.ts';
import type { Amount } from '../../base/units.ts';
import { NONE } from '../../model/ids.ts';
import { absolute, compareAmounts, compareTexts, isZero, plus, quotient, Sums } from './amounts.ts';
import type { Nodes } from './nodes.ts';
import { isInlined, type StackView, stackRange } from './stack-view.ts';

/** What is summed up: the value of a sample, and with `mean` the count that it is divided by. */
export interface SampleAmounts {
  readonly exact: boolean;
  value(sample: number): Amount;
  divisor: ((sample: number) => Amount) | null;
}

export interface GraphOptions {
  readonly dropNegative: boolean;
  /** Nodes to build with, null = all. Frames of others make residual edges and lose their flat value. */
  readonly kept: Uint8Array | null;
}

/** Directed edges caller → callee, each summed once per sample. Columns by edge. */
export interface Edges {
  readonly length: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 while every occurrence was an inlined call. */
  readonly inline: Uint8Array;
  /** 1 where frames between the two were left out. */
  readonly residual: Uint8Array;
  /** 1 = trimmed away. */
  readonly dropped: Uint8Array;
  readonly weight: readonly Amount[];
  readonly divided: readonly Amount[];
}

/** A call graph as pprof builds it. */
export interface Graph {
  readonly nodes: Nodes;
  /** Nodes with a value, in report order. */
  readonly order: Int32Array;
  /** Raw sums by node, and the same divided by the mean's count (equal without mean). */
  readonly flat: readonly Amount[];
  readonly cum: readonly Amount[];
  readonly flatValue: readonly Amount[];
  readonly cumValue: readonly Amount[];
  readonly edges: Edges;
}

/** Sums of the samples of every stack: a graph is linear in them. */
interface StackSums {
  readonly value: Sums;
  readonly divisor: Sums | null;
  /** 1 where a sample of the stack is not zero. */
  readonly touched: Uint8Array;
}

function sumByStack(view: StackView, amounts: SampleAmounts): StackSums {
  const value = new Sums(view.profile.stacks.length, amounts.exact);
  const divisor = amounts.divisor === null ? null : new Sums(view.profile.stacks.length, amounts.exact);
  const touched = new Uint8Array(view.profile.stacks.length);
  for (let s = 0; s < view.stackOf.length; s++) {
    const stack = view.stackOf[s] as number;
    if (stack === NONE) continue;
    const v = amounts.value(s);
    const d = amounts.divisor === null ? 0 : amounts.divisor(s);
    if (isZero(v) && isZero(d)) continue;
    touched[stack] = 1;
    value.add(stack, v);
    if (divisor !== null) divisor.add(stack, d);
  }
  return { value, divisor, touched };
}

/** Sums flat and cum per node and weight per edge: every node and every directed edge counts once per sample. */
export function buildGraph(view: StackView, nodes: Nodes, amounts: SampleAmounts, options: GraphOptions): Graph {
  const { profile } = view;
  const { values } = view.stacks;
  const stacks = profile.stacks.length;
  const sums = sumByStack(view, amounts);
  const flat = new Sums(nodes.length, amounts.exact);
  const cum = new Sums(nodes.length, amounts.exact);
  const flatDivisor = sums.divisor === null ? null : new Sums(nodes.length, amounts.exact);
  const cumDivisor = sums.divisor === null ? null : new Sums(nodes.length, amounts.exact);
  const edges = new EdgeSums(nodes.length);
  const seen = new Int32Array(nodes.length).fill(NONE);
  for (let stack = 0; stack < stacks; stack++) {
    if (sums.touched[stack] === 0) continue;
    const w = sums.value.at(stack);
    const dw = sums.divisor?.at(stack) ?? 0;
    const { from, to } = stackRange(view, stack);
    let parent: number = NONE;
    let caller: number = NONE;
    let residual = false;
    for (let i = from; i < to; i++) {
      const f = values[i] as number;
      const inlined = isInlined(profile, caller, f);
      caller = f;
      const n = nodes.ofFrame[f] as number;
      if (options.kept !== null && options.kept[n] === 0) {
        residual = true;
        continue;
      }
      if (seen[n] !== stack) {
        seen[n] = stack;
        cum.add(n, w);
        cumDivisor?.add(n, dw);
      }
      if (parent !== NONE && parent !== n) edges.add(parent, n, stack, w, dw, inlined, residual);
      parent = n;
      residual = false;
    }
    if (parent !== NONE && !residual) {
      flat.add(parent, w);
      flatDivisor?.add(parent, dw);
    }
  }
  const flats: Amount[] = [];
  const cums: Amount[] = [];
  const flatValues: Amount[] = [];
  const cumValues: Amount[] = [];
  const shown: number[] = [];
  for (let n = 0; n < nodes.length; n++) {
    const nodeFlat = flat.at(n);
    const nodeCum = cum.at(n);
    flats.push(nodeFlat);
    cums.push(nodeCum);
    flatValues.push(flatDivisor === null ? nodeFlat : quotient(nodeFlat, flatDivisor.at(n)));
    cumValues.push(cumDivisor === null ? nodeCum : quotient(nodeCum, cumDivisor.at(n)));
    if (isZero(nodeFlat) && isZero(nodeCum)) continue;
    if (options.dropNegative && (nodeFlat < 0 || (isZero(nodeFlat) && nodeCum < 0))) continue;
    shown.push(n);
  }
  return {
    nodes,
    order: Int32Array.from(shown),
    flat: flats,
    cum: cums,
    flatValue: flatValues,
    cumValue: cumValues,
    edges: edges.finish(sums.divisor !== null),
  };
}

class EdgeSums {
  private readonly nodes: number;
  private readonly ids = new Map<number, number>();
  private readonly from = new GrowableInt32();
  private readonly to = new GrowableInt32();
  private readonly seen = new GrowableInt32();
  private readonly inline = new GrowableUint8();
  private readonly residual = new GrowableUint8();
  private readonly weight: Amount[] = [];
  private readonly divisor: Amount[] = [];

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  /** Adds a step of stack `stack`; only its first occurrence there counts, with its flags. */
  add(from: number, to: number, stack: number, w: Amount, dw: Amount, inline: boolean, residual: boolean): void {
    const key = from * this.nodes + to;
    const known = this.ids.get(key);
    if (known === undefined) {
      this.ids.set(key, this.from.push(from));
      this.to.push(to);
      this.seen.push(stack);
      this.inline.push(inline ? 1 : 0);
      this.residual.push(residual ? 1 : 0);
      this.weight.push(w);
      this.divisor.push(dw);
      return;
    }
    if (this.seen.data[known] === stack) return;
    this.seen.data[known] = stack;
    this.weight[known] = plus(this.weight[known] as Amount, w);
    this.divisor[known] = plus(this.divisor[known] as Amount, dw);
    if (!inline) this.inline.data[known] = 0;
    if (residual) this.residual.data[known] = 1;
  }

  finish(mean: boolean): Edges {
    const { weight, divisor } = this;
    return {
      length: weight.length,
      from: this.from.take(),
      to: this.to.take(),
      inline: this.inline.take(),
      residual: this.residual.take(),
      dropped: new Uint8Array(weight.length),
      weight,
      divided: mean ? weight.map((w, e) => quotient(w, divisor[e] as Amount)) : weight,
    };
  }
}

/** Report order: by |flat| (or |cum|) descending, then printed name, then the other value. */
export function sortNodes(graph: Graph, order: Int32Array, by: 'flat' | 'cum'): Int32Array {
  const first = by === 'flat' ? graph.flat : graph.cum;
  const second = by === 'flat' ? graph.cum : graph.flat;
  const { printed, address, file } = graph.nodes;
  return order.slice().sort((a, b) => {
    return (
      compareAmounts(absolute(first[b] as Amount), absolute(first[a] as Amount)) ||
      compareTexts(printed[a] as string, printed[b] as string) ||
      compareAmounts(absolute(second[b] as Amount), absolute(second[a] as Amount)) ||
      compareAmounts(address[a] as bigint, address[b] as bigint) ||
      compareTexts(file[a] as string, file[b] as string) ||
      a - b
    );
  });
}

/** Edge numbers by caller and by callee (dropped ones left out), heaviest first, then by name. */
export interface EdgeIndex {
  readonly callers: readonly (readonly number[])[];
  readonly callees: readonly (readonly number[])[];
}

export function indexEdges(graph: Graph): EdgeIndex {
  const { edges, nodes } = graph;
  const callers: number[][] = Array.from({ length: nodes.length }, () => []);
  const callees: number[][] = Array.from({ length: nodes.length }, () => []);
  for (let e = 0; e < edges.length; e++) {
    if (edges.dropped[e] === 1) continue;
    callers[edges.to[e] as number]?.push(e);
    callees[edges.from[e] as number]?.push(e);
  }
  const name = (n: Int32Array, e: number): string => nodes.printed[n[e] as number] as string;
  const byWeight = (a: number, b: number): number =>
    compareAmounts(absolute(edges.weight[b] as Amount), absolute(edges.weight[a] as Amount)) ||
    compareTexts(name(edges.from, a), name(edges.from, b)) ||
    compareTexts(name(edges.to, a), name(edges.to, b));
  for (const list of callers) list.sort(byWeight);
  for (const list of callees) list.sort(byWeight);
  return { callers, callees };
}

/** How a node is called: always inlined, sometimes, or never ('' also for roots). */
export function inlineMark(graph: Graph, callers: readonly number[]): '' | 'inline' | 'partial-inline' {
  let inline = false;
  let called = false;
  for (const e of callers) {
    if (graph.edges.inline[e] === 1) inline = true;
    else called = true;
  }
  return inline ? (called ? 'partial-inline' : 'inline') : '';
}
