import { expect, test } from 'vitest';
import { naivePicture, naiveStacks } from '../../draw/naive-tree.ts';
import { nameOf, nodeAtPath, pathOf } from '../../draw/tree-walk.ts';
import { stringAt } from '../../model/strings.ts';
import { frameInfo } from './frame-info.ts';
import { matchingNodes, zoomFor } from './search-nodes.ts';

const { tree, keys, weights, compare } = naivePicture(
  naiveStacks('960/1000 main;big;leaf\n30/10 main;small;leaf\n10/0 main;small;other\n0/5 main;empty;leaf'),
);
const picture = { tree, keys };

function matches(name: string): Uint8Array {
  return Uint8Array.from({ length: keys.length }, (_, i) =>
    stringAt(keys.strings, keys.name[i] ?? 0) === name ? 1 : 0,
  );
}

test('matches come widest first, and none without width', () => {
  const found = matchingNodes(tree, weights.size, matches('leaf'));
  expect(Array.from(found, (node) => pathOf(tree, keys, node).join('/'))).toEqual(['main/big/leaf', 'main/small/leaf']);
  expect(matchingNodes(tree, weights.size, matches('nobody'))).toHaveLength(0);
});

test('a frame that can be seen needs no zoom, a thin one its widest fitting caller', () => {
  const node = (path: string) => nodeAtPath(tree, keys, path.split('/')) ?? -1;
  expect(zoomFor(picture, weights.size, node('main/big/leaf'), [])).toBeNull();
  expect(zoomFor(picture, weights.size, node('main/small/other'), [])).toEqual(['main', 'small']);
  expect(zoomFor(picture, weights.size, node('main/small/other'), ['main', 'small'])).toBeNull();
  expect(zoomFor(picture, weights.size, node('main/big/leaf'), ['main', 'small'])).toEqual([]);
});

test('a frame says total, self, parent, and in a comparison what grew and shrank below it', () => {
  const small = nodeAtPath(tree, keys, ['main', 'small']) ?? -1;
  expect(nameOf(tree, keys, small)).toBe('small');
  expect(frameInfo(picture, weights, small)).toMatchObject({
    name: 'small',
    total: 40,
    self: 0,
    parent: 1000,
    before: null,
  });
  const main = nodeAtPath(tree, keys, ['main']) ?? -1;
  expect(frameInfo(picture, compare, main)).toMatchObject({
    total: 1000,
    before: { total: 1015, self: 0, grew: 30, shrank: 45 },
  });
  const leaf = nodeAtPath(tree, keys, ['main', 'big', 'leaf']) ?? -1;
  expect(frameInfo(picture, weights, leaf).self).toBe(960);
});
