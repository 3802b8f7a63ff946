import { saveFile } from '../save-file.ts';

interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

const PROPERTIES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];
const MARGIN = 16;
const MOST_PIXELS = 16_000;

/** The graph on the screen as a file of its own: at scale 1, styles written into it, over the canvas colour. */
export function standaloneSvg(svg: SVGSVGElement, width: number, height: number): Picture {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const source = from[i];
    if (source === undefined) return;
    const style = getComputedStyle(source);
    for (const name of PROPERTIES) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'tabindex', 'role', 'aria-label', 'aria-pressed', 'data-node'])
      element.removeAttribute(name);
  });
  copy.querySelector('g')?.setAttribute('transform', `translate(${MARGIN} ${MARGIN})`);
  const full = { width: Math.ceil(width) + 2 * MARGIN, height: Math.ceil(height) + 2 * MARGIN };
  for (const name of ['class', 'role', 'aria-label']) copy.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(full.width));
  copy.setAttribute('height', String(full.height));
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(svg).getPropertyValue('--canvas').trim());
  copy.insertBefore(ground, copy.firstChild);
  return { text: new XMLSerializer().serializeToString(copy), ...full };
}

/** Saves a picture as PNG, twice as large where that fits a canvas. */
export async function savePng(picture: Picture, name: string): Promise<void> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([picture.text], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  const scale = Math.min(2, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(picture.width * scale);
  canvas.height = Math.floor(picture.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob !== null) saveFile([blob], name, 'image/png');
}
