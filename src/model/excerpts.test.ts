import { expect, it } from 'vitest';
import { Excerpts } from './excerpts.ts';
import { integrityProblems } from './integrity.ts';
import type { Profile, Stacks } from './profile.ts';
import { ProfileBuilder } from './profile-builder.ts';
import { stringAt } from './strings.ts';

/** Locations `f0 … f9` in modules `m0 m1 m2`; f9 with g9 inlined into it; every third without a name. */
function whole(): Profile {
  const builder = new ProfileBuilder([]);
  for (let m = 0; m < 3; m++)
    builder.addMapping({ start: BigInt(m) << 40n, limit: 1n << 45n, offset: 7n, file: `m${m}` });
  const frame = (i: number, name: string) => ({
    address: (1n << 63n) + BigInt(i),
    mapping: i % 3,
    file: `${name}.c`,
    line: 10 * i,
    ...(i % 3 === 0 && i !== 9 ? {} : { name }),
  });
  for (let i = 0; i < 9; i++) builder.location([frame(i, `f${i}`)]);
  builder.location([frame(9, 'g9'), frame(9, 'f9')]);
  return builder.finish();
}

const stacksOf = (...rows: number[][]): Stacks => {
  const offsets = Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  return { length: rows.length, offsets, frames: Int32Array.from(rows.flat()) };
};

/** Every frame of every stack as text. */
function spelled(p: Pick<Profile, 'strings' | 'mappings' | 'functions' | 'frames' | 'stacks'>): string[] {
  const text = (id: number | undefined) => (id === undefined ? '' : stringAt(p.strings, id));
  return Array.from(p.stacks.frames, (f) => {
    const func = p.frames.func[f] as number;
    const mapping = p.frames.mapping[f] as number;
    return [
      text(p.functions.name[func]),
      text(p.functions.file[func]),
      p.frames.line[f],
      p.frames.address[f],
      p.frames.inlineDepth[f],
      text(p.mappings.file[mapping]),
      p.mappings.start[mapping],
    ].join(' ');
  });
}

it('cuts only the rows that are used, each time anew', () => {
  const all = whole();
  const excerpts = new Excerpts(all);
  for (const stacks of [stacksOf([8, 1], [1, 4, 8], []), stacksOf([9, 10], [0]), stacksOf([8, 1], [1, 4, 8], [])]) {
    const part = excerpts.cut(stacks);
    const profile = { ...new ProfileBuilder([]).finish(), ...part };
    expect(integrityProblems(profile)).toEqual([]);
    expect(spelled(part)).toEqual(spelled({ ...all, stacks }));
    expect(part.frames.length).toBe(new Set(stacks.frames).size);
    expect(part.mappings.length).toBeLessThanOrEqual(3);
  }
});

it('keeps the lines of a location together, and shares no buffer', () => {
  const excerpts = new Excerpts(whole());
  const one = excerpts.cut(stacksOf([2, 9, 10]));
  const two = excerpts.cut(stacksOf([2, 9, 10]));
  expect(Array.from(one.frames.location)).toEqual([0, 1, 1]);
  expect(one).toEqual(two);
  const other = excerpts.cut(stacksOf([10, 9], [2]));
  expect(other.frames).toEqual(one.frames);
  expect(Array.from(other.stacks.frames)).toEqual([2, 1, 0]);
  expect(excerpts.cut(stacksOf([2, 9])).frames.length).toBe(2);
  expect(one.frames.address.buffer).not.toBe(two.frames.address.buffer);
  expect(one.strings.bytes.buffer).not.toBe(two.strings.bytes.buffer);
});
