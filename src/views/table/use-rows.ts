import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Browsers lose whole numbers of pixels beyond some 17 million; a taller list scrolls over a shorter bar. */
const TALLEST = 8_000_000;
const EXTRA = 6;
/** Height of the head that sticks to the top of the scrolled box. */
const HEAD = 28;

function roomOf(box: HTMLElement): number {
  return Math.max(0, box.clientHeight - HEAD);
}

interface Window {
  /** First row to draw and the one after the last. */
  readonly first: number;
  readonly last: number;
  /** Pixels from the end of the head to the first of them. */
  readonly top: number;
}

export interface Rows extends Window {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Height of all rows in the scrolled box. */
  readonly height: number;
  /** Rows that fit. */
  readonly page: number;
  readonly onScroll: () => void;
  /** Scrolls as little as needed to show the row. */
  readonly reveal: (row: number) => void;
}

/**
 * Which rows of a list of any length to draw. Up to 8 million pixels the browser scrolls; a longer list keeps its own
 * place: the wheel moves it by pixels, the bar by shares.
 */
export function useRows(count: number, rowHeight: number): Rows {
  const scroller = useRef<HTMLDivElement>(null);
  const full = count * rowHeight;
  const height = Math.min(full, TALLEST);
  const place = useRef({ offset: 0, set: 0 });
  const [window, setWindow] = useState<Window>({ first: 0, last: 0, top: 0 });
  const [page, setPage] = useState(1);

  const measure = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const view = roomOf(box);
    const at = place.current;
    if (full <= TALLEST) at.offset = box.scrollTop;
    else if (Math.abs(box.scrollTop - at.set) >= 1) {
      at.offset = (box.scrollTop / Math.max(1, height - view)) * (full - view);
      at.set = box.scrollTop;
    }
    const first = Math.max(0, Math.floor(at.offset / rowHeight) - EXTRA);
    const last = Math.min(count, Math.ceil((at.offset + view) / rowHeight) + EXTRA);
    const top = first * rowHeight - at.offset + box.scrollTop;
    setWindow((w) => (w.first === first && w.last === last && w.top === top ? w : { first, last, top }));
    setPage(Math.max(1, Math.floor(view / rowHeight)));
  }, [count, full, height, rowHeight]);

  const scrollTo = useCallback(
    (offset: number) => {
      const box = scroller.current;
      if (box === null) return;
      const at = place.current;
      const view = roomOf(box);
      at.offset = Math.max(0, Math.min(full - view, offset));
      box.scrollTop = full <= TALLEST ? at.offset : (at.offset / Math.max(1, full - view)) * (height - view);
      at.set = box.scrollTop;
      measure();
    },
    [full, height, measure],
  );

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    const onWheel = (event: WheelEvent) => {
      if (full <= TALLEST || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? roomOf(box) : 1;
      scrollTo(place.current.offset + event.deltaY * unit);
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      box.removeEventListener('wheel', onWheel);
    };
  }, [measure, scrollTo, full, rowHeight]);

  const reveal = useCallback(
    (row: number) => {
      const box = scroller.current;
      if (box === null) return;
      const { offset } = place.current;
      const from = row * rowHeight;
      if (from < offset) scrollTo(from);
      else if (from + rowHeight > offset + roomOf(box)) scrollTo(from + rowHeight - roomOf(box));
    },
    [rowHeight, scrollTo],
  );

  return { scroller, height, page, onScroll: measure, reveal, ...window };
}
