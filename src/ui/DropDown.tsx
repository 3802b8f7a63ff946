import { ChevronDown } from 'lucide-react';
import { Button } from './Button.tsx';
import css from './DropDown.module.css';
import { Menu } from './Menu.tsx';

export interface DropDownOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface DropDownProps<T extends string> {
  /** What is chosen here: written before the value, or read by screen readers only when `bare`. */
  readonly label: string;
  readonly bare?: boolean;
  readonly kind?: 'default' | 'quiet';
  readonly value: T;
  readonly options: readonly DropDownOption<T>[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** One of many, in a menu. */
export function DropDown<T extends string>(props: DropDownProps<T>) {
  const { label, bare, kind = 'default', value, options, onChange, disabled = false } = props;
  const shown = options.find((o) => o.value === value)?.label ?? value;
  return (
    <span className={css.pair}>
      {bare === true ? null : <span className={css.label}>{label}</span>}
      <Menu
        trigger={
          <Button kind={kind} disabled={disabled} aria-label={`${label}: ${shown}`} className={css.button}>
            <span className={css.value}>{shown}</span>
            <ChevronDown />
          </Button>
        }
        items={options.map((o) => ({
          label: o.label,
          checked: o.value === value,
          onSelect: () => onChange(o.value),
          ...(o.hint === undefined ? {} : { hint: o.hint }),
        }))}
      />
    </span>
  );
}
