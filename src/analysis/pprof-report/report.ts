import { err, ok, type Result } from '../../base/result.ts';
import { type Amount, scaleValue } from '../../base/units.ts';
import { NONE } from '../../model/ids.ts';
import type { Lens } from '../../model/lens.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import type { Message } from '../../model/report.ts';
import { applyDropFrames } from '../drop-frames.ts';
import { withTagFrames } from '../tag-frames.ts';
import { absolute, columnOf, isExact, isZero, plus, quotient } from './amounts.ts';
import { baseLabelSets, type Combined } from './combine.ts';
import { buildGraph, type Graph, type SampleAmounts, sortNodes } from './graph.ts';
import type { Sides } from './merge.ts';
import { groupFrames } from './nodes.ts';
import { type StackView, viewStacks } from './stack-view.ts';

/** How much of a graph is shown; 0 = no limit. */
export interface Trim {
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export const NO_TRIM: Trim = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };

/** A profile under a lens, before its graph is built: what traces and tags need, too. */
export interface Subject {
  readonly profile: Profile;
  readonly view: StackView;
  readonly lens: Lens;
  readonly sampleType: number;
  /** As named in the header: `mean_` in front with mean. */
  readonly type: ValueType;
  readonly amounts: SampleAmounts;
  /** Σ|v|, of the base samples where they are marked: the denominator of percentages. */
  readonly total: Amount;
  readonly sides: { readonly before: SampleAmounts; readonly after: SampleAmounts } | null;
  readonly totalBefore: Amount;
  readonly totalAfter: Amount;
  /** drop_frames that are no valid expression. */
  readonly remarks: readonly Message[];
}

/** Applies a lens to what was combined. `sampleType` is an index into the combined profile's types. */
export function makeSubject(
  combined: Combined,
  lens: Lens,
  sampleType: number,
): Result<Subject, { readonly where: number; readonly what: Message }> {
  const dropped = lens.allFrames ? { profile: combined.profile, problem: null } : applyDropFrames(combined.profile);
  const profile = withTagFrames(dropped.profile, lens.tagRoot, lens.tagLeaf, lens.unit);
  const view = viewStacks(profile, lens);
  const problem = view.problems[0];
  if (problem !== undefined) return err(problem);
  const named = profile.sampleTypes[sampleType] ?? { type: '', unit: '' };
  const column = columnOf(profile, sampleType);
  const amounts = amountsOf(profile, (s) => column[s] ?? 0, sampleType, lens.mean);
  const counted = lens.relativePercentages ? view.stackOf : null;
  const { sides } = combined;
  const side = (rows: Sides['before']): SampleAmounts =>
    amountsOf(
      profile,
      (s) => rows[sampleType]?.[s] ?? 0,
      sampleType,
      lens.mean,
      (s) => rows[0]?.[s] ?? 0,
    );
  const both = sides === null ? null : { before: side(sides.before), after: side(sides.after) };
  return ok({
    profile,
    view,
    lens,
    sampleType,
    type: lens.mean ? { type: `mean_${named.type}`, unit: named.unit } : named,
    amounts,
    total: totalOf(profile, amounts, counted, baseLabelSets(profile)),
    sides: both,
    totalBefore: both === null ? 0 : totalOf(profile, both.before, counted, null),
    totalAfter: both === null ? 0 : totalOf(profile, both.after, counted, null),
    remarks: dropped.problem === null ? [] : [dropped.problem],
  });
}

function amountsOf(
  profile: Profile,
  value: (s: number) => Amount,
  type: number,
  mean: boolean,
  count?: (s: number) => Amount,
): SampleAmounts {
  const exact = isExact(profile, type) || (mean && isExact(profile, 0));
  const sort = (amount: Amount): Amount => (exact ? BigInt(amount) : Number(amount));
  const counts = columnOf(profile, 0);
  const divide = count ?? ((s: number) => counts[s] ?? 0);
  return { exact, value: (s) => sort(value(s)), divisor: mean ? (s) => sort(divide(s)) : null };
}

function totalOf(
  profile: Profile,
  amounts: SampleAmounts,
  stackOf: Int32Array | null,
  marked: Uint8Array | null,
): Amount {
  const { samples } = profile;
  const all: [Amount, Amount] = [0, 0];
  const base: [Amount, Amount] = [0, 0];
  for (let s = 0; s < samples.length; s++) {
    if (stackOf !== null && stackOf[s] === NONE) continue;
    const value = absolute(amounts.value(s));
    const count = amounts.divisor?.(s) ?? 0;
    all[0] = plus(all[0], value);
    all[1] = plus(all[1], count);
    if (marked?.[samples.labels[s] as number] !== 1) continue;
    base[0] = plus(base[0], value);
    base[1] = plus(base[1], count);
  }
  const [total, count] = base[0] > 0 ? base : all;
  return quotient(total, count);
}

