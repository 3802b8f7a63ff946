import { describe, expect, test } from 'vitest';
import { DEFAULT_LENS, type Filter, type FilterVerb, type Lens } from '../model/lens.ts';
import type { Profile } from '../model/profile.ts';
import { ProfileBuilder } from '../model/profile-builder.ts';
import { profileFromText } from '../model/text-stacks.ts';
import { Analyst } from './analyst.ts';
import { drawTree } from './testing/draw-tree.ts';

function ask(profile: Profile, lens: Partial<Lens>) {
  const analyst = new Analyst();
  analyst.add({ key: 's', name: 's', flavor: '', isDiff: false }, profile);
  return analyst.flame({ lens: { ...DEFAULT_LENS, sources: ['s'], ...lens }, have: 0 });
}

/** The tree with what has no value left out. */
function draw(profile: Profile, lens: Partial<Lens>): string {
  const { picture, weights } = ask(profile, lens);
  if (picture === null || weights.kind !== 'plain') throw new Error('no picture');
  return drawTree(picture.tree, picture.keys, weights.value)
    .split('\n')
    .filter((line) => !/ 0(?: inl)?$/.test(line))
    .join('\n');
}

const filters = (...list: readonly (readonly [FilterVerb, string])[]): { filters: Filter[] } => ({
  filters: list.map(([verb, value]) => ({ verb, value })),
});

const lines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/^ {6}/, ''))
    .join('\n');

const PROFILE = profileFromText(`
  1                2                       4                         8
  m.main           m.main                  m.main                    m.other
  m.read           m.read                  m.write [file:w.go]       m.read
  io.copy [inl]    c_alloc [lib:libc.so]   io.copy                   m.last
  m.leaf           malloc [lib:libc.so]    m.leaf
`);

describe('focus and ignore keep whole stacks', () => {
  test('by function', () => {
    expect(draw(PROFILE, filters(['focus', 'other']))).toBe(
      lines(`
      m.other 8
        m.read 8
          m.last 8 self 8`),
    );
  });

  test('by file and by mapping', () => {
    expect(draw(PROFILE, filters(['focus', '^w\\.go$']))).toContain('m.main 4');
    expect(draw(PROFILE, filters(['focus', 'libc']))).toContain('malloc 2 self 2');
  });

  test('an inlined line matches for its address; ignore wins over focus', () => {
    expect(draw(PROFILE, filters(['focus', 'io.copy'], ['ignore', 'write']))).toBe(
      lines(`
      m.main 1
        m.read 1
          io.copy 1 inl
            m.leaf 1 self 1`),
    );
  });

  test('every focus must match; the total is that of all samples unless asked otherwise', () => {
    const answer = ask(PROFILE, filters(['focus', 'm.main'], ['focus', 'm.read']));
    expect(answer.weights.kind === 'plain' && answer.weights.value.slice(-1)).toEqual(Float64Array.of(3));
    expect(answer.total).toBe(15);
    const relative = ask(PROFILE, { ...filters(['focus', 'm.main']), relativePercentages: true });
    expect(relative.total).toBe(7);
  });

  test('a filter that is off is not applied; RE2 flags work', () => {
    const off: Lens['filters'] = [{ verb: 'focus', value: 'nothing', off: true }];
    expect(draw(PROFILE, { filters: off })).toContain('m.main 7');
    expect(draw(PROFILE, filters(['focus', '(?i)OTHER']))).toContain('m.other 8');
  });

  test('stacks without frames pass no focus and no ignore', () => {
    const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
    builder.sample(builder.stack([]), [3]);
    builder.sample(builder.stack([builder.location([{ name: 'm.a' }])]), [4]);
    const answer = ask(builder.finish(), filters(['ignore', 'nothing']));
    expect(answer.weights.kind === 'plain' && answer.weights.value.slice(-1)).toEqual(Float64Array.of(4));
  });
});

describe('hide and show take frames out', () => {
  test('hide gives self to the next frame that is seen', () => {
    expect(draw(PROFILE, filters(['hide', 'leaf|last|alloc']))).toBe(
      lines(`
      m.main 7
        m.read 3 self 2
          io.copy 1 self 1 inl
        m.write 4
          io.copy 4 self 4
      m.other 8
        m.read 8 self 8`),
    );
  });

  test('a mapping match hides the whole address, an inlined match only its line', () => {
    expect(draw(PROFILE, filters(['hide', 'libc'], ['focus', 'c_alloc']))).toBe(
      lines(`
      m.main 2
        m.read 2 self 2`),
    );
    expect(draw(PROFILE, filters(['hide', 'io.copy'], ['focus', 'm.leaf']))).toBe(
      lines(`
      m.main 5
        m.read 1
          m.leaf 1 self 1
        m.write 4
          m.leaf 4 self 4`),
    );
  });

  test('show keeps only matches; stacks of which nothing is left are dropped', () => {
    expect(draw(PROFILE, filters(['show', 'leaf|write']))).toBe(
      lines(`
      m.leaf 1 self 1
      m.write 4
        m.leaf 4 self 4`),
    );
  });

  test('an origin taken out by the legend is hidden', () => {
    expect(draw(PROFILE, { ...filters(['focus', 'malloc']), originsOff: ['libc'] })).toBe(
      lines(`
      m.main 2
        m.read 2 self 2`),
    );
  });
});

