import type { ComponentPropsWithRef, ReactNode } from 'react';
import css from './Button.module.css';
import { cx } from './cx.ts';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** At most one primary per region. */
  readonly kind?: 'default' | 'primary' | 'quiet';
  readonly icon?: ReactNode;
  /** A toggle: true = on. Leave out for a plain button. */
  readonly pressed?: boolean;
}

export function Button({ kind = 'default', icon, pressed, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} aria-pressed={pressed} className={cx(css.button, css[kind], className)}>
      {icon}
      {children}
    </button>
  );
}
