/** What a key, a menu item or a button can ask for; whoever can do it registers a handler. */
export const ACTIONS = [
  'open-files',
  'help',
  'search',
  'search-next',
  'search-previous',
  'escape',
  'undo',
  'redo',
  'swap',
  'previous-snapshot',
  'next-snapshot',
  'focus-selection',
  'ignore-selection',
  'hide-selection',
  'sandwich-selection',
  'zoom-selection',
  'copy-name',
  'copy-stack',
  'toggle-details',
  'toggle-sources',
] as const;
export type Action = (typeof ACTIONS)[number];

/** A handler returns false when it had nothing to do; the next older one is then asked. */
export type ActionHandler = () => boolean | undefined;

/** Newest handler first: an open menu answers `escape` before the search field, that before the flame graph. */
export function createActions() {
  const handlers = new Map<Action, ActionHandler[]>();
  return {
    on(action: Action, handler: ActionHandler): () => void {
      const list = handlers.get(action) ?? [];
      handlers.set(action, list);
      list.unshift(handler);
      return () => {
        const i = list.indexOf(handler);
        if (i >= 0) list.splice(i, 1);
      };
    },
    run(action: Action): boolean {
      for (const handler of [...(handlers.get(action) ?? [])]) if (handler() !== false) return true;
      return false;
    },
  };
}

export type Actions = ReturnType<typeof createActions>;
