import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Kbd } from './Kbd.tsx';
import css from './Tooltip.module.css';

interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string;
  readonly children: ReactElement;
}

/** A short name for a control, after 120 ms. Pictures draw their own tooltips. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger delay={120} render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className={css.place}>
          <Base.Popup className={css.popup}>
            {text}
            {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
