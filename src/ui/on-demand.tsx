import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react';

/** The code of a component, a chunk of its own. `load` fetches it; a failed fetch is tried again by the next `load`. */
export interface LazyPart {
  load(): Promise<void>;
  /** The component, once it is here. */
  peek(): ComponentType | null;
  /** Why the last fetch failed. */
  failure(): unknown;
  subscribe(listener: () => void): () => void;
}

export function lazyPart(fetchModule: () => Promise<{ readonly default: ComponentType }>): LazyPart {
  let component: ComponentType | null = null;
  let failure: unknown = null;
  let loading: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  return {
    load: () => {
      loading ??= fetchModule()
        .then(
          (module) => {
            component = module.default;
          },
          (error: unknown) => {
            failure = error;
            loading = null;
          },
        )
        .then(() => {
          for (const listener of listeners) listener();
        });
      return loading;
    },
    peek: () => component,
    failure: () => failure,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Shows a part, fetching its code if need be. In place of React.lazy: Suspense holds content back for up to 300 ms once
 * it showed a fallback, and a component that was fetched ahead would still suspend once.
 */
export function OnDemand({ part }: { readonly part: LazyPart }): ReactNode {
  const Component = useSyncExternalStore(part.subscribe, part.peek);
  const failure = useSyncExternalStore(part.subscribe, part.failure);
  useEffect(() => {
    void part.load();
  }, [part]);
  if (Component !== null) return <Component />;
  if (failure !== null) throw failure;
  return null;
}
