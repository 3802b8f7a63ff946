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
  'opacity',
];
const MARGIN = 16;
const MOST_PIXELS = 16_000;

const SVG = 'http://www.w3.org/2000/svg';

/** The content of a picture at scale 1, with its styles written into it. */
function standaloneContent(svg: SVGSVGElement): SVGGElement {
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
  copy.querySelector(':scope > g')?.removeAttribute('transform');
  const group = document.createElementNS(SVG, 'g');
  group.append(...copy.childNodes);
  return group;
}

/** The graph on the screen as a file of its own, over the canvas colour; two pictures stand next to each other. */
export function standaloneSvg(svgs: readonly SVGSVGElement[], width: number, height: number): Picture {
  const step = Math.ceil(width) + MARGIN;
  const full = { width: MARGIN + step * svgs.length, height: Math.ceil(height) + 2 * MARGIN };
  const file = document.createElementNS(SVG, 'svg');
  file.setAttribute('xmlns', SVG);
  file.setAttribute('width', String(full.width));
  file.setAttribute('height', String(full.height));
  const ground = document.createElementNS(SVG, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--canvas').trim());
  file.append(ground);
  svgs.forEach((svg, i) => {
    const content = standaloneContent(svg);
    content.setAttribute('transform', `translate(${MARGIN + i * step} ${MARGIN})`);
    file.append(content);
  });
  return { text: new XMLSerializer().serializeToString(file), ...full };
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
