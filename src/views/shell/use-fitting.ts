import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * How many children of a wrapping row fit into its first `lines` lines; the others are made invisible, so that the focus
 * cannot enter what is cut off. `content` is what a new measure is due for.
 */
export function useFitting(row: RefObject<HTMLElement | null>, lines: number, content: string): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `content` stands for the children
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return;
    const measure = () => {
      const children = Array.from(element.children).filter(
        (child): child is HTMLElement => child instanceof HTMLElement,
      );
      const tops = children.map((child) => child.offsetTop);
      const distinct = [...new Set(tops)].sort((a, b) => a - b);
      const limit = distinct[lines] ?? Number.POSITIVE_INFINITY;
      children.forEach((child, i) => {
        child.style.visibility = (tops[i] ?? 0) < limit ? '' : 'hidden';
      });
      setFitting(limit === Number.POSITIVE_INFINITY ? limit : tops.filter((top) => top < limit).length);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, lines, content]);
  return fitting;
}
