import { expect, test } from 'vitest';
import { naivePicture, naiveStacks } from '../../draw/naive-tree.ts';
import { nameOf, nodeAtPath, pathOf } from '../../draw/tree-walk.ts';
import { stringAt } from '../../model/strings.ts';
import { frameInfo } from './frame-info.ts';
import { type Found, findNodes, type Searched, zoomFor } from './search-nodes.ts';

const { tree, keys, weights, compare } = naivePicture(
  naiveStacks('960/1000 main;big;leaf\n30/10 main;small;leaf\n10/0 main;small;other\n0/5 main;empty;leaf'),
);
const picture = { tree, keys, tier: null };

function matches(name: string): Uint8Array {
  return Uint8Array.from({ length: keys.length }, (_, i) =>
    stringAt(keys.strings, keys.name[i] ?? 0) === name ? 1 : 0,
  );
}

function found(trees: readonly Searched[], wanted: Uint8Array): Found {
  const steps = findNodes(trees, wanted);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

test('matches come widest first, and none without width', () => {
  const trees = [{ picture, width: weights.size }];
  const { node } = found(trees, matches('leaf'));
  expect(Array.from(node, (n) => pathOf(tree, keys, n).join('/'))).toEqual(['main/big/leaf', 'main/small/leaf']);
  expect(found(trees, matches('nobody')).node).toHaveLength(0);
});

test('both halves of a sandwich are searched, the function between them once', () => {
  const whole = { picture, width: weights.size };
  const { node, half } = found([whole, whole], matches('leaf'));
  expect(Array.from(node, (n, i) => [pathOf(tree, keys, n).join('/'), half[i]])).toEqual([
    ['main/big/leaf', 0],
    ['main/big/leaf', 1],
    ['main/small/leaf', 0],
    ['main/small/leaf', 1],
  ]);
  expect(Array.from(found([whole, whole], matches('main')).half)).toEqual([0]);
});

test('many matches are sorted as by one sort, in pieces', () => {
  const count = 100_001;
  const size = (i: number) => ((i * 7919) % 1009) + 1;
  const many = naivePicture(
    naiveStacks(Array.from({ length: count }, (_, i) => `${size(i)}/1 f${String(i).padStart(6, '0')}`).join('\n')),
  );
  const all = new Uint8Array(many.keys.length).fill(1);
  const steps = findNodes([{ picture: { ...many, tier: null }, width: many.weights.size }], all);
  let pieces = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pieces++;
  expect(pieces).toBeGreaterThan(3);
  const expected = Array.from({ length: count }, (_, i) => i).sort((x, y) => size(y) - size(x) || x - y);
  expect(Array.from(step.value.node)).toEqual(expected);
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
