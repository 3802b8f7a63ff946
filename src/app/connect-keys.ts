import type { Actions } from '../state/actions.ts';
import { bindingOf } from './keymap.ts';

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type)
  );
}

/** Listens to the keys of the page. A key that nobody can answer keeps its meaning for the browser. */
export function connectKeys(target: Window, actions: Actions, showView: (number: number) => boolean): void {
  target.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const what = bindingOf(event, isField(event.target));
    if (what === null) return;
    const done = typeof what === 'number' ? showView(what) : actions.run(what);
    if (done) event.preventDefault();
  });
}
