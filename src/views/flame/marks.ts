import { useEffect } from 'react';
import { useApp } from '../context.ts';

/** Marks that `npm run bench` and the tests measure with: open (drop handler) → first paint → idle. */
const OPEN = 'leaklens:open';
const FIRST_PAINT = 'leaklens:first-paint';
const IDLE = 'leaklens:idle';
/** A later complete picture: another sample type, filter, zoom of the data. Only the newest is kept. */
const PAINT = 'leaklens:paint';

let paintedOpens = 0;
let idleOpens = 0;
const asking = new Set<string>();

interface PaintDetail {
  readonly sources: number;
  readonly samples: number;
  readonly nodes: number;
}

/** Says that a complete picture is on the screen: the first one of an opening, or a later one. */
export function markPainted(detail: PaintDetail): void {
  const opens = performance.getEntriesByName(OPEN).length;
  if (opens === paintedOpens) {
    performance.clearMarks(PAINT);
    performance.mark(PAINT, { detail });
    return;
  }
  paintedOpens = opens;
  performance.mark(FIRST_PAINT, { detail });
  markIdle();
}

function markIdle(): void {
  if (asking.size > 0 || idleOpens === paintedOpens) return;
  idleOpens = paintedOpens;
  performance.mark(IDLE);
}

/** Tells that a question of the views is open, so that "idle" waits for it. */
export function usePending(name: string, pending: boolean): void {
  useEffect(() => {
    if (pending) asking.add(name);
    else if (asking.delete(name)) markIdle();
    return () => {
      asking.delete(name);
    };
  }, [name, pending]);
}

/** Whether files are still being read: a picture painted meanwhile is not the one that was opened. */
export function useReading(): () => boolean {
  const { session } = useApp();
  return () => session.store.getState().files.some((f) => f.status === 'reading' || f.status === 'waiting');
}
