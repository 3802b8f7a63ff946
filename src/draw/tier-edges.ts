/** Dashes by tier, the optional `tier` column of a picture: 0 no border here, 1 exact, 2 unique, 3 estimate, 4 candidates, 5 unknown. */
const DASHES: readonly (readonly number[])[] = [[], [], [], [6, 3], [2, 3], [1, 5]];
const NARROW = 12;

/** Draws the line style of a tier along a horizontal edge; `y` is the edge, lines grow into the box (`into` = 1 down, −1 up). */
export function tierEdge(
  context: CanvasRenderingContext2D,
  tier: number,
  x: number,
  width: number,
  y: number,
  into: 1 | -1,
): void {
  const bar = (from: number, thick: number, length = width, left = x) =>
    context.fillRect(left, into === 1 ? y + from : y - from - thick, length, thick);
  if (tier === 1) bar(0, 2);
  else if (tier === 2) {
    bar(0, 2);
    bar(3.5, 1);
  } else if (tier >= 3) {
    if (width < NARROW) {
      bar(0, 2, width / 4);
      bar(0, 2, width / 4, x + (width * 3) / 4);
      return;
    }
    const [on = width, off = 0] = DASHES[tier] ?? [];
    for (let at = 0; at < width; at += on + off) bar(0, 2, Math.min(on, width - at), x + at);
  }
}
