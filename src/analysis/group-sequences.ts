import { NONE } from '../model/ids.ts';
import type { Groups } from './groups.ts';
import { sortSequences } from './sort-sequences.ts';

/** Sequences to group: sequence i is `values[start[i]]`, `values[start[i] + 1]` … up to END; values as in `Groups`. */
export interface SequenceView {
  readonly values: Int32Array;
  /** NONE = the sequence is left out. */
  readonly start: Int32Array;
  /** Keys are below this. */
  readonly keys: number;
  /** True where a value may say "inlined". */
  readonly inlines: boolean;
}

export interface Grouping {
  readonly groups: Groups;
  /** Per sequence: its group, NONE where it was left out. */
  readonly groupOf: Int32Array;
}

/** Sorts sequences and stores equal ones once and shared prefixes once. The view's arrays are not kept. */
export function groupSequences(view: SequenceView): Grouping {
  const { values, start, inlines } = view;
  const all = new Int32Array(start.length);
  let count = 0;
  for (let i = 0; i < all.length; i++) if (start[i] !== NONE) all[count++] = i;
  const order = all.subarray(0, count);
  const at = new Int32Array(count);
  for (let i = 0; i < count; i++) at[i] = start[order[i] as number] as number;
  const lcp = new Int32Array(count);
  sortSequences(order, at, lcp, values, view.keys);

  const groupOf = new Int32Array(start.length).fill(NONE);
  const len = new Int32Array(count);
  const first = new Int32Array(count + 1);
  let nodes = new Int32Array(Math.min(values.length, 16 * count + 64));
  let n = 0;
  /** The node that stands at every depth of the path that is being read: its value and its place in `nodes`. */
  let path = new Int32Array(256).fill(NONE);
  let place = new Int32Array(256);
  let length = 0;
  let g = -1;
  for (let i = 0; i < count; i++) {
    // With inlined frames the shared part is read as well: it may be inlined in one and not in the other.
    let depth = i === 0 || inlines ? 0 : (lcp[i] as number);
    let from = (at[i] as number) + depth;
    let value = values[from] as number;
    for (; value >= 0 && depth < length; value = values[++from] as number, depth++) {
      const difference = value ^ (path[depth] as number);
      if (difference > 1) break;
      if (difference === 1 && (value & 1) === 0) {
        path[depth] = value;
        nodes[place[depth] as number] = value;
      }
    }
    if (i === 0 || value >= 0 || depth < length) {
      g++;
      lcp[g] = depth;
      first[g] = n;
      for (; value >= 0; value = values[++from] as number, depth++) {
        if (depth === path.length) {
          path = widen(path);
          place = widen(place);
        }
        path[depth] = value;
        if (n === nodes.length) nodes = widen(nodes);
        place[depth] = n;
        nodes[n++] = value;
      }
      len[g] = depth;
      length = depth;
    }
    groupOf[order[i] as number] = g;
  }
  first[g + 1] = n;
  const distinct = g + 1;
  const groups: Groups = {
    count: distinct,
    len: len.slice(0, distinct),
    lcp: lcp.slice(0, distinct),
    first: first.slice(0, distinct + 1),
    values: nodes.slice(0, n),
  };
  return { groups, groupOf };
}

function widen(column: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(column.length + (column.length >> 1) + 16);
  wider.set(column);
  return wider;
}
