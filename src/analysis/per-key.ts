import { deepest, type Groups } from './groups.ts';
import { prefixSums } from './weights.ts';

export interface KeySums {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

/**
 * Self and total of every key, for several columns of group sums at once. A key counts once per stack however often it
 * recurs: only its outermost node on a path adds to the total. Reads every node of the call tree once.
 */
export function sumKeys(groups: Groups, keys: number, columns: readonly Float64Array[]): readonly KeySums[] {
  const prefixes = columns.map(prefixSums);
  const out = columns.map(() => ({ flat: new Float64Array(keys), cum: new Float64Array(keys) }));
  const active = new Int32Array(keys);
  const most = deepest(groups);
  const keyOn = new Int32Array(most);
  const since = new Int32Array(most);
  let depth = 0;
  const close = (to: number, group: number) => {
    for (; depth > to; depth--) {
      const key = keyOn[depth - 1] as number;
      const left = (active[key] as number) - 1;
      active[key] = left;
      if (left > 0) continue;
      const from = since[depth - 1] as number;
      for (let c = 0; c < out.length; c++) {
        const { cum } = out[c] as KeySums;
        const prefix = prefixes[c] as Float64Array;
        cum[key] = (cum[key] as number) + ((prefix[group] as number) - (prefix[from] as number));
      }
    }
  };
  const { len, lcp, first, values } = groups;
  for (let g = 0; g < groups.count; g++) {
    close(lcp[g] as number, g);
    const to = len[g] as number;
    for (let at = first[g] as number; depth < to; depth++, at++) {
      const key = (values[at] as number) >> 1;
      keyOn[depth] = key;
      since[depth] = g;
      active[key] = (active[key] as number) + 1;
    }
    if (to === 0) continue;
    const leaf = keyOn[to - 1] as number;
    for (let c = 0; c < out.length; c++) {
      const { flat } = out[c] as KeySums;
      flat[leaf] = (flat[leaf] as number) + ((columns[c] as Float64Array)[g] as number);
    }
  }
  close(0, groups.count);
  return out;
}
