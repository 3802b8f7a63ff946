import { NONE } from '../model/ids.ts';
import type { Groups } from './groups.ts';
import { sortSequences } from './sort-sequences.ts';

/** Sequences to group: element d of sequence i is `values[start[i] + step × d]`, up to END. */
export interface SequenceView {
  readonly values: Int32Array;
  /** NONE = the sequence is left out. */
  readonly start: Int32Array;
  readonly step: 1 | -1;
  /** Keys are below this. */
  readonly keys: number;
  /** True where a value may say "inlined". */
  readonly inlines: boolean;
  /** Places already known as not inlined (see `Part`); they stay so. */
  readonly notInlined: Uint8Array | null;
}

export interface Grouping {
  readonly groups: Groups;
  /** Per sequence: its group, NONE where it was left out. */
  readonly groupOf: Int32Array;
}

/** Sorts sequences and stores equal ones once. */
export function groupSequences(view: SequenceView): Grouping {
  const { values, start, step, inlines } = view;
  let count = 0;
  const all = new Int32Array(start.length);
  for (let i = 0; i < all.length; i++) if (start[i] !== NONE) all[count++] = i;
  const order = all.subarray(0, count);
  const at = new Int32Array(count);
  for (let i = 0; i < count; i++) at[i] = start[order[i] as number] as number;
  const lcp = new Int32Array(count);
  sortSequences(order, at, lcp, values, step, view.keys);

  const groupOf = new Int32Array(start.length).fill(NONE);
  const nodePlace = new PlaceStack();
  let notInlined = view.notInlined?.slice() ?? null;
  let g = -1;
  for (let i = 0; i < count; i++) {
    const from = at[i] as number;
    // With inlined frames the shared part is read as well: it may be inlined in one and not in the other.
    let shared = i === 0 || inlines ? 0 : (lcp[i] as number);
    let equal = false;
    if (i > 0) {
      let a = (at[g] as number) + step * shared;
      let b = from + step * shared;
      for (; ; shared++, a += step, b += step) {
        const value = values[a] as number;
        const difference = value ^ (values[b] as number);
        if (difference === 0) {
          if (value >= 0) continue;
          equal = true;
          break;
        }
        if (difference !== 1) break;
        notInlined ??= new Uint8Array((values.length >> 3) + 1);
        const place = nodePlace.at[shared] as number;
        notInlined[place >> 3] = (notInlined[place >> 3] as number) | (1 << (place & 7));
      }
    }
    if (!equal) {
      g++;
      at[g] = from;
      lcp[g] = shared;
      if (inlines) nodePlace.set(shared, values, from, step);
    }
    groupOf[order[i] as number] = g;
  }
  const len = new Int32Array(g + 1);
  for (let i = 0; i <= g; i++) {
    let place = (at[i] as number) + step * (lcp[i] as number);
    while ((values[place] as number) >= 0) place += step;
    len[i] = step * (place - (at[i] as number));
  }
  const groups: Groups = {
    count: g + 1,
    start: at.slice(0, g + 1),
    len,
    lcp: lcp.slice(0, g + 1),
    step,
    parts: [{ values, remap: null, notInlined }],
    part: null,
    inlines,
  };
  return { groups, groupOf };
}

/** Per depth: where the value lies that stands for the node of the path that is being read. */
class PlaceStack {
  at = new Int32Array(256);

  set(depth: number, values: Int32Array, start: number, step: number): void {
    let place = start + step * depth;
    for (let d = depth; (values[place] as number) >= 0; d++, place += step) {
      if (d === this.at.length) {
        const wider = new Int32Array(2 * d);
        wider.set(this.at);
        this.at = wider;
      }
      this.at[d] = place;
    }
  }
}
