import type { FilterVerb } from '../../model/lens.ts';
import type { Selection } from '../../state/view.ts';
import { copyText } from '../../ui/copy-text.ts';
import { type AppParts, useAction, useApp } from '../context.ts';
import { namePattern } from '../name-pattern.ts';

/** A frame, row or caller that an action is about. */
export interface FrameTarget extends Selection {
  /** Name as the file has it, '' if there is none or it is not known. */
  readonly rawName: string;
}

/** Adds a filter that means this frame. */
export function filterFrame({ view }: AppParts, target: FrameTarget, verb: FilterVerb): void {
  const { granularity } = view.store.getState().lens;
  view.addFilter({ verb, value: namePattern(target.name, target.rawName, granularity) });
}

/** Shows the callers above and the callees below a function. */
export function sandwich({ view }: AppParts, name: string): void {
  const { lens } = view.store.getState();
  view.go('flame', { ...lens, shape: 'sandwich', pivot: name, root: [] });
  view.select({ path: null, name });
}

/** Zooms the flame graph or comparison to a call path. */
export function zoomTo({ view }: AppParts, path: readonly string[]): void {
  const { view: shown, lens } = view.store.getState();
  if (shown === 'flame' || shown === 'compare') {
    view.setLens({ root: path });
    return;
  }
  const selection = view.store.getState().selection;
  view.go(lens.compare === null ? 'flame' : 'compare', { ...lens, root: path });
  view.select(selection);
}

/** The frames of a path, innermost first, one per line: as a stack trace reads. */
export function stackText(path: readonly string[], leafFirst: boolean): string {
  return (leafFirst ? [...path] : [...path].reverse()).join('\n');
}

/** What f, d, m, Ctrl C … do with the selection, in every view that shows one. */
export function useSelectionActions(): void {
  const app = useApp();
  const withSelection = (run: (selection: Selection) => boolean | undefined) => () => {
    const { selection } = app.view.store.getState();
    return selection === null || selection.name === '' ? false : run(selection);
  };
  const filter = (verb: FilterVerb) =>
    withSelection((s) => {
      filterFrame(app, { ...s, rawName: '' }, verb);
      return true;
    });
  const marked = () => !(window.getSelection()?.isCollapsed ?? true);
  useAction('focus-selection', filter('focus'));
  useAction('ignore-selection', filter('ignore'));
  useAction('hide-selection', filter('hide'));
  useAction(
    'sandwich-selection',
    withSelection((s) => {
      sandwich(app, s.name);
      return true;
    }),
  );
  useAction(
    'zoom-selection',
    withSelection((s) => {
      if (s.path === null) return false;
      zoomTo(app, s.path);
      return true;
    }),
  );
  useAction(
    'copy-name',
    withSelection((s) => {
      if (marked()) return false;
      void copyText(s.name);
      return true;
    }),
  );
  useAction(
    'copy-stack',
    withSelection((s) => {
      if (s.path === null || marked()) return false;
      void copyText(stackText(s.path, app.view.store.getState().lens.shape === 'bottomup'));
      return true;
    }),
  );
  useAction('escape', () => {
    const { selection, lens } = app.view.store.getState();
    if (selection !== null) app.view.select(null);
    else if (lens.root.length > 0) app.view.setLens({ root: [] });
    else return false;
    return true;
  });
}
