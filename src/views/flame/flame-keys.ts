import type { ArrowKey } from '../../draw/hit-test.ts';

/** What a key means while the flame graph has the focus. */
export type FlameKey =
  | { readonly do: 'pan'; readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 }
  | { readonly do: 'page'; readonly y: -1 | 1 }
  | { readonly do: 'zoom'; readonly by: 1 | -1 }
  | { readonly do: 'move'; readonly key: ArrowKey }
  | { readonly do: 'reset' | 'enter' | 'menu' };

const PAN: Readonly<Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]>> = {
  KeyW: [0, -1],
  KeyS: [0, 1],
  KeyA: [-1, 0],
  KeyD: [1, 0],
};

/**
 * Keys by their place on the keyboard, so that layouts do not matter. With something selected, D belongs to the menu
 * ("ignore"); Shift+D pans then too.
 */
export function flameKey(
  event: Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  hasSelection: boolean,
): FlameKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === '+' || event.key === '=') return { do: 'zoom', by: 1 };
  if (event.key === '-' || event.key === '−') return { do: 'zoom', by: -1 };
  const pan = PAN[event.code];
  if (pan !== undefined) {
    if (event.code === 'KeyD' && hasSelection && !event.shiftKey) return null;
    return { do: 'pan', x: pan[0], y: pan[1] };
  }
  switch (event.code) {
    case 'KeyE':
      return { do: 'zoom', by: 1 };
    case 'KeyQ':
      return { do: 'zoom', by: -1 };
    case 'PageUp':
      return { do: 'page', y: -1 };
    case 'PageDown':
      return { do: 'page', y: 1 };
    case 'Digit0':
    case 'Numpad0':
      return { do: 'reset' };
    case 'Enter':
    case 'NumpadEnter':
      return { do: 'enter' };
    case 'ContextMenu':
      return { do: 'menu' };
    case 'F10':
      return event.shiftKey ? { do: 'menu' } : null;
    case 'ArrowUp':
    case 'ArrowDown':
    case 'ArrowLeft':
    case 'ArrowRight':
      return { do: 'move', key: event.code };
    default:
      return null;
  }
}
