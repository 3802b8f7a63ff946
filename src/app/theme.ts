import type { View } from '../state/view.ts';

/** Puts theme, language and density on <html>, where tokens.css and screen readers look for them. */
export function connectTheme(root: HTMLElement, view: View): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme, language, density } = view.store.getState().preferences;
    const system = dark.matches ? 'dark' : 'light';
    root.setAttribute('data-theme', theme === 'system' ? system : theme);
    root.setAttribute('data-density', density);
    root.lang = language;
  };
  apply();
  dark.addEventListener('change', apply);
  view.store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) apply();
  });
}
