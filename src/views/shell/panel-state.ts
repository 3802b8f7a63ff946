import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

interface PanelState {
  /** Key of the source whose name is being written. */
  readonly renaming: string | null;
  /** Key of the source whose facts are shown in a dialog. */
  readonly describing: string | null;
  /** Key of the table whose columns are being chosen. */
  readonly choosing: string | null;
  /** File that the import report shows. */
  readonly reportFile: string | null;
}

/** What the source list is busy with; in no link and no undo step. */
export const panel = createStore<PanelState>(() => ({
  renaming: null,
  describing: null,
  choosing: null,
  reportFile: null,
}));

export function usePanel<T>(select: (state: PanelState) => T): T {
  return useStore(panel, select);
}
