import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react';

/** The code of a component, a chunk of its own. `load` fetches it; a failed fetch is tried again by the next `load`. */
export interface LazyPart<P = object> {
  load(): Promise<void>;
  /** The component, once it is here. */
  peek(): ComponentType<P> | null;
  /** Why the last fetch failed. */
  failure(): unknown;
  subscribe(listener: () => void): () => void;
}

export function lazyPart<P = object>(fetchModule: () => Promise<{ readonly default: ComponentType<P> }>): LazyPart<P> {
  let component: ComponentType<P> | null = null;
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

interface OnDemandProps<P> {
  readonly part: LazyPart<P>;
  /** Its props. */
  readonly give: P;
}

/**
 * Shows a part, fetching its code if need be. In place of React.lazy: Suspense holds content back for up to 300 ms once
 * it showed a fallback, and a component that was fetched ahead would still suspend once.
 */
export function OnDemand<P extends object>({ part, give }: OnDemandProps<P>): ReactNode {
  const Component = useSyncExternalStore(part.subscribe, part.peek);
  const failure = useSyncExternalStore(part.subscribe, part.failure);
  useEffect(() => {
    void part.load();
  }, [part]);
  if (Component !== null) return <Component {...give} />;
  if (failure !== null) throw failure;
  return null;
}
