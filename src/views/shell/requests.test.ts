import { expect, it } from 'vitest';
import { isForeign } from './requests.ts';

it('counts what lies outside of the page', () => {
  const page = 'https://tools.example/leaklens/index.html#v1?view=flame';
  expect(isForeign('https://tools.example/leaklens/assets/a.js', page)).toBe(false);
  expect(isForeign('blob:https://tools.example/1', page)).toBe(false);
  expect(isForeign('data:image/png;base64,', page)).toBe(false);
  expect(isForeign('https://tools.example/other.js', page)).toBe(true);
  expect(isForeign('https://elsewhere.example/leaklens/a.js', page)).toBe(true);
});
