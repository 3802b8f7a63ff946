import { useEffect, useRef, useState } from 'react';
import type { Filter, Lens } from '../../model/lens.ts';
import { useApp, useSayMessage } from '../context.ts';
import { parseFilter } from './filter-text.ts';
import { usePublishInvalid, useStatus } from './status.ts';

const APPLY_AFTER_MS = 150;

function sameFilter(a: Filter | null | undefined, b: Filter | null | undefined): boolean {
  return a?.verb === b?.verb && a?.value === b?.value;
}

function askedFilter(asked: string, index: number): Filter | undefined {
  if (asked === '') return undefined;
  return (JSON.parse(asked) as { readonly lens?: Lens }).lens?.filters[index];
}

/**
 * A filter while it is typed. It goes into the lens at `index` 150 ms after the last key; when the answer calls it
 * invalid, the last valid one is put back and the reason is shown beside the field.
 */
export function useFilterDraft(index: number, original: Filter | null, onClose: () => void) {
  const { view } = useApp();
  const sayMessage = useSayMessage();
  const problems = useStatus((s) => s.problems);
  const asked = useStatus((s) => s.asked);
  const [sent, setSent] = useState<Filter | null>(null);
  const [problem, setProblem] = useState<string>();
  const [closing, setClosing] = useState(false);
  usePublishInvalid(problem !== undefined);
  const valid = useRef(original);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const put = (filter: Filter | null) => {
    const now = view.store.getState().lens.filters;
    if (sameFilter(now[index], filter)) return;
    const filters = [...now.slice(0, index), ...(filter === null ? [] : [filter]), ...now.slice(index + 1)];
    view.setLens({ filters, root: [] });
  };

  const send = (filter: Filter | null) => {
    clearTimeout(timer.current);
    put(filter);
    if (filter === null || sameFilter(filter, valid.current)) {
      valid.current = filter;
      setSent(null);
    } else {
      setSent(filter);
    }
  };

  // The answer is the only one who knows RE2, so validity arrives with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer can change the verdict
  useEffect(() => {
    if (sent === null || !sameFilter(askedFilter(asked, index), sent)) return;
    const found = problems.find((p) => p.where === index);
    setSent(null);
    if (found === undefined) {
      valid.current = sent;
      if (closing) onClose();
      return;
    }
    setProblem(sayMessage(found.what));
    setClosing(false);
    put(valid.current);
  }, [asked, problems, sent]);

  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    problem,
    type(text: string): void {
      setProblem(undefined);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => send(parseFilter(text)), APPLY_AFTER_MS);
    },
    /** Enter: applies at once and closes as soon as it is known to be valid. */
    commit(text: string): void {
      if (problem !== undefined) return;
      const filter = parseFilter(text);
      const known = filter === null || sameFilter(filter, valid.current);
      send(filter);
      if (known) onClose();
      else setClosing(true);
    },
    /** The field lost the focus: what is valid stays. */
    leave(text: string): void {
      if (problem === undefined) send(parseFilter(text));
      onClose();
    },
    cancel(): void {
      clearTimeout(timer.current);
      put(original);
      onClose();
    },
  };
}
