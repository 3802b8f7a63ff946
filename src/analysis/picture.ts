import type { KeyTable } from '../model/call-tree.ts';
import { NONE } from '../model/ids.ts';
import type { FlameShape, Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import { stringAt } from '../model/strings.ts';
import { ByteCache } from './cache.ts';
import type { Groups } from './groups.ts';
import { type LoadedSource, sequenceId } from './loaded-source.ts';
import { mergeGroups, remapGroups } from './merge-groups.ts';
import { bottomUp, type Order, orderBytes, orderStacks, sandwich } from './orders.ts';
import { type UnionKeys, unionKeys } from './union-keys.ts';

/** What the samples of a source count for. `both`: the source is a comparison in itself. */
export type Role = 'plain' | 'before' | 'after' | 'both';

export interface PictureSource {
  readonly source: LoadedSource;
  readonly profile: Profile;
  readonly role: Role;
}

/** Sorted groups over all sources of a picture. */
export interface Shape {
  readonly groups: Groups;
  /** Per source: stack → group of its own order (NONE = not in the picture), and that group → group here (null = the same). */
  readonly groupOf: readonly Int32Array[];
  readonly toMerged: readonly (Int32Array | null)[];
}

/** What a lens shows, apart from weights: who is in it, the names, the sorted sequences. */
export interface Picture {
  readonly id: number;
  readonly compare: boolean;
  readonly sources: readonly PictureSource[];
  readonly keys: KeyTable;
  readonly shape: Shape;
  /** Sandwich only: from the pivot up. */
  readonly callers: Shape | null;
}

const ORDER_BYTES = 420 * 2 ** 20;
const PICTURE_BYTES = 160 * 2 ** 20;

/** Makes pictures and keeps the latest orders, so that a question of the same structure does not sort again. */
export class Pictures {
  private readonly orders = new ByteCache<Order>(ORDER_BYTES);
  private readonly shapes = new ByteCache<Order>(ORDER_BYTES);
  private readonly pictures = new ByteCache<Picture>(PICTURE_BYTES);
  private readonly unions = new ByteCache<UnionKeys>(4);
  private nextId = 1;

  /** The picture of a lens in a shape; the tables and details look at it top down, whatever the flame graph shows. */
  of(lens: Lens, sources: readonly PictureSource[], shape: FlameShape): Picture {
    const who = sources.map((s) => [s.source.head.key, s.role]);
    const sequences = sequenceId(lens);
    const id = JSON.stringify([who, sequences, shape, shape === 'sandwich' ? lens.pivot : '']);
    return this.pictures.get(id, () => this.make(lens, sources, shape, sequences), pictureBytes);
  }

  /** The sorted stacks of one source. */
  order(lens: Lens, source: LoadedSource, sequences = sequenceId(lens)): Order {
    const key = JSON.stringify([source.head.key, sequences]);
    const make = () => {
      const { profile } = source.prepare(lens);
      return orderStacks(profile, source.frameKeys(lens), source.frameFilters(lens));
    };
    return this.orders.get(key, make, orderBytes);
  }

  forget(source: string): void {
    const has = (key: string) => key.includes(JSON.stringify(source));
    this.orders.drop(has);
    this.shapes.drop(has);
    this.pictures.drop(has);
    this.unions.drop(has);
  }

  private make(lens: Lens, sources: readonly PictureSource[], shape: FlameShape, sequences: string): Picture {
    const orders = sources.map((s) => this.order(lens, s.source, sequences));
    const names = JSON.stringify([sources.map((s) => s.source.head.key), sequences]);
    const union = this.unions.get(
      names,
      () => unionKeys(orders.map((o) => o.keys)),
      () => 1,
    );
    const shaped = (i: number, kind: string, make: () => Order) => {
      const key = JSON.stringify([sources[i]?.source.head.key, sequences, kind]);
      return this.shapes.get(key, make, orderBytes);
    };
    const head = {
      id: this.nextId++,
      compare: sources.some((s) => s.role !== 'plain'),
      sources,
      keys: union.keys,
    };
    if (shape === 'topdown') return { ...head, shape: mergeOrders(orders, union), callers: null };
    if (shape === 'bottomup') {
      const inverted = orders.map((order, i) => shaped(i, 'bottomup', () => bottomUp(order)));
      return { ...head, shape: mergeOrders(inverted, union), callers: null };
    }
    const halves = orders.map((order) => sandwich(order, pivotOf(order.keys.keys, lens.pivot)));
    return {
      ...head,
      shape: mergeOrders(
        halves.map((h) => h.callees),
        union,
      ),
      callers: mergeOrders(
        halves.map((h) => h.callers),
        union,
      ),
    };
  }
}

function mergeOrders(orders: readonly Order[], union: UnionKeys): Shape {
  const groups = orders.map((order, i) => remapGroups(order.groups, union.remaps[i] ?? null));
  return { ...mergeGroups(groups), groupOf: orders.map((order) => order.groupOf) };
}

/** Keys whose shown name is `name`: C functions of one name in several files are all meant. */
export function pivotOf(keys: KeyTable, name: string): (key: number) => boolean {
  const [from, to] = keysNamed(keys, name);
  return (key) => key >= from && key < to;
}

/** Rows [from, to) of the keys with a shown name. */
export function keysNamed(keys: KeyTable, name: string): readonly [from: number, to: number] {
  const bound = (before: (text: string) => boolean): number => {
    let lo = 0;
    let hi = keys.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (before(stringAt(keys.strings, keys.name[mid] as number))) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  };
  // Identities are ordered as name + NUL + rest, which is the order of names unless a name holds a NUL.
  return [bound((text) => text < name), bound((text) => text <= name)];
}

function pictureBytes({ shape, callers }: Picture): number {
  const bytes = (s: Shape | null) =>
    s === null
      ? 0
      : s.groups.values.byteLength + 3 * s.groups.len.byteLength + s.groupOf.reduce((sum, g) => sum + g.byteLength, 0);
  return bytes(shape) + bytes(callers);
}

/** Group of a stack of source `i` in a shape, NONE where the stack is not in it. */
export function groupIn(shape: Shape, i: number, stack: number): number {
  const own = shape.groupOf[i]?.[stack] ?? NONE;
  const map = shape.toMerged[i];
  return own === NONE || map === null || map === undefined ? own : (map[own] as number);
}
