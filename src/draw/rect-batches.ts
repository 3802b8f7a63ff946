/** Rectangles collected per fill number, so that a frame sets every colour once. */
export class RectBatches {
  private readonly fills: number;
  private coords = new Float32Array(4096);
  private fill = new Uint8Array(1024);
  private sorted = new Int32Array(1024);
  private readonly first: Int32Array;
  length = 0;

  constructor(fills: number) {
    this.fills = fills;
    this.first = new Int32Array(fills + 2);
  }

  clear(): void {
    this.length = 0;
  }

  add(fill: number, x: number, y: number, width: number, height: number): void {
    if (this.length === this.fill.length) this.grow();
    const at = this.length++;
    this.fill[at] = fill;
    this.coords[at * 4] = x;
    this.coords[at * 4 + 1] = y;
    this.coords[at * 4 + 2] = width;
    this.coords[at * 4 + 3] = height;
  }

  /** Paints all of it, fill by fill in ascending number. */
  paint(context: CanvasRenderingContext2D, styleOf: (fill: number) => string | CanvasPattern): void {
    const { first, fill, sorted, coords } = this;
    first.fill(0);
    for (let i = 0; i < this.length; i++) {
      const slot = (fill[i] ?? 0) + 2;
      first[slot] = (first[slot] ?? 0) + 1;
    }
    for (let f = 2; f < this.fills + 2; f++) first[f] = (first[f] ?? 0) + (first[f - 1] ?? 0);
    for (let i = 0; i < this.length; i++) {
      const slot = (fill[i] ?? 0) + 1;
      const place = first[slot] ?? 0;
      first[slot] = place + 1;
      sorted[place] = i;
    }
    for (let f = 0; f < this.fills; f++) {
      const from = first[f] ?? 0;
      const to = first[f + 1] ?? 0;
      if (from === to) continue;
      context.fillStyle = styleOf(f);
      for (let p = from; p < to; p++) {
        const c = (sorted[p] ?? 0) * 4;
        // One path of thousands of rectangles is rasterised as a polygon; single rectangles take the fast way.
        context.fillRect(coords[c] ?? 0, coords[c + 1] ?? 0, coords[c + 2] ?? 0, coords[c + 3] ?? 0);
      }
    }
  }

  private grow(): void {
    const coords = new Float32Array(this.coords.length * 2);
    coords.set(this.coords);
    const fill = new Uint8Array(this.fill.length * 2);
    fill.set(this.fill);
    this.coords = coords;
    this.fill = fill;
    this.sorted = new Int32Array(fill.length);
  }
}
