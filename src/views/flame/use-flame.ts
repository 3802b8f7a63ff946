import { useRef } from 'react';
import type { AnswerBase, FlamePicture } from '../../contract/api.ts';
import type { CallTree, Weights } from '../../model/call-tree.ts';
import type { Lens } from '../../model/lens.ts';
import { useApp } from '../context.ts';
import { type Answered, useAnswer } from '../use-answer.ts';

/** An answer with its tree, also when the worker left it out because this side holds it already. */
export interface ShownFlame extends AnswerBase {
  readonly treeId: number;
  readonly picture: FlamePicture;
  readonly weights: Weights;
  /** Sandwich only. */
  readonly callers: { readonly picture: FlamePicture; readonly weights: Weights } | null;
}

interface Held {
  readonly treeId: number;
  readonly picture: FlamePicture;
  readonly callers: CallTree | null;
}

const NO_TREE = -1;

/** Asks for the flame graph of a lens; trees that did not change are not sent again. */
export function useFlame(lens: Lens | null): Answered<ShownFlame> {
  const { engine } = useApp();
  const held = useRef<Held | null>(null);
  return useAnswer<{ readonly lens: Lens }, ShownFlame>(lens === null ? null : { lens }, async (question) => {
    const answer = await engine.flame({ ...question, have: held.current?.treeId ?? NO_TREE });
    if (answer === undefined) return undefined;
    const known = held.current?.treeId === answer.treeId ? held.current : null;
    const picture = answer.picture ?? known?.picture;
    if (picture === undefined) return undefined;
    const callersTree = answer.callers === null ? null : (answer.callers.tree ?? known?.callers ?? null);
    held.current = { treeId: answer.treeId, picture, callers: callersTree };
    const callers =
      answer.callers === null || callersTree === null
        ? null
        : { picture: { tree: callersTree, keys: picture.keys, tier: null }, weights: answer.callers.weights };
    return { ...answer, picture, callers };
  });
}
