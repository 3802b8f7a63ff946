import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './Banner.module.css';

interface BannerProps {
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** More than one action: switches and buttons at its right end. */
  readonly controls?: ReactNode;
  /** Folded to an icon: what it says stays true, so it cannot be closed. */
  readonly folded: boolean;
  readonly foldLabel: string;
  readonly onFold: (folded: boolean) => void;
}

/** A warning over a view, such as "a part of the file is missing". */
export function Banner({ children, action, controls, folded, foldLabel, onFold }: BannerProps) {
  if (folded) {
    return (
      <button type="button" className={css.icon} aria-label={foldLabel} title={foldLabel} onClick={() => onFold(false)}>
        <TriangleAlert />
      </button>
    );
  }
  return (
    <div role="status" className={css.banner}>
      <button
        type="button"
        className={css.fold}
        aria-label={foldLabel}
        title={foldLabel}
        aria-expanded
        onClick={() => onFold(true)}
      >
        <TriangleAlert />
      </button>
      <span className={css.text}>{children}</span>
      {action === undefined ? null : (
        <button type="button" className={css.action} onClick={action.run}>
          {action.label}
        </button>
      )}
      {controls === undefined ? null : <div className={css.controls}>{controls}</div>}
    </div>
  );
}
