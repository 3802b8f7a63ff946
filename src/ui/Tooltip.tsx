import { Tooltip as Base } from '@base-ui/react/tooltip';
import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useRef,
  useState,
} from 'react';
import { Kbd } from './Kbd.tsx';
import css from './Tooltip.module.css';

const DELAY = 120;

/** What the tooltip listens for on its control; the control's own listeners are called first. */
interface Listeners {
  onPointerEnter?: (event: PointerEvent<Element>) => void;
  onPointerLeave?: (event: PointerEvent<Element>) => void;
  onPointerDown?: (event: PointerEvent<Element>) => void;
  onFocus?: (event: FocusEvent<Element>) => void;
  onBlur?: (event: FocusEvent<Element>) => void;
}

interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string;
  readonly children: ReactElement<Listeners>;
}

/**
 * A short name for a control, after 120 ms. Pictures draw their own tooltips. Nothing of it is mounted before the control is
 * pointed at or focused: there are dozens of controls, and mounting one tooltip each was a third of the page's first task.
 */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  const own = children.props;
  const control = cloneElement(children, {
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType === 'touch') return;
      const { currentTarget } = event;
      timer.current = setTimeout(() => setAnchor(currentTarget), DELAY);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(':focus-visible')) setAnchor(event.currentTarget);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      hide();
    },
  });
  return (
    <>
      {control}
      {anchor === null ? null : (
        <Base.Root open onOpenChange={(open) => open || hide()}>
          <Base.Portal>
            <Base.Positioner anchor={anchor} sideOffset={6} className={css.place}>
              <Base.Popup className={css.popup}>
                {text}
                {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </>
  );
}