describe('show_from and prune_from cut stacks', () => {
  const recursive = profileFromText(`
    1     2     4
    m.a   m.a   m.b
    m.x   m.b   m.c
    m.b   m.x
    m.x   m.d
    m.c
  `);

  test('show_from begins at the outermost match', () => {
    expect(draw(recursive, filters(['show_from', 'm.x']))).toBe(
      lines(`
      m.x 3
        m.b 1
          m.x 1
            m.c 1 self 1
        m.d 2 self 2`),
    );
  });

  test('prune_from ends at the innermost match, which stays', () => {
    expect(draw(recursive, filters(['prune_from', 'm.x']))).toBe(
      lines(`
      m.a 3
        m.b 2
          m.x 2 self 2
        m.x 1
          m.b 1
            m.x 1 self 1
      m.b 4
        m.c 4 self 4`),
    );
  });

  test('inlined lines around the match go with it', () => {
    const inlined = profileFromText(`
      1
      m.top
      m.out
      m.mid [inl]
      m.in [inl]
      m.end
    `);
    expect(draw(inlined, filters(['show_from', 'm.mid']))).toBe(
      lines(`
      m.mid 1
        m.in 1 inl
          m.end 1 self 1`),
    );
    expect(draw(inlined, filters(['prune_from', 'm.mid']))).toBe(
      lines(`
      m.top 1
        m.out 1
          m.mid 1 self 1 inl`),
    );
    expect(draw(inlined, { noInlines: true })).toBe(
      lines(`
      m.top 1
        m.out 1
          m.end 1 self 1`),
    );
  });
});

describe('drop_frames', () => {
  const dropping = (dropFrames: string, keepFrames = ''): Profile => ({
    ...profileFromText(`
      1          2           4             8
      alloc      m.main      m.main        alloc
      m.main     m.work      alloc_big     m.main
      alloc      alloc(int)  m.work
      m.x        m.y         alloc_kept
    `),
    dropFrames,
    keepFrames,
  });

  test('cuts at the first match below a frame that does not match, on simplified names, as a whole', () => {
    expect(draw(dropping('alloc.*', 'alloc_kept'), {})).toBe(
      lines(`
      alloc 9
        m.main 9 self 9
      m.main 6 self 4
        m.work 2 self 2`),
    );
  });

  test('a part of the name is no match; allFrames turns it off', () => {
    expect(draw(dropping('all'), {})).toContain('alloc_kept 4');
    expect(draw(dropping('alloc.*'), { allFrames: true })).toContain('alloc_kept 4');
  });
});

describe('labels', () => {
  function labelled(): Profile {
    const builder = new ProfileBuilder([{ type: 'space', unit: 'bytes' }]);
    const stack = builder.stack([builder.location([{ name: 'm.a' }])]);
    const add = (value: number, ...labels: Parameters<ProfileBuilder['labelSet']>[0]) =>
      builder.sample(stack, [value], builder.labelSet(labels));
    add(1, { key: 'tenant', text: 'blue' }, { key: 'bytes', num: 512n });
    add(2, { key: 'tenant', text: 'green' }, { key: 'bytes', num: 4096n, unit: 'bytes' });
    add(4, { key: 'tenant', text: 'blue' }, { key: 'route', text: '/x' });
    add(8);
    return builder.finish();
  }
  const kept = (value: string, verb: FilterVerb = 'tagfocus'): number => {
    const { weights } = ask(labelled(), filters([verb, value]));
    return weights.kind === 'plain' ? (weights.value[weights.value.length - 1] as number) : Number.NaN;
  };

  test.each([
    ['blue', 5],
    ['tenant:gr', 2],
    ['blue,route', 4],
    ['tenant=gr,blu', 7],
    ['route=blue', 0],
    ['4kb', 2],
    ['512b', 1],
    [':1kb', 1],
    ['1kb:', 2],
    ['bytes=512b:8kb', 3],
    ['other=4kb', 0],
    ['512', 0],
  ])('tagfocus %s keeps %d', (value, expected) => {
    expect(kept(value)).toBe(expected);
  });

  test('tagignore', () => {
    expect(kept('blue', 'tagignore')).toBe(10);
  });

  test('tagroot and tagleaf are frames that filters see', () => {
    const profile = labelled();
    expect(draw(profile, { tagRoot: ['tenant'], tagLeaf: ['route'] })).toBe(
      lines(`
      <unknown> 8
        m.a 8
          <unknown> 8 self 8
      blue 5
        m.a 5
          /x 4 self 4
          <unknown> 1 self 1
      green 2
        m.a 2
          <unknown> 2 self 2`),
    );
    expect(draw(profile, { tagRoot: ['tenant'], ...filters(['focus', 'blue']) })).toBe(
      lines(`
      blue 5
        m.a 5 self 5`),
    );
  });
});

describe('invalid expressions', () => {
  test.each([
    ['foo(', '`)`', 5],
    ['a)b', '`)`', 2],
    ['[a-', '`]`', 4],
    ['x**', '`**`', 2],
    ['ab(?=x)', '`(?=`', 3],
  ])('%s is reported and ignored', (value, what, position) => {
    const answer = ask(PROFILE, filters(['focus', 'other'], ['hide', value]));
    expect(answer.problems).toHaveLength(1);
    expect(answer.problems[0]?.where).toBe(1);
    expect(answer.problems[0]?.what.args).toEqual({ what, position });
    expect(answer.weights.kind === 'plain' && answer.weights.value.slice(-1)).toEqual(Float64Array.of(8));
  });
});
