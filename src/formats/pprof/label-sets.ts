import { GrowableInt32 } from '../../base/growable.ts';
import { NONE } from '../../model/ids.ts';
import type { LabelSets } from '../../model/profile.ts';
import { type Strings, stringAt, stringCount } from '../../model/strings.ts';
import { RecordTable } from './blocks.ts';
import type { Resolver } from './resolve.ts';
import { LABEL_FIELDS, type SampleReader } from './samples.ts';

/**
 * The label sets of the file in the model's form: sorted by key, each once, set 0 empty. A number that is 0 and has no
 * unit is no label (pprof's rule). `setOf[i]` is the number of the file's set `i`.
 */
export function buildLabelSets(
  samples: SampleReader,
  count: number,
  strings: Strings,
  resolver: Resolver,
): { labelSets: LabelSets; setOf: Int32Array } {
  const raw = samples.labelSets;
  const setOf = new Int32Array(count);
  const rank = keyRanks(samples, count, strings, resolver);
  const sets = new RecordTable();
  sets.room(0);
  sets.intern(0, 0, 0);
  let labelCount = 0;
  const order: number[] = [];
  for (let s = 0; s < count; s++) {
    const block = raw.blockOf(s);
    const from = raw.startOf(s) + 1;
    const to = from + (block[from - 1] as number) / 4;
    const offset = raw.seenAt(s);
    order.length = 0;
    for (let i = from; i < to; i += LABEL_FIELDS) {
      const isNothing = block[i + 1] === 0 && block[i + 2] === 0 && block[i + 3] === 0 && block[i + 4] === 0;
      if (!isNothing) order.push(i);
    }
    if (order.length > 1) {
      order.sort((a, b) => {
        const byKey = (rank[block[a] as number] as number) - (rank[block[b] as number] as number);
        return byKey !== 0 ? byKey : a - b;
      });
    }
    const bytes = order.length * LABEL_FIELDS * 4;
    const sorted = sets.room(bytes);
    let n = sets.at + 1;
    let hash = 0;
    for (const i of order) {
      const text = block[i + 1] as number;
      sorted[n] = block[i] as number;
      sorted[n + 1] = text === 0 ? NONE : resolver.string(text, offset);
      sorted[n + 2] = text === 0 ? (block[i + 2] as number) : 0;
      sorted[n + 3] = text === 0 ? (block[i + 3] as number) : 0;
      sorted[n + 4] = text === 0 ? resolver.string(block[i + 4] as number, offset) : 0;
      for (let k = n; k < n + LABEL_FIELDS; k++) hash = (Math.imul(hash, 0x9e3779b1) + (sorted[k] as number)) | 0;
      n += LABEL_FIELDS;
    }
    const before = sets.length;
    const set = sets.intern(bytes, hash, offset);
    if (set === before) labelCount += order.length;
    setOf[s] = set;
    raw.freeBefore(s);
  }
  return { labelSets: columnsOf(sets, labelCount), setOf };
}

/** Replaces the key numbers of the file by string rows, in place, and gives the rank of each such row by text. */
function keyRanks(samples: SampleReader, count: number, strings: Strings, resolver: Resolver): Int32Array {
  const raw = samples.labelSets;
  const rank = new Int32Array(stringCount(strings));
  const keys = new GrowableInt32();
  for (let s = 0; s < count; s++) {
    const block = raw.blockOf(s);
    const from = raw.startOf(s) + 1;
    const to = from + (block[from - 1] as number) / 4;
    for (let i = from; i < to; i += LABEL_FIELDS) {
      const key = resolver.string(block[i] as number, raw.seenAt(s));
      block[i] = key;
      if (rank[key] === 0) {
        rank[key] = 1;
        keys.push(key);
      }
    }
  }
  const texts = Array.from(keys.take(), (key) => ({ key, text: stringAt(strings, key) }));
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.key - b.key));
  texts.forEach(({ key }, i) => {
    rank[key] = i;
  });
  return rank;
}

function columnsOf(sets: RecordTable, labelCount: number): LabelSets {
  const length = sets.length;
  const offsets = new Int32Array(length + 1);
  const key = new Int32Array(labelCount);
  const text = new Int32Array(labelCount);
  const unit = new Int32Array(labelCount);
  const num = new BigInt64Array(labelCount);
  const halves = new Int32Array(num.buffer);
  let to = 0;
  for (let s = 0; s < length; s++) {
    const block = sets.blockOf(s);
    const from = sets.startOf(s) + 1;
    const end = from + (block[from - 1] as number) / 4;
    for (let i = from; i < end; i += LABEL_FIELDS, to++) {
      key[to] = block[i] as number;
      text[to] = block[i + 1] as number;
      halves[to * 2] = block[i + 2] as number;
      halves[to * 2 + 1] = block[i + 3] as number;
      unit[to] = block[i + 4] as number;
    }
    offsets[s + 1] = to;
  }
  return { length, offsets, key, text, num, unit };
}
