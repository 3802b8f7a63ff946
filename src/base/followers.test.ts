import { expect, test } from 'vitest';
import { Followers } from './followers.ts';
import { BytesInterner, viewOf } from './interners.ts';

test('a line is guessed when all of it and its end stand there', () => {
  const text = new TextEncoder().encode('a line\nits follower\nits follower!\nits follower');
  const lines = new BytesInterner();
  const first = lines.intern(text, 0, 6);
  const second = lines.intern(text, 7, 19);
  const followers = new Followers(lines);
  const view = viewOf(text);
  expect(followers.guess(-1, view, 7)).toBe(-1);
  expect(followers.guess(first, view, 7)).toBe(-1);
  followers.follow(first, second);
  expect(followers.guess(first, view, 7)).toBe(second);
  expect(followers.guess(first, view, 20)).toBe(-1);
  expect(followers.guess(first, view, 34)).toBe(-1);
  expect(followers.guess(second, view, 7)).toBe(-1);
});
