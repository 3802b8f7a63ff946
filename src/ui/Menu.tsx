import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { cx } from './cx.ts';
import css from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  /** Key or figure at the right end. */
  readonly hint?: string;
  readonly disabled?: boolean;
  /** Set for items that are on or off. */
  readonly checked?: boolean;
}

/** A line between two groups, or an item. */
export type MenuEntry = MenuItem | 'line';

function Items({ items }: { readonly items: readonly MenuEntry[] }) {
  const hasMarks = items.some((item) => item !== 'line' && item.checked !== undefined);
  return items.map((item, i) =>
    item === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
      <Base.Separator key={`line ${i}`} className={css.line} />
    ) : (
      <Base.Item
        key={item.label}
        disabled={item.disabled ?? false}
        onClick={item.onSelect}
        className={css.item}
        {...(item.checked === undefined ? {} : { 'aria-checked': item.checked, role: 'menuitemradio' })}
      >
        {hasMarks ? <span className={css.mark}>{item.checked === true ? <Check /> : null}</span> : item.icon}
        <span className={css.label}>{item.label}</span>
        {item.hint === undefined ? null : <span className={css.hint}>{item.hint}</span>}
      </Base.Item>
    ),
  );
}

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
  readonly wide?: boolean;
}

export function Menu({ trigger, items, align = 'start', wide }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className={css.place}>
          <Base.Popup className={cx(css.popup, wide === true && css.wide)}>
            <Items items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuAtProps {
  /** Where it opens (client pixels); null = closed. */
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly items: readonly MenuEntry[];
  readonly label: string;
  readonly onClose: () => void;
}

/** A context menu at a point: of a frame in a canvas, of a row under the pointer. */
export function MenuAt({ at, items, label, onClose }: MenuAtProps) {
  const anchor = useMemo(
    () => (at === null ? null : { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }),
    [at],
  );
  const [used, setUsed] = useState(false);
  if (at !== null && !used) setUsed(true);
  // Every row of the sources has one, which hardly anybody opens.
  if (!used) return null;
  return (
    <Base.Root open={at !== null} onOpenChange={(open) => open || onClose()} modal={false}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" sideOffset={2} className={css.place}>
          <Base.Popup aria-label={label} className={cx(css.popup, css.wide)}>
            <Items items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
