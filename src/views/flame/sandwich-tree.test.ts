import { expect, test } from 'vitest';
import { naivePicture, naiveStacks } from '../../draw/naive-tree.ts';
import { nameOf, pathOf } from '../../draw/tree-walk.ts';
import type { CallTree } from '../../model/call-tree.ts';
import { withoutRootFrame } from './sandwich-tree.ts';

/** Every path of a tree with the groups below it. */
function paths(tree: CallTree, keys: Parameters<typeof pathOf>[1]): string[] {
  const out: string[] = [];
  for (let run = 1; run < tree.runs; run++) {
    for (let node = tree.first[run] ?? 0; node < (tree.first[run + 1] ?? 0); node++) {
      out.push(`${pathOf(tree, keys, node).join('/')} ${tree.lo[run]}-${tree.hi[run]}`);
    }
  }
  return out;
}

function check(text: string): void {
  const { tree, keys } = naivePicture(naiveStacks(text));
  const cut = withoutRootFrame(tree);
  const pivot = nameOf(tree, keys, 0);
  const expected = paths(tree, keys)
    .filter((path) => path.startsWith(`${pivot}/`))
    .map((path) => path.slice(pivot.length + 1));
  expect(paths(cut, keys)).toEqual(expected);
  expect(cut.nodes).toBe(tree.nodes - 1);
  expect(cut.first[cut.runs]).toBe(cut.nodes);
  expect(cut.end[0]).toBe(cut.runs);
}

test('the first frame of a longer run is taken off', () => check('1 p;a;b\n2 p;a;b;c\n3 p;a;b;d'));
test('a run of that frame alone goes', () => check('1 p\n2 p;a\n3 p;b;c'));
test('one frame alone leaves the root', () => check('5 p'));

test('a tree with several roots stays as it is', () => {
  const { tree } = naivePicture(naiveStacks('1 a;b\n2 c'));
  expect(withoutRootFrame(tree)).toBe(tree);
});
