import { Check } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import css from './Checkbox.module.css';
import { cx } from './cx.ts';

interface CheckboxProps extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'onChange'> {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Text beside it; without one give an aria-label. */
  readonly children?: ReactNode;
}

export function Checkbox({ checked, onChange, children, className, ...rest }: CheckboxProps) {
  return (
    <label className={cx(css.label, className)}>
      <span className={css.box}>
        <input type="checkbox" {...rest} checked={checked} onChange={(e) => onChange(e.currentTarget.checked)} />
        <Check aria-hidden />
      </span>
      {children}
    </label>
  );
}
