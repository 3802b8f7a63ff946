import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { cx } from './cx.ts';
import css from './VirtualList.module.css';

export interface VirtualListHandle {
  /** Scrolls as little as needed to show the row. */
  reveal(index: number): void;
  focus(): void;
}

interface VirtualListProps {
  readonly count: number;
  /** Height of every row in pixels. */
  readonly rowHeight: number;
  readonly renderRow: (index: number) => ReactNode;
  readonly className?: string | undefined;
  readonly role?: 'rowgroup' | 'listbox' | 'list';
  readonly label?: string;
  readonly ref?: Ref<VirtualListHandle>;
}

/** Rows of one height, of which only the visible ones are in the page: a million rows scroll like ten. */
export function VirtualList({ count, rowHeight, renderRow, className, role = 'list', label, ref }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useImperativeHandle(ref, () => ({
    reveal: (index) => rows.scrollToIndex(index, { align: 'auto' }),
    focus: () => scroller.current?.focus(),
  }));
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the label is only given with a role that takes one
    <div ref={scroller} role={role} aria-label={label} tabIndex={0} className={cx(css.scroller, className)}>
      <div role="presentation" className={css.all} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="presentation"
            className={css.row}
            style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
          >
            {renderRow(row.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
