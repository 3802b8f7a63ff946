import { X } from 'lucide-react';
import css from './Chip.module.css';
import { cx } from './cx.ts';

interface ChipProps {
  readonly name: string;
  readonly value: string;
  /** Kept, but not applied. */
  readonly off?: boolean;
  readonly invalid?: boolean;
  /** It holds, but not for all that is shown. */
  readonly warned?: boolean;
  readonly title?: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly onEdit?: () => void;
  /** Alt+click. */
  readonly onToggle?: () => void;
}

/** One condition of the lens. */
export function Chip({ name, value, off, invalid, warned, title, removeLabel, onRemove, onEdit, onToggle }: ChipProps) {
  return (
    <span
      className={cx(css.chip, off === true && css.off, invalid === true && css.invalid, warned === true && css.warned)}
    >
      <button
        type="button"
        title={title}
        className={css.text}
        onClick={(e) => (e.altKey ? onToggle?.() : onEdit?.())}
        aria-pressed={onToggle === undefined ? undefined : off !== true}
      >
        <span className={css.name}>{name}</span> <span className={css.value}>{value}</span>
      </button>
      <button type="button" className={css.remove} aria-label={removeLabel} title={removeLabel} onClick={onRemove}>
        <X />
      </button>
    </span>
  );
}
