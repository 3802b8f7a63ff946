import { useEffect, useMemo, useRef, useState } from 'react';
import { type FlameMode, widthPrefix } from '../../draw/flame-tree.ts';
import { pathOf } from '../../draw/tree-walk.ts';
import { useAskedLens } from '../asked-lens.ts';
import { useAction, useApp, useView } from '../context.ts';
import { type SearchStatus, usePublishSearch } from '../shell/status.ts';
import { useAnswer } from '../use-answer.ts';
import { inPieces } from './in-pieces.ts';
import { type Found, findNodes, type Searched, zoomFor } from './search-nodes.ts';
import type { ShownFlame } from './use-flame.ts';

/** Nodes that were found, and what in. */
interface Done {
  readonly matches: Uint8Array;
  readonly trees: readonly Searched[];
  readonly nodes: Found;
}

/**
 * Frames that the text of the search field matches: what the canvas lights up, the count and share in the field, and
 * Enter / Shift+Enter that step through them, zooming out or in until the frame can be seen.
 */
export function useSearch(shown: ShownFlame | undefined, mode: FlameMode): Uint8Array | null {
  const app = useApp();
  const { engine, view } = app;
  const lens = useAskedLens();
  const text = useView((s) => s.lens.search);
  const [place, setPlace] = useState<{ readonly found: Found | null; readonly at: number }>({
    found: null,
    at: 0,
  });
  const [done, setDone] = useState<Done | null>(null);
  const treeId = shown?.treeId;
  const question = lens === null || treeId === undefined || text === '' ? null : { lens, text, treeId };
  const { answer } = useAnswer(question, async (q) => {
    const found = await engine.search(q);
    return found === undefined ? undefined : { ...found, treeId: q.treeId, text: q.text };
  });
  const current = text !== '' && answer !== undefined && answer.treeId === treeId ? answer : undefined;
  const trees = useMemo(() => (shown === undefined ? [] : searched(shown, mode)), [shown, mode]);
  const matches = current === undefined || current.problem !== null ? null : current.matches;
  useEffect(() => {
    if (matches === null) return;
    return inPieces(findNodes(trees, matches), (nodes) => setDone({ matches, trees, nodes }));
  }, [trees, matches]);
  const found = matches === null || done?.matches !== matches || done.trees !== trees ? null : done.nodes;
  // A place counts only in the matches that it was taken in: other matches begin anew.
  const at = place.found === found ? place.at : 0;
  const fresh = current?.text === text;
  const wanted = useRef<{ readonly text: string; readonly by: 1 | -1 } | null>(null);
  useEffect(() => {
    if (found === null || !fresh) return;
    if (wanted.current?.text === text) stepFrom.current(0, wanted.current.by);
    wanted.current = null;
  }, [found, fresh, text]);

  const last = useRef<SearchStatus | null>(null);
  const status = useMemo((): SearchStatus | null => {
    if (current === undefined) return null;
    // While they are being looked for, the count of the previous text stays.
    if (found === null && current.problem === null) return last.current;
    const weight = { part: current.weight, total: current.total };
    return { at, count: found?.node.length ?? 0, weight, problem: current.problem };
  }, [current, found, at]);
  last.current = status;
  usePublishSearch(status);

  const go = (from: number, by: 1 | -1): boolean => {
    const count = found?.node.length ?? 0;
    if (found === null || count === 0) return false;
    const next = from === 0 ? (by === 1 ? 1 : count) : ((from - 1 + by + count) % count) + 1;
    const node = found.node[next - 1] ?? 0;
    const half = trees[found.half[next - 1] ?? 0];
    if (half === undefined) return false;
    setPlace({ found, at: next });
    const { picture, width } = half;
    const path = pathOf(picture.tree, picture.keys, node);
    const root = zoomFor(picture, width, node, view.store.getState().lens.root);
    if (root !== null) view.setLens({ root });
    view.select({ path, name: path[path.length - 1] ?? '' });
    return true;
  };
  const stepFrom = useRef(go);
  stepFrom.current = go;
  const step = (by: 1 | -1) => () => {
    if ((fresh && found !== null) || text === '') return go(at, by);
    // Typed and entered at once: the step waits for what the whole text finds.
    wanted.current = { text, by };
    return true;
  };
  useAction('search-next', step(1));
  useAction('search-previous', step(-1));
  return matches;
}

/** The flame graph, or both halves of a sandwich. */
function searched({ picture, weights, callers }: ShownFlame, mode: FlameMode): readonly Searched[] {
  const below = { picture, width: widthPrefix(weights, mode) };
  return callers === null ? [below] : [below, { picture: callers.picture, width: widthPrefix(callers.weights, mode) }];
}
