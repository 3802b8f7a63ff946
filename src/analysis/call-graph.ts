import type { KeyTable } from '../model/call-tree.ts';
import type { GraphAnswer } from '../model/graph-answers.ts';
import { NONE } from '../model/ids.ts';
import { surenessOf } from '../model/seam.ts';
import { StringsBuilder, stringAt } from '../model/strings.ts';
import { type Ask, countsOf, mean, meanBase, sumsOf } from './ask.ts';
import { GroupGraph } from './group-graph.ts';
import { eachBorder, tierOfGroups } from './seam/tiers.ts';
import { sidesOf } from './table.ts';
import { trimVisual } from './visual-trim.ts';

/** The call graph of a question, trimmed as pprof trims pictures. A comparison is chosen by what changed. */
export function answerGraph(question: Ask, nodeCount: number): GraphAnswer {
  const { picture, lens } = question;
  const { keys } = picture;
  const values = sidesOf(sumsOf(question));
  const counting = lens.mean ? countsOf(question) : null;
  const columns = [...values, ...(counting === null ? [] : sidesOf(sumsOf(counting)))];
  const compared = values.length > 1;
  const limits = lens.trim
    ? { nodeCount, nodeFraction: lens.nodeFraction, edgeFraction: lens.edgeFraction }
    : { nodeCount, nodeFraction: 0, edgeFraction: 0 };
  const { groups } = picture.shape;
  const options = { compared, dropNegative: lens.dropNegative };
  const build = (kept: Uint8Array | null, withEdges: boolean) =>
    new GroupGraph(groups, keys, columns, kept, { ...options, withEdges });
  const { graph, order, all } = trimVisual(keys.length, build, limits);
  const rowOf = new Map<number, number>();
  order.forEach((key, row) => {
    rowOf.set(key, row);
  });
  const sides = values.length;
  const pick = (of: readonly Float64Array[], side: number, rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (r) => {
      const value = of[side]?.[r] ?? 0;
      return counting === null ? value : mean(value, of[side + sides]?.[r] ?? 0);
    });
  const wholes = columns.map((column) => column.reduce((sum, v) => sum + v, 0));
  const wholeOf = (side: number): number =>
    counting === null ? (wholes[side] ?? 0) : mean(wholes[side] ?? 0, wholes[side + sides] ?? 0);
  const { edges } = graph;
  const drawn: number[] = [];
  for (let e = 0; e < edges.length; e++) {
    const shown = rowOf.has(edges.from[e] as number) && rowOf.has(edges.to[e] as number);
    const has = values.some((_, side) => graph.edgeSums[side]?.[e] !== 0);
    if (edges.dropped[e] === 0 && shown && has) drawn.push(e);
  }
  const rows = Int32Array.from(drawn);
  const borders = bordersOf(question, values[0] ?? new Float64Array(0));
  const ends = (side: Int32Array) => Int32Array.from(drawn, (e) => rowOf.get(side[e] as number) ?? 0);
  return {
    ...(counting === null ? question.base : meanBase(question.base, counting.base)),
    keys: someKeys(keys, order),
    flat: pick(graph.flatSums, 0, order),
    cum: pick(graph.cumSums, 0, order),
    flatBefore: compared ? pick(graph.flatSums, 1, order) : null,
    cumBefore: compared ? pick(graph.cumSums, 1, order) : null,
    edges: withStubs(
      {
        from: ends(edges.from),
        to: ends(edges.to),
        value: pick(graph.edgeSums, 0, rows),
        before: compared ? pick(graph.edgeSums, 1, rows) : null,
        inlined: Uint8Array.from(drawn, (e) => edges.inlined[e] ?? 0),
        residual: Uint8Array.from(drawn, (e) => edges.residual[e] ?? 0),
        tier: Uint8Array.from(drawn, (e) => borders.styleOf(edges.from[e] as number, edges.to[e] as number)),
      },
      [...borders.stubs].flatMap(([key, stub]) => {
        const to = rowOf.get(key);
        return to === undefined || compared ? [] : [{ ...stub, to }];
      }),
    ),
    whole: wholeOf(0),
    wholeBefore: compared ? wholeOf(1) : null,
    allNodes: all,
  };
}

/** The edges, and behind them one without a caller (NONE) for every stub. */
function withStubs(
  edges: GraphAnswer['edges'],
  stubs: readonly { readonly to: number; readonly style: number; readonly value: number }[],
): GraphAnswer['edges'] {
  if (stubs.length === 0) return edges;
  const ints = (column: Int32Array, of: (stub: (typeof stubs)[number]) => number) =>
    Int32Array.from([...column, ...stubs.map(of)]);
  const bytes = (column: Uint8Array, of: (stub: (typeof stubs)[number]) => number) =>
    Uint8Array.from([...column, ...stubs.map(of)]);
  return {
    from: ints(edges.from, () => NONE),
    to: ints(edges.to, (stub) => stub.to),
    value: Float64Array.from([...edges.value, ...stubs.map((stub) => stub.value)]),
    before: edges.before,
    inlined: bytes(edges.inlined, () => 0),
    residual: bytes(edges.residual, () => 0),
    tier: bytes(edges.tier, (stub) => stub.style),
  };
}

/** Where a graph crosses the border between Go and C: line styles (see surenessOf) by edge, and edges that have no caller. */
interface Borders {
  styleOf(from: number, to: number): number;
  /** C code whose Go callers are missing, by key. */
  readonly stubs: ReadonlyMap<number, { readonly style: number; readonly value: number }>;
}

function bordersOf({ picture, lens }: Ask, values: Float64Array): Borders {
  const { groups } = picture.shape;
  const { origin, length } = picture.keys;
  const tiers = tierOfGroups(picture, picture.shape);
  const of = new Map<number, number>();
  const stubs = new Map<number, { style: number; value: number }>();
  if (tiers !== null) {
    eachBorder(groups, origin, tiers, lens.tagRoot.length, (caller, callee, tier, g) => {
      const value = values[g] as number;
      if (value === 0) return;
      if (caller === NONE) {
        const known = stubs.get(callee) ?? { style: 0, value: 0 };
        stubs.set(callee, { style: Math.max(known.style, surenessOf(tier)), value: known.value + value });
        return;
      }
      const id = caller * length + callee;
      of.set(id, Math.max(of.get(id) ?? 0, tier));
    });
  }
  return { styleOf: (from, to) => surenessOf(of.get(from * length + to) ?? 0), stubs };
}

/** A table of its own of some rows. */
function someKeys(keys: KeyTable, rows: Int32Array): KeyTable {
  const out = new StringsBuilder();
  const texts = (column: Int32Array) =>
    Int32Array.from(rows, (k) => out.intern(stringAt(keys.strings, column[k] as number)));
  const columns = {
    name: texts(keys.name),
    rawName: texts(keys.rawName),
    file: texts(keys.file),
    module: texts(keys.module),
    buildId: texts(keys.buildId),
  };
  return {
    length: rows.length,
    strings: out.finish(),
    ...columns,
    line: Int32Array.from(rows, (k) => keys.line[k] as number),
    origin: Uint8Array.from(rows, (k) => keys.origin[k] as number),
    inlined: Uint8Array.from(rows, (k) => keys.inlined[k] as number),
  };
}
