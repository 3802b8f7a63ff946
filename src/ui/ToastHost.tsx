import { useSyncExternalStore } from 'react';
import css from './ToastHost.module.css';
import { toaster } from './toaster.ts';

/** Where the toast is shown: bottom left of the page. */
export function ToastHost() {
  const toast = useSyncExternalStore(toaster.subscribe, toaster.get);
  const action = toast?.action ?? null;
  return (
    <div role="status" className={css.host}>
      {toast === null ? null : (
        // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps it from going away
        <div
          key={toast.id}
          className={css.toast}
          onPointerEnter={toaster.hold}
          onPointerLeave={toaster.resume}
          onFocus={toaster.hold}
          onBlur={toaster.resume}
        >
          <span>{toast.text}</span>
          {action === null ? null : (
            <button
              type="button"
              className={css.action}
              onClick={() => {
                toaster.close();
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
