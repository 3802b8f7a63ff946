import { useEffect, useState } from 'react';
import type { Prefix, Weights } from '../../model/call-tree.ts';
import { useAskedLens } from '../asked-lens.ts';
import { useApp } from '../context.ts';
import { useAnswer } from '../use-answer.ts';
import type { ShownFlame } from './use-flame.ts';

/** Counts over the groups of a shown tree, and the sample type that they are of. */
export interface Counts {
  readonly type: string;
  readonly value: Prefix;
}

/** Counts beside the values on screen, asked for when they are first `wanted`; null in a comparison or where there are none. */
export function useCounts(
  shown: Pick<ShownFlame, 'treeId' | 'weights'>,
  callers: boolean,
  wanted: boolean,
): Counts | null {
  const { engine } = useApp();
  const lens = useAskedLens();
  const [since, setSince] = useState<Weights | null>(null);
  const { treeId, weights } = shown;
  useEffect(() => {
    if (wanted) setSince(weights);
  }, [wanted, weights]);
  const ask = lens !== null && since === weights && weights.kind === 'plain';
  const { answer } = useAnswer(ask ? { lens } : null, (question) => engine.counts(question));
  if (!ask || answer == null || answer.treeId !== treeId) return null;
  const value = callers ? answer.callers : answer.value;
  return value === null ? null : { type: answer.type.type, value };
}