/** A call graph, trimmed and in order, with what the header says about it. */
export interface GraphReport {
  readonly subject: Subject;
  readonly graph: Graph;
  /** Nodes to print, in order. */
  readonly order: Int32Array;
  /** Graphs of base and after on the same nodes, in a comparison. */
  readonly before: Graph | null;
  readonly after: Graph | null;
  /** Nodes before nodecount, and those that nodefraction left out. */
  readonly nodesBefore: number;
  readonly nodesDropped: number;
  readonly edgesDropped: number;
  readonly trim: Trim;
  /** Σ flat of what is shown. */
  readonly shown: Amount;
  /** Unit that the figures are printed in. */
  readonly unit: string;
}

/** Builds the graph of a lens. `keepCancelled` also lists nodes whose change is 0 while before or after is not. */
export function makeGraph(subject: Subject, trim: Trim, keepCancelled: boolean): GraphReport {
  const { view, lens, amounts, sides } = subject;
  const nodes = groupFrames(subject.profile, lens);
  const build = (what: SampleAmounts, kept: Uint8Array | null): Graph =>
    buildGraph(view, nodes, what, { dropNegative: lens.dropNegative, kept });
  let graph = build(amounts, null);
  const sum = sumOf(graph.order, graph.flat);
  const nodeCutoff = cutoff(sum, trim.nodeFraction);
  const edgeCutoff = cutoff(sum, trim.edgeFraction);
  const all = graph.order.length;
  const heavy =
    nodeCutoff === 0 ? graph.order : graph.order.filter((n) => absolute(graph.cum[n] as Amount) >= nodeCutoff);
  if (heavy.length !== all) graph = build(amounts, flagsOf(nodes.length, heavy));
  const nodesBefore = graph.order.length;
  let order = sortNodes(graph, graph.order, lens.sort);
  if (trim.nodeCount > 0 && order.length > trim.nodeCount) {
    graph = build(amounts, flagsOf(nodes.length, order.subarray(0, trim.nodeCount)));
    order = sortNodes(graph, graph.order, lens.sort);
  }
  let edgesDropped = 0;
  for (let e = 0; e < graph.edges.length && edgeCutoff > 0; e++) {
    if (absolute(graph.edges.weight[e] as Amount) >= edgeCutoff) continue;
    graph.edges.dropped[e] = 1;
    edgesDropped++;
  }
  const before = sides === null ? null : build(sides.before, null);
  const after = sides === null ? null : build(sides.after, null);
  const shown = sumOf(order, graph.flatValue);
  const unit = outputUnit(subject, graph, order);
  if (keepCancelled && before !== null && after !== null) {
    order = sortNodes(graph, withCancelled(order, graph, before, after, trim), lens.sort);
  }
  const nodesDropped = all - heavy.length;
  return { subject, graph, order, before, after, nodesBefore, nodesDropped, edgesDropped, trim, shown, unit };
}

/** |Σ flat| × fraction, cut to an integer; the sum is signed, so it is small in comparisons (as in pprof). */
function cutoff(sum: Amount, fraction: number): number {
  return Math.abs(Math.trunc(Number(sum) * fraction));
}

function sumOf(order: Int32Array, amounts: readonly Amount[]): Amount {
  let sum: Amount = 0;
  for (const n of order) sum = plus(sum, amounts[n] as Amount);
  return sum;
}

function flagsOf(length: number, nodes: Int32Array): Uint8Array {
  const flags = new Uint8Array(length);
  for (const n of nodes) flags[n] = 1;
  return flags;
}

function withCancelled(order: Int32Array, graph: Graph, before: Graph, after: Graph, trim: Trim): Int32Array {
  if (trim.nodeCount > 0 || trim.nodeFraction > 0) return order;
  const shown = flagsOf(graph.nodes.length, order);
  const more: number[] = [];
  for (const n of [...before.order, ...after.order]) {
    if (shown[n] === 1 || !isZero(graph.flat[n] as Amount) || !isZero(graph.cum[n] as Amount)) continue;
    shown[n] = 1;
    more.push(n);
  }
  return Int32Array.from([...order, ...more]);
}

/**
 * One unit for the whole report when `minimum` is asked for: that of the smallest value, or of a hundred times it when
 * the total is more than a hundred times as large and of another unit (pprof's rule).
 */
function outputUnit(subject: Subject, graph: Graph, order: Int32Array): string {
  const { lens, type, total } = subject;
  if (lens.unit !== 'minimum' || order.length === 0) return lens.unit;
  let least = 0;
  for (const n of order) {
    const size = Number(absolute(graph.flatValue[n] as Amount)) || Number(absolute(graph.cumValue[n] as Amount));
    if (size > 0 && (least === 0 || size < least)) least = size;
  }
  const scale = lens.divideBy > 0 ? 1 / lens.divideBy : 1;
  const most = Math.trunc(Number(total) * scale);
  least = least === 0 ? most : Math.trunc(least * scale);
  const small = scaleValue(least, type.unit, 'minimum').unit;
  const large = scaleValue(most, type.unit, 'minimum').unit;
  const unit = small !== large && least * 100 < most ? scaleValue(least * 100, type.unit, 'minimum').unit : small;
  return unit === '' ? type.unit : unit;
}
