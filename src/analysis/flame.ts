import type { FlameAnswer, FlameQuestion } from '../model/answers.ts';
import { type Ask, sumsOf } from './ask.ts';
import { buildTree } from './tree-builder.ts';
import { copyKeys } from './union-keys.ts';
import { sumGroups, weightsOf } from './weights.ts';

/** The flame graph of a question. All buffers are new: the caller may transfer them. */
export function answerFlame(question: Ask, have: FlameQuestion['have']): FlameAnswer {
  const { picture } = question;
  const known = have === picture.id;
  const { shape, callers } = picture;
  return {
    ...question.base,
    treeId: picture.id,
    picture: known ? null : { tree: buildTree(shape.groups), keys: copyKeys(picture.keys) },
    weights: weightsOf(sumsOf(question)),
    callers:
      callers === null
        ? null
        : {
            tree: known ? null : buildTree(callers.groups),
            weights: weightsOf(sumGroups(picture, callers, question.selections, question.measures)),
          },
  };
}
