import type { TimeWindow } from '../../draw/timeline-painter.ts';
import type { TimelineAnswer, TrackPicture, TracksAnswer, TracksQuestion } from '../../model/timeline-answers.ts';

export type AskTracks = (question: Omit<TracksQuestion, 'lens'>) => Promise<TracksAnswer | undefined>;

/** How far beyond the window is asked for, on each side, as a share of it: panning then finds points there. */
const MARGIN = 0.5;
const PAD = 0.01;
/** The deepest zoom: so many ns over the whole width. */
const LEAST_NS = 50;

/**
 * The window of the axis that is on screen and the last pictures of its tracks. Every change is drawn in the next frame
 * from what is there, scaled, while the worker is asked for the new window. No React in between.
 */
export class TimelineStage {
  window: TimeWindow = { from: 0, to: 1 };
  extent: TimeWindow = { from: 0, to: 1 };
  width = 1;
  readonly pictures = new Map<string, TrackPicture>();
  private readonly painters = new Set<() => void>();
  private readonly ask: AskTracks;
  private which: readonly string[] = [];
  private frame = 0;
  private stale = true;
  private answered: TimeWindow = { from: 0, to: 0 };
  /** A source that is being dragged to another place: by how many ns, until the next answer. */
  moved: { readonly source: string; readonly ns: number } | null = null;
  /** Runs after the first picture of new tracks was drawn. */
  onPainted: () => void = () => undefined;

  constructor(ask: AskTracks) {
    this.ask = ask;
  }

  /** New tracks, or the same on another axis. The window stays where the extent did. */
  show(answer: TimelineAnswer, which: readonly string[], pad = PAD): void {
    const span = Math.max(1, answer.to - answer.from);
    const extent = { from: answer.from - (pad * span) / 2, to: answer.to + pad * span };
    const same = extent.from === this.extent.from && extent.to === this.extent.to;
    const whole = this.window.from <= this.extent.from && this.window.to >= this.extent.to;
    const outside = this.window.to <= extent.from || this.window.from >= extent.to;
    this.extent = extent;
    if (!same && (whole || outside)) this.window = extent;
    this.which = which;
    this.moved = null;
    for (const id of [...this.pictures.keys()]) if (!which.includes(id)) this.pictures.delete(id);
    this.stale = true;
    this.draw();
  }

  /** Redraws with every change of the window or of pictures, until the returned function is called. */
  paint(painter: () => void): () => void {
    this.painters.add(painter);
    this.draw();
    return () => this.painters.delete(painter);
  }

  resize(width: number): void {
    if (width === this.width || width < 1) return;
    this.width = width;
    this.stale = true;
    this.draw();
  }

  /** Moves the window; it stays within the extent and above the deepest zoom. */
  look(from: number, to: number): void {
    const whole = this.extent.to - this.extent.from;
    const span = Math.min(whole, Math.max(LEAST_NS, to - from));
    const middle = (from + to) / 2;
    const start = Math.min(
      this.extent.to - span,
      Math.max(this.extent.from, span === to - from ? from : middle - span / 2),
    );
    if (start === this.window.from && start + span === this.window.to) return;
    this.window = { from: start, to: start + span };
    this.stale = true;
    this.draw();
  }

  pan(share: number): void {
    const { from, to } = this.window;
    this.look(from + share * (to - from), to + share * (to - from));
  }

  /** `at`: the place that stays, 0 … 1 of the width. */
  zoom(factor: number, at = 0.5): void {
    const { from, to } = this.window;
    const fixed = from + at * (to - from);
    this.look(fixed - (fixed - from) * factor, fixed + (to - fixed) * factor);
  }

  fit(): void {
    this.look(this.extent.from, this.extent.to);
  }

  /** Scrolls as little as needed to have a time in the window. */
  reveal(t: number): void {
    const { from, to } = this.window;
    if (t >= from && t <= to) return;
    this.look(t - (to - from) / 2, t + (to - from) / 2);
  }

  /** The window as the tracks of a source see it: moved the other way while they are dragged. */
  windowOf(source: string): TimeWindow {
    const { window, moved } = this;
    if (moved?.source !== source) return window;
    return { from: window.from - moved.ns, to: window.to - moved.ns };
  }

  draw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (const painter of this.painters) painter();
      this.refresh();
    });
  }

  private refresh(): void {
    if (!this.stale || this.which.length === 0 || this.width <= 1) return;
    this.stale = false;
    const { from, to } = this.window;
    const more = MARGIN * (to - from);
    const quick = this.pictures.size === 0;
    const question = {
      quick,
      from: from - more,
      to: to + more,
      width: Math.round(this.width * (1 + 2 * MARGIN)),
      which: this.which,
    };
    void this.ask(question).then((answer) => {
      if (answer === undefined) return;
      const first = this.pictures.size === 0 || this.answered.to === 0;
      this.answered = { from: answer.from, to: answer.to };
      for (const picture of answer.tracks) this.pictures.set(picture.id, picture);
      // What was left out comes with the next answer.
      if (quick && answer.tracks.length < this.which.length) this.stale = true;
      this.draw();
      if (first) requestAnimationFrame(() => this.onPainted());
    });
  }
}
