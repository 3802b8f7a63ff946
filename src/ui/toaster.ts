export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

let current: Toast | null = null;
let nextId = 1;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const STAY_MS = 6000;

function set(toast: Toast | null): void {
  current = toast;
  for (const listener of listeners) listener();
}

/** The one toast of the page: a newer one takes the place of the older. Never for errors. */
export const toaster = {
  get: () => current,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  show(text: string, action: Toast['action'] = null): void {
    set({ id: nextId++, text, action });
    this.resume();
  },
  close(): void {
    clearTimeout(timer);
    if (current !== null) set(null);
  },
  /** While the pointer or the focus is on it, it stays. */
  hold(): void {
    clearTimeout(timer);
  },
  resume(): void {
    clearTimeout(timer);
    timer = setTimeout(() => set(null), STAY_MS);
  },
};
