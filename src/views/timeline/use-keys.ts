import type { KeyboardEvent } from 'react';
import type { DrawnMark } from '../../draw/timeline-marks.ts';
import { useAction, useApp } from '../context.ts';
import { aligning } from './align.ts';
import type { Chosen } from './EventCard.tsx';
import { MARKS_TRACK } from './MarksRow.tsx';
import type { TimelineStage } from './stage.ts';

interface Keys {
  readonly stage: TimelineStage;
  readonly marks: readonly DrawnMark[];
  readonly chosen: Chosen | null;
  /** The track that has the focus. */
  readonly active: string;
  readonly onChoose: (chosen: Chosen | null) => void;
}

/** Keys of the timeline: arrows and W A S D move the window, `[` `]` step through snapshots, Enter opens, Esc goes back. */
export function useTimelineKeys({ stage, marks, chosen, active, onChoose }: Keys): (event: KeyboardEvent) => void {
  const { view } = useApp();
  const step = (direction: 1 | -1): boolean => {
    const at = chosen?.kind === 'mark' ? marks.findIndex((m) => m.key === chosen.key) : -1;
    const middle = (stage.window.from + stage.window.to) / 2;
    const after = marks.findIndex((m) => m.end >= middle);
    const near = after < 0 ? marks.length : after;
    const next = at >= 0 ? at + direction : direction > 0 ? Math.min(near, marks.length - 1) : Math.max(0, near - 1);
    const mark = marks[next];
    if (mark === undefined) return false;
    stage.reveal(mark.end);
    onChoose({ kind: 'mark', key: mark.key });
    return true;
  };
  useAction('next-snapshot', () => step(1));
  useAction('previous-snapshot', () => step(-1));
  useAction('escape', () => {
    const { picked, dragging } = aligning.getState();
    if (picked !== null || dragging !== null) aligning.setState({ picked: null, dragging: null });
    else if (chosen !== null) onChoose(null);
    else if (view.store.getState().lens.timeRange !== null) view.setLens({ timeRange: null });
    else return false;
    return true;
  });
  const open = (): boolean => {
    if (active === MARKS_TRACK) return step(1);
    const at = (stage.window.from + stage.window.to) / 2;
    onChoose({ kind: 'event', track: active, row: -1, at, range: stage.window });
    return true;
  };
  const run = (code: string): boolean => {
    switch (code) {
      case 'ArrowLeft':
      case 'KeyA':
        stage.pan(-0.1);
        return true;
      case 'ArrowRight':
      case 'KeyD':
        stage.pan(0.1);
        return true;
      case 'ArrowUp':
      case 'KeyW':
        stage.zoom(0.8);
        return true;
      case 'ArrowDown':
      case 'KeyS':
        stage.zoom(1.25);
        return true;
      case 'Digit0':
      case 'Home':
        stage.fit();
        return true;
      case 'KeyB':
        view.setLens({ timeRange: { ...stage.window } });
        return true;
      case 'Enter':
        return open();
      default:
        return false;
    }
  };
  return (event) => {
    const onTrack = (event.target as HTMLElement).matches('[data-track]');
    if (event.ctrlKey || event.metaKey || event.altKey || !onTrack || !run(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
