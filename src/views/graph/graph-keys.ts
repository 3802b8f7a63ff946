import type { GraphAnswer, GraphLayout } from '../../contract/api.ts';
import { NONE } from '../../model/ids.ts';

/** Callers and callees of every node, heaviest edge first. */
export interface Steps {
  readonly callers: readonly (readonly number[])[];
  readonly callees: readonly (readonly number[])[];
}

export function stepsOf({ keys, edges }: Pick<GraphAnswer, 'keys' | 'edges'>): Steps {
  const callers: number[][] = Array.from({ length: keys.length }, () => []);
  const callees: number[][] = Array.from({ length: keys.length }, () => []);
  const order = Array.from(edges.value, (_, e) => e);
  order.sort((a, b) => Math.abs(edges.value[b] ?? 0) - Math.abs(edges.value[a] ?? 0) || a - b);
  for (const e of order) {
    if (edges.from[e] === NONE) continue;
    callers[edges.to[e] ?? 0]?.push(edges.from[e] ?? 0);
    callees[edges.from[e] ?? 0]?.push(edges.to[e] ?? 0);
  }
  return { callers, callees };
}

/** Where an arrow key leads: down and up along the heaviest edge, sideways to the nearest box of about the same height. */
export function neighbourTo(
  key: string,
  from: number,
  steps: Steps,
  layout: Pick<GraphLayout, 'x' | 'y'>,
): number | null {
  if (key === 'ArrowDown') return steps.callees[from]?.[0] ?? null;
  if (key === 'ArrowUp') return steps.callers[from]?.[0] ?? null;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const side = key === 'ArrowLeft' ? -1 : 1;
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < layout.x.length; i++) {
    const dx = ((layout.x[i] ?? 0) - (layout.x[from] ?? 0)) * side;
    if (dx <= 0) continue;
    const far = dx + 8 * Math.abs((layout.y[i] ?? 0) - (layout.y[from] ?? 0));
    if (far < least) {
      least = far;
      best = i;
    }
  }
  return best;
}
