import { cx } from './cx.ts';
import css from './RoleChip.module.css';

/** Which side of a comparison: base is outlined, after is filled. */
export function RoleChip({ role, label }: { readonly role: 'base' | 'after'; readonly label: string }) {
  return <span className={cx(css.chip, css[role])}>{label}</span>;
}
