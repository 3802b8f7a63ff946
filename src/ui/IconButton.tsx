import type { ReactNode } from 'react';
import css from './Button.module.css';
import { Button, type ButtonProps } from './Button.tsx';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  /** What it does: its name for screen readers and its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
  readonly small?: boolean;
}

export function IconButton({ label, icon, shortcut, small, kind = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <Button
        {...rest}
        kind={kind}
        icon={icon}
        aria-label={label}
        className={cx(css.icon, small === true && css.small, className)}
      />
    </Tooltip>
  );
}
