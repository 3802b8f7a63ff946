import { CircleX } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import css from './TextField.module.css';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'size'> {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly mono?: boolean;
  /** What is wrong, written beside the field so that nothing below it jumps. */
  readonly problem?: string | undefined;
  /** At the right end, inside the field. */
  readonly trailing?: ReactNode;
}

export function TextField({ label, icon, mono, problem, trailing, className, ...rest }: TextFieldProps) {
  const id = useId();
  const invalid = problem !== undefined;
  return (
    <span className={css.row}>
      <span className={cx(css.field, invalid && css.invalid, className)}>
        {icon}
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          {...rest}
          aria-label={label}
          aria-invalid={invalid || undefined}
          aria-describedby={invalid ? id : undefined}
          className={cx(css.input, mono === true && css.mono)}
        />
        {invalid ? <CircleX className={css.mark} /> : null}
        {trailing}
      </span>
      {invalid ? (
        <span id={id} role="status" className={css.problem}>
          {problem}
        </span>
      ) : null}
    </span>
  );
}
