import { type RefObject, useEffect, useRef } from 'react';
import { hitTrack } from '../../draw/timeline-hit.ts';
import { type DrawnMark, markAt } from '../../draw/timeline-marks.ts';
import type { TimelineAnswer } from '../../model/timeline-answers.ts';
import { useApp } from '../context.ts';
import { aligning, movedOffset, withOffset } from './align.ts';
import { type BrushTarget, listenBrush, type PlotArea, type TimeSpan } from './brush-drag.ts';
import type { Chosen } from './EventCard.tsx';
import { MARKS_TRACK } from './MarksRow.tsx';
import type { TimelineStage } from './stage.ts';
import type { Hover } from './TimelineTooltip.tsx';
import { listenZoom } from './time-zoom.ts';

/** How near a line's row must be to the pointer, px. */
const NEAR = 6;

interface Hands {
  readonly stage: TimelineStage;
  readonly area: PlotArea;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly answer: TimelineAnswer;
  readonly marks: readonly DrawnMark[];
  readonly onHover: (hover: Hover | null) => void;
  readonly onChoose: (chosen: Chosen | null) => void;
  readonly onDraft: (range: TimeSpan | null) => void;
  readonly onTrack: (id: string) => void;
}

interface Place {
  readonly id: string;
  readonly y: number;
  readonly height: number;
}

/** What pointers do over the tracks: choose a range, look at events, zoom and pan, move a source that is being aligned. */
export function useHands(hands: Hands): void {
  const { view } = useApp();
  const { stage, area, content } = hands;
  const newest = useRef(hands);
  newest.current = hands;

  useEffect(() => {
    const element = content.current;
    if (element === null) return;
    const placeOf = (x: number, y: number): Place | null => {
      if (x < area.left) return null;
      for (const row of element.querySelectorAll<HTMLElement>('[data-track]')) {
        const top = row.offsetTop;
        if (y >= top && y < top + row.clientHeight) {
          return { id: row.dataset.track ?? '', y: y - top, height: row.clientHeight };
        }
      }
      return null;
    };
    const hitAt = (x: number, { id, y, height }: Place) => {
      const info = newest.current.answer.tracks.find((track) => track.id === id);
      const picture = stage.pictures.get(id);
      if (info === undefined || picture === undefined) return null;
      return { info, hit: hitTrack(x, y, { ...area, height }, info, picture, stage.window) };
    };
    const markUnder = (x: number) => newest.current.marks[markAt(x, area, newest.current.marks, stage.window)];
    const eventUnder = (x: number, place: Place): Chosen | null => {
      const under = hitAt(x, place);
      if (under === null) return null;
      const { event, time } = under.hit;
      const px = (stage.window.to - stage.window.from) / area.width;
      const track = place.id;
      if (event === null) {
        return { kind: 'event', track, row: -1, at: time, range: { from: time - NEAR * px, to: time + NEAR * px } };
      }
      const range = { from: event.begin - px, to: event.end + px };
      return { kind: 'event', track, row: event.row, at: event.begin, range };
    };
    const target: BrushTarget = {
      draft: (range) => newest.current.onDraft(range),
      commit(range) {
        newest.current.onDraft(null);
        if (range.to > range.from) view.setLens({ timeRange: range });
      },
      tap(x, y) {
        const place = placeOf(x, y);
        const { onChoose, onTrack } = newest.current;
        if (place === null) return onChoose(null);
        onTrack(place.id);
        if (place.id !== MARKS_TRACK) return onChoose(eventUnder(x, place));
        const mark = markUnder(x);
        onChoose(mark === undefined ? null : { kind: 'mark', key: mark.key });
      },
      hover(x, y, event) {
        const place = placeOf(x, y);
        const at = { x: event.clientX, y: event.clientY };
        const { onHover } = newest.current;
        if (place === null || x > area.left + area.width) return onHover(null);
        if (place.id === MARKS_TRACK) {
          const mark = markUnder(x);
          return onHover(mark === undefined ? null : { kind: 'mark', mark, ...at });
        }
        const under = hitAt(x, place);
        const empty = under === null || (under.hit.event === null && under.hit.values.length === 0);
        onHover(empty ? null : { kind: 'track', ...under, ...at });
      },
      leave: () => newest.current.onHover(null),
      take(event) {
        const { dragging } = aligning.getState();
        const source = newest.current.answer.sources.find((s) => s.key === dragging);
        if (dragging === null || source?.offset == null) return false;
        moveSource(element, event, stage, area, dragging, (ns) => {
          const { align } = view.store.getState().lens;
          view.setLens({ align: withOffset(align, dragging, movedOffset(source.offset ?? '0', 0, ns)) });
        });
        return true;
      },
    };
    const stops = [listenBrush(element, () => area, stage, target), listenZoom(element, () => area, stage)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [stage, area, content, view]);
}

/** A drag that moves all tracks of a source; `onDone` hears by how many ns. */
function moveSource(
  element: HTMLElement,
  start: PointerEvent,
  stage: TimelineStage,
  area: PlotArea,
  source: string,
  onDone: (ns: number) => void,
): void {
  element.setPointerCapture(start.pointerId);
  const by = (event: PointerEvent) =>
    ((event.clientX - start.clientX) / area.width) * (stage.window.to - stage.window.from);
  const move = (event: PointerEvent) => {
    stage.moved = { source, ns: by(event) };
    stage.draw();
  };
  const end = (event: PointerEvent) => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', end);
    element.removeEventListener('pointercancel', end);
    if (event.type === 'pointerup' && event.clientX !== start.clientX) onDone(by(event));
    else stage.moved = null;
    stage.draw();
  };
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
}
