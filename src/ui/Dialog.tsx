import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';
import css from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
}

export function Dialog({ open, onClose, title, closeLabel, children, actions, wide }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup initialFocus={body} className={cx(css.popup, wide === true && css.wide)}>
          <header className={css.head}>
            <Base.Title className={css.title}>{title}</Base.Title>
            <IconButton label={closeLabel} icon={<X />} onClick={onClose} />
          </header>
          <div ref={body} tabIndex={-1} className={css.body}>
            {children}
          </div>
          {actions === undefined ? null : <footer className={css.actions}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
