import { expect, it } from 'vitest';
import { flameKey } from './flame-keys.ts';
import { deltaText } from './paint-words.ts';

const press = (code: string, more: { key?: string; ctrlKey?: boolean; shiftKey?: boolean } = {}, selection = false) =>
  flameKey({ code, key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, selection);

it('reads keys by their place on the keyboard', () => {
  expect(press('KeyW')).toEqual({ do: 'pan', x: 0, y: -1 });
  expect(press('KeyE')).toEqual({ do: 'zoom', by: 1 });
  expect(press('KeyQ')).toEqual({ do: 'zoom', by: -1 });
  expect(press('Slash', { key: '-' })).toEqual({ do: 'zoom', by: -1 });
  expect(press('Digit0')).toEqual({ do: 'reset' });
  expect(press('ArrowLeft')).toEqual({ do: 'move', key: 'ArrowLeft' });
  expect(press('Enter')).toEqual({ do: 'enter' });
});

it('leaves the keys of the page alone', () => {
  for (const code of ['KeyF', 'KeyM', 'Slash', 'Escape', 'Digit1', 'F10', 'Space']) expect(press(code)).toBeNull();
  expect(press('KeyA', { ctrlKey: true })).toBeNull();
  expect(press('F10', { shiftKey: true })).toEqual({ do: 'menu' });
});

it('gives D to the menu while something is selected', () => {
  expect(press('KeyD')).toEqual({ do: 'pan', x: 1, y: 0 });
  expect(press('KeyD', {}, true)).toBeNull();
  expect(press('KeyD', { shiftKey: true }, true)).toEqual({ do: 'pan', x: 1, y: 0 });
});

it('writes changes with arrow and sign', () => {
  const kb = (v: number) => `${v} kB`;
  expect(deltaText(12, kb)).toBe('▲ +12 kB');
  expect(deltaText(-3, kb)).toBe('▼ −3 kB');
  expect(deltaText(0, kb)).toBe('');
});
