import type { View } from '../state/view.ts';

/** Puts theme, language and density on <html>, where tokens.css and screen readers look for them. */
export function connectTheme(root: HTMLElement, view: View): void {
  const apply = () => {
    const { theme, language, density } = view.store.getState().preferences;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    root.setAttribute('data-density', density);
    root.lang = language;
  };
  apply();
  view.store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) apply();
  });
}
