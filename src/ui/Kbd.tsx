import css from './Kbd.module.css';

/** A key: `Ctrl O`. */
export function Kbd({ children }: { readonly children: string }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}
