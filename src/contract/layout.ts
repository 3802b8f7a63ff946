import type { GraphLayout } from './api.ts';

interface Item {
  readonly name?: string;
  readonly pos?: string;
  readonly id?: string;
}

interface Drawn {
  readonly bb: string;
  readonly objects?: readonly Item[];
  readonly edges?: readonly Item[];
}

const numbers = (text: string): number[] =>
  text
    .split(/[ ,]+/)
    .filter((part) => part !== '')
    .map(Number);

/**
 * Reads Graphviz's JSON of nodes `n0` … (others are ignored) and edges with the ids `e0` … (it has an order of its own): points
 * with y up become px with y down, splines `e,x,y x,y …` end in the arrow's tip.
 */
export function layoutOf(json: string): GraphLayout {
  const drawn = JSON.parse(json) as Drawn;
  const [, , width = 0, height = 0] = numbers(drawn.bb);
  const nodes = (drawn.objects ?? []).filter((o) => /^n\d+$/.test(o.name ?? ''));
  const x = new Float64Array(nodes.length);
  const y = new Float64Array(nodes.length);
  for (const { name = '', pos = '' } of nodes) {
    const [cx = 0, cy = 0] = numbers(pos);
    const row = Number(name.slice(1));
    x[row] = cx;
    y[row] = height - cy;
  }
  const edges = drawn.edges ?? [];
  const paths: Float64Array[] = edges.map(() => new Float64Array(0));
  for (const { id = '', pos = '' } of edges) paths[Number(id.slice(1))] = pathOf(pos, height);
  return { width, height, x, y, paths };
}

function pathOf(pos: string, height: number): Float64Array {
  const points: number[] = [];
  let tip: number[] = [];
  for (const part of (pos.split(';')[0] ?? '').split(' ')) {
    if (part === '' || part.startsWith('s,')) continue;
    if (part.startsWith('e,')) tip = numbers(part.slice(2));
    else for (const value of numbers(part)) points.push(value);
  }
  for (const value of tip) points.push(value);
  // A polyline comes as Bézier pieces whose ends are its corners.
  const kept: number[] = [];
  const count = tip.length > 0 ? points.length - 2 : points.length;
  for (let i = 0; i + 1 < count; i += 6) kept.push(points[i] ?? 0, height - (points[i + 1] ?? 0));
  if (tip.length > 0) kept.push(tip[0] ?? 0, height - (tip[1] ?? 0));
  return Float64Array.from(kept);
}
