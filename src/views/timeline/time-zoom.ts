import { select } from 'd3-selection';
import { type D3ZoomEvent, zoom, zoomIdentity } from 'd3-zoom';
import type { PlotArea } from './brush-drag.ts';
import type { TimelineStage } from './stage.ts';

/** d3-zoom keeps a transform in its element; ours follows the stage, which keys and buttons move, too. */
type Zoomed = HTMLElement & { __zoom?: unknown };

const DEEPEST = 1e13;

/** Ctrl/⌘ and wheel or a pinch zoom at the pointer, Shift and a drag pan, as does a wheel that goes sideways. */
export function listenZoom(element: HTMLElement, area: () => PlotArea, stage: TimelineStage): () => void {
  const follow = () => {
    const { left, width } = area();
    const { extent, window } = stage;
    const k = (extent.to - extent.from) / (window.to - window.from);
    const hidden = ((window.from - extent.from) / (extent.to - extent.from)) * width;
    (element as Zoomed).__zoom = zoomIdentity.translate(left - k * (left + hidden), 0).scale(k);
  };
  const zooming = zoom<HTMLElement, unknown>()
    .scaleExtent([1, DEEPEST])
    .extent((): [[number, number], [number, number]] => {
      const { left, width } = area();
      return [
        [left, 0],
        [left + width, element.clientHeight],
      ];
    })
    .filter((event: WheelEvent | MouseEvent | TouchEvent) => {
      const wanted =
        event.type === 'wheel'
          ? event.ctrlKey || event.metaKey
          : 'touches' in event
            ? event.touches.length > 1
            : event.type === 'mousedown' && event.shiftKey && (event as MouseEvent).button === 0;
      if (wanted) follow();
      return wanted;
    })
    .wheelDelta((event) => {
      // A pinch on a pad comes as many small steps with Ctrl, a wheel as few large ones.
      const unit = event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.002;
      return -event.deltaY * unit * (Math.abs(event.deltaY) < 30 ? 8 : 1.6);
    })
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (sourceEvent === null) return;
      const { left, width } = area();
      const { from, to } = stage.extent;
      const time = (x: number) => from + (((x - transform.x) / transform.k - left) / width) * (to - from);
      stage.look(time(left), time(left + width));
    });
  select(element).call(zooming).on('dblclick.zoom', null);
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const sideways = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (sideways === 0) return;
    event.preventDefault();
    stage.pan(sideways / Math.max(1, area().width));
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => {
    select(element).on('.zoom', null);
    element.removeEventListener('wheel', onWheel);
  };
}
