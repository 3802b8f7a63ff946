import { expect, it } from 'vitest';
import { DEFAULT_LENS } from '../model/lens.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { stringAt } from '../model/strings.ts';
import { Analyst } from './analyst.ts';

const STACKS = 30_000;
const FUNCTIONS = 900;
const TYPE = { type: 'inuse_space', unit: 'bytes' };

/** Small deterministic random numbers (Mulberry32), so that a failure repeats. */
function random(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// The property tests draw a few dozen stacks; ranges beyond the small sorts, several key columns per stack and long
// shared prefixes only come with many.
it('gives every path its sum with thirty thousand deep stacks of nine hundred functions', () => {
  const next = random(7);
  const builder = new ProfileBuilder([TYPE]);
  const locations = Array.from({ length: FUNCTIONS }, (_, f) => builder.location([{ name: `p${f % 13}.f${f}` }]));
  const sums = new Map<string, number>();
  for (let s = 0; s < STACKS; s++) {
    const names: string[] = [];
    const stack: number[] = [];
    const depth = 1 + Math.floor(40 * next());
    let f = Math.floor(3 * next());
    for (let d = 0; d < depth; d++) {
      stack.push(locations[f] as number);
      names.push(`p${f % 13}.f${f}`);
      // Few callees per function: prefixes are long and shared.
      f = (f * 31 + 7 + Math.floor(3 * next() ** 2)) % FUNCTIONS;
    }
    const value = 1 + Math.floor(1000 * next());
    builder.sample(builder.stack(stack), [value]);
    for (let d = 1; d <= names.length; d++) {
      const path = names.slice(0, d).join(';');
      sums.set(path, (sums.get(path) ?? 0) + value);
    }
  }
  const analyst = new Analyst();
  analyst.add({ key: 'a', name: 'a', flavor: '', isDiff: false }, builder.finish());
  const { picture, weights } = analyst.flame({ lens: { ...DEFAULT_LENS, sources: ['a'] }, have: -1 });
  if (picture === null || weights.kind !== 'plain') throw new Error('no plain picture');
  const { tree, keys } = picture;
  const shown = new Map<string, number>();
  const pathOf: string[] = [''];
  for (let run = 1; run < tree.runs; run++) {
    let path = pathOf[tree.parent[run] as number] as string;
    const value = (weights.value[tree.hi[run] as number] as number) - (weights.value[tree.lo[run] as number] as number);
    for (let node = tree.first[run] as number; node < (tree.first[run + 1] as number); node++) {
      const name = stringAt(keys.strings, keys.name[tree.key[node] as number] as number);
      path = path === '' ? name : `${path};${name}`;
      shown.set(path, value);
    }
    pathOf[run] = path;
  }
  expect(shown.size).toBe(sums.size);
  for (const [path, value] of sums)
    if (shown.get(path) !== value) expect([path, shown.get(path)]).toEqual([path, value]);
});
