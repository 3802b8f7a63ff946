import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';

const SCALES: [number, number] = [0.04, 4];
const MARGIN = 24;
/** Below this scale names cannot be read. */
const READABLE = 0.7;

/** Where the panes look: one transform for all of them, moved by wheel and pointer in any. */
export interface GraphSight {
  readonly transform: ZoomTransform;
  /** Size of a pane in px; all are equal. */
  readonly width: number;
  readonly height: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Pan and zoom of one or several pictures of the same layout. Outside React, so that moving renders nothing but what subscribes. */
export class GraphZoom {
  private sight: GraphSight = { transform: zoomIdentity, width: 1, height: 1 };
  private readonly contents = new Map<SVGSVGElement, SVGGElement>();
  private readonly listeners = new Set<() => void>();
  private readonly zooming = zoom<SVGSVGElement, unknown>()
    .scaleExtent(SCALES)
    .on('zoom', (event: D3ZoomEvent<SVGSVGElement, unknown>) => this.look(event.transform));

  readonly getSight = (): GraphSight => this.sight;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes a pane in: its element and the group that moves. Returns how to let it go. */
  add(element: SVGSVGElement, content: SVGGElement): () => void {
    this.contents.set(element, content);
    select(element).call(this.zooming).on('dblclick.zoom', null);
    this.look(this.sight.transform);
    const watch = new ResizeObserver(() => {
      this.sight = { ...this.sight, width: element.clientWidth, height: element.clientHeight };
      this.tell();
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      select(element).on('.zoom', null);
      this.contents.delete(element);
    };
  }

  /** Brings a point of the layout to the middle. */
  moveTo(x: number, y: number, scale = this.sight.transform.k): void {
    const [element] = this.contents.keys();
    if (element === undefined) return;
    const { clientWidth, clientHeight } = element;
    this.look(zoomIdentity.translate(clientWidth / 2 - x * scale, clientHeight / 2 - y * scale).scale(scale));
  }

  /** Brings a point of the layout into view if it is not. */
  reveal(x: number, y: number): void {
    const { transform, width, height } = this.sight;
    const [sx, sy] = transform.apply([x, y]);
    if (sx < MARGIN || sy < MARGIN || sx > width - MARGIN || sy > height - MARGIN) this.moveTo(x, y);
  }

  /** Shows the whole layout, at most at its own size. */
  fit(layout: Extent): void {
    this.moveTo(layout.width / 2, layout.height / 2, this.fitting(layout));
  }

  /** Shows the whole layout where it can be read so, else its top around a column. */
  start(layout: Extent, column: number): void {
    const [element] = this.contents.keys();
    if (element === undefined) return;
    const whole = this.fitting(layout);
    const k = Math.max(READABLE, whole);
    const middle = (room: number, size: number, at: number): number => {
      const half = room / 2 / k;
      return 2 * half >= size ? size / 2 : Math.min(Math.max(at, half - MARGIN / k), size - half + MARGIN / k);
    };
    const x = middle(element.clientWidth, layout.width, column);
    this.moveTo(x, middle(element.clientHeight, layout.height, 0), k);
  }

  private fitting(layout: Extent): number {
    const [element] = this.contents.keys();
    const room = (whole = 1, part: number) => (whole - 2 * MARGIN) / Math.max(1, part);
    const k = Math.min(1, room(element?.clientWidth, layout.width), room(element?.clientHeight, layout.height));
    return Math.max(SCALES[0], k);
  }

  private look(transform: ZoomTransform): void {
    for (const [element, content] of this.contents) {
      content.setAttribute('transform', transform.toString());
      // Where d3-zoom keeps the transform of an element: the next gesture in this pane begins here.
      select(element).property('__zoom', transform);
    }
    this.sight = { ...this.sight, transform };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
