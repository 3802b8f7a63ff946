import type { FlameAnswer, FlamePicture, FlameQuestion } from '../model/answers.ts';
import { type Ask, sumsOf } from './ask.ts';
import { tierOfGroups, tierOfNodes } from './seam/tiers.ts';
import { buildTree } from './tree-builder.ts';
import { copyKeys } from './union-keys.ts';
import { sumGroups, weightsOf } from './weights.ts';

/** The flame graph of a question. All buffers are new: the caller may transfer them. */
export function answerFlame(question: Ask, have: FlameQuestion['have']): FlameAnswer {
  const { picture } = question;
  const known = have === picture.id;
  const { callers } = picture;
  return {
    ...question.base,
    treeId: picture.id,
    picture: known ? null : pictureOf(question),
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

function pictureOf({ picture, lens }: Ask): FlamePicture {
  const { shape, keys } = picture;
  const tree = buildTree(shape.groups);
  // Read from the leaf, or from the middle, no frame is the first beyond the border.
  const tiers = lens.shape === 'topdown' ? tierOfGroups(picture, shape) : null;
  const tier = tiers === null ? null : tierOfNodes(tree, keys.origin, tiers, lens.tagRoot.length);
  return { tree, keys: copyKeys(keys), tier };
}
