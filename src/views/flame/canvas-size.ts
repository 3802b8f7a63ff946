/** Size of a plot in CSS pixels and of a CSS pixel in device pixels. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Calls back with the size of an element now and whenever it, or the pixel ratio, changes. Returns how to stop. */
export function watchPlotSize(plot: HTMLElement, onSize: (size: PlotSize) => void): () => void {
  let last: PlotSize = { width: -1, height: -1, ratio: 0 };
  const look = () => {
    const size = { width: plot.clientWidth, height: plot.clientHeight, ratio: window.devicePixelRatio || 1 };
    if (size.width === last.width && size.height === last.height && size.ratio === last.ratio) return;
    last = size;
    onSize(size);
  };
  const observer = new ResizeObserver(look);
  observer.observe(plot);
  // A change of the pixel ratio alone (zoom of the browser, another screen) is no change of size in some browsers.
  window.addEventListener('resize', look);
  look();
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', look);
  };
}

/** Gives a canvas a size; its content is lost. */
export function sizeCanvas(canvas: HTMLCanvasElement, { width, height, ratio }: PlotSize): void {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
