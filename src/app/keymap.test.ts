import { describe, expect, it } from 'vitest';
import { bindingOf } from './keymap.ts';

const press = (
  code: string,
  key = '',
  mods: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({ code, key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...mods }) as const;

describe('keymap', () => {
  it('goes by the place of a key, not by its letter', () => {
    expect(bindingOf(press('KeyX', 'ч'), false)).toBe('swap');
  });

  it('takes ? and / as typed, wherever they lie', () => {
    expect(bindingOf(press('Minus', '?', { shiftKey: true }), false)).toBe('help');
    expect(bindingOf(press('Digit7', '/', { shiftKey: true }), false)).toBe('search');
  });

  it('leaves letters to a field that has the focus', () => {
    expect(bindingOf(press('KeyX', 'x'), true)).toBeNull();
    expect(bindingOf(press('Escape', 'Escape'), true)).toBe('escape');
  });

  it('tells f from Ctrl+F, undo from redo, and Ctrl from the command key not', () => {
    expect(bindingOf(press('KeyF', 'f'), false)).toBe('focus-selection');
    expect(bindingOf(press('KeyF', 'f', { ctrlKey: true }), false)).toBe('search');
    expect(bindingOf(press('KeyZ', 'z', { metaKey: true, shiftKey: true }), false)).toBe('redo');
  });

  it('gives view numbers', () => {
    expect(bindingOf(press('Digit3', '3'), false)).toBe(3);
    expect(bindingOf(press('Digit3', '3', { ctrlKey: true }), false)).toBeNull();
  });
});
