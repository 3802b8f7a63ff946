import { useEffect, useMemo, useRef, useState } from 'react';
import { type FlameMode, widthPrefix } from '../../draw/flame-tree.ts';
import { pathOf } from '../../draw/tree-walk.ts';
import { useAskedLens } from '../asked-lens.ts';
import { useAction, useApp, useView } from '../context.ts';
import { usePublishSearch } from '../shell/status.ts';
import { useAnswer } from '../use-answer.ts';
import { matchingNodes, zoomFor } from './search-nodes.ts';
import type { ShownFlame } from './use-flame.ts';

/**
 * Frames that the text of the search field matches: what the canvas lights up, the count and share in the field, and
 * Enter / Shift+Enter that step through them, zooming out or in until the frame can be seen.
 */
export function useSearch(shown: ShownFlame | undefined, mode: FlameMode): Uint8Array | null {
  const app = useApp();
  const { engine, view } = app;
  const lens = useAskedLens();
  const text = useView((s) => s.lens.search);
  const [place, setPlace] = useState<{ readonly found: Int32Array | null; readonly at: number }>({
    found: null,
    at: 0,
  });
  const nodes = useRef<Int32Array | null>(null);
  const treeId = shown?.treeId;
  const question = lens === null || treeId === undefined || text === '' ? null : { lens, text, treeId };
  const { answer } = useAnswer(question, async (q) => {
    const found = await engine.search(q);
    return found === undefined ? undefined : { ...found, treeId: q.treeId, text: q.text };
  });
  const current = text !== '' && answer !== undefined && answer.treeId === treeId ? answer : undefined;
  const tree = shown?.picture.tree;
  const width = useMemo(() => (shown === undefined ? null : widthPrefix(shown.weights, mode)), [shown, mode]);
  const matches = current === undefined || current.problem !== null ? null : current.matches;
  const found = useMemo(
    () => (tree === undefined || matches === null || width === null ? null : matchingNodes(tree, width, matches)),
    [tree, matches, width],
  );
  nodes.current = found;
  // A place counts only in the matches that it was taken in: other matches begin anew.
  const at = place.found === found ? place.at : 0;
  const fresh = current?.text === text;
  const wanted = useRef<{ readonly text: string; readonly by: 1 | -1 } | null>(null);
  useEffect(() => {
    if (found === null || !fresh) return;
    if (wanted.current?.text === text) stepFrom.current(0, wanted.current.by);
    wanted.current = null;
  }, [found, fresh, text]);

  usePublishSearch(
    useMemo(
      () =>
        current === undefined
          ? null
          : {
              at,
              count: found?.length ?? 0,
              weight: { part: current.weight, total: current.total },
              problem: current.problem,
            },
      [current, found, at],
    ),
  );

  const go = (from: number, by: 1 | -1): boolean => {
    const list = nodes.current;
    if (list === null || list.length === 0 || shown === undefined || width === null) return false;
    const next = from === 0 ? (by === 1 ? 1 : list.length) : ((from - 1 + by + list.length) % list.length) + 1;
    setPlace({ found: list, at: next });
    const node = list[next - 1] ?? 0;
    const { picture } = shown;
    const path = pathOf(picture.tree, picture.keys, node);
    const root = zoomFor(picture, width, node, view.store.getState().lens.root);
    if (root !== null) view.setLens({ root });
    view.select({ path, name: path[path.length - 1] ?? '' });
    return true;
  };
  const stepFrom = useRef(go);
  stepFrom.current = go;
  const step = (by: 1 | -1) => () => {
    if (fresh || text === '') return go(at, by);
    // Typed and entered at once: the step waits for the answer to the whole text.
    wanted.current = { text, by };
    return true;
  };
  useAction('search-next', step(1));
  useAction('search-previous', step(-1));
  return matches;
}
