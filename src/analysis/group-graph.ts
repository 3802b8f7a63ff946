import { GrowableFloat64, GrowableInt32, GrowableUint8 } from '../base/growable.ts';
import { PairInterner } from '../base/interners.ts';
import type { KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import { stringAt } from '../model/strings.ts';
import { deepest, type Groups } from './groups.ts';
import { eachPath } from './orders.ts';
import type { Weighed } from './visual-trim.ts';

interface GraphOptions {
  /** Two columns of values: nodes and edges weigh what changed. */
  readonly compared: boolean;
  readonly dropNegative: boolean;
  /** Without edges the sums of the nodes are there sooner. */
  readonly withEdges: boolean;
}

/** Sums per key and per step of the paths, for several columns of group sums: every node and step once per stack. */
export class GroupGraph implements Weighed {
  readonly order: Int32Array;
  readonly flatSums: readonly Float64Array[];
  readonly cumSums: readonly Float64Array[];
  readonly edgeSums: readonly Float64Array[];
  readonly edges: Weighed['edges'] & { readonly inlined: Uint8Array };
  private readonly keys: KeyTable;
  private readonly compared: boolean;

  constructor(
    groups: Groups,
    keys: KeyTable,
    columns: readonly Float64Array[],
    kept: Uint8Array | null,
    options: GraphOptions,
  ) {
    this.keys = keys;
    this.compared = options.compared;
    const sums = new PathSums(keys.length, deepest(groups), columns, kept, options.withEdges);
    let shared = 0;
    eachPath(groups, (g, path, length) => {
      shared = Math.min(shared, groups.lcp[g] as number);
      if (columns.some((column) => column[g] !== 0)) {
        sums.visit(g, path, shared, length);
        shared = length;
      }
    });
    sums.close(0);
    this.flatSums = sums.flat;
    this.cumSums = sums.cum;
    this.edgeSums = sums.weights.map((w) => w.take());
    const { length } = sums.from;
    this.edges = {
      length,
      from: sums.from.take(),
      to: sums.to.take(),
      residual: sums.residual.take(),
      inlined: sums.inlined.take(),
      dropped: new Uint8Array(length),
    };
    const order: number[] = [];
    for (let k = 0; k < keys.length; k++) {
      const f = this.flat(k);
      const c = this.cum(k);
      if (f === 0 && c === 0) continue;
      if (options.dropNegative && !this.compared && (f < 0 || (f === 0 && c < 0))) continue;
      order.push(k);
    }
    this.order = Int32Array.from(order);
  }

  flat(key: number): number {
    return this.weigh(this.flatSums, key);
  }

  cum(key: number): number {
    return this.weigh(this.cumSums, key);
  }

  weight(edge: number): number {
    return this.weigh(this.edgeSums, edge);
  }

  name(key: number): string {
    return stringAt(this.keys.strings, this.keys.name[key] as number);
  }

  private weigh(sums: readonly Float64Array[], at: number): number {
    const now = sums[0]?.[at] ?? 0;
    return this.compared ? now - (sums[1]?.[at] ?? 0) : now;
  }
}

/**
 * Walks sorted paths as the tree that they are: what stacks share is looked at once, its sums are carried down to the
 * caller when it ends. Whether a function or call is the first of its kind in a stack depends only on what is above it.
 */
class PathSums {
  readonly flat: readonly Float64Array[];
  readonly cum: readonly Float64Array[];
  readonly weights: readonly GrowableFloat64[];
  readonly from = new GrowableInt32();
  readonly to = new GrowableInt32();
  readonly inlined = new GrowableUint8();
  readonly residual = new GrowableUint8();
  private readonly columns: readonly Float64Array[];
  private readonly kept: Uint8Array | null;
  private readonly withEdges: boolean;
  private readonly pairs = new PairInterner();
  /** Levels of the current path. */
  private depth = 0;
  /** Per level: the nearest kept key at or above it, and whether frames below that were left out. */
  private readonly keyAt: Int32Array;
  private readonly skippedAt: Uint8Array;
  /** Per level: the key and edge that count here, NONE where they occurred above. */
  private readonly countsKey: Int32Array;
  private readonly countsEdge: Int32Array;
  /** Per column and level: sums of the stacks below that are not yet carried down. */
  private readonly open: readonly Float64Array[];
  private readonly keySeen: Uint8Array;
  private readonly edgeSeen = new GrowableUint8();

  constructor(
    keys: number,
    levels: number,
    columns: readonly Float64Array[],
    kept: Uint8Array | null,
    withEdges: boolean,
  ) {
    this.columns = columns;
    this.kept = kept;
    this.withEdges = withEdges;
    this.flat = columns.map(() => new Float64Array(keys));
    this.cum = columns.map(() => new Float64Array(keys));
    this.weights = columns.map(() => new GrowableFloat64());
    this.keyAt = new Int32Array(levels);
    this.skippedAt = new Uint8Array(levels);
    this.countsKey = new Int32Array(levels);
    this.countsEdge = new Int32Array(levels);
    this.open = columns.map(() => new Float64Array(levels + 1));
    this.keySeen = new Uint8Array(keys);
  }

  /** A stack: its first `shared` levels are those of the one before it. */
  visit(group: number, path: Int32Array, shared: number, length: number): void {
    this.close(shared);
    for (let d = shared; d < length; d++) this.enter(d, path[d] as number);
    this.depth = length;
    const leaf = length === 0 || this.skippedAt[length - 1] === 1 ? NONE : (this.keyAt[length - 1] as number);
    for (let c = 0; c < this.columns.length; c++) {
      const value = this.columns[c]?.[group] as number;
      const open = this.open[c] as Float64Array;
      open[length] = (open[length] as number) + value;
      const flat = this.flat[c] as Float64Array;
      if (leaf !== NONE) flat[leaf] = (flat[leaf] as number) + value;
    }
  }

  /** Ends the levels from `level` on. */
  close(level: number): void {
    for (let d = this.depth - 1; d >= level; d--) {
      const key = this.countsKey[d] as number;
      const edge = this.countsEdge[d] as number;
      for (let c = 0; c < this.columns.length; c++) {
        const open = this.open[c] as Float64Array;
        const sum = open[d + 1] as number;
        open[d + 1] = 0;
        open[d] = (open[d] as number) + sum;
        const cum = this.cum[c] as Float64Array;
        if (key !== NONE) cum[key] = (cum[key] as number) + sum;
        if (edge !== NONE) {
          const weights = (this.weights[c] as GrowableFloat64).data;
          weights[edge] = (weights[edge] as number) + sum;
        }
      }
      if (key !== NONE) this.keySeen[key] = 0;
      if (edge !== NONE) this.edgeSeen.data[edge] = 0;
    }
    this.depth = level;
  }

  private enter(d: number, value: number): void {
    const key = value >> 1;
    const caller = d === 0 ? NONE : (this.keyAt[d - 1] as number);
    this.countsKey[d] = NONE;
    this.countsEdge[d] = NONE;
    if (this.kept !== null && this.kept[key] === 0) {
      this.keyAt[d] = caller;
      this.skippedAt[d] = 1;
      return;
    }
    this.keyAt[d] = key;
    this.skippedAt[d] = 0;
    if (this.keySeen[key] === 0) {
      this.keySeen[key] = 1;
      this.countsKey[d] = key;
    }
    if (!this.withEdges || caller === NONE || caller === key) return;
    const edge = this.edgeOf(caller, key);
    if (this.edgeSeen.data[edge] === 1) return;
    if ((value & 1) === 0) this.inlined.data[edge] = 0;
    if (this.skippedAt[d - 1] === 1) this.residual.data[edge] = 1;
    this.edgeSeen.data[edge] = 1;
    this.countsEdge[d] = edge;
  }

  private edgeOf(caller: number, key: number): number {
    const edge = this.pairs.intern(caller, key);
    if (edge < this.from.length) return edge;
    this.from.push(caller);
    this.to.push(key);
    this.inlined.push(1);
    this.residual.push(0);
    this.edgeSeen.push(0);
    for (const weights of this.weights) weights.push(0);
    return edge;
  }
}
