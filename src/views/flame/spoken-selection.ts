import { widthPrefix } from '../../draw/flame-tree.ts';
import { depthOf, nameOf, nodeAtPath, ROOT_NODE, runOf } from '../../draw/tree-walk.ts';
import type { Prefix } from '../../model/call-tree.ts';
import type { FlameCanvasProps } from './flame-props.ts';
import { paintWords } from './paint-words.ts';

/** The selection as a sentence for screen readers. */
export function spokenSelection(props: FlameCanvasProps): string {
  const { selected, picture, weights, say, format } = props;
  const node = selected === null ? null : nodeAtPath(picture.tree, picture.keys, selected);
  if (node === null) return say('flame.nothing-selected');
  const run = runOf(picture.tree, node);
  const sum = (prefix: Prefix, of = run) =>
    (prefix[picture.tree.hi[of] ?? 0] ?? 0) - (prefix[picture.tree.lo[of] ?? 0] ?? 0);
  const name = node === ROOT_NODE ? props.rootLabel : nameOf(picture.tree, picture.keys, node);
  const depth = depthOf(picture.tree, node);
  if (weights.kind === 'compare') {
    const before = sum(weights.before);
    const after = sum(weights.after);
    const delta = paintWords(props).delta(after - before) || format(0);
    return say('flame.selected-change', { name, before: format(before), after: format(after), delta, depth });
  }
  const value = format(sum(weights.value));
  if (node === ROOT_NODE) return say('flame.selected-root', { name, value });
  const size = widthPrefix(weights, props.mode);
  const total = sum(size, 0);
  const share = props.formatShare(total > 0 ? sum(size) / total : 0);
  return say('flame.selected', { name, value, share, depth });
}
