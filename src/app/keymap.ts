import type { Action } from '../state/actions.ts';

/** A key by its place on the keyboard (`KeyboardEvent.code`), so that layouts do not matter; `typed` by the character. */
export interface Binding {
  readonly action: Action;
  readonly code?: string;
  readonly typed?: string;
  readonly ctrl?: true;
  readonly shift?: true;
  /** Also while a field has the focus. */
  readonly inFields?: true;
}

/** Keys of the whole page. Keys of the flame graph (arrows, W A S D, Q E, + − 0, Enter) belong to its canvas. */
export const BINDINGS: readonly Binding[] = [
  { action: 'open-files', code: 'KeyO', ctrl: true, inFields: true },
  { action: 'help', typed: '?' },
  { action: 'search', typed: '/' },
  { action: 'search', code: 'KeyF', ctrl: true, inFields: true },
  { action: 'escape', code: 'Escape', inFields: true },
  { action: 'undo', code: 'KeyZ', ctrl: true },
  { action: 'redo', code: 'KeyZ', ctrl: true, shift: true },
  { action: 'swap', code: 'KeyX' },
  { action: 'previous-snapshot', code: 'BracketLeft' },
  { action: 'next-snapshot', code: 'BracketRight' },
  { action: 'focus-selection', code: 'KeyF' },
  { action: 'ignore-selection', code: 'KeyD' },
  { action: 'hide-selection', code: 'KeyM' },
  { action: 'copy-name', code: 'KeyC', ctrl: true },
  { action: 'copy-stack', code: 'KeyC', ctrl: true, shift: true },
];

interface KeyLike {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The action of a key press, the number of a view (1 … 9) or null. */
export function bindingOf(event: KeyLike, inField: boolean): Action | number | null {
  if (event.altKey) return null;
  const ctrl = event.ctrlKey || event.metaKey;
  for (const b of BINDINGS) {
    if (inField && b.inFields !== true) continue;
    if (b.typed !== undefined) {
      if (!ctrl && event.key === b.typed) return b.action;
    } else if (event.code === b.code && ctrl === (b.ctrl ?? false) && event.shiftKey === (b.shift ?? false)) {
      return b.action;
    }
  }
  const digit = /^Digit([1-9])$/.exec(event.code);
  return !inField && !ctrl && !event.shiftKey && digit !== null ? Number(digit[1]) : null;
}
