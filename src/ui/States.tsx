import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './States.module.css';

interface StateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons: what can be done about it. */
  readonly actions?: ReactNode;
}

/** Nothing to show, and why. */
export function EmptyState({ title, children, actions }: StateProps) {
  return (
    <div role="status" className={css.place}>
      <div className={css.empty}>
        <h2 className={css.title}>{title}</h2>
        <p className={css.text}>{children}</p>
        <div className={css.actions}>{actions}</div>
      </div>
    </div>
  );
}

/** A view that failed: what, where, what to do. Other views stay. */
export function ErrorState({ title, children, actions }: StateProps) {
  return (
    <div role="alert" className={css.place}>
      <div className={css.error}>
        <h2 className={css.title}>
          <CircleX className={css.icon} /> {title}
        </h2>
        <div className={css.text}>{children}</div>
        <div className={css.actions}>{actions}</div>
      </div>
    </div>
  );
}
