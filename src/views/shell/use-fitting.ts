import { type RefObject, useLayoutEffect, useState } from 'react';

/** How many children of a wrapping row fit into its first `lines` lines. `content` is what a new measure is due for. */
export function useFitting(row: RefObject<HTMLElement | null>, lines: number, content: string): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for the children
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return;
    const measure = () => {
      const tops = Array.from(element.children, (child) => (child as HTMLElement).offsetTop);
      const distinct = [...new Set(tops)].sort((a, b) => a - b);
      const limit = distinct[lines];
      setFitting(limit === undefined ? Number.POSITIVE_INFINITY : tops.filter((top) => top < limit).length);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, lines, content]);
  return fitting;
}
