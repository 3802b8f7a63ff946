/** The hatches as canvas patterns. They are fixed to the picture, so stripes run on from box to box. */
export interface Hatches {
  readonly gone: CanvasPattern | string;
  readonly goneVeil: CanvasPattern | string;
  readonly merged: CanvasPattern | string;
  readonly rest: CanvasPattern | string;
  readonly unknown: CanvasPattern | string;
}

/**
 * Diagonal stripes. `period` and `width` are measured across the stripes, in CSS pixels; `falling` leans like a
 * backslash. A tile must be whole device pixels, so the period is off by at most half of one.
 */
export function stripes(
  context: CanvasRenderingContext2D,
  colour: string,
  period: number,
  width: number,
  ratio: number,
  falling: boolean,
): CanvasPattern | string {
  const size = Math.max(2, Math.round(period * Math.SQRT2 * ratio));
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = width * ratio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    if (falling) {
      pen.moveTo(shift - size, -size);
      pen.lineTo(shift + size * 2, size * 2);
    } else {
      pen.moveTo(shift - size, size * 2);
      pen.lineTo(shift + size * 2, -size);
    }
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return colour;
  // The painter draws in CSS pixels; the tile is in device pixels.
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}
