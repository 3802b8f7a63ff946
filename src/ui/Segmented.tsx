import type { ReactNode } from 'react';
import css from './Segmented.module.css';

export interface SegmentOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly title?: string;
}

interface SegmentedProps<T extends string> {
  /** Name of the group for screen readers. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly SegmentOption<T>[];
  readonly onChange: (value: T) => void;
  /** A last segment of another kind, such as a menu of further choices. */
  readonly children?: ReactNode;
}

/** One of a few, all of them visible. */
export function Segmented<T extends string>({ label, value, options, onChange, children }: SegmentedProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex box in the oldest browsers of our target
    <div role="group" aria-label={label} className={css.group}>
      {options.map((o) => (
        <button
          key={o.value}
          type="button"
          title={o.title}
          aria-pressed={o.value === value}
          className={css.segment}
          onClick={() => onChange(o.value)}
        >
          {o.label}
        </button>
      ))}
      {children}
    </div>
  );
}

/** Class of a button that stands as a last segment. */
export const segmentClass = css.segment;
