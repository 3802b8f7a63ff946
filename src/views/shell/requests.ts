import { useSyncExternalStore } from 'react';

let count = 0;
const listeners = new Set<() => void>();

/** The page's own files lie beside it; everything it makes itself is `blob:` or `data:`. */
export function isForeign(url: string, base: string): boolean {
  if (/^(blob|data|about):/.test(url)) return false;
  const folder = new URL('.', base).href;
  return !url.startsWith(folder);
}

function observe(): void {
  const observer = new PerformanceObserver((list) => {
    const foreign = list.getEntries().filter((entry) => isForeign(entry.name, document.baseURI)).length;
    if (foreign === 0) return;
    count += foreign;
    for (const listener of listeners) listener();
  });
  observer.observe({ type: 'resource', buffered: true });
}

let observing = false;

/** Network requests beyond the page's own files, counted by the browser itself. */
export function useForeignRequests(): number {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      if (!observing) {
        observing = true;
        observe();
      }
      return () => listeners.delete(changed);
    },
    () => count,
  );
}
